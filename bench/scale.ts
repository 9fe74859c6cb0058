// What more processes bring and what more stored conversations cost: the embedded store and PostgreSQL side by side.
// npm run bench -- scale [--part throughput|stored|memory] [--seconds 8] [--sizes 1000,100000]
import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import pg from 'pg';
import type { Store } from '../src/conversation/store.ts';
import { systemClock } from '../src/platform/clock.ts';
import { createLowdbStore } from '../src/storage/lowdb/store.ts';
import { createPostgresStore } from '../src/storage/postgres/store.ts';
import { figuresOf, percentile, type Figures } from './support/figures.ts';
import { openDirectLine } from './support/direct-line-client.ts';
import { openConnection } from './support/http-client.ts';
import { startPostgres, type PostgresServer } from './support/postgres-server.ts';
import { startProcess, temporaryFolder, type Running } from './support/process.ts';
import { storedTurn } from './support/stored-turn.ts';

const { values } = parseArgs({
  options: {
    part: { type: 'string', default: 'throughput,stored,memory' },
    seconds: { type: 'string', default: '8' },
    sizes: { type: 'string', default: '1000,100000,1000000' },
    workers: { type: 'string', default: '24' },
    /** Set in a child: the address of the store to work on. */
    child: { type: 'string' },
    number: { type: 'string', default: '0' },
  },
});
const seconds = Number(values.seconds);
const workers = Number(values.workers);
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: console.error };
const warmUp = 2;
/** Conversations that one process writes to. */
const active = 200;

const openPostgres = (url: string): Promise<Store> => createPostgresStore({ url, clock: systemClock, log: silent });

/** Turns of the store alone, `workers` side by side, each on conversations of its own. */
async function drive(store: Store, number: string): Promise<number[]> {
  const millis: number[] = [];
  const begin = performance.now();
  let count = 0;
  await Promise.all(
    Array.from({ length: workers }, async (_, worker) => {
      for (let turn = 0; ; turn += 1) {
        const started = performance.now();
        if (started - begin > (warmUp + seconds) * 1000) return;
        const conversation = `p${number}-${worker}-${turn % Math.ceil(active / workers)}`;
        await storedTurn(store, conversation, `k${turn}-${(count += 1)}`);
        if (started - begin > warmUp * 1000) millis.push(performance.now() - started);
      }
    }),
  );
  return millis;
}

function show(name: string, { perSecond, p50, p99 }: Figures): void {
  console.log(
    `${name.padEnd(44)} ${perSecond.toFixed(0).padStart(6)} turns/s   p50 ${p50.toFixed(1)} ms   p99 ${p99.toFixed(1)} ms`,
  );
}

async function inProcesses(url: string, count: number): Promise<Figures> {
  const children = Array.from({ length: count }, (_, index): ChildProcess =>
    fork(fileURLToPath(import.meta.url), [
      '--child',
      url,
      '--number',
      `${index}`,
      '--seconds',
      values.seconds,
      '--workers',
      values.workers,
    ]),
  );
  const all = await Promise.all(
    children.map(
      (child) =>
        new Promise<number[]>((resolve, reject) => {
          child.once('message', (millis) => resolve(millis as number[]));
          child.once('exit', (code) => reject(new Error(`A process ended with ${code}.`)));
        }),
    ),
  );
  return figuresOf(all.flat(), seconds);
}

async function throughput(server: PostgresServer): Promise<void> {
  console.log(`Storing a turn (message, replies, what is read for them), ${workers} side by side in each process:`);
  const folder = temporaryFolder('scale');
  const lowdb = await createLowdbStore({ folder: folder.path, clock: systemClock, log: silent });
  show('embedded store', figuresOf(await drive(lowdb, '0'), seconds));
  await lowdb.close();
  folder.remove();
  for (const count of [1, 2, 3]) {
    await server.sql(`CREATE DATABASE scale${count}`);
    await openPostgres(server.url(`scale${count}`)).then((store) => store.close());
    const name = `PostgreSQL, ${count} process${count === 1 ? '' : 'es'}`;
    show(name, await inProcesses(server.url(`scale${count}`), count));
  }
}

