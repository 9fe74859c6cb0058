import { createRequire } from 'node:module';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { ConnectionStatus, DirectLine, type Activity } from 'botframework-directlinejs';
import { WebSocket } from 'ws';
import type { NewEntry } from '../../../src/conversation/entry.ts';
import { createMemoryStore } from '../../../src/storage/memory/store.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { ask, openDirectLine, secret, type Opened } from './open.ts';

// The client as it is published; Node lacks only the two browser objects that it uses.
const browser = {
  XMLHttpRequest: createRequire(import.meta.url)('xhr2') as unknown,
  WebSocket: WebSocket as unknown,
};
const before = new Map<string, unknown>();
beforeAll(() => {
  for (const [name, value] of Object.entries(browser)) {
    before.set(name, Reflect.get(globalThis, name));
    Reflect.set(globalThis, name, value);
  }
});
afterAll(() => before.forEach((value, name) => void Reflect.set(globalThis, name, value)));

const deadlineMs = 15_000;

/** A page with the unmodified client. */
class Page {
  readonly client: DirectLine;
  readonly shown: Activity[] = [];
  readonly statuses: ConnectionStatus[] = [];
  readonly #listeners = new Set<() => void>();
  readonly #userId: string;
  readonly #stop: (() => void)[] = [];

