import { describe, expect, test } from '@jest/globals';
import { createFlusher, type FlusherOptions } from '../../../src/storage/lowdb/flusher.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { fault } from './faulty-segment.ts';

/** Lets everything happen that needs no time. */
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
};

function setUp(more: Partial<FlusherOptions> = {}) {
  const clock = createManualClock();
  const written: string[] = [];
  const safe: number[] = [];
  const failed: unknown[] = [];
  let pressure = 0;
  const flusher = createFlusher({
    clock,
    write: (key) => Promise.resolve(void written.push(key)),
    settle: () => Promise.resolve(),
    safe: (position) => Promise.resolve(void safe.push(position)),
    pressure: () => pressure,
    failed: (error) => failed.push(error),
    limit: 100,
    maxAge: 1000,
    ...more,
  });
  return { clock, written, safe, failed, flusher, press: (value: number) => (pressure = value) };
}

describe('a flusher', () => {
  test('writes nothing while nothing presses, and each document once when it is old enough', async () => {
    const { flusher, written, safe, clock } = setUp();
    for (let position = 1; position <= 10; position += 1) flusher.mark(position % 2 === 0 ? 'a' : 'b', position);
    clock.advance(999);
    await settle();
    expect(written).toEqual([]);
    clock.advance(1);
    await settle();
    expect(written).toEqual(['b', 'a']);
    expect(safe).toEqual([Infinity]);
    expect(flusher.figures).toMatchObject({ unwritten: 0, written: 2 });
  });

  test('writes the oldest first when the journal presses, and says which records are safe', async () => {
    const { flusher, written, safe, press } = setUp();
    for (let position = 1; position <= 20; position += 1) flusher.mark(`d${position}`, position);
    press(0.9);
    flusher.wake();
    flusher.mark('late', 21);
    await settle();
    expect(written.slice(0, 3)).toEqual(['d1', 'd2', 'd3']);
    expect(safe[0]).toBeGreaterThan(20);
  });

  test('is full at its limit and no longer when documents were written', async () => {
    const { flusher } = setUp({ limit: 10, write: () => new Promise(() => undefined) });
    for (let position = 1; position <= 10; position += 1) flusher.mark(`d${position}`, position);
    expect(flusher.figures.full).toBe(true);
    const other = setUp({ limit: 10 });
    for (let position = 1; position <= 10; position += 1) other.flusher.mark(`d${position}`, position);
    other.flusher.wake();
    await settle();
    expect(other.flusher.figures).toMatchObject({ full: false, unwritten: 0 });
  });

  test('a document that changes while it is written is written again, and its new record is not safe before', async () => {
    let finish = (): void => undefined;
    const slow = setUp({ write: () => new Promise((resolve) => (finish = () => resolve())) });
    slow.flusher.mark('a', 1);
    slow.clock.advance(1000);
    await settle();
    slow.flusher.mark('a', 2);
    expect(slow.flusher.isDirty('a')).toBe(true);
    finish();
    await settle();
    expect(slow.safe).toEqual([2]);
    expect(slow.flusher.isDirty('a')).toBe(true);
  });

  test('what cannot be written is kept, reported, tried again later and later, and reported when it works', async () => {
    let broken = true;
    const tries: number[] = [];
    const { flusher, clock, safe, failed } = setUp({
      write: () => {
        tries.push(clock.now());
        return broken ? Promise.reject(fault('ENOSPC')) : Promise.resolve();
      },
    });
    flusher.mark('a', 1);
    clock.advance(1000);
    await settle();
    for (let second = 0; second < 60; second += 1) {
      clock.advance(1000);
      await settle();
    }
    const gaps = tries.slice(1).map((time, index) => time - tries[index]!);
    expect(gaps.length).toBeGreaterThan(5);
    expect(gaps).toEqual([...gaps].sort((a, b) => a - b));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(11_000);
    expect(safe).toEqual([]);
    expect(flusher.figures).toMatchObject({ unwritten: 1, failure: { code: 'ENOSPC' } });
    broken = false;
    clock.advance(11_000);
    await settle();
    expect(flusher.figures).toMatchObject({ unwritten: 0, failure: null });
    expect(failed.at(-1)).toBeNull();
    expect(safe).toEqual([Infinity]);
  });

  test('nothing is safe before the folders are synced', async () => {
    const { flusher, clock, safe } = setUp({ settle: () => Promise.reject(fault('EIO')) });
    flusher.mark('a', 1);
    clock.advance(1000);
    await settle();
    expect(safe).toEqual([]);
    expect(flusher.isDirty('a')).toBe(true);
  });

  test('draining writes everything at once, or says that it could not', async () => {
    const good = setUp();
    for (let position = 1; position <= 1500; position += 1) good.flusher.mark(`d${position}`, position);
    expect(await good.flusher.drain()).toBe(true);
    expect(good.written).toHaveLength(1500);
    const bad = setUp({ write: () => Promise.reject(fault('EROFS')) });
    bad.flusher.mark('a', 1);
    expect(await bad.flusher.drain()).toBe(false);
    expect(bad.flusher.isDirty('a')).toBe(true);
  });
});
