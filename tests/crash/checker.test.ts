import { describe, expect, test } from '@jest/globals';
import { withoutContent } from '../../src/conversation/case.ts';
import type { Entry } from '../../src/conversation/entry.ts';
import { traceEntry, type TurnRecord } from '../../src/conversation/turn.ts';
import { check } from './checker.ts';
import { example, shown } from './example.ts';
import type { Stored } from '../support/stored.ts';
import type { Frame, Sent, Story } from './story.ts';

interface Kept {
  readonly story: Story;
  readonly stored: Stored;
}

const without = <T>(list: readonly T[], index: number): readonly T[] => list.filter((_, at) => at !== index);
const swapped = <T>(list: readonly T[], index: number): readonly T[] =>
  list.map((item, at) => (at === index ? list[at + 1]! : at === index + 1 ? list[at - 1]! : item));

const inLog =
  (change: (entries: readonly Entry[]) => readonly Entry[]) =>
  ({ story, stored }: Kept): Kept => ({
    story,
    stored: { ...stored, entries: change(stored.entries) },
  });
const atEntry = (seq: number, change: Partial<Entry>) =>
  inLog((entries) => entries.map((entry) => (entry.seq === seq ? { ...entry, ...change } : entry)));
/** Puts something else in an entry's place, so that nothing but the loss itself can be noticed. */
const lose = (seq: number) =>
  inLog((entries) =>
    entries.map((entry): Entry =>
      entry.seq === seq
        ? { seq, time: entry.time, who: 'system', audience: 'internal', activity: { type: 'event' } }
        : entry,
    ),
  );
const record = (seq: number, turn: Partial<TurnRecord>) =>
  inLog((entries) =>
    entries.map((entry) =>
      entry.seq === seq ? { ...entry, ...traceEntry({ ...(entry.activity.value as TurnRecord), ...turn }, {}) } : entry,
    ),
  );
const inSent =
  (index: number, change: Partial<Sent>) =>
  ({ story, stored }: Kept): Kept => ({
    stored,
    story: { ...story, sent: story.sent.map((message, at) => (at === index ? { ...message, ...change } : message)) },
  });
const inReading =
  (change: (frames: readonly Frame[]) => readonly Frame[]) =>
  ({ story, stored }: Kept): Kept => ({
    stored,
    story: { ...story, readings: story.readings.map((frames, at) => (at === 1 ? change(frames) : frames)) },
  });
const inFrame = (index: number, change: Partial<Frame>) =>
  inReading((frames) => frames.map((frame, at) => (at === index ? { ...frame, ...change } : frame)));
const pushed =
  (change: (list: Story['pushed']) => Story['pushed']) =>
  ({ story, stored }: Kept): Kept => ({
    stored,
    story: { ...story, pushed: change(story.pushed) },
  });

const inCases =
  (change: (cases: Stored['cases']) => Stored['cases']) =>
  ({ story, stored }: Kept): Kept => ({ story, stored: { ...stored, cases: change(stored.cases) } });

type Planted = readonly [what: string, channel: Story['channel'], plant: (kept: Kept) => Kept, words: string];

