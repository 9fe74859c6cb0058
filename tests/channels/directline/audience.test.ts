import { expect, test } from '@jest/globals';
import type { Audience, NewEntry, Who } from '../../../src/conversation/entry.ts';
import { ask, dial, openDirectLine, secret, startChat, texts, type Shown } from './open.ts';

const planted = (round: string): NewEntry[] => {
  const entry = (who: Who, audience: Audience, activity: NewEntry['activity']): NewEntry => ({
    who,
    audience,
    activity,
  });
  const note = `GEHEIM ${round}`;
  return [
    entry('staff', 'staff', { type: 'message', text: note }),
    entry('system', 'internal', { type: 'event', name: 'handoff.initiate', value: { note } }),
    entry('bot', 'internal', { type: 'message', text: note }),
    entry('customer', 'internal', { type: 'message', text: note }),
    entry('system', 'staff', { type: 'trace', name: note }),
    // Not for clients even where the audience says so: protocol between channel and bot.
    entry('customer', 'customer', { type: 'conversationUpdate', topicName: note }),
    entry('system', 'customer', { type: 'trace', value: note }),
    {
      who: 'staff',
      audience: 'customer',
      // Routing and the user name of the member of staff stay in the house.
      activity: {
        type: 'message',
        text: `Antwort ${round}`,
        from: { id: note, name: 'Sabine Weber' },
        recipient: { id: note, name: note },
        serviceUrl: note,
        replyToId: note,
      },
      replyTo: 1,
    },
    entry('staff', 'staff', { type: 'message', text: note }),
  ];
};

test('nothing of another audience leaves: on sockets, by polling, in a replay, in any answer', async () => {
  const opened = await openDirectLine();
  try {
    const chat = await startChat(opened);
    await opened.settled(chat.id);
    const plant = (round: string) =>
      opened.store.write(chat.id, {}, () => ({ entries: planted(round), result: undefined }));
    const live = await dial(chat.streamUrl);
    await plant('1');
    await chat.say('Hallo');
    await opened.settled(chat.id);
    await plant('2');
    await live.until(() => live.shown().length >= 5);
    const replay = await dial(chat.streamUrl);
    await replay.until(() => replay.shown().length >= 5);
    const get = (path: string, auth: string) => ask(`${opened.base}/conversations/${chat.id}${path}`, { auth });
    const answers = [
      await get('/activities', chat.token),
      await get('/activities?watermark=', secret),
      await get('', chat.token),
      await get('?watermark=1', chat.token),
      await ask(`${opened.base}/conversations`, { auth: chat.token, body: {} }),
    ];
    const expected = ['Guten Tag!', 'Antwort 1', 'Hallo', 'Hallo', 'Antwort 2'];
    expect(texts(live.shown())).toEqual(expected);
    expect(texts(replay.shown())).toEqual(expected);
    expect(texts(answers[0]!.json['activities'] as Shown[])).toEqual(expected);
    const everything = JSON.stringify([live.frames, replay.frames, answers.map(({ json }) => json)]);
    expect(everything).not.toContain('GEHEIM');
    // The store does hold them: the search above could have found something.
    expect(JSON.stringify(await opened.store.entries(chat.id))).toContain('GEHEIM');
  } finally {
    await opened.close();
  }
});

test('a person speaks by name and as such, without naming a message that clients would wait for', async () => {
  const opened = await openDirectLine();
  try {
    const chat = await startChat(opened);
    await opened.settled(chat.id);
    const { json } = await chat.say('Hallo');
    await opened.settled(chat.id);
    const answer: NewEntry = {
      who: 'staff',
      audience: 'customer',
      activity: { type: 'message', text: 'Ich bin da.', from: { id: 'sabine', name: 'Sabine Weber' } },
      replyTo: Number(String(json['id']).split('|')[1]),
    };
    await opened.store.write(chat.id, {}, () => ({ entries: [answer], result: undefined }));
    const stream = await dial(chat.streamUrl);
    await stream.until(() => stream.shown().length >= 4);
    const shown = stream.shown().at(-1)!;
    expect(shown).toMatchObject({
      text: 'Ich bin da.',
      from: { id: 'schalter-staff', name: 'Sabine Weber', role: 'bot' },
      channelData: { schalter: { speaker: 'staff', name: 'Sabine Weber' } },
    });
    expect(shown.replyToId).toBeUndefined();
  } finally {
    await opened.close();
  }
});
