import { expect, test } from '@jest/globals';
import { WebSocket } from 'ws';
import { startService } from '../../support/service.ts';
import { withPostgres } from '../../support/postgres.ts';

interface Opened {
  readonly token: string;
  readonly conversationId: string;
  readonly streamUrl: string;
}

async function call(url: string, body: unknown, token?: string): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token !== undefined && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  });
  expect(response.status).toBeLessThan(300);
  return response.json();
}

withPostgres('Two processes on one database', (databases) => {
  test('a socket on one gets the answer to what was posted to the other', async () => {
    const DATABASE_URL = await databases.empty();
    const env = { DATABASE_URL, STAFF_ADMIN_PASSWORD: 'a-long-enough-password', LOG_LEVEL: 'warn' };
    // Both at once: tables, secrets and accounts are made once.
    const [one, two] = await Promise.all([startService({ env }), startService({ env })]);
    try {
      const { token } = (await call(`${one.url}/api/directline/token`, {})) as Opened;
      const opened = (await call(`${one.url}/v3/directline/conversations`, {}, token)) as Opened;
      const socket = new WebSocket(opened.streamUrl);
      const texts: string[] = [];
      const answered = new Promise<void>((resolve, reject) => {
        socket.on('error', reject);
        socket.on('message', (data: Buffer) => {
          if (data.length === 0) return;
          const { activities } = JSON.parse(data.toString()) as {
            activities: { text?: string; from?: { role?: string } }[];
          };
          texts.push(
            ...activities.flatMap(({ text, from }) => (from?.role === 'bot' && text !== undefined ? [text] : [])),
          );
          if (texts.some((text) => text.includes('4,90'))) resolve();
        });
      });
      const path = `/v3/directline/conversations/${opened.conversationId}/activities`;
      const question = { type: 'message', from: { id: 'me' }, text: 'Was kostet das Girokonto im Monat?' };
      await call(`${two.url}${path}`, question, token);
      await answered;
      socket.terminate();
      expect(await one.stop()).toBe(0);
      expect(await two.stop()).toBe(0);
    } finally {
      await one.remove();
      await two.remove();
    }
  }, 120_000);
});