/** Copies a conversation inside the database until there are so many. */
async function fill(url: string, size: number): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  for (const [table, columns] of [
    [
      'conversations',
      'id, version, commits, head, last_seq, cursor, unanswered, undelivered, month_seqs, month_starts',
    ],
    ['entries', 'conversation_id, seq, time, audience, body'],
    ['keys', 'conversation_id, key, seq, time'],
  ] as const) {
    const id = table === 'conversations' ? 'id' : 'conversation_id';
    await client.query(
      `INSERT INTO ${table} (${columns}) SELECT ${columns.replace(new RegExp(`^${id}`), `'copy-' || n`)} FROM ${table}, generate_series(1, ${size}) AS n WHERE ${id} = 'model'`,
    );
  }
  await client.query('ANALYZE; CHECKPOINT');
  await client.end();
}

async function stored(server: PostgresServer): Promise<void> {
  console.log(
    '\nOne turn after another with so many conversations stored (PostgreSQL), and the time to open the store:',
  );
  let base = 0;
  let opening = 0;
  for (const size of values.sizes.split(',').map(Number)) {
    const name = `stored${size}`;
    await server.sql(`CREATE DATABASE ${name}`);
    const url = server.url(name);
    const first = await openPostgres(url);
    for (let turn = 0; turn < 3; turn += 1) await storedTurn(first, 'model', `m${turn}`);
    await first.close();
    await fill(url, size);
    const began = performance.now();
    const store = await openPostgres(url);
    await store.openWork();
    const opened = performance.now() - began;
    const millis: number[] = [];
    for (let turn = 0; turn < 1500; turn += 1) {
      const started = performance.now();
      // Conversations from all over the place, as customers come back.
      await storedTurn(store, `copy-${1 + ((turn * 7919) % size)}`, `t${turn}`);
      if (turn >= 300) millis.push(performance.now() - started);
    }
    await store.close();
    const median = percentile(
      millis.sort((a, b) => a - b),
      0.5,
    );
    base ||= median;
    opening ||= opened;
    console.log(
      `${String(size).padStart(9)} conversations   p50 ${median.toFixed(2)} ms (${(median / base).toFixed(2)}×)   p99 ${percentile(millis, 0.99).toFixed(1)} ms   opened in ${opened.toFixed(0)} ms (${(opened / opening).toFixed(2)}×)`,
    );
    await server.sql(`DROP DATABASE ${name} WITH (FORCE)`);
  }
}

async function memory(server: PostgresServer): Promise<void> {
  const secret = 'a-secret-for-benchmarks';
  const sockets = 1000;
  await server.sql('CREATE DATABASE memory');
  const folder = temporaryFolder('memory');
  const settings = {
    DIRECT_LINE_SECRET: secret,
    RATE_LIMITS: 'off',
    LOG_LEVEL: 'silent',
    STAFF_ADMIN_PASSWORD: 'a password for benchmarks',
    DATA_DIR: folder.path,
  };
  console.log(`\n${sockets} conversations with an open socket each, after one question:`);
  for (const [name, more] of [
    ['embedded store', { DATABASE_URL: '' }],
    ['PostgreSQL', { DATABASE_URL: server.url('memory') }],
  ] as const) {
    const service: Running = await startProcess('dist/service/main.js', { ...settings, ...more }, '/readyz');
    const line = await openConnection(service.port);
    const before = service.residentMb();
    const clients = await openDirectLine(service.port, secret, sockets);
    for (const [turn, client] of clients.entries()) await client.ask(line, 'Guten Tag', turn);
    const after = service.residentMb();
    console.log(
      `${name.padEnd(20)} started in ${service.readyMs.toFixed(0)} ms   ${before.toFixed(0)} MB → ${after.toFixed(0)} MB: ${(((after - before) * 1024) / sockets).toFixed(0)} kB for each`,
    );
    for (const client of clients) client.close();
    line.close();
    await service.stop();
  }
  folder.remove();
}

if (values.child !== undefined) {
  const store = await openPostgres(values.child);
  const millis = await drive(store, values.number);
  await store.close();
  process.send?.(millis, () => process.exit(0));
} else {
  const server = await startPostgres({ settings: { shared_buffers: '256MB', max_wal_size: '2GB' } });
  try {
    if (values.part.includes('throughput')) await throughput(server);
    if (values.part.includes('stored')) await stored(server);
    if (values.part.includes('memory')) await memory(server);
  } finally {
    await server.remove();
  }
}