  constructor(options: ConstructorParameters<typeof DirectLine>[0], userId = 'me') {
    // `random` makes the wait before a reconnect, 3 to 15 seconds by chance, no wait at all; `timeout` is the time
    // between attempts.
    this.client = new DirectLine({ timeout: 50, random: () => -0.25, ...options });
    this.#userId = userId;
    // Only where the token does not say who it is.
    if (options.secret !== undefined) this.client.setUserId(userId);
    const statuses = this.client.connectionStatus$.subscribe((status) => {
      this.statuses.push(status);
      this.#tell();
    });
    const activities = this.client.activity$.subscribe(
      (activity) => {
        this.shown.push(activity);
        this.#tell();
      },
      () => this.#tell(),
    );
    this.#stop.push(
      () => statuses.unsubscribe(),
      () => activities.unsubscribe(),
    );
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }

  /** Waits for events until `look` is true. */
  until(look: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const deadline = setTimeout(() => reject(new Error(`Not in time: ${JSON.stringify(this.texts())}`)), deadlineMs);
      const again = (): void => {
        if (!look()) return;
        clearTimeout(deadline);
        this.#listeners.delete(again);
        resolve();
      };
      this.#listeners.add(again);
      again();
    });
  }

  /** Sends a message; resolves with its id, or 'retry' where the client says that it failed. */
  say(text: string, key: string): Promise<string> {
    const from = { id: this.#userId };
    const message = { type: 'message', text, from, channelData: { clientActivityID: key } } as const;
    return new Promise((resolve, reject) => {
      this.client.postActivity(message).subscribe(resolve, reject);
    });
  }

  /** In the order in which Web Chat shows them: the client gives out activities of several frames interleaved. */
  texts(): (string | undefined)[] {
    const sorted = [...this.shown].sort((a, b) => (a.timestamp ?? '').localeCompare(b.timestamp ?? ''));
    return sorted.map((activity) => ('text' in activity ? activity.text : activity.type));
  }

  close(): void {
    for (const stop of this.#stop) stop();
    this.client.end();
  }
}

const pages: Page[] = [];
const services: Opened[] = [];
const open = async (...[options]: Parameters<typeof openDirectLine>): Promise<Opened> => {
  const service = await openDirectLine(options);
  services.push(service);
  return service;
};
const visit = async (service: Opened, options: object = {}): Promise<Page> => {
  const { json } = await ask(`${service.own}/api/directline/token`, { body: {} });
  const page = new Page({ domain: service.base, token: String(json['token']), ...options });
  pages.push(page);
  return page;
};
afterEach(async () => {
  for (const page of pages.splice(0)) page.close();
  for (const service of services.splice(0)) await service.close();
});

describe('Unmodified DirectLineJS', () => {
  test('is greeted, writes, sees its echo with its own mark, and the reply to it', async () => {
    const service = await open();
    const page = await visit(service);
    await page.until(() => page.shown.length === 1);
    const id = await page.say('Hallo', 'c1');
    await page.until(() => page.shown.length === 3);
    expect(page.texts()).toEqual(['Guten Tag!', 'Hallo', 'Hallo']);
    expect(page.shown[1]).toMatchObject({
      id,
      from: { role: 'user', id: expect.stringMatching(/^dl_/) },
      channelData: { clientActivityID: 'c1' },
    });
    expect(page.shown[2]).toMatchObject({ replyToId: id, from: { role: 'bot' } });
    expect(page.statuses).toEqual([
      ConnectionStatus.Uninitialized,
      ConnectionStatus.Connecting,
      ConnectionStatus.Online,
    ]);
  });

  test('works by polling', async () => {
    const service = await open();
    const page = await visit(service, { webSocket: false, pollingInterval: 200 });
    await page.until(() => page.shown.length === 1);
    await page.say('Hallo', 'c1');
    await page.until(() => page.shown.length === 3);
    expect(page.texts()).toEqual(['Guten Tag!', 'Hallo', 'Hallo']);
  });

  test('works with the secret, and speaks as the user that it named', async () => {
    const service = await open();
    const page = new Page({ domain: service.base, secret }, 'kunde-7');
    pages.push(page);
    await page.until(() => page.shown.length === 1);
    await page.say('Hallo', 'c1');
    await page.until(() => page.shown.length === 3);
    expect(page.shown[1]!.from.id).toBe('kunde-7');
  });

  test('a reloaded page shows the history', async () => {
    const service = await open();
    const page = await visit(service);
    await page.say('Hallo', 'c1');
    await page.until(() => page.shown.length === 3);
    const { token } = page.client as unknown as { token: string };
    const reloaded = new Page({ domain: service.base, token });
    pages.push(reloaded);
    await reloaded.until(() => reloaded.shown.length === 3);
    expect(reloaded.shown.map(({ id }) => id)).toEqual(page.shown.map(({ id }) => id));
  });

  test('comes back after the service restarted: nothing is lost and nothing comes twice', async () => {
    const clock = createManualClock();
    const store = createMemoryStore(clock);
    let service = await open({ store, clock });
    const page = await visit(service);
    await page.until(() => page.shown.length === 1);
    const sent: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      sent.push(await page.say(`vorher ${String(round)}`, `a${String(round)}`));
      services.pop();
      await service.close();
      // Written while nobody listens.
      const id = page.shown[0]!.conversation!.id;
      const missed: NewEntry = {
        who: 'bot',
        audience: 'customer',
        activity: { type: 'message', text: `verpasst ${String(round)}` },
      };
      await store.write(id, {}, () => ({ entries: [missed], result: undefined }));
      service = await open({ store, clock, port: service.port });
      await page.until(() => page.texts().includes(`verpasst ${String(round)}`));
    }
    sent.push(await page.say('nachher', 'b'));
    const { conversation } = page.shown[0]!;
    await service.settled(conversation!.id);
    const kept = (await store.entries(conversation!.id, { audience: 'customer' })).map(({ activity }) => activity.text);
    await page.until(() => page.shown.length >= kept.length);
    expect(page.texts()).toEqual(kept);
    expect(new Set(page.shown.map(({ id }) => id)).size).toBe(page.shown.length);
    expect(sent.every((id) => page.shown.some((activity) => activity.id === id))).toBe(true);
  });

  test('an expired token is told as such; the page goes on with a new one for the same conversation', async () => {
    const service = await open();
    const { json: got } = await ask(`${service.own}/api/directline/token`, { body: {} });
    const page = new Page({ domain: service.base, token: String(got['token']) });
    pages.push(page);
    await page.say('Hallo', 'c1');
    await page.until(() => page.shown.length === 3);
    service.clock.advance(3600_000);
    expect(await page.say('zu spät', 'c2')).toBe('retry');
    await page.until(() => page.statuses.includes(ConnectionStatus.ExpiredToken));
    const { json } = await ask(`${service.own}/api/directline/token`, { body: { resume: got['resume'] } });
    expect(json['conversationId']).toBe(got['conversationId']);
    const next = new Page({ domain: service.base, token: String(json['token']) });
    pages.push(next);
    await next.say('rechtzeitig', 'c3');
    await next.until(() => next.shown.length === 5);
    expect(next.texts()).toEqual(['Guten Tag!', 'Hallo', 'Hallo', 'rechtzeitig', 'rechtzeitig']);
  });

  test('is told the end of an erased conversation, and stops', async () => {
    const service = await open();
    const page = await visit(service);
    await page.until(() => page.shown.length === 1);
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    const ended = new Promise<void>((resolve) => {
      page.client.activity$.subscribe(
        () => undefined,
        () => resolve(),
      );
    });
    await service.store.erase(page.shown[0]!.conversation!.id);
    await ended;
    warn.mockRestore();
  });

  test('a message that is too long fails at once, and the conversation goes on', async () => {
    const service = await open();
    const page = await visit(service);
    await expect(page.say('x'.repeat(4001), 'c1')).rejects.toMatchObject({ status: 413 });
    await page.say('kurz', 'c2');
    await page.until(() => page.texts().includes('kurz'));
  });

  test('gets its session id and keeps its conversation when a token is refreshed', async () => {
    const service = await open();
    const page = await visit(service);
    await page.until(() => page.shown.length === 1);
    const id = await new Promise((resolve, reject) => page.client.getSessionId().subscribe(resolve, reject));
    expect(id).toEqual(expect.stringMatching(/.+/));
    const client = page.client as unknown as {
      token: string;
      refreshToken(): { subscribe(next: (token: string) => void, error: (error: unknown) => void): void };
    };
    client.token = await new Promise<string>((resolve, reject) => client.refreshToken().subscribe(resolve, reject));
    await page.say('Hallo', 'c1');
    await page.until(() => page.shown.length === 3);
  });
});
