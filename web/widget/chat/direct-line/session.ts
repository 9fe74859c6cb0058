import type { Call, Reply, Request } from './request.ts';
import type { Identity, ResumeKeep } from './types.ts';

export interface Grant {
  readonly token: string;
  readonly conversationId: string;
  /** Milliseconds that the token was valid for when it came. */
  readonly lifetime: number;
}

/** The token of one conversation: got, kept fresh, and got again when it has run out. */
export interface Session {
  /** The present token, else a new one. Asked twice at a time it asks the service once. */
  grant(): Promise<Grant | Exclude<Reply, { kind: 'ok' }>>;
  /** A call with the token; refused for the token's sake, it is made once more with a new one. */
  call(call: Omit<Call, 'token'> | ((grant: Grant) => Omit<Call, 'token'>)): Promise<Reply>;
  /** Puts the token of an answer in the place of the present one. */
  adopt(body: Readonly<Record<string, unknown>>): void;
  /** Lengthens the present token's life. */
  refresh(): Promise<Reply>;
  /** Forgets the conversation, so that the next token opens a new one. */
  forget(): void;
  /** Asks anew for the same conversation: how long the browser finds it again has changed. */
  renew(): Promise<void>;
}

export interface SessionOptions {
  readonly request: Request;
  readonly keep: ResumeKeep;
  readonly identity: Identity;
  readonly locale: () => string;
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

function readGrant(body: Readonly<Record<string, unknown>>, before: Grant | null): Grant | null {
  const token = text(body['token']) ?? before?.token;
  const conversationId = text(body['conversationId']) ?? before?.conversationId;
  if (token === undefined || conversationId === undefined) return null;
  const seconds = body['expires_in'];
  const lifetime = typeof seconds === 'number' && seconds > 0 ? seconds * 1000 : (before?.lifetime ?? 1_800_000);
  return { token, conversationId, lifetime };
}

/** What a token says of itself: the service checks it, this only reads. */
function grantIn(token: string): Grant | null {
  try {
    const part = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    const { conv, exp, iat } = JSON.parse(atob(part)) as Readonly<Record<string, unknown>>;
    if (typeof conv !== 'string') return null;
    const seconds = typeof exp === 'number' && typeof iat === 'number' ? exp - iat : 1800;
    return { token, conversationId: conv, lifetime: seconds * 1000 };
  } catch {
    return null;
  }
}

export function createSession({ request, keep, identity, locale }: SessionOptions): Session {
  let present: Grant | null = null;
  let asking: ReturnType<Session['grant']> | null = null;
  /** The next token is to open a new conversation, even where a cookie knows the old one. */
  let fresh = false;
  /** The bank's token that was used up: the same one a second time would be refused a second time. */
  let used: string | undefined;

  const ask = async (): ReturnType<Session['grant']> => {
    const given = identity.token();
    if (given !== undefined) {
      const grant = given === used ? null : grantIn(given);
      used = given;
      if (grant === null) return { kind: 'refused', status: 403 };
      present = grant;
      return grant;
    }
    // An empty credential opens nothing, not even what a cookie knows.
    const resume = fresh ? '' : keep.read();
    const user = identity.user();
    const body = {
      locale: locale(),
      ...(resume !== undefined && { resume }),
      ...(keep.remembers() && { remember: true }),
      ...(user !== undefined && { user: { token: user } }),
    };
    const reply = await request({ method: 'POST', path: '/api/directline/token', body });
    if (reply.kind !== 'ok') return reply;
    const grant = readGrant(reply.body, null);
    if (grant === null) return { kind: 'unreachable' };
    fresh = false;
    present = grant;
    const next = text(reply.body['resume']);
    if (next !== undefined) keep.write(next);
    return grant;
  };

  const session: Session = {
    async grant() {
      if (present !== null) return present;
      asking ??= ask().finally(() => (asking = null));
      return asking;
    },
    async call(call) {
      for (let attempt = 1; ; attempt += 1) {
        const grant = await session.grant();
        if ('kind' in grant) return grant;
        const reply = await request({ ...(typeof call === 'function' ? call(grant) : call), token: grant.token });
        const expired = reply.kind === 'refused' && (reply.status === 401 || reply.status === 403);
        if (!expired || attempt === 2) return reply;
        // A laptop that slept wakes up with a dead token: the resume credential opens the same conversation again.
        if (present?.token === grant.token) present = null;
      }
    },
    adopt(body) {
      present = readGrant(body, present);
    },
    async refresh() {
      if (present === null) return { kind: 'unreachable' };
      const { token } = present;
      const reply = await request({ method: 'POST', path: '/v3/directline/tokens/refresh', token });
      if (reply.kind === 'ok') session.adopt(reply.body);
      if (reply.kind === 'refused') present = null;
      return reply;
    },
    forget() {
      present = null;
      fresh = true;
      keep.write(undefined);
    },
    async renew() {
      if (present !== null) await ask();
    },
  };
  return session;
}
