import type { Entry } from '../../src/conversation/entry.ts';
import { turnRecordOf, type TurnRecord } from '../../src/conversation/turn.ts';
import type { Stored } from '../support/stored.ts';

interface Turn extends TurnRecord {
  /** The number of the entry that records it. */
  readonly at: number;
}

export function turnsOf(entries: readonly Entry[]): readonly Turn[] {
  return entries.flatMap((entry) => {
    const record = turnRecordOf(entry);
    return record === null ? [] : [{ ...record, at: entry.seq }];
  });
}

/** The log by itself: numbers, times, turns. */
export function checkLog(stored: Stored): readonly string[] {
  return [...checkNumbers(stored), ...checkCovered(stored), ...checkReplies(stored), ...checkRest(stored)];
}

function checkNumbers({ entries, head }: Stored): readonly string[] {
  const faults: string[] = [];
  let time = 0;
  entries.forEach((entry, index) => {
    if (entry.seq !== index + 1) faults.push(`entry ${index + 1} has the number ${entry.seq}`);
    if (entry.time <= time) faults.push(`the time of entry ${entry.seq} does not rise`);
    time = entry.time;
  });
  if (head.lastSeq !== entries.length) faults.push(`the head ends at ${head.lastSeq}, the log at ${entries.length}`);
  const keys = entries.flatMap(({ key }) => key ?? []);
  if (new Set(keys).size !== keys.length) faults.push('two entries have the same de-duplication key');
  return faults;
}

/** Each input is covered by exactly one turn, which stands behind it; turns go forward and never overlap. */
function checkCovered({ entries }: Stored): readonly string[] {
  const faults: string[] = [];
  const turns = turnsOf(entries);
  for (const { seq, input } of entries) {
    if (input !== true) continue;
    const covering = turns.filter(({ from, to }) => from <= seq && seq <= to);
    if (covering.length !== 1) faults.push(`input ${seq} is covered by ${covering.length} turns`);
    if (covering.some(({ at }) => at < seq)) faults.push(`input ${seq} is covered by a turn that was before it`);
  }
  turns.forEach(({ from, to, at }, index) => {
    const before = turns[index - 1];
    if (from > to || to >= at) faults.push(`the turn at ${at} covers ${from} to ${to}`);
    if (before !== undefined && from <= before.to) faults.push(`the turn at ${at} goes back to ${from}`);
  });
  return faults;
}

/** A turn's replies stand directly behind its record, and a customer who wrote to the bot got one. */
function checkReplies({ entries }: Stored): readonly string[] {
  const faults: string[] = [];
  const claimed = new Set<number>();
  for (const { at, from, to, replies, outcome } of turnsOf(entries)) {
    const own = entries.slice(at, at + replies);
    for (const reply of own) claimed.add(reply.seq);
    if (own.length < replies || own.some(({ who, audience }) => who !== 'bot' || audience !== 'customer'))
      faults.push(`the turn at ${at} lacks replies`);
    if (own.some(({ replyTo = 0 }) => replyTo < from || replyTo > to))
      faults.push(`a reply of the turn at ${at} answers something else`);
    const asked = entries
      .slice(from - 1, to)
      .some(({ who, activity }) => who === 'customer' && activity.type === 'message');
    if (outcome !== 'silent' && asked && replies === 0) faults.push(`the turn at ${at} leaves a customer unanswered`);
  }
  for (const { seq, who, replyTo } of entries)
    if (who === 'bot' && replyTo !== undefined && !claimed.has(seq)) faults.push(`reply ${seq} belongs to no turn`);
  return faults;
}

/** Nothing is left to do. */
function checkRest({ head, deliveries }: Stored): readonly string[] {
  const open = deliveries.filter(({ status }) => status === 'pending' || status === 'sending');
  return [
    ...(head.cursor < head.lastInput ? [`inputs behind ${head.cursor} were never looked at`] : []),
    ...open.map(({ seq }) => `entry ${seq} was never delivered`),
  ];
}
