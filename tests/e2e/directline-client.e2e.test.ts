import { createRequire } from 'node:module';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ConnectionStatus, DirectLine, type Activity } from 'botframework-directlinejs';
import { WebSocket } from 'ws';
import { readConversations } from '../support/data-folder.ts';
import { pause, startService, type Service } from '../support/service.ts';

let service: Service;
let close = (): void => undefined;

beforeAll(async () => {
  // The client as it is published; Node lacks only the two browser objects that it uses.
  Reflect.set(globalThis, 'XMLHttpRequest', createRequire(import.meta.url)('xhr2'));
  Reflect.set(globalThis, 'WebSocket', WebSocket);
  service = await startService();
}, 180_000);
afterAll(async () => {
  close();
  await service.remove();
  Reflect.deleteProperty(globalThis, 'XMLHttpRequest');
  Reflect.deleteProperty(globalThis, 'WebSocket');
});

const waitMs = 60_000;

async function until(what: string, condition: () => boolean): Promise<void> {
  const end = performance.now() + waitMs;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`Not in time: ${what}`);
    await pause(20);
  }
}

/** Posts until the client says that it arrived: it never repeats a post itself, and says "retry" where it failed. */
async function post(client: DirectLine, text: string): Promise<string> {
  for (;;) {
    const id = await new Promise<string>((resolve) => {
      client
        .postActivity({ type: 'message', text, from: { id: '' }, channelData: { clientActivityID: text } })
        .subscribe(resolve, () => {
          resolve('retry');
        });
    });
    if (id !== 'retry') return id;
    await pause(100);
  }
}

test('a page goes on by itself across a killed service', async () => {
  const response = await fetch(`${service.url}/api/directline/token`, { method: 'POST' });
  const { token, conversationId } = (await response.json()) as { token: string; conversationId: string };
  const page = new DirectLine({
    token,
    domain: `${service.url}/v3/directline`,
    // The pause before it comes back, 3 to 15 seconds by chance, is left out; attempts follow each other quickly.
    timeout: 500,
    random: () => -0.25,
  });
  const shown: Activity[] = [];
  const statuses: ConnectionStatus[] = [];
  page.connectionStatus$.subscribe((status) => void statuses.push(status));
  const reading = page.activity$.subscribe(
    (activity) => void shown.push(activity),
    () => undefined,
  );
  close = () => {
    reading.unsubscribe();
    page.end();
  };
  const texts = (): readonly string[] => shown.flatMap((each) => (each.type === 'message' ? (each.text ?? '') : []));
  /** How many messages of the assistant stand behind the customer's. */
  const answersTo = (text: string): number => {
    const at = texts().indexOf(text);
    return at < 0 ? 0 : shown.slice(at + 1).filter(({ from }) => from.role === 'bot').length;
  };

  await until('a greeting', () => shown.some(({ from }) => from.role === 'bot'));
  const ids = [await post(page, 'Wie lauten die Öffnungszeiten?')];
  await until('an answer', () => answersTo('Wie lauten die Öffnungszeiten?') > 0);

  await service.kill();
  const late = post(page, 'Was kostet ein Girokonto?');
  await service.start();
  ids.push(await late);
  await until('the next answer', () => answersTo('Was kostet ein Girokonto?') > 0);
  await service.kill();
  await service.start();
  ids.push(await post(page, 'Danke!'));
  await until('the last answer', () => answersTo('Danke!') > 0);

  expect(statuses).not.toContain(ConnectionStatus.FailedToConnect);
  expect(statuses).not.toContain(ConnectionStatus.ExpiredToken);
  expect(await service.stop()).toBe(0);
  const stored = (await readConversations(service.dataDir, [conversationId])).get(conversationId);
  const log = (stored?.entries ?? []).filter(
    ({ audience, activity }) => audience === 'customer' && activity.type === 'message',
  );
  expect(texts()).toEqual(log.map(({ activity }) => activity.text ?? ''));
  expect(new Set(shown.map(({ id }) => id)).size).toBe(shown.length);
  expect(shown.filter(({ from }) => from.role === 'user').map(({ id }) => id)).toEqual(ids);
}, 300_000);
