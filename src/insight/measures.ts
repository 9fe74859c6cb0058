import type { Case } from '../conversation/case.ts';
import type { Entry } from '../conversation/entry.ts';
import { handoffInitiate, handoffStatus } from '../handoff/events.ts';

/** What the log says of one case, in milliseconds; null where it has not happened. docs/measures.md defines each. */
export interface CaseMeasures {
  /** From the handover to a person's first word. Null also where nobody waits in the chat. */
  readonly firstResponse: number | null;
  /** How long it was open, the times between an end and a reopening left out. Null while it is open. */
  readonly resolution: number | null;
  /** From the customer's first word about it to the handover: the assistant's part, in neither of the others. */
  readonly assistant: number | null;
  /** Whether the first word came by the deadline. */
  readonly onTime: boolean | null;
}

type Value = Readonly<Record<string, unknown>>;

const valueOf = ({ activity }: Entry): Value =>
  typeof activity.value === 'object' && activity.value !== null ? (activity.value as Value) : {};
const isEvent = (entry: Entry, name: string): boolean =>
  entry.activity.type === 'event' && entry.activity.name === name;
const isWord = ({ who, audience, activity }: Entry, speaker: Entry['who']): boolean =>
  who === speaker && audience === 'customer' && activity.type === 'message';

/** Measures a case by the log of its conversation. Pure; `entries` in order. */
export function measureCase(item: Case, entries: readonly Entry[]): CaseMeasures {
  const ofCase = (entry: Entry): boolean => valueOf(entry)['caseId'] === item.id;
  const begins = entries.filter(
    (entry) => isEvent(entry, handoffInitiate) && ofCase(entry) && valueOf(entry)['raised'] !== true,
  );
  const ends = entries.filter(
    (entry) => isEvent(entry, handoffStatus) && ofCase(entry) && valueOf(entry)['state'] === 'completed',
  );
  const [first] = begins;
  const start = first?.time ?? item.createdAt;
  const word = item.quiet === true ? undefined : entries.find((entry) => entry.time >= start && isWord(entry, 'staff'));
  const due = first === undefined ? undefined : valueOf(first)['due'];
  return {
    firstResponse: word === undefined ? null : word.time - start,
    resolution: item.status === 'resolved' ? openTime(begins, ends, start) : null,
    assistant: assistantTime(entries, start),
    onTime: word === undefined || typeof due !== 'number' ? null : word.time <= due,
  };
}

/** The sum of the spans from each begin to the end that follows it. */
function openTime(begins: readonly Entry[], ends: readonly Entry[], start: number): number {
  const starts = begins.length === 0 ? [start] : begins.map(({ time }) => time);
  let sum = 0;
  for (const [index, from] of starts.entries()) {
    const next = starts[index + 1] ?? Infinity;
    const end = ends.find(({ time }) => time >= from && time < next);
    if (end !== undefined) sum += end.time - from;
  }
  return sum;
}

/** From the customer's first word since the last case ended, or since the beginning, to the handover. */
function assistantTime(entries: readonly Entry[], start: number): number | null {
  const before = entries.filter(({ time }) => time <= start);
  const since = before.findLast((entry) => isEvent(entry, handoffStatus) && valueOf(entry)['state'] === 'completed');
  const word = before.find((entry) => entry.seq > (since?.seq ?? 0) && isWord(entry, 'customer'));
  return word === undefined ? null : start - word.time;
}
