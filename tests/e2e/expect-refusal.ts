import { expect } from '@jest/globals';
import { probe } from './requests.ts';

interface ErrorBody {
  readonly error: { readonly code: string; readonly message: string };
}

/** An answer of 4xx in the one form of errors, which quotes nothing of what was sent. */
export function expectRefusal(what: string, status: number, text: string): void {
  expect([what, status >= 400 && status < 500 ? 'refused' : status, text.includes(probe)]).toEqual([
    what,
    'refused',
    false,
  ]);
  const { error } = JSON.parse(text) as ErrorBody;
  expect([what, typeof error.code, typeof error.message, error.message.length > 10]).toEqual([
    what,
    'string',
    'string',
    true,
  ]);
}
