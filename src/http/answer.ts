import type { ServerResponse } from 'node:http';
import type { SchalterError } from '../platform/errors.ts';

export type Headers = Readonly<Record<string, string | readonly string[]>>;

/** What a handler returns: the whole answer as data. */
export type Answer =
  | { readonly status: number; readonly json?: unknown; readonly headers?: Headers }
  | { readonly status: number; readonly text: string; readonly type: string; readonly headers?: Headers }
  | { readonly status: number; readonly bytes: Buffer; readonly type: string; readonly headers?: Headers }
  /** The handler keeps the response and writes to it itself, as server-sent events do. */
  | { readonly stream: (response: ServerResponse) => void; readonly headers?: Headers };

/** `{ error: { code, message } }`, the one form of every error, quoting nothing of the request. */
export function errorAnswer(error: SchalterError, headers: Headers = {}): Answer {
  return { status: error.status, json: { error: { code: error.code, message: error.message } }, headers };
}

/** Writes an answer. A client that has gone away is no error. */
export function send(response: ServerResponse, answer: Answer, extra: Headers): void {
  if (response.writableEnded || response.destroyed) return;
  const headers: Record<string, string | string[]> = {};
  for (const [name, value] of [...Object.entries(extra), ...Object.entries(answer.headers ?? {})])
    headers[name] = typeof value === 'string' ? value : [...value];
  if ('stream' in answer) {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    answer.stream(response);
    return;
  }
  const [body, type] = bodyOf(answer);
  if (body !== null) {
    headers['content-type'] = type;
    headers['content-length'] = String(Buffer.byteLength(body));
  } else if (answer.status !== 204 && answer.status !== 304) headers['content-length'] = '0';
  response.writeHead(answer.status, headers);
  response.end(body ?? undefined);
}

function bodyOf(answer: Exclude<Answer, { stream: unknown }>): readonly [string | Buffer | null, string] {
  if ('text' in answer) return [answer.text, answer.type];
  if ('bytes' in answer) return [answer.bytes, answer.type];
  if (answer.json === undefined) return [null, ''];
  return [JSON.stringify(answer.json), 'application/json; charset=utf-8'];
}
