import { SchalterError } from '../../platform/errors.ts';

/** The system's code of a failed file operation (`ENOSPC`, `EIO`, `EROFS` …), or `undefined`. */
export function systemCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** What a failed write is to those who wait for it: nothing was stored, and the service goes on by itself. */
export function unavailable(cause: unknown): SchalterError {
  return cause instanceof SchalterError ? cause : new SchalterError('StorageUnavailable', { cause });
}

/** A file that cannot be trusted. `what` says what is wrong with it; it never quotes the file. */
export function damaged(file: string, what: string, cause?: unknown): SchalterError {
  return new SchalterError('DataDamaged', {
    message: `${file}: ${what} Restore the data folder from the backup; see docs/operations.md.`,
    ...(cause !== undefined && { cause }),
  });
}
