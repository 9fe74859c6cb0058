import { createRequire } from 'node:module';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ConnectionStatus, DirectLine, type Activity } from 'botframework-directlinejs';
import { WebSocket } from 'ws';
import { readConversations } from '../support/data-folder.ts';
import { pause, startService, type Service } from '../support/service.ts';

const count = 200;
const waitMs = 90_000;

/** A page with an open conversation, and what it has shown. */
interface Page {
  readonly id: string;
  readonly line: DirectLine;
  readonly shown: Activity[];
  readonly statuses: ConnectionStatus[];
}

let service: Service;
const pages: Page[] = [];
beforeAll(async () => {
  // The client as it is published; Node lacks only the two browser objects that it uses.
  Reflect.set(globalThis, 'XMLHttpRequest', createRequire(import.meta.url)('xhr2'));
  Reflect.set(globalThis, 'WebSocket', WebSocket);
  service = await startService();
}, 180_000);
afterAll(async () => {
  for (const { line } of pages) line.end();
  await service.remove();
  Reflect.deleteProperty(globalThis, 'XMLHttpRequest');
  Reflect.deleteProperty(globalThis, 'WebSocket');
});

async function open(): Promise<void> {
  const response = await fetch(`${service.url}/api/directline/token`, { method: 'POST' });
  const { token, conversationId: id } = (await response.json()) as { token: string; conversationId: string };
  const domain = `${service.url}/v3/directline`;
  // The pause before it comes back, 3 to 15 seconds by chance, is left out; attempts follow each other quickly.
  const line = new DirectLine({ token, domain, timeout: 500, random: () => -0.25 });
  const page: Page = { id, line, shown: [], statuses: [] };
  line.connectionStatus$.subscribe((status) => void page.statuses.push(status));
  line.activity$.subscribe(
    (activity) => void page.shown.push(activity),
    () => undefined,
  );
  pages.push(page);
}

const textsOf = ({ shown }: Page): readonly string[] =>
  shown.flatMap(({ type, ...activity }) => (type === 'message' && 'text' in activity ? [activity.text ?? ''] : []));
const isAnswered = (page: Page, text: string): boolean => {
  const at = textsOf(page).indexOf(text);
  return at >= 0 && page.shown.slice(at + 1).some(({ from }) => from.role === 'bot');
};

async function until(what: string, condition: (page: Page) => boolean): Promise<void> {
  const end = performance.now() + waitMs;
  for (;;) {
    const missing = pages.filter((page) => !condition(page)).length;
    if (missing === 0) return;
    if (performance.now() > end) throw new Error(`Not in time: ${what} in ${String(missing)} of ${String(count)}`);
    await pause(50);
  }
}

/** Posts until it has arrived: the client never repeats a post itself, and says "retry" where it failed. */
async function post({ line }: Page, text: string): Promise<void> {
  for (;;) {
    const id = await new Promise<string>((resolve) => {
      line
        .postActivity({ type: 'message', text, from: { id: '' }, channelData: { clientActivityID: text } })
        .subscribe(resolve, () => {
          resolve('retry');
        });
    });
    if (id !== 'retry') return;
    await pause(200);
  }
}

test('a restart in the middle of 200 live conversations loses nothing and repeats nothing', async () => {
  while (pages.length < count) await Promise.all(Array.from({ length: 25 }, open));
  await until('a greeting', ({ shown }) => shown.some(({ from }) => from.role === 'bot'));

  // Some messages are acknowledged before the end, some are on their way, some find nobody there.
  const first = pages.map((page) => post(page, 'Wie lauten die Öffnungszeiten?'));
  await Promise.race(first);
  expect(await service.stop()).toBe(0);
  const second = pages.map((page) => post(page, 'Was kostet ein Girokonto?'));
  await service.start();
  await Promise.all([...first, ...second]);
  await until('the answers', (page) =>
    ['Wie lauten die Öffnungszeiten?', 'Was kostet ein Girokonto?'].every((text) => isAnswered(page, text)),
  );

  expect(await service.stop()).toBe(0);
  const stored = await readConversations(
    service.dataDir,
    pages.map(({ id }) => id),
  );
  for (const page of pages) {
    const log = (stored.get(page.id)?.entries ?? []).filter(
      ({ audience, activity }) => audience === 'customer' && activity.type === 'message',
    );
    expect(textsOf(page)).toEqual(log.map(({ activity }) => activity.text ?? ''));
    expect(log.filter(({ who }) => who === 'customer')).toHaveLength(2);
    expect(new Set(page.shown.map(({ id }) => id)).size).toBe(page.shown.length);
    expect(page.statuses).not.toContain(ConnectionStatus.FailedToConnect);
    expect(page.statuses).not.toContain(ConnectionStatus.ExpiredToken);
  }
}, 300_000);
