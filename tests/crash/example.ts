import type { Case } from '../../src/conversation/case.ts';
import type { Delivery } from '../../src/conversation/delivery.ts';
import { activityId, type Entry, type NewEntry } from '../../src/conversation/entry.ts';
import type { Head } from '../../src/conversation/head.ts';
import { traceEntry, type TurnRecord } from '../../src/conversation/turn.ts';
import type { Stored } from '../support/stored.ts';
import type { Sent, Shown, Story } from './story.ts';

const begin = Date.UTC(2026, 10, 23, 9);
const id = 'conversation';

const customer = (key: string): NewEntry => ({
  who: 'customer',
  audience: 'customer',
  input: true,
  key,
  activity: { type: 'message', text: `text of ${key}` },
});
const bot = (text: string, replyTo: number): NewEntry => ({
  who: 'bot',
  audience: 'customer',
  replyTo,
  activity: { type: 'message', text },
});
const turn = (record: Partial<TurnRecord> & Pick<TurnRecord, 'from' | 'to' | 'replies'>): NewEntry =>
  traceEntry({ outcome: 'spoken', answers: null, ...record }, {});

/** A conversation in which everything happened: greeting, two messages in one turn, a person, a note, silence. */
const written: readonly NewEntry[] = [
  { who: 'system', audience: 'internal', input: true, activity: { type: 'conversationUpdate' } },
  turn({ from: 1, to: 1, replies: 1 }),
  bot('greeting', 1),
  customer('m1'),
  customer('m2'),
  turn({ from: 4, to: 5, replies: 2, answers: 5 }),
  bot('first answer', 4),
  bot('second answer', 5),
  {
    who: 'system',
    audience: 'internal',
    activity: { type: 'event', name: 'handoff.initiate', value: { caseId: 'case' } },
  },
  { who: 'staff', audience: 'staff', activity: { type: 'message', text: 'a note' } },
  { who: 'staff', audience: 'customer', activity: { type: 'message', text: 'a word of a person' } },
  customer('m3'),
  turn({ from: 12, to: 12, replies: 0, outcome: 'silent', answers: 12 }),
];

const entries: readonly Entry[] = written.map((entry, index) => ({
  ...entry,
  seq: index + 1,
  time: begin + index * 10,
}));

const head: Head = {
  id,
  channel: 'directline',
  createdAt: begin,
  lastSeq: entries.length,
  lastTime: begin,
  lastInput: 12,
  cursor: 12,
  attempts: 0,
  owner: { kind: 'person', userId: 'sabine', name: 'Sabine', since: 9 },
  state: {},
  customer: { id: 'dl_1' },
  reference: null,
  openCase: 'case',
};

export function shown(seq: number): Shown {
  const entry = entries[seq - 1];
  const { type = '', text = '' } = entry?.activity ?? {};
  return { id: activityId(id, seq), type, text, timestamp: new Date(entry?.time ?? 0).toISOString() };
}

const sent = (key: string, round: number, seq: number, answer: readonly Shown[]): Sent => ({
  key,
  text: `text of ${key}`,
  round,
  acknowledged: true,
  ids: [activityId(id, seq)],
  answers: [answer],
});

const active: Case = {
  id: 'case',
  conversationId: id,
  channel: 'directline',
  customerName: null,
  reason: 'asked',
  priority: 2,
  createdAt: begin,
  team: 'service',
  intent: null,
  language: 'de',
  preview: '',
  alert: false,
  status: 'active',
  owner: { userId: 'sabine', name: 'Sabine' },
  acceptedAt: begin + 1,
  awaits: 'customer',
};

const pushes = [3, 7, 8, 11];
const deliveries = pushes.map((seq): Delivery => ({ seq, part: 0, status: 'sent', attempts: 1, at: begin }));

/** The same conversation as each kind of client saw it; all promises were kept. */
export function example(channel: Story['channel']): { readonly story: Story; readonly stored: Stored } {
  const inline = channel === 'expectReplies';
  return {
    story: {
      conversationId: id,
      channel,
      sent: [sent('m1', 1, 4, []), sent('m2', 1, 5, [shown(7), shown(8)]), sent('m3', 2, 12, [])],
      readings: [
        [{ activities: [shown(3), shown(4)], watermark: 4 }],
        [
          { activities: [shown(3), shown(4), shown(5)], watermark: 6 },
          { activities: [shown(7), shown(8)], watermark: 9 },
          { activities: [shown(11), shown(12)], watermark: 12 },
        ],
      ],
      pushed: channel === 'serviceUrl' ? [3, 7, 7, 8, 11].map(shown) : [],
      staffSaid: ['a word of a person'],
    },
    stored: {
      head,
      entries: entries.map((entry) => (inline && entry.who === 'bot' ? { ...entry, inline: true } : entry)),
      deliveries: channel === 'serviceUrl' ? deliveries : [],
      cases: [active],
    },
  };
}
