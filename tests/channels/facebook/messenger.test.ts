import { afterEach, describe, expect, test } from '@jest/globals';
import { saying, wordsOf } from '../../conversation/stage.ts';
import { openStage, page, type Stage } from './stage.ts';

let stage: Stage | null = null;
const echoing = async (meta: Parameters<typeof openStage>[1] = {}): Promise<Stage> => {
  stage = await openStage((turn) => Promise.resolve(saying(`Sie schrieben: ${wordsOf(turn)}`)), meta);
  return stage;
};
afterEach(async () => {
  await stage?.close();
  stage = null;
});

const erna = '1001';
const talk = `${erna}-${page}`;

describe('a message on Messenger', () => {
  test('is kept, answered, sent and confirmed, umlauts and emoji whole', async () => {
    const { meta, settled, texts, statuses, store } = await echoing();
    const text = 'Grüße aus Köln 👩‍👩‍👧‍👦 – „ß“ / 1';
    meta.say(erna, text);
    await settled();
    expect(await texts(talk)).toEqual([`customer: ${text}`, `bot: Sie schrieben: ${text}`]);
    expect(meta.shownTo(erna).map((shown) => shown.text)).toEqual([`Sie schrieben: ${text}`]);
    expect(await statuses(talk)).toEqual(['sent']);
    const [record] = await store.deliveries(talk);
    expect(record).toMatchObject({ platformId: meta.shownTo(erna)[0]?.mid });
    expect(await store.head(talk)).toMatchObject({ channel: 'facebook', customer: { id: erna } });
  });
});
