// The embedded store by itself: what a turn and a start cost with few and with many conversations stored, and what
// writing documents behind the journal costs beside the turns.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { systemClock } from '../src/platform/clock.ts';
import type { Store } from '../src/conversation/store.ts';
import { layoutOf } from '../src/storage/lowdb/layout.ts';
import type { StoreLimits } from '../src/storage/lowdb/limits.ts';
import { createLowdbStore } from '../src/storage/lowdb/store.ts';
import { percentile, seeded } from './support/figures.ts';
import { temporaryFolder } from './support/process.ts';
import { storedTurn, bareTurn } from './support/stored-turn.ts';

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '100,10000,100000' },
    rounds: { type: 'string', default: '7' },
    turns: { type: 'string', default: '3000' },
    seconds: { type: 'string', default: '20' },
    rate: { type: 'string', default: '4500' },
  },
});
const sizes = values.sizes.split(',').map(Number);
const rounds = Number(values.rounds);
const turnsPerRound = Number(values.turns);
const seconds = Number(values.seconds);
const rate = Number(values.rate);
const sideBySide = 50;
/** Conversations that are written to, the same number whatever is stored. */
const active = 100;

const silent = { debug: () => undefined, info: () => undefined, warn: console.warn, error: console.error };
const open = (folder: string, limits: Partial<StoreLimits> = {}): Promise<Store> =>
  createLowdbStore({ folder, clock: systemClock, log: silent, limits });
const name = (index: number): string => `conversation-${String(index).padStart(7, '0')}`;
const median = (numbers: readonly number[]): number =>
  percentile(
    [...numbers].sort((a, b) => a - b),
    0.5,
  );

/** Fills a folder: the active conversations through the store, the rest as copies of one of their documents. */
async function fill(folder: string, size: number): Promise<void> {
  const store = await open(folder);
  for (let index = 0; index < active; index += 1)
    for (let turn = 0; turn < 5; turn += 1) await storedTurn(store, name(index), `fill-${turn}`);
  await store.close();
  const layout = layoutOf(folder);
  const document = readFileSync(layout.conversation(name(0)), 'utf8');
  for (let index = active; index < size; index += 1) {
    const path = layout.conversation(name(index));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, document.replaceAll(name(0), name(index)));
  }
}

interface Cost {
  /** Microseconds of processor time, all threads. */
  readonly cpu: number;
  readonly perSecond: number;
}

async function cost(count: number, pick: (turn: number) => string, store: Store, label: string): Promise<Cost> {
  const before = process.cpuUsage();
  const began = performance.now();
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) {
      next += 1;
      await storedTurn(store, pick(next), `${label}-${next}`);
    }
  };
  await Promise.all(Array.from({ length: sideBySide }, worker));
  const { user, system } = process.cpuUsage(before);
  return { cpu: (user + system) / count, perSecond: (count / (performance.now() - began)) * 1000 };
}

async function bySize(): Promise<void> {
  const folders = sizes.map((size) => ({ size, ...temporaryFolder('bench') }));
  for (const { path, size } of folders) await fill(path, size);
  const starts = new Map(sizes.map((size) => [size, [] as number[]]));
  const turns = new Map(sizes.map((size) => [size, [] as Cost[]]));
  const cold = new Map(sizes.map((size) => [size, [] as Cost[]]));
  // One round after another over all sizes, each time from another one on, so that whatever else the machine does
  // (and what the disk still has to do for the one before) hits all alike.
  for (let round = 0; round <= rounds; round += 1)
    for (const { size, path } of [
      ...folders.slice(round % folders.length),
      ...folders.slice(0, round % folders.length),
    ]) {
      const began = performance.now();
      const store = await open(path);
      const start = performance.now() - began;
      const warm = await cost(turnsPerRound, (turn) => name(turn % active), store, `w${round}`);
      const random = seeded(round);
      const all = await cost(500, () => name(Math.floor(random() * size)), store, `c${round}`);
      await store.close();
      // The first round warms up.
      if (round === 0) continue;
      starts.get(size)?.push(start);
      turns.get(size)?.push(warm);
      cold.get(size)?.push(all);
    }
  for (const folder of folders) folder.remove();
  const bare = bareTurn(turnsPerRound * 3);
  console.log(`floor: the two records of a turn as JSON, nothing else: ${bare.toFixed(0)} µs`);
  console.log('stored      start ms   turn µs CPU   turns/s   turn on a conversation not in memory, µs CPU');
  for (const size of sizes) {
    const cells = [
      median(starts.get(size) ?? [])
        .toFixed(1)
        .padStart(8),
      median((turns.get(size) ?? []).map((one) => one.cpu))
        .toFixed(0)
        .padStart(13),
      median((turns.get(size) ?? []).map((one) => one.perSecond))
        .toFixed(0)
        .padStart(9),
      median((cold.get(size) ?? []).map((one) => one.cpu))
        .toFixed(0)
        .padStart(10),
    ];
    console.log(`${String(size).padEnd(10)}  ${cells.join(' ')}`);
  }
  const spread = (numbers: readonly number[]): string => (Math.max(...numbers) / Math.min(...numbers)).toFixed(2);
  console.log(`start: ${spread(sizes.map((size) => median(starts.get(size) ?? [])))}× from least to most (aim 1.2×)`);
  const costs = sizes.map((size) => median((turns.get(size) ?? []).map((one) => one.cpu)));
  console.log(`turn: ${spread(costs)}× from least to most (aim 1.2×)`);
}

