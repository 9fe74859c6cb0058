import type { AddressInfo } from 'node:net';
import { expect } from '@jest/globals';
import { WebSocket } from 'ws';
import { createDirectLine } from '../../../src/channels/directline/direct-line.ts';
import type { ObserveDirectLine } from '../../../src/channels/directline/observe.ts';
import type { DirectLineOptions } from '../../../src/channels/directline/wiring.ts';
import { cleanActivity } from '../../../src/conversation/door/activity.ts';
import type { NewEntry } from '../../../src/conversation/entry.ts';
import { createConversationLog } from '../../../src/conversation/log.ts';
import type { Store } from '../../../src/conversation/store.ts';
import type { TurnHandler } from '../../../src/conversation/turn.ts';
import { createTurnRunner } from '../../../src/conversation/turn-runner.ts';
import { openOutlook } from '../../../src/handoff/outlook.ts';
import { createHttp } from '../../../src/http/server.ts';
import { createMemoryStore } from '../../../src/storage/memory/store.ts';
import { createLogSpy } from '../../support/log-spy.ts';
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts';
import { testPlan } from '../../support/plan.ts';
import { createTestUploads } from '../../support/uploads.ts';

export const secret = 'the-secret-of-the-bank';
export const signingKeys = [{ kid: 'k1', bytes: Buffer.alloc(32, 1) }];
export const site = 'https://www.bank.example';

/** Greets, and answers each turn's texts with themselves. */
const parrot: TurnHandler = {
  handle: ({ inputs }) => {
    const texts = inputs.map(({ activity }) => (activity.type === 'conversationUpdate' ? 'Guten Tag!' : activity.text));
    const reply: NewEntry = {
      who: 'bot',
      audience: 'customer',
      activity: { type: 'message', text: texts.join(' + ') },
    };
    return Promise.resolve({ spoken: () => ({ entries: [reply] }), silent: () => ({}), record: {} });
  },
  giveUp: () => ({ spoken: () => ({}), silent: () => ({}), record: {} }),
};

export interface Opened {
  readonly base: string;
  readonly own: string;
  readonly store: Store;
  readonly clock: ManualClock;
  readonly log: ReturnType<typeof createLogSpy>;
  readonly channel: ReturnType<typeof createDirectLine>;
  readonly events: string[];
  readonly port: number;
  /** Waits until the bot has answered everything. */
  settled(conversationId: string): Promise<void>;
  close(): Promise<void>;
}

type Changes = Partial<DirectLineOptions> & { readonly port?: number; readonly store?: Store; readonly silent?: true };

/** The channel on a real port, over a store in memory and a clock that stands still. */
export async function openDirectLine({ port = 0, silent, ...changes }: Changes = {}): Promise<Opened> {
  const clock = (changes.clock as ManualClock | undefined) ?? createManualClock();
  const log = createLogSpy();
  const store = changes.store ?? createMemoryStore(clock);
  const http = createHttp({ log, proxies: 0 });
  const address: AddressInfo = await http.listen(port, '127.0.0.1');
  const own = `http://127.0.0.1:${address.port}`;
  const runner = silent === true ? null : createTurnRunner({ store, handler: parrot, clock, log });
  const events: string[] = [];
  const observe: ObserveDirectLine = (event) => void events.push(event);
  let made = 0;
  const channel = createDirectLine({
    http,
    store,
    conversations: createConversationLog(store, cleanActivity),
    uploads: createTestUploads(store, clock),
    outlook: await openOutlook({ store, plan: testPlan, log }),
    door: cleanActivity,
    clock,
    ids: () => `id-${String(address.port)}-${String((made += 1))}`,
    log,
    publicUrl: own,
    secret,
    signingKeys,
    tokenSeconds: 3600,
    allowedOrigins: [site],
    rateLimits: null,
    assistant: 'Schalter',
    observe,
    ...changes,
  });
  return {
    base: `${own}/v3/directline`,
    own,
    store,
    clock,
    log,
    channel,
    events,
    port: address.port,
    settled: async (id) => {
      const head = await store.head(id);
      if (runner !== null && head !== null) await runner.answered(id, head.lastInput);
    },
    close: async () => {
      await channel.close();
      await runner?.stop();
      await http.close(100);
    },
  };
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly json: Record<string, unknown>;
}

