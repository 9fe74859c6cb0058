// Webhooks of Meta: events that are stored and acknowledged, while the bot answers and the replies go out.
import { parseArgs } from 'node:util';
import { metaJson, signatureOf } from '../tests/support/meta/webhooks.ts';
import { openMeta } from '../tests/support/meta/meta.ts';
import { openConnection } from './support/http-client.ts';
import { sustain, type Figures } from './support/figures.ts';
import { distinctMessages } from './support/messages.ts';
import { startProcess, temporaryFolder } from './support/process.ts';

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '15' }, batch: { type: 'string', default: '1,10' } },
});
const seconds = Number(values.seconds);
const connections = 32;
const people = 20_000;
const page = '100200300';
const appSecret = 'a-secret-for-this-benchmark-only';
const message = distinctMessages(1);

/** A body with events of different people, as Meta batches them. */
function body(turn: number, batch: number): string {
  return metaJson({
    object: 'page',
    entry: [
      {
        id: page,
        time: Date.now(),
        messaging: Array.from({ length: batch }, (_one, index) => {
          const number = turn * batch + index;
          return {
            sender: { id: String(10_000 + (number % people)) },
            recipient: { id: page },
            timestamp: Date.now(),
            message: { mid: `m_${number}`, text: message(number) },
          };
        }),
      },
    ],
  });
}

async function measure(script: string, env: Readonly<Record<string, string>>, batch: number): Promise<Figures> {
  const running = await startProcess(script, env, '/healthz');
  const lines = await Promise.all(Array.from({ length: connections }, () => openConnection(running.port)));
  const figures = await sustain(
    connections,
    seconds,
    async (worker, turn) => {
      const text = body(turn, batch);
      const answer = await lines[worker]?.post('/webhooks/facebook', text, {
        'x-hub-signature-256': signatureOf(text, appSecret),
      });
      if (answer?.status !== 200) throw new Error(`HTTP ${answer?.status}: ${answer?.body.slice(0, 200)}`);
    },
    3,
  );
  for (const line of lines) line.close();
  running.child.kill('SIGKILL');
  await running.stop();
  return figures;
}

function show(label: string, figures: Figures, batch: number): void {
  const events = (figures.perSecond * batch).toFixed(0).padStart(7);
  console.log(
    `${label.padEnd(44)} ${events} events/s   p50 ${figures.p50.toFixed(1)} ms   p99 ${figures.p99.toFixed(1)} ms`,
  );
}

for (const batch of values.batch.split(',').map(Number)) {
  console.log(`\n${batch} ${batch === 1 ? 'event' : 'events'} a request, ${connections} connections, ${people} people`);
  const meta = await openMeta({ webhook: () => 'http://127.0.0.1:9', appSecret, echoes: false });
  const folder = temporaryFolder('bench-webhook');
  const env = {
    DATA_DIR: folder.path,
    RATE_LIMITS: 'off',
    LOG_LEVEL: 'silent',
    FACEBOOK_APP_ID: '424242',
    FACEBOOK_APP_SECRET: appSecret,
    FACEBOOK_VERIFY_TOKEN: 'bench-verify',
    FACEBOOK_PAGES: `${page}=EAAtoken`,
    FACEBOOK_GRAPH_URL: meta.url,
  };
  try {
    const floor = await measure('dist/bench/peers/bare-webhook.js', env, batch);
    show('floor: signature checked, nothing stored', floor, batch);
    const own = await measure('dist/service/main.js', env, batch);
    show('Schalter: stored, acknowledged, answered', own, batch);
    console.log(
      `ratio ${(own.perSecond / floor.perSecond).toFixed(2)}×; aim: 1,000 events/s or more, p99 200 ms or less`,
    );
  } finally {
    folder.remove();
    await meta.close();
  }
}
