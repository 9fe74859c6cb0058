import { errorRegister, type ErrorCode } from './error-register.ts';

/** An error that a caller can act on: its code stands in the register with cause and cure. It never quotes input. */
export class SchalterError extends Error {
  readonly code: ErrorCode;
  readonly status: number;

  constructor(code: ErrorCode, options?: { readonly cause?: unknown; readonly message?: string }) {
    super(
      options?.message ?? errorRegister[code].message,
      options?.cause === undefined ? {} : { cause: options.cause },
    );
    this.name = 'SchalterError';
    this.code = code;
    this.status = errorRegister[code].status;
  }
}

/** Whether `error` carries the given code. */
export function hasCode(error: unknown, code: ErrorCode): boolean {
  return error instanceof SchalterError && error.code === code;
}
