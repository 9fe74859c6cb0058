import { destination, pino, type Logger } from 'pino';

/**
 * The structured log. Only codes, ids, counts and durations go in: never a customer's words, numbers or names.
 * Callers pass flat objects of such values; error objects are reduced to code and name.
 */
export interface Log {
  debug(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
}

export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** The levels that `LOG_LEVEL` takes. */
export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** A log on standard output, one JSON object a line, written in batches so that a turn never waits for it. */
export function createLog(level: LogLevel): Log & { flush(): void } {
  const out = destination({ dest: 1, sync: false, minLength: 4096 });
  const logger: Logger = pino({ level, base: null }, out);
  const flush = (): void => {
    try {
      out.flushSync();
    } catch {
      // Not yet open or already closed: nothing is waiting.
    }
  };
  const interval = setInterval(flush, 500);
  interval.unref();
  return {
    debug: (fields, message) => logger.debug(fields, message),
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message) => logger.error(fields, message),
    flush,
  };
}

/** What may be said of an unknown error in a log: its class and code, never its message, which may quote input. */
export function errorFields(error: unknown): { error: string; errorCode?: string; at?: string } {
  if (!(error instanceof Error)) return { error: typeof error };
  const code = 'code' in error && typeof error.code === 'string' ? { errorCode: error.code } : {};
  const frame = error.stack?.split('\n').find((line) => line.trimStart().startsWith('at '));
  return { error: error.name, ...code, ...(frame === undefined ? {} : { at: frame.trim() }) };
}
