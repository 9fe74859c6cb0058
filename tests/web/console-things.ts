import type { Case, Entry } from '../../web/console/model/types.ts';

/** A case as the service tells it, with what a test cares about. */
export function aCase(id: string, changes: Partial<Case> = {}): Case {
  return {
    id,
    conversationId: `conversation of ${id}`,
    status: 'waiting',
    reason: 'asked',
    priority: 2,
    alert: false,
    channel: 'directline',
    customerName: null,
    language: 'de',
    title: null,
    preview: 'Hallo',
    createdAt: '2026-11-20T10:00:00.000Z',
    owner: null,
    acceptedAt: null,
    resolvedAt: null,
    returnedToBot: null,
    waitingSince: '2026-11-20T10:00:00.000Z',
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