/** Nanoseconds that this thread, the one that runs the turns, was on a processor; Linux only, else NaN. */
function mainThread(): number {
  try {
    return Number(readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ')[0]);
  } catch {
    return Number.NaN;
  }
}

interface Share {
  /** Cores, all threads. */
  readonly all: number;
  /** Cores, the thread that runs the turns. */
  readonly main: number;
  readonly perSecond: number;
}

/** Turns at a fixed rate on 20,000 conversations. */
async function load(limits: Partial<StoreLimits>): Promise<Share> {
  const folder = temporaryFolder('bench');
  const store = await open(folder.path, limits);
  const random = seeded(1);
  const settle = 8;
  const began = performance.now();
  let next = 0;
  let done = 0;
  let before = { cpu: process.cpuUsage(), main: mainThread(), done: 0 };
  const end = began + (settle + seconds) * 1000;
  const worker = async (): Promise<void> => {
    while (performance.now() < end) {
      next += 1;
      const early = began + (next / rate) * 1000 - performance.now();
      if (early > 1) await new Promise((resolve) => setTimeout(resolve, early));
      await storedTurn(store, name(Math.floor(random() * 20_000)), `l-${next}`);
      done += 1;
    }
  };
  const timer = setTimeout(() => {
    before = { cpu: process.cpuUsage(), main: mainThread(), done };
  }, settle * 1000);
  await Promise.all(Array.from({ length: sideBySide }, worker));
  clearTimeout(timer);
  const { user, system } = process.cpuUsage(before.cpu);
  const figures = {
    all: (user + system) / 1e6 / seconds,
    main: (mainThread() - before.main) / 1e9 / seconds,
    perSecond: (done - before.done) / seconds,
  };
  await store.close();
  folder.remove();
  return figures;
}

async function writeBehind(): Promise<void> {
  const huge = { journalBytes: 1e12, unwritten: 1e9, documentAge: 1e9 };
  const without = await load(huge);
  const with_ = await load({});
  const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;
  console.log(`\n20,000 conversations, ${rate} turns a second asked for, ${seconds} s after a start of 8 s`);
  for (const [label, one] of [
    ['journal only', without],
    ['with documents', with_],
  ] as const)
    console.log(
      `${label.padEnd(15)} ${one.perSecond.toFixed(0)} turns/s, ${percent(one.all)} of a core, of it the turns' own thread ${percent(one.main)}`,
    );
  // Where the machine gives less than was asked for, the cost of a turn still compares.
  const extra = (part: 'all' | 'main'): number => with_[part] / with_.perSecond - without[part] / without.perSecond;
  for (const [part, label] of [
    ['main', "the turns' own thread"],
    ['all', 'all threads'],
  ] as const)
    console.log(
      `documents cost ${label}: ${(extra(part) * 1e6).toFixed(0)} µs a turn, ${percent(extra(part) * rate)} of a core at that rate (aim 25 %)`,
    );
}

await bySize();
if (seconds > 0) await writeBehind();
