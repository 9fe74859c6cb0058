import type { Case, Entry, Me, WholeCase } from './types.ts';

/** A call that the service refused or that never reached it; `code` is the service's, or `Offline`. */
export class ApiError extends Error {
  readonly code: string;
  /** Seconds after which it is worth another try, where the service said so. */
  readonly retryAfter: number | null;

  constructor(code: string, retryAfter: number | null = null) {
    super(code);
    this.name = 'ApiError';
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

/** The code of whatever a call threw. */
export const codeOf = (error: unknown): string => (error instanceof ApiError ? error.code : 'Internal');

export interface Api {
  signIn(username: string, password: string): Promise<Me>;
  signOut(): Promise<void>;
  me(): Promise<Me>;
  rename(name: string): Promise<Me>;
  cases(status?: 'resolved'): Promise<readonly Case[]>;
  open(caseId: string, range?: { readonly after: number } | { readonly before: number }): Promise<WholeCase>;
  accept(caseId: string): Promise<Case>;
  reply(caseId: string, text: string): Promise<Entry>;
  resolve(caseId: string, returnToBot: boolean): Promise<Case>;
}

type Fetch = (path: string, init: RequestInit) => Promise<Response>;

const root = '/staff/api';

/** The staff's API over HTTP. @throws ApiError by every call */
export function createApi(fetcher: Fetch = (path, init) => fetch(path, init)): Api {
  const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
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
    const { error } = (json ?? {}) as { error?: { code?: string } };
    const wait = Number(response.headers.get('retry-after') ?? Number.NaN);
    throw new ApiError(error?.code ?? 'Internal', Number.isFinite(wait) ? wait : null);
  };
  const at = (caseId: string): string => `/cases/${encodeURIComponent(caseId)}`;
  const user = ({ user: me }: { user: Me }): Me => me;
  return {
    signIn: (username, password) => call<{ user: Me }>('POST', '/session', { username, password }).then(user),
    signOut: () => call('DELETE', '/session'),
    me: () => call<{ user: Me }>('GET', '/session').then(user),
    rename: (name) => call<{ user: Me }>('PATCH', '/session', { name }).then(user),
    cases: (status) =>
      call<{ cases: Case[] }>('GET', `/cases${status === undefined ? '' : `?status=${status}`}`).then(
        ({ cases }) => cases,
      ),
    open: (caseId, range) =>
      call('GET', `${at(caseId)}${range === undefined ? '' : `?${new URLSearchParams(toStrings(range)).toString()}`}`),
    accept: (caseId) => call('POST', `${at(caseId)}/accept`, {}),
    reply: (caseId, text) => call('POST', `${at(caseId)}/messages`, { text }),
    resolve: (caseId, returnToBot) => call('POST', `${at(caseId)}/resolve`, { returnToBot }),
  };
}

function toStrings(range: object): Record<string, string> {
  return Object.fromEntries(Object.entries(range).map(([key, value]) => [key, String(value)]));
}
