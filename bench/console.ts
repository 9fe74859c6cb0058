// How fast the console's list opens over many stored cases, and how soon a customer's word is on the owner's screen.
import { randomUUID } from 'node:crypto';
import { createLowdbStore } from '../src/storage/lowdb/store.ts';
import { systemClock } from '../src/platform/clock.ts';
import type { Case } from '../src/conversation/case.ts';
import type { Store } from '../src/conversation/store.ts';
import { percentile, sustain } from './support/figures.ts';
import { openDirectLine } from './support/direct-line-client.ts';
import { openConnection } from './support/http-client.ts';
import { startProcess, temporaryFolder } from './support/process.ts';

const stored = 10_000;
const open = 200;
const lists = 60;
const turnsPerSecond = 50;
const messages = 150;
const password = 'a password for the bench';
const secret = 'a-secret-for-the-bench';

const silent = {
  debug() {},
  info() {},
  warn() {},
  error: (fields: object, text: string) => console.error(text, fields),
};

function caseAt(index: number): Case {
  const createdAt = Date.now() - (stored - index) * 60_000;
  const base = {
    ...{ id: `case-${index}`, conversationId: `stored-${index}`, channel: 'facebook', customerName: 'Erika Muster' },
    ...({ reason: 'asked', priority: 2, createdAt, team: 'service', intent: 'card.limit', language: 'de' } as const),
    ...{ preview: 'Wie hoch ist mein Limit im Ausland, und kann ich es bis Freitag ändern?', alert: false },
  } as const;
  // Due far ahead, so that the bench measures reading and no deadlines that pass.
  if (index >= stored - open) return { ...base, status: 'waiting', waitingSince: createdAt, due: Date.now() + 1e9 };
  const ended = {
    acceptedAt: createdAt + 1000,
    resolvedAt: createdAt + 60_000,
    returnedToBot: true,
    outcome: 'solved',
  };
  return { ...base, status: 'resolved', owner: { userId: 'sabine', name: 'Sabine Weber' }, ...ended };
}

async function fill(store: Store): Promise<void> {
  for (let at = 0; at < stored; at += 100)
    await Promise.all(
      Array.from({ length: 100 }, (_unused, offset) => {
        const item = caseAt(at + offset);
        return store.write(item.conversationId, {}, () => ({
          begin: { channel: 'facebook', customer: { id: 'x', name: 'Erika Muster' }, reference: null },
          entries: [{ who: 'customer', audience: 'customer', activity: { type: 'message', text: item.preview } }],
          cases: [item],
          result: undefined,
        }));
      }),
    );
}

const folder = temporaryFolder('console');
try {
  const store = await createLowdbStore({ folder: folder.path, clock: systemClock, log: silent });
  await fill(store);
  await store.close();
  const running = await startProcess(
    'dist/src/main.js',
    {
      ...{ DATA_DIR: folder.path, LOG_LEVEL: 'error', STAFF_ADMIN_PASSWORD: password, RATE_LIMITS: 'off' },
      DIRECT_LINE_SECRET: secret,
    },
    '/readyz',
  );
  const base = `http://127.0.0.1:${running.port}`;
  const call = async (method: string, path: string, body?: object, cookie = ''): Promise<Response> =>
    fetch(`${base}/staff/api${path}`, {
      method,
      headers: { origin: base, cookie, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  try {
    const signedIn = await call('POST', '/session', { username: 'admin', password });
    const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';

    const times: number[] = [];
    let shown = 0;
    for (let round = 0; round < lists; round += 1) {
      const begin = performance.now();
      const answer = await call('GET', '/cases', undefined, cookie);
      shown = ((await answer.json()) as { cases: readonly unknown[] }).cases.length;
      times.push(performance.now() - begin);
    }
    const first = times[0] ?? Number.NaN;
    const sorted = [...times].sort((a, b) => a - b);
    console.log(
      `the open list, ${shown} open of ${stored} stored   first ${first.toFixed(0)} ms, p50 ${percentile(sorted, 0.5).toFixed(1)} ms, p95 ${percentile(sorted, 0.95).toFixed(1)} ms (aim 200)`,
    );

    // The owner looks on while others talk to the assistant.
    const clients = await openDirectLine(running.port, secret, 20);
    const lines = await Promise.all(clients.map(() => openConnection(running.port)));
    const begun = await fetch(`${base}/v3/directline/conversations`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      body: '{}',
    });
    const { conversationId, token } = (await begun.json()) as { conversationId: string; token: string };
    const customer = await openConnection(running.port);
    const says = (text: string) =>
      customer.post(
        `/v3/directline/conversations/${encodeURIComponent(conversationId)}/activities`,
        JSON.stringify({ type: 'message', text, from: { id: 'me' }, channelData: { clientActivityID: randomUUID() } }),
        { authorization: `Bearer ${token}` },
      );
    await says('Ich möchte mit einem Menschen sprechen');
    let mine: { readonly id: string } | undefined;
    while (mine === undefined) {
      const listed = await call('GET', '/cases?channel=directline', undefined, cookie);
      mine = ((await listed.json()) as { cases: readonly { readonly id: string }[] }).cases[0];
    }
    const { id } = mine;
    await call('POST', `/cases/${id}/messages`, { text: 'Guten Tag' }, cookie);

    const stream = await fetch(`${base}/staff/api/events`, { headers: { cookie } });
    const news: { heard: () => void } = { heard: () => undefined };
    const watch = (async () => {
      const decoder = new TextDecoder();
      let rest = '';
      for await (const chunk of stream.body as unknown as AsyncIterable<Uint8Array>) {
        const blocks = (rest + decoder.decode(chunk, { stream: true })).split('\n\n');
        rest = blocks.pop() ?? '';
        for (const block of blocks) {
          if (block.includes('event: conversation') && block.includes(id)) news.heard();
        }
      }
    })().catch(() => undefined);

    const delays: number[] = [];
    const pace = (clients.length / turnsPerSecond) * 1000;
    const load = sustain(clients.length, 12, async (worker, turn) => {
      const begin = performance.now();
      const [client, line] = [clients[worker], lines[worker]];
      if (client === undefined || line === undefined) return;
      await client.ask(line, 'Was kostet das Girokonto?', turn);
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, pace - (performance.now() - begin))));
    });
    for (let count = 0; count < messages; count += 1) {
      const begin = performance.now();
      const arrived = new Promise<void>((resolve) => {
        news.heard = () => resolve();
      });
      await says(`Noch eine Frage, Nummer ${count}`);
      await arrived;
      delays.push(performance.now() - begin);
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
    const { perSecond } = await load;
    delays.sort((a, b) => a - b);
    console.log(
      `a customer's word on the owner's stream   p50 ${percentile(delays, 0.5).toFixed(0)} ms, p95 ${percentile(delays, 0.95).toFixed(0)} ms (aim 100) beside ${perSecond.toFixed(0)} turns/s, ${delays.length} messages`,
    );
    for (const client of clients) client.close();
    for (const line of [...lines, customer]) line.close();
    await stream.body?.cancel().catch(() => undefined);
    void watch;
  } finally {
    await running.stop();
  }
} finally {
  folder.remove();
}
