import { parseArgs } from 'node:util';
import { openDirectLine } from './support/direct-line-client.ts';
import { sustain, type Figures } from './support/figures.ts';
import { openConnection } from './support/http-client.ts';
import { distinctMessages } from './support/messages.ts';
import { startProcess, temporaryFolder } from './support/process.ts';

const connections = 50;
const directLineSecret = 'a-secret-for-this-benchmark-only';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    conversations: { type: 'string', default: '50,20000' },
    only: { type: 'string' },
  },
});
const seconds = Number(values.seconds);
const counts = values.conversations.split(',').map(Number);
const message = distinctMessages(1);

function activity(turn: number, conversation: number): string {
  return JSON.stringify({
    type: 'message',
    id: `m${turn}`,
    channelId: 'emulator',
    serviceUrl: 'http://127.0.0.1:9',
    conversation: { id: `bench-${conversation}` },
    from: { id: `user-${conversation}` },
    recipient: { id: 'bot' },
    locale: 'de-DE',
    text: message(turn),
    deliveryMode: 'expectReplies',
  });
}

async function expectReplies(
  script: string,
  env: Readonly<Record<string, string>>,
  conversations: number,
): Promise<Figures> {
  const running = await startProcess(script, env, '/healthz');
  const lines = await Promise.all(Array.from({ length: connections }, () => openConnection(running.port)));
  const figures = await sustain(connections, seconds, async (worker, turn) => {
    // Each connection has conversations of its own, so that no two requests wait for each other.
    const conversation = worker + connections * (turn % Math.max(1, Math.floor(conversations / connections)));
    const answer = await lines[worker]?.post('/api/messages', activity(turn, conversation));
    if (answer?.status !== 200 || !answer.body.includes('"text"'))
      throw new Error(`HTTP ${answer?.status}: ${answer?.body.slice(0, 200)}`);
  });
  for (const line of lines) line.close();
  await running.stop();
  return figures;
}

async function directLine(env: Readonly<Record<string, string>>, conversations: number): Promise<Figures> {
  const running = await startProcess('dist/service/main.js', env, '/healthz');
  const clients = await openDirectLine(running.port, directLineSecret, conversations);
  const lines = await Promise.all(Array.from({ length: connections }, () => openConnection(running.port)));
  const figures = await sustain(connections, seconds, async (worker, turn) => {
    const client = clients[worker + connections * (turn % Math.max(1, Math.floor(conversations / connections)))];
    const line = lines[worker];
    if (client === undefined || line === undefined) throw new Error('There is no such client.');
    await client.ask(line, message(turn), turn);
  });
  for (const client of clients) client.close();
  for (const line of lines) line.close();
  await running.stop();
  return figures;
}

function print(name: string, figures: Figures, floor: Figures | null): void {
  const ratio =
    floor === null
      ? ''
      : `  ${(figures.perSecond / floor.perSecond).toFixed(2)}×  p99 ${(figures.p99 / floor.p99).toFixed(2)}×`;
  console.log(
    `${name.padEnd(58)} ${figures.perSecond.toFixed(0).padStart(6)} turns/s  p50 ${figures.p50.toFixed(1)} ms  p99 ${figures.p99.toFixed(1)} ms${ratio}`,
  );
}

for (const count of counts) {
  console.log(`\n${count} conversations, ${connections} connections, ${seconds} s each, distinct messages`);
  const floor =
    values.only === undefined || values.only.includes('echo')
      ? await expectReplies('dist/bench/peers/echo-bot.js', {}, count)
      : null;
  if (floor !== null) print('botbuilder echo bot (stores nothing), expectReplies', floor, null);
  for (const [name, run] of [
    [
      'Schalter /api/messages, expectReplies, everything on',
      (env: Readonly<Record<string, string>>) => expectReplies('dist/service/main.js', env, count),
    ],
    [
      'Schalter Direct Line, POST to the reply on the socket',
      (env: Readonly<Record<string, string>>) => directLine(env, count),
    ],
  ] as const) {
    if (values.only !== undefined && !values.only.includes(name.includes('Direct') ? 'directline' : 'connector'))
      continue;
    const folder = temporaryFolder('bench');
    try {
      print(
        name,
        await run({ DATA_DIR: folder.path, RATE_LIMITS: 'off', DIRECT_LINE_SECRET: directLineSecret }),
        floor,
      );
    } finally {
      folder.remove();
    }
  }
}