const planted: readonly Planted[] = [
  ["a person's reply that is lost", 'directline', lose(11), 'a reply of staff is in the log 0 times'],
  ['an acknowledged message that is lost', 'directline', lose(4), 'message m1 was acknowledged and is lost'],
  [
    'a message that is kept twice',
    'directline',
    atEntry(12, { key: 'm1', activity: { type: 'message', text: 'text of m1' } }),
    'message m1 is in the log 2 times',
  ],
  ['a message that nobody sent', 'directline', atEntry(12, { key: 'other' }), 'entry 12 was sent by nobody'],
  [
    'a message that was changed',
    'directline',
    atEntry(4, { activity: { type: 'message', text: 'else' } }),
    'message m1 was changed',
  ],
  [
    'messages that changed places',
    'directline',
    ({ story, stored }) => ({
      stored,
      story: { ...story, sent: swapped(story.sent, 0).map((message, at) => ({ ...message, round: at })) },
    }),
    'message m1 stands before one that was acknowledged earlier',
  ],
  [
    'an acknowledgement with another id',
    'directline',
    inSent(0, { ids: [shown(5).id] }),
    'message m1 was given another id',
  ],
  ['a gap in the numbers', 'directline', inLog((entries) => without(entries, 8)), 'entry 9 has the number 10'],
  ['entries that changed places', 'directline', inLog((entries) => swapped(entries, 6)), 'entry 7 has the number 8'],
  [
    'a time that stands still',
    'directline',
    inLog((entries) => entries.map((entry) => ({ ...entry, time: entry.seq === 5 ? entries[3]!.time : entry.time }))),
    'the time of entry 5 does not rise',
  ],
  ['a message covered by two turns', 'directline', record(13, { from: 5 }), 'input 5 is covered by 2 turns'],
  ['a message covered by no turn', 'directline', record(6, { from: 5 }), 'input 4 is covered by 0 turns'],
  ['a turn before its message', 'directline', record(6, { to: 12 }), 'the turn at 6 covers 4 to 12'],
  ['a turn that lost a reply', 'directline', record(6, { replies: 3 }), 'the turn at 6 lacks replies'],
  ['a turn that says nothing', 'directline', record(6, { replies: 0 }), 'the turn at 6 leaves a customer unanswered'],
  [
    'a reply that was committed twice',
    'directline',
    atEntry(9, { who: 'bot', audience: 'customer', replyTo: 5 }),
    'reply 9 belongs to no turn',
  ],
  [
    'an input that waits for ever',
    'directline',
    ({ story, stored }) => ({ story, stored: { ...stored, head: { ...stored.head, cursor: 5 } } }),
    'inputs behind 5 were never looked at',
  ],
  ['an activity that was passed over', 'directline', inFrame(1, { activities: [shown(8)] }), 'entry 7 was passed over'],
  ['an end that was never shown', 'directline', inReading((frames) => frames.slice(0, 2)), 'entry 11 was never shown'],
  [
    'an activity shown twice',
    'directline',
    inFrame(2, { activities: [shown(8), shown(11), shown(12)] }),
    'entry 8 was shown twice',
  ],
  [
    'activities shown in another order',
    'directline',
    inFrame(1, { activities: [shown(8), shown(7)] }),
    'entry 7 was shown after a later one',
  ],
  [
    'a staff note that was shown',
    'directline',
    inFrame(2, { activities: [shown(10), shown(11), shown(12)] }),
    'entry 10 is for staff and was shown to the customer',
  ],
  [
    'an internal entry that was shown',
    'directline',
    inFrame(1, { activities: [shown(7), shown(8), shown(9)] }),
    'entry 9 is for internal and was shown to the customer',
  ],
  [
    'something of another conversation',
    'directline',
    inFrame(1, { activities: [shown(7), shown(8), { ...shown(8), id: 'other|0000008' }] }),
    'something was shown that is not in the log',
  ],
  [
    'a text that changed on the way',
    'directline',
    inFrame(1, { activities: [shown(7), { ...shown(8), text: 'else' }] }),
    'entry 8 was shown with another content',
  ],
  [
    'a time that changed on the way',
    'directline',
    inFrame(1, { activities: [shown(7), { ...shown(8), timestamp: '2026-11-23T10:00:00.000Z' }] }),
    'entry 8 was shown with another time',
  ],
  ['a watermark that goes back', 'directline', inFrame(2, { watermark: 8 }), 'the watermark goes back from 9 to 8'],
  [
    'a watermark that comes too late',
    'directline',
    inFrame(1, { watermark: 7 }),
    'entry 8 was shown before the watermark passed it',
  ],
  [
    'an answer that is missing',
    'expectReplies',
    inSent(1, { answers: [[]] }),
    'message m2 was answered with [] in place of [7,8]',
  ],
  [
    'an answer that both requests got',
    'expectReplies',
    inSent(0, { answers: [[shown(7), shown(8)]] }),
    'message m1 was answered with [7,8] in place of []',
  ],
  [
    'another answer to the repetition',
    'expectReplies',
    inSent(1, { answers: [[shown(7), shown(8)], [shown(8)]] }),
    'message m2 was answered with [8] in place of [7,8]',
  ],
  [
    'a staff note in an answer',
    'expectReplies',
    inSent(1, { answers: [[shown(7), shown(10)]] }),
    'entry 10 is for staff and was shown to the customer',
  ],
  [
    'an acknowledgement without an answer',
    'expectReplies',
    inSent(1, { answers: [] }),
    'message m2 was acknowledged without an answer',
  ],
  [
    'a push that never arrived',
    'serviceUrl',
    pushed((list) => without(list, 0)),
    'entry 3 counts as sent and never arrived',
  ],
  [
    'pushes in another order',
    'serviceUrl',
    pushed((list) => [...list].reverse()),
    'entry 3 was pushed after a later one',
  ],
  [
    'a push of a staff note',
    'serviceUrl',
    pushed((list) => [...list, shown(10)]),
    'entry 10 is for staff and was shown to the customer',
  ],
  [
    'a push under a new id',
    'serviceUrl',
    pushed((list) => [...list, { ...shown(11), id: 'conversation|0000099' }]),
    'something was shown that is not in the log',
  ],
  [
    'a push that waits for ever',
    'serviceUrl',
    ({ story, stored }) => ({
      story,
      stored: { ...stored, deliveries: [{ seq: 11, part: 0, status: 'sending', attempts: 1 }] },
    }),
    'entry 11 was never delivered',
  ],
  ['a case that is lost', 'directline', inCases(() => []), 'case case is lost'],
  [
    'a case that began twice',
    'directline',
    atEntry(10, {
      who: 'system',
      audience: 'internal',
      activity: { type: 'event', name: 'handoff.initiate', value: { caseId: 'case' } },
    }),
    'case case began 2 times',
  ],
  [
    'a second open case',
    'directline',
    inCases((cases) => [...cases, { ...cases[0]!, id: 'other' }]),
    '2 cases are open at once',
  ],
  [
    'an open case that the conversation does not know',
    'directline',
    ({ story, stored }) => ({ story, stored: { ...stored, head: { ...stored.head, openCase: null } } }),
    'case case is open and nobody finds it',
  ],
  [
    'a resolved case that holds its conversation',
    'directline',
    inCases((cases) => cases.map((item) => ({ ...withoutContent(item, 2) }))),
    'case case is resolved and holds the conversation',
  ],
  [
    'a push that was forgotten',
    'serviceUrl',
    ({ story, stored }) => ({ story, stored: { ...stored, deliveries: without(stored.deliveries, 3) } }),
    'entry 11 has no delivery record',
  ],
];

describe('the checker', () => {
  test.each(['directline', 'expectReplies', 'serviceUrl'] as const)(
    'finds nothing where %s kept all promises',
    (channel) => {
      const { story, stored } = example(channel);
      expect(check(story, stored)).toEqual([]);
    },
  );

  test('lets a message be missing that was never acknowledged', () => {
    const kept = lose(4)(example('directline'));
    const { story, stored } = inSent(0, { acknowledged: false, ids: [] })(kept);
    expect(check(story, stored).join('\n')).not.toContain('m1');
  });

  test.each(planted)('notices %s (%s)', (_what, channel, plant, words) => {
    const { story, stored } = plant(example(channel));
    expect(check(story, stored).join('\n')).toContain(words);
  });
});
