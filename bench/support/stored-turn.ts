import type { NewEntry } from '../../src/conversation/entry.ts';
import type { Store } from '../../src/conversation/store.ts';

const customer = (conversationId: string, key: string): NewEntry => ({
  who: 'customer',
  audience: 'customer',
  input: true,
  key,
  activity: {
    type: 'message',
    id: key,
    channelId: 'directline',
    from: { id: `dl_${conversationId}`, name: '' },
    text: `Guten Tag, ich habe meine Karte verloren und möchte wissen, was ich tun soll (${key}).`,
    locale: 'de-DE',
    channelData: { clientActivityID: key },
  },
});
const trace = (seq: number): NewEntry => ({
  who: 'system',
  audience: 'internal',
  activity: {
    type: 'trace',
    name: 'turn',
    value: { from: seq, to: seq, replies: 1, outcome: 'spoken', answers: null, intent: 'card.lost', confidence: 0.93 },
  },
});
const reply = (seq: number): NewEntry => ({
  who: 'bot',
  audience: 'customer',
  replyTo: seq,
  activity: {
    type: 'message',
    locale: 'de-DE',
    text: 'Das tut mir leid. Bitte lassen Sie Ihre Karte gleich sperren: 116 116, rund um die Uhr. Ich hole Ihnen auch gern einen Menschen dazu.',
    suggestedActions: { to: [], actions: [{ type: 'imBack', title: 'Ja, bitte', value: 'Ja, bitte' }] },
  },
});
const state = { language: 'de', lastIntent: 'card.lost', misses: 0 };

/** What a turn asks of the store: keep the message, read what is unread, commit the reply, read it for the customer. */
export async function storedTurn(store: Store, conversationId: string, key: string): Promise<void> {
  const received = await store.write(conversationId, { keys: [key] }, (view) => ({
    begin: { channel: 'directline', customer: { id: `dl_${conversationId}` }, reference: null },
    entries: view.seen(key) === undefined ? [customer(conversationId, key)] : [],
    result: undefined,
  }));
  const seq = received.head?.lastSeq ?? 0;
  await store.unread(conversationId);
  await store.write(conversationId, {}, () => ({
    entries: [trace(seq), reply(seq)],
    head: { cursor: seq, attempts: 0, state },
    result: undefined,
  }));
  const shown = await store.entries(conversationId, { after: seq, audience: 'customer' });
  if (shown.length === 0) throw new Error('The reply is not there.');
}

/** Microseconds of processor time of the least that a turn's storing needs: its text. */
export function bareTurn(count: number): number {
  const before = process.cpuUsage();
  let length = 0;
  for (let index = 0; index < count; index += 1) {
    length += JSON.stringify({ id: 'c', at: index, entries: [customer('c', `k${index}`)] }).length;
    length += JSON.stringify({ id: 'c', at: index, entries: [trace(index), reply(index)], head: { state } }).length;
  }
  const { user, system } = process.cpuUsage(before);
  if (length === 0) throw new Error('Nothing was written.');
  return (user + system) / count;
}
