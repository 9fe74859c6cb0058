import { createHmac } from 'node:crypto';
import { isRecord, listIn, numberIn, recordIn, type JsonRecord } from '../events/json.ts';
import type { GraphError } from './errors.ts';

/** The answer to a call. */
export type GraphAnswer =
  | { readonly kind: 'ok'; readonly body: JsonRecord }
  /** Meta refused it, and says why in its own form: it did not happen. */
  | { readonly kind: 'refused'; readonly error: GraphError; readonly afterMs: number | null }
  /** Nobody took the call: it did not happen. */
  | { readonly kind: 'unsent' }
  /** No answer, or one that is not the API's: it may have happened. */
  | { readonly kind: 'lost'; readonly why: string };

export interface GraphCall {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Below the version, such as `/123/messages`; made of ids that were checked. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: JsonRecord;
  readonly token: string;
}

/** Meta's Graph API, as far as the counter needs it. */
export interface Graph {
  call(call: GraphCall): Promise<GraphAnswer>;
}

export interface GraphOptions {
  readonly url: string;
  readonly version: string;
  readonly appSecret: string;
  /** Milliseconds for one call. */
  readonly timeoutMs?: number;
  readonly fetch?: typeof fetch;
}

/** Bytes of an answer that are read: an error page of a proxy may have any length. */
const answerLimit = 1024 * 1024;

/** Proof that the call comes from the app's own server: HMAC-SHA256 of the token under the app secret. */
export function appSecretProof(token: string, appSecret: string): string {
  return createHmac('sha256', appSecret).update(token).digest('hex');
}

function readError(value: unknown, status: number): GraphError | null {
  if (!isRecord(value) || !isRecord(value['error'])) return null;
  const error = value['error'];
  return {
    code: numberIn(error['code']) ?? (error['code'] === -1 ? -1 : null),
    subcode: numberIn(error['error_subcode']) ?? null,
    transient: error['is_transient'] === true,
    status,
  };
}

/** Milliseconds until Meta lets the page call again: the header names minutes. */
function regainMs(header: string | null): number | null {
  if (header === null) return null;
  try {
    const usages = Object.values(recordIn(JSON.parse(header))).flatMap(listIn);
    const minutes = Math.max(
      0,
      ...usages.map((one) => numberIn(recordIn(one)['estimated_time_to_regain_access']) ?? 0),
    );
    return minutes > 0 ? minutes * 60_000 : null;
  } catch {
    return null;
  }
}

const neverLeft: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);

/** Whether a call failed before a connection stood. */
function wasNotSent(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return isRecord(cause) && typeof cause['code'] === 'string' && neverLeft.has(cause['code']);
}

export function createGraph(options: GraphOptions): Graph {
  const { url, version, appSecret, timeoutMs = 10_000, fetch: send = fetch } = options;
  return {
    async call({ method, path, query, body, token }) {
      const parameters = new URLSearchParams({ ...query, appsecret_proof: appSecretProof(token, appSecret) });
      let status: number;
      let text: string;
      let regain: number | null;
      try {
        const response = await send(`${url}/${version}${path}?${parameters.toString()}`, {
          method,
          // In the header only: addresses end up in logs.
          headers: {
            authorization: `Bearer ${token}`,
            ...(body !== undefined && { 'content-type': 'application/json' }),
          },
          ...(body !== undefined && { body: JSON.stringify(body) }),
          redirect: 'error',
          signal: AbortSignal.timeout(timeoutMs),
        });
        status = response.status;
        regain = regainMs(response.headers.get('x-business-use-case-usage'));
        text = (await response.text()).slice(0, answerLimit);
      } catch (error) {
        return wasNotSent(error) ? { kind: 'unsent' } : { kind: 'lost', why: 'no-answer' };
      }
      let value: unknown;
      try {
        value = JSON.parse(text);
      } catch {
        const refused = status >= 400 && status < 500;
        return refused
          ? { kind: 'refused', error: { code: null, subcode: null, transient: false, status }, afterMs: regain }
          : { kind: 'lost', why: `http-${status}` };
      }
      const error = readError(value, status);
      if (error !== null) return { kind: 'refused', error, afterMs: regain };
      if (status >= 200 && status < 300 && isRecord(value)) return { kind: 'ok', body: value };
      return { kind: 'lost', why: `http-${status}` };
    },
  };
}
