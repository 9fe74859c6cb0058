import type { Case } from '../conversation/case.ts';
import { hasMarker } from '../conversation/door/markers.ts';
import type { Entry } from '../conversation/entry.ts';
import type { Head } from '../conversation/head.ts';
import type { Store } from '../conversation/store.ts';
import { turnRecordOf } from '../conversation/turn.ts';
import { identityIn } from '../handoff/identity.ts';
import { wayOutOf } from '../handoff/way-out.ts';
import { iso, type Names } from './case-view.ts';
import type { Brief, Risk } from './contract.ts';
import { findingsIn, type FindingRecord } from './entry-view.ts';

/** Entries that the brief is read from: the newest ones. */
const read = 400;
const answersShown = 5;
const closingMs = 4 * 3600_000;

interface Heard extends FindingRecord {
  readonly seq: number;
}

function heardIn(entries: readonly Entry[]): readonly Heard[] {
  return entries.flatMap((entry) => {
    const record = turnRecordOf(entry);
    return record === null ? [] : findingsIn(entry).map((finding) => ({ ...finding, seq: record.to }));
  });
}

function risksOf(item: Case, head: Head, entries: readonly Entry[], closing: boolean): readonly Risk[] {
  const heard = heardIn(entries);
  const intents = heard.map(({ intent, alert }) => alert ?? intent ?? '');
  const risks: Record<Risk, boolean> = {
    despair: item.reason === 'despair' || intents.includes('crisis.self_harm'),
    fraud: item.reason === 'fraud' || intents.includes('fraud.victim'),
    death: item.reason === 'death',
    threat: intents.includes('chat.threat'),
    insult: item.reason === 'insult' || intents.includes('chat.insult'),
    'secret-given': entries.some(({ who, activity }) => who === 'customer' && hasMarker(activity.text ?? '')),
    'not-identified': identityIn(head) !== 'bank',
    'window-closing': closing,
  };
  return (Object.keys(risks) as Risk[]).filter((risk) => risks[risk]);
}

/** The lines on top of a case; null where its conversation was erased. */
export async function readBrief(
  item: Case,
  { store, names, now }: { readonly store: Store; readonly names: Names; readonly now: number },
): Promise<Brief | null> {
  const { titleOf } = names;
  const head = await store.head(item.conversationId);
  if (head === null || head.erased === true) return null;
  const [entries, all] = await Promise.all([
    store.entries(item.conversationId, { after: Math.max(0, head.lastSeq - read) }),
    store.casesOf(item.conversationId),
  ]);
  const way = wayOutOf(item.channel);
  const lastWord = entries.findLast(({ who, activity }) => who === 'customer' && activity.type === 'message');
  const replyUntil = way.windowMs === null ? null : (lastWord?.time ?? head.createdAt) + way.windowMs;
  const before = heardIn(entries.filter(({ time }) => time <= item.createdAt));
  const isRequest = ({ intent }: Heard): boolean =>
    intent != null && intent !== 'contact.human' && !intent.startsWith('chat.');
  const understood = before.findLast(isRequest) ?? before.at(-1);
  const answered = before.filter((one) => one.decision === 'answer' && isRequest(one)).slice(-answersShown);
  return {
    customer: {
      name: head.customer.name ?? null,
      identity: identityIn(head),
      language: item.language,
      firstSeen: iso(head.createdAt),
      earlierCases: all.filter(({ id, createdAt }) => id !== item.id && createdAt <= item.createdAt).length,
    },
    channel: {
      id: item.channel,
      public: way.public,
      replyUntil: replyUntil === null ? null : iso(replyUntil),
      characters: way.characters,
    },
    understood:
      understood === undefined
        ? null
        : {
            intent: understood.intent ?? null,
            title: understood.intent == null ? null : titleOf(understood.intent),
            confidence: understood.confidence ?? null,
            seq: understood.seq,
          },
    answered: answered.map(({ intent, seq }) => ({
      intent: intent ?? '',
      title: intent == null ? null : titleOf(intent),
      seq,
    })),
    handedOver: { reason: item.reason, time: iso(item.createdAt), intent: item.intent },
    risks: risksOf(item, head, entries, replyUntil !== null && replyUntil - now < closingMs),
  };
}
