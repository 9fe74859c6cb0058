import { createHash } from 'node:crypto';
import type { Json, JsonObject } from '../../../conversation/head.ts';
import type { Store } from '../../../conversation/store.ts';
import type { Account } from '../settings.ts';
import type { CommentPolicy } from './policy.ts';

/** Who was answered below which post: kept in the log, so that a restart and another process know it too. */
export interface Ledger {
  /** Whether a comment may be answered automatically; asked again for the same comment the answer is the same. */
  grant(request: {
    readonly account: Account;
    readonly postId: string;
    readonly commentId: string;
    readonly authorId: string;
    readonly policy: CommentPolicy;
    /** Milliseconds since the epoch. */
    readonly now: number;
  }): Promise<boolean>;
}

const minute = 60_000;
const hour = 3600_000;

const isTime = (value: Json | undefined): value is number => typeof value === 'number';

/** The times in the state that still count. */
function timesIn(value: Json | undefined, since: number): Readonly<Record<string, number>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((pair): pair is [string, number] => isTime(pair[1]) && pair[1] > since),
  );
}

/** People are known by a hash: who commented where is nobody's list. */
const hashOf = (postId: string, authorId: string): string =>
  createHash('sha256').update(`${postId} ${authorId}`).digest('base64url').slice(0, 16);

export function createLedger(store: Store): Ledger {
  return {
    async grant({ account, postId, commentId, authorId, policy, now }) {
      const id = `post-${postId}-${account.id}`;
      const key = `answer:${commentId}`;
      const { result } = await store.write(id, { keys: [key] }, (view) => {
        if (view.seen(key) !== undefined) return { result: true };
        const state: JsonObject = view.head?.state ?? {};
        const people = timesIn(state['people'], now - policy.hoursBetweenAnswers * hour);
        const recent = (Array.isArray(state['recent']) ? (state['recent'] as readonly Json[]) : [])
          .filter(isTime)
          .filter((time) => time > now - minute);
        const author = hashOf(postId, authorId);
        if (people[author] !== undefined || recent.length >= policy.answersPerPostAndMinute) return { result: false };
        const next: JsonObject = { people: { ...people, [author]: now }, recent: [...recent, now] };
        return {
          ...(view.head === null && {
            begin: { channel: `${account.platform}-page`, customer: { id: account.id }, reference: null },
          }),
          entries: [{ who: 'system', audience: 'internal', key, activity: { type: 'event', name: 'comment.granted' } }],
          head: { state: next },
          result: true,
        };
      });
      return result;
    },
  };
}
