import type { Case, DeskInfo, Entry, Me, Role, Right, WholeCase } from '../../src/console/contract.ts';

/** Rights as docs/console-api.md gives them. */
const rights: Readonly<Record<Role, readonly Right[]>> = {
  agent: ['cases.read', 'cases.work', 'texts.read', 'feedback.give', 'people.read', 'presence.set', 'notices.read'],
  lead: [
    'cases.read',
    'cases.work',
    'cases.manage',
    'texts.read',
    'feedback.give',
    'feedback.read',
    'people.read',
    'presence.set',
    'notices.read',
    'notices.publish',
    'figures.read',
  ],
  editor: ['texts.read', 'feedback.read', 'notices.read', 'figures.read'],
  auditor: ['cases.read', 'feedback.read', 'people.read', 'notices.read', 'figures.read', 'trail.read'],
  admin: [
    'cases.read',
    'cases.work',
    'cases.manage',
    'texts.read',
    'feedback.give',
    'feedback.read',
    'people.read',
    'presence.set',
    'notices.read',
    'notices.publish',
    'figures.read',
    'trail.read',
    'accounts.manage',
  ],
};

/** Somebody who is signed in. */
export function aMe(changes: Partial<Me> = {}): Me {
  const role = changes.role ?? 'admin';
  return {
    userId: 'weber',
    name: 'Sabine Weber',
    named: true,
    role,
    rights: rights[role],
    teams: ['service'],
    presence: 'available',
    capacity: 5,
    mustChangePassword: false,
    endsAt: '2036-11-20T18:00:00.000Z',
    ...changes,
  };
}

/** A case as the service tells it, with what a test cares about. */
export function aCase(id: string, changes: Partial<Case> = {}): Case {
  return {
    id,
    number: `261120-${id.toUpperCase().slice(0, 5)}`,
    conversationId: `conversation of ${id}`,
    status: 'waiting',
    reason: 'asked',
    priority: 2,
    alert: false,
    team: 'service',
    channel: 'directline',
    identity: 'anonymous',
    customerName: null,
    language: 'de',
    intent: null,
    title: null,
    preview: 'Hallo',
    details: [],
    quiet: false,
    labels: [],
    createdAt: '2026-11-20T10:00:00.000Z',
    owner: null,
    acceptedAt: null,
    assignment: null,
    awaits: 'staff',
    waitingSince: '2026-11-20T10:00:00.000Z',
    due: '2026-11-20T10:30:00.000Z',
    escalatedAt: null,
    snoozedUntil: null,
    resolvedAt: null,
    returnedToBot: null,
    outcome: null,
    reopened: 0,
    reopenableUntil: null,
    previousCaseId: null,
    ...changes,
  };
}

/** An entry of a conversation, by default a customer's message. */
export function anEntry(seq: number, changes: Partial<Entry> = {}): Entry {
  return {
    seq,
    time: new Date(Date.UTC(2026, 10, 20, 10, 0, seq)).toISOString(),
    who: 'customer',
    name: null,
    audience: 'customer',
    text: `Nachricht ${seq}`,
    buttons: [],
    attachments: [],
    redacted: false,
    delivery: null,
    understood: null,
    happening: null,
    ...changes,
  };
}

/** A case with its conversation and brief. */
export function aWhole(item: Case, entries: readonly Entry[], changes: Partial<WholeCase> = {}): WholeCase {
  return {
    ...item,
    transcript: entries,
    lastSeq: entries.at(-1)?.seq ?? 0,
    brief: {
      customer: {
        name: item.customerName,
        identity: item.identity,
        language: item.language,
        firstSeen: item.createdAt,
        earlierCases: 0,
      },
      channel: { id: item.channel, public: false, replyUntil: null, characters: 4000 },
      understood: null,
      answered: [],
      handedOver: { reason: item.reason, time: item.createdAt, intent: item.intent },
      risks: ['not-identified'],
    },
    earlier: [],
    held: [],
    writing: [],
    ...changes,
  };
}

const both = (de: string, en: string) => ({ de, en });

export const info: DeskInfo = {
  teams: [
    {
      id: 'service',
      name: both('Kundenservice', 'Customer service'),
      languages: ['de', 'en'],
      routing: 'pick',
      open: true,
      changesAt: '2026-11-20T19:00:00.000Z',
      waiting: 3,
    },
    {
      id: 'cards',
      name: both('Karten und Betrug', 'Cards and fraud'),
      languages: ['de', 'en'],
      routing: 'automatic',
      open: false,
      changesAt: '2026-11-23T07:00:00.000Z',
      waiting: 0,
    },
  ],
  labels: [
    { id: 'card', title: both('Karte', 'Card') },
    { id: 'transfer', title: both('Überweisung', 'Transfer') },
    { id: 'certificate', title: both('Freistellungsauftragsbestätigung', 'Exemption order confirmation') },
  ],
  outcomes: [
    { id: 'solved', title: both('Gelöst', 'Solved') },
    { id: 'passed-on', title: both('An Fachabteilung', 'To a department') },
    { id: 'no-answer', title: both('Keine Antwort mehr', 'No more answer') },
    { id: 'spam', title: both('Unfug', 'Nonsense') },
  ],
  intents: [
    { intent: 'transfer.duration', title: both('Dauer einer Überweisung', 'How long a transfer takes') },
    { intent: 'transfer.missing', title: both('Überweisung nicht angekommen', 'Transfer missing') },
    { intent: 'card.block', title: both('Karte sperren', 'Block a card') },
    { intent: 'card.abroad', title: both('Karte im Ausland', 'Card abroad') },
    { intent: 'tax.certificate', title: both('Steuerbescheinigung', 'Tax certificate') },
  ],
  addressForm: 'Sie',
  undoMs: 5000,
  unseenMs: 120_000,
};
