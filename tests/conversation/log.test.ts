import { describe, expect, test } from '@jest/globals';
import { keyLifetime } from '../../src/conversation/store.ts';
import { breathe } from '../support/breathe.ts';
import { id, openStage, reference, saying } from './stage.ts';

const open = () => openStage(() => Promise.resolve(saying()));
const card = '4111 1111 1111 1111';

describe('receiving', () => {
  test('begins a conversation with what the channel says of it', async () => {
    const { receive, store } = open();
    const { seq, duplicate } = await receive('hallo', { customer: { id: 'k1', name: 'Erna' }, reference });
    expect({ seq, duplicate }).toEqual({ seq: 1, duplicate: false });
    expect(await store.head(id)).toMatchObject({ channel: 'test', customer: { id: 'k1', name: 'Erna' }, reference });
  });

  test('a conversation that must exist is not begun', async () => {
    const { receive, store } = open();
    await expect(receive('hallo', { mustExist: true })).rejects.toMatchObject({ code: 'ConversationNotFound' });
    expect(await store.head(id)).toBeNull();
    await receive('hallo');
    await expect(receive('hallo', { mustExist: true })).resolves.toMatchObject({ seq: expect.any(Number) });
  });

  test('an erased conversation takes nothing more', async () => {
    const { receive, store } = open();
    await receive('hallo');
    await store.erase(id);
    await expect(receive('noch da?')).rejects.toMatchObject({ code: 'ConversationNotFound' });
  });

  test('the same key is kept once and answered with the first number', async () => {
    const { receive, store } = open();
    const first = await receive('eins', { key: 'a' });
    await receive('zwei', { key: 'b' });
    expect(await receive('eins', { key: 'a' })).toEqual({ seq: first.seq, duplicate: true });
    // Two at once are no exception.
    const both = await Promise.all([receive('drei', { key: 'c' }), receive('drei', { key: 'c' })]);
    expect(both.map(({ duplicate }) => duplicate)).toEqual([false, true]);
    const texts = (await store.entries(id, { audience: 'customer' })).map((entry) => entry.activity.text);
    expect(texts).toEqual(['eins', 'zwei', 'drei']);
  });

  test('several at once are one write, each kept once, in their order', async () => {
    const { conversations, receive, settled, store } = open();
    await receive('null', { key: 'z', reference });
    await settled();
    const last = (await store.head(id))?.lastSeq ?? 0;
    const heard: number[] = [];
    store.subscribe(({ lastSeq }) => void heard.push(lastSeq));
    const of = (text: string, key: string, heardAt: number) => ({
      conversationId: id,
      channel: 'test',
      customer: { id: 'k1' },
      reference: { ...reference, heardAt },
      activity: { type: 'message', text },
      key,
    });
    const receipts = await conversations.receiveAll([
      of('eins', 'a', 20),
      of('zwei', 'b', 10),
      of('eins', 'a', 20),
      of('null', 'z', 5),
    ]);
    expect(receipts.map(({ duplicate }) => duplicate)).toEqual([false, false, true, true]);
    expect(receipts.map(({ seq }) => seq)).toEqual([last + 1, last + 2, last + 1, 1]);
    expect(heard[0]).toBe(last + 2);
    // When the customer was last heard never goes back.
    expect((await store.head(id))?.reference).toEqual({ ...reference, heardAt: 20 });
  });

  test('keys are of a conversation: another may use the same', async () => {
    const { receive } = open();
    await receive('eins', { key: 'a' });
    expect(await receive('eins', { key: 'a', conversationId: 'c2' })).toEqual({ seq: 1, duplicate: false });
  });

  test('a key is remembered 48 hours', async () => {
    const { receive, clock } = open();
    await receive('eins', { key: 'a' });
    clock.advance(keyLifetime - 1000);
    await receive('zwei', { key: 'b' });
    expect((await receive('eins', { key: 'a' })).duplicate).toBe(true);
    clock.advance(2000);
    await receive('drei', { key: 'c' });
    expect((await receive('eins', { key: 'a' })).duplicate).toBe(false);
  });

  test('without a key nothing is taken for a repetition', async () => {
    const { receive } = open();
    await receive('ja');
    expect((await receive('ja')).duplicate).toBe(false);
  });

  test('a sign of the channel wakes the bot and is shown to nobody', async () => {
    const turns: number[] = [];
    const { receive, store, settled } = openStage((turn) => {
      turns.push(turn.inputs.length);
      return Promise.resolve(saying());
    });
    await receive('', { sign: true, activity: { type: 'conversationUpdate', membersAdded: [{ id: 'k', name: '' }] } });
    await settled();
    expect(turns).toEqual([1]);
    expect(await store.entries(id, { audience: 'customer' })).toEqual([]);
    expect((await store.entries(id))[0]).toMatchObject({ who: 'system', audience: 'internal', input: true });
  });

  test('a new address and a new name of the customer are taken over, their absence is not', async () => {
    const { receive, store } = open();
    await receive('hallo', { customer: { id: 'k', name: 'Erna' }, reference });
    await receive('hallo', { customer: { id: 'k' }, reference: null });
    expect(await store.head(id)).toMatchObject({ customer: { name: 'Erna' }, reference });
    const moved = { ...reference, serviceUrl: 'http://127.0.0.1:2' };
    await receive('hallo', { customer: { id: 'k', name: 'Erna Meier' }, reference: moved });
    expect(await store.head(id)).toMatchObject({ customer: { name: 'Erna Meier' }, reference: moved });
  });

  test('times rise strictly, even when the clock steps back', async () => {
    const { receive, store, clock } = open();
    await receive('eins');
    clock.set(clock.now() - 3_600_000);
    await receive('zwei');
    await receive('drei');
    await breathe();
    const times = (await store.entries(id)).map(({ time }) => time);
    expect(times.every((time, index) => index === 0 || time > (times[index - 1] ?? 0))).toBe(true);
  });
});

describe('the door', () => {
  test('stands before names, texts and values, and leaves ids alone', async () => {
    const { receive, store } = open();
    await receive('', {
      customer: { id: 'k', name: `Erna ${card}` },
      key: '4111111111111111',
      activity: {
        type: 'message',
        id: '4111111111111111',
        text: `Meine Karte ${card}`,
        value: { note: `IBAN DE89370400440532013000`, pin: '1234' },
        attachments: [{ contentType: 'text/plain', name: `${card}.txt`, content: `PIN: 4711` }],
        channelData: { clientActivityID: '4111111111111111', typed: card },
      },
    });
    const kept = JSON.stringify([await store.head(id), await store.entries(id)]);
    expect(kept).not.toMatch(/4111 1111|DE89|1234|4711/);
    expect(kept).toMatch(/⟦card⟧.*⟦iban⟧/s);
    const [entry] = await store.entries(id);
    expect(entry?.activity).toMatchObject({
      id: '4111111111111111',
      channelData: { clientActivityID: '4111111111111111' },
    });
    expect((await store.head(id))?.customer.name).toContain('⟦card⟧');
  });
});
