import { SchalterError } from '../../platform/errors.ts';

/**
 * What an error says about the statement that it ended:
 * - `again`: it was undone because it met another one; the same statement may be tried at once
 * - `refused`: it was undone, and the database cannot do it now
 * - `unknown`: the answer was lost; it may have been done or may still be
 * - `fault`: it was undone, and trying again would change nothing
 */
export type Failure = 'again' | 'refused' | 'unknown' | 'fault';

/** Five characters, of which the first two name the class: PostgreSQL's manual, appendix A. */
const sqlState = /^[0-9A-Z]{5}$/;

/** The SQLSTATE or the system's code of an error, such as `53100` or `ECONNREFUSED`; null where it has none. */
export function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

export function failureOf(error: unknown): Failure {
  const code = codeOf(error);
  // No answer of the server: the network, a time-out of ours, a connection that was cut.
  if (code === null || !sqlState.test(code)) return 'unknown';
  // serialization_failure, deadlock_detected
  if (code === '40001' || code === '40P01') return 'again';
  // Connection exceptions, and a server that shuts down in the middle: the commit may have been before.
  if (code.startsWith('08') || code.startsWith('57P')) return 'unknown';
  // Out of disk, memory or connections; time-outs of statement (57014) and lock (55P03); a standby that takes no writes.
  if (code.startsWith('53') || code === '57014' || code === '55P03' || code === '25006' || code.startsWith('58'))
    return 'refused';
  return 'fault';
}

/** Whether the whole database is to be taken as away: it takes no connections or no writes. */
export function isAway(error: unknown): boolean {
  const code = codeOf(error);
  return code === '53100' || code === '25006' || code?.startsWith('58') === true;
}

/** The store's error in the place of a driver's, which may quote values. */
export function unavailable(error: unknown): SchalterError {
  return new SchalterError('StorageUnavailable', { cause: error });
}
