import type { Finding } from './types.ts';

/** A call that the service refused or that never reached it; `code` is the service's, or `Offline`. */
export class ApiError extends Error {
  readonly code: string;
  /** Seconds after which it is worth another try, where the service said so. */
  readonly retryAfter: number | null;
  /** Why a reply was refused. */
  readonly findings: readonly Finding[];

  constructor(code: string, retryAfter: number | null = null, findings: readonly Finding[] = []) {
    super(code);
    this.name = 'ApiError';
    this.code = code;
    this.retryAfter = retryAfter;
    this.findings = findings;
  }
}

/** The code of whatever a call threw. */
export const codeOf = (error: unknown): string => (error instanceof ApiError ? error.code : 'Internal');

export type Fetch = (path: string, init: RequestInit) => Promise<Response>;
export type Call = <T>(method: string, path: string, body?: unknown) => Promise<T>;

const root = '/staff/api';

/** Calls of the staff's API over HTTP. @throws ApiError by every call */
export function createCall(fetcher: Fetch): Call {
  return async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetcher(`${root}${path}`, {
      method,
      credentials: 'same-origin',
      ...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    }).catch(() => {
      throw new ApiError('Offline');
    });
    if (response.status === 204) return undefined as T;
    const json = (await response.json().catch(() => null)) as unknown;
    if (response.ok && json !== null) return json as T;
    const { error, findings } = (json ?? {}) as { error?: { code?: string }; findings?: readonly Finding[] };
    const wait = Number(response.headers.get('retry-after') ?? Number.NaN);
    throw new ApiError(error?.code ?? 'Internal', Number.isFinite(wait) ? wait : null, findings);
  };
}

/** What is asked for behind the path; null and undefined are left out. */
export function query(values: Readonly<Record<string, string | number | null | undefined>>): string {
  const given = Object.entries(values).flatMap(([name, value]) =>
    value === null || value === undefined || value === '' ? [] : [[name, String(value)]],
  );
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`;
}
