import { expect, test } from '@jest/globals';
import { dial, openDirectLine, startChat, texts } from './open.ts';

test('a visitor is greeted, writes and is answered', async () => {
  const opened = await openDirectLine();
  try {
    const chat = await startChat(opened);
    const stream = await dial(chat.streamUrl);
    await stream.until(() => stream.shown().length === 1);
    const { json } = await chat.say('Hallo', 'c1');
    await stream.until(() => stream.shown().length === 3);
    expect(texts(stream.shown())).toEqual(['Guten Tag!', 'Hallo', 'Hallo']);
    const [greeting, echo, reply] = stream.shown();
    expect(greeting!.replyToId).toBeUndefined();
    expect(echo).toMatchObject({
      id: json['id'],
      from: { id: chat.user, role: 'user' },
      channelData: { clientActivityID: 'c1' },
    });
    expect(reply).toMatchObject({ replyToId: json['id'], from: { id: 'schalter', name: 'Schalter', role: 'bot' } });
  } finally {
    await opened.close();
  }
});
