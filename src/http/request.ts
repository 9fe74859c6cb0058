import type { IncomingMessage } from 'node:http';
import { parse } from 'cookie';
import type { z } from 'zod';
import { SchalterError } from '../platform/errors.ts';
import { parseJson, readBytes } from './body.ts';

/** A request as handlers see it. */
export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The query as it came: some platforms use names that parsers take apart. */
  readonly headers: IncomingMessage['headers'];
  readonly address: string;
  readonly raw: IncomingMessage;
  cookie(name: string): string | undefined;
  /** The token of `Authorization: Bearer …`. */
  bearer(): string | undefined;
  bytes(limit?: number): Promise<Buffer>;
  /** Reads and checks the JSON body. @throws SchalterError BadSyntax, TooDeep, TooLarge, BadArgument */
  json<T>(schema: z.ZodType<T>): Promise<T>;
}

/** The caller's address; behind `hops` trusted proxies it is that many places from the end of X-Forwarded-For. */
export function addressOf(raw: IncomingMessage, hops: number): string {
  const direct = raw.socket.remoteAddress ?? 'unknown';
  if (hops === 0) return direct;
  const forwarded = String(raw.headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  return forwarded.at(-hops) ?? direct;
}

/**
 * Checks a value against a schema.
 * @throws SchalterError BadArgument naming the field, never the value.
 */
export function checked<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  // Keys of the client's own objects could carry anything: only names that look like ours are repeated.
  const field =
    issue?.path
      .map(String)
      .filter((part) => /^\w{1,40}$/.test(part))
      .join('.') ?? '';
  throw new SchalterError('BadArgument', {
    message: field === '' ? 'The body has the wrong shape.' : `The field ${field} is missing or has the wrong type.`,
  });
}

export function wrapRequest(raw: IncomingMessage, params: Readonly<Record<string, string>>, hops: number): HttpRequest {
  const mark = (raw.url ?? '/').indexOf('?');
  const url = raw.url ?? '/';
  let query: URLSearchParams | undefined;
  const bytes = (limit?: number): Promise<Buffer> => readBytes(raw, limit);
  return {
    method: raw.method ?? 'GET',
    path: mark < 0 ? url : url.slice(0, mark),
    params,
    get query() {
      return (query ??= new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1)));
    },
    headers: raw.headers,
    get address() {
      return addressOf(raw, hops);
    },
    raw,
    cookie: (name) => (raw.headers.cookie === undefined ? undefined : parse(raw.headers.cookie)[name]),
    bearer() {
      const [scheme, token] = (raw.headers.authorization ?? '').split(' ');
      return scheme?.toLowerCase() === 'bearer' && token !== undefined && token !== '' ? token : undefined;
    },
    bytes,
    json: async (schema) => checked(schema, parseJson(await bytes())),
  };
}