interface Asked {
  readonly method?: string;
  readonly auth?: string | null;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One request; a body that is text goes as it is. */
export async function ask(url: string, { method, auth = null, body, headers = {} }: Asked = {}): Promise<Reply> {
  const response = await fetch(url, {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    headers: {
      ...(auth !== null && { authorization: `Bearer ${auth}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const json = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
  return { status: response.status, headers: response.headers, json };
}

export function errorOf({ status, json }: Reply): readonly [number, unknown] {
  return [status, (json['error'] as { code?: unknown } | undefined)?.code];
}

export interface Chat {
  readonly id: string;
  readonly token: string;
  readonly user: string;
  readonly resume: string;
  readonly streamUrl: string;
  readonly say: (text: string, key?: string) => Promise<Reply>;
}

/** A visitor with an open conversation. */
export async function startChat(opened: Opened, body: object = {}): Promise<Chat> {
  const { json: got } = await ask(`${opened.own}/api/directline/token`, { body });
  const token = String(got['token']);
  const { json: started } = await ask(`${opened.base}/conversations`, { auth: token, body: {} });
  const id = String(got['conversationId']);
  return {
    id,
    token,
    user: String(got['userId']),
    resume: String(got['resume']),
    streamUrl: String(started['streamUrl']),
    say: (text, key) =>
      ask(`${opened.base}/conversations/${id}/activities`, {
        auth: token,
        body: {
          type: 'message',
          text,
          from: { id: 'me' },
          ...(key !== undefined && { channelData: { clientActivityID: key } }),
        },
      }),
  };
}

export interface Shown {
  readonly id: string;
  readonly type: string;
  readonly text?: string;
  readonly timestamp: string;
  readonly from: { readonly id: string; readonly name: string; readonly role: string };
  readonly replyToId?: string;
  readonly channelData?: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

export interface Dialled {
  readonly socket: WebSocket;
  readonly frames: string[];
  shown(): Shown[];
  watermark(): string | undefined;
  /** Waits until `look` is true of what came; a deadline makes a failure of a wait for ever. */
  until(look: () => boolean): Promise<void>;
  closed: Promise<{ readonly code: number; readonly reason: string }>;
}

const deadlineMs = 10_000;

/** Waits, by events and not by sleeping, until `look` is true. */
function waitFor(look: () => boolean, subscribe: (again: () => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const deadline = setTimeout(() => reject(new Error('It did not happen in time.')), deadlineMs);
    const again = (): void => {
      if (!look()) return;
      clearTimeout(deadline);
      resolve();
    };
    subscribe(again);
    again();
  });
}

/** Opens a stream. @throws where the handshake is refused: an Error with the status as its message */
export async function dial(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Dialled> {
  const socket = new WebSocket(url, { headers, perMessageDeflate: false });
  const frames: string[] = [];
  const listeners = new Set<() => void>();
  socket.on('message', (data: Buffer) => {
    frames.push(data.toString());
    for (const listener of listeners) listener();
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) =>
    socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() })),
  );
  await new Promise<void>((resolve, reject) => {
    socket.on('open', () => resolve());
    socket.on('unexpected-response', (_request, response) => reject(new Error(String(response.statusCode))));
    socket.on('error', reject);
  });
  const sets = (): { activities: Shown[]; watermark?: string }[] =>
    frames.filter((frame) => frame !== '').map((frame) => JSON.parse(frame) as { activities: Shown[] });
  return {
    socket,
    frames,
    shown: () => sets().flatMap(({ activities }) => activities),
    watermark: () => sets().findLast(({ watermark }) => watermark !== undefined)?.watermark,
    until: (look) => waitFor(look, (again) => void listeners.add(again)),
    closed,
  };
}

export const texts = (shown: readonly Shown[]): (string | undefined)[] => shown.map(({ text }) => text);

/** Strictly rising, as clients sort by it. */
export function expectRising(shown: readonly Shown[]): void {
  const times = shown.map(({ timestamp }) => timestamp);
  expect([...new Set(times)].sort()).toEqual(times);
}
