import type { Entry, NewEntry } from './entry.ts';
import type { Head, JsonObject } from './head.ts';
import type { Change, Store, View } from './store.ts';

/** All that is unread of one conversation, looked at together. */
export interface Turn {
  readonly head: Head;
  /** The inputs after the cursor, in order; never empty. */
  readonly inputs: readonly Entry[];
}

/** What a turn changes, computed on the state at the commit; the cursor and the record of the turn are the runner's. */
export type TurnChange = (view: View) => Omit<Change, 'result' | 'begin'>;

export interface TurnOutcome {
  /** What happens when the bot still owns the conversation at the commit. */
  readonly spoken: TurnChange;
  /** What happens instead when a person owns it by then: the bot stays silent. */
  readonly silent: TurnChange;
  /** What was understood and decided, for staff and reports; no customer's words. */
  readonly record: JsonObject;
}

export interface TurnHandler {
  handle(turn: Turn): Promise<TurnOutcome>;
  /** After the last attempt failed: an honest sentence for the customer, the case for a person. Must not throw. */
  giveUp(turn: Turn): TurnOutcome;
}

/** The name of the trace activity that records a turn in the log. */
export const turnTrace = 'turn';

/** What a turn's trace holds; the replies are the entries directly behind it. */
export interface TurnRecord {
  readonly from: number;
  readonly to: number;
  readonly replies: number;
  readonly outcome: 'spoken' | 'silent' | 'failed';
  /** The entry whose HTTP answer carries the replies (`expectReplies`), or null. */
  readonly answers: number | null;
}

/** The input whose HTTP request waits for the replies: of several the last. */
export function waitingInput(inputs: readonly Entry[]): Entry | null {
  return inputs.findLast((entry) => entry.activity.deliveryMode === 'expectReplies') ?? null;
}

/** The log entry that records a turn. */
export function traceEntry(record: TurnRecord, details: JsonObject): NewEntry {
  return {
    who: 'system',
    audience: 'internal',
    activity: { type: 'trace', name: turnTrace, value: { ...record, ...details } },
  };
}

/** Reads a turn's record from an entry; null for every other entry. */
export function turnRecordOf(entry: Entry): TurnRecord | null {
  if (entry.activity.type !== 'trace' || entry.activity.name !== turnTrace || entry.redacted === true) return null;
  return entry.activity.value as TurnRecord;
}

/**
 * The replies that the request of the input `seq` gets: those of the turn that covers it, if its request is the one
 * that carries them; else none. The same at every call, so that a repeated request gets the first answer again.
 * Null while no turn covers the input.
 */
export async function repliesTo(store: Store, conversationId: string, seq: number): Promise<readonly Entry[] | null> {
  const entries = await store.entries(conversationId, { after: seq });
  for (const [index, entry] of entries.entries()) {
    const record = turnRecordOf(entry);
    if (record === null || record.from > seq || record.to < seq) continue;
    if (record.answers !== seq) return [];
    return entries.slice(index + 1, index + 1 + record.replies).filter((reply) => reply.redacted !== true);
  }
  return null;
}
