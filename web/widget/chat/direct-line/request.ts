import type { Surroundings } from './types.ts';

/** What came of a request: an answer, a refusal that trying again would not change, or nothing yet. */
export type Reply =
  | { readonly kind: 'ok'; readonly status: number; readonly body: Readonly<Record<string, unknown>> }
  | { readonly kind: 'refused'; readonly status: number }
  | { readonly kind: 'unreachable' };

export interface Call {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly token?: string;
  readonly body?: unknown;
  /** The answer is a file: it comes as `blob`. */
  readonly file?: true;
}

export type Request = (call: Call) => Promise<Reply>;

/** As Web Chat waits for a message to be taken, and for files. */
const timeout = 20_000;
const fileTimeout = 120_000;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Calls below `base`, the service's own address without a slash at its end. */
export function createRequest(
  base: string,
  credentials: RequestCredentials,
  { fetch }: Pick<Surroundings, 'fetch'>,
): Request {
  return async ({ method, path, token, body, file }) => {
    const isForm = body instanceof FormData;
    try {
      const response = await fetch(base + path, {
        method,
        credentials,
        headers: {
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          // The browser names a form's type itself, with its boundary.
          ...(body !== undefined && !isForm && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: isForm ? body : JSON.stringify(body) }),
        signal: AbortSignal.timeout(isForm ? fileTimeout : timeout),
      });
      const { status } = response;
      if (status >= 500 || status === 429 || status === 408) return { kind: 'unreachable' };
      if (!response.ok) return { kind: 'refused', status };
      if (status === 204) return { kind: 'ok', status, body: {} };
      if (file === true) return { kind: 'ok', status, body: { blob: await response.blob() } };
      const answer: unknown = await response.json();
      return isObject(answer) ? { kind: 'ok', status, body: answer } : { kind: 'unreachable' };
    } catch {
      // No network, a proxy's page instead of JSON, or too slow: all are worth another try.
      return { kind: 'unreachable' };
    }
  };
}
