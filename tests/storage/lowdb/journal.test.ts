import { readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createJournal, type Gate, type JournalOptions } from '../../../src/storage/lowdb/journal.ts';
import { readJournal } from '../../../src/storage/lowdb/journal-reader.ts';
import { freshFolder } from './folder.ts';
import { faultySegments } from './faulty-segment.ts';

const small = { segmentBytes: 4096, reserveBytes: 512 };

function openAgain(folder: string, more: Partial<JournalOptions> = {}) {
  const records: string[] = [];
  const end = readJournal(folder, (_position, payload) => records.push(payload));
  return { journal: createJournal({ folder, end, ...small, ...more }), records, end };
}

function read(folder: string): string[] {
  const records: string[] = [];
  readJournal(folder, (_position, payload) => records.push(payload));
  return records;
}

const record = (text: string): string => JSON.stringify({ text });
const itself = (position: number): number => position;
const newest = (folder: string): string => join(folder, readdirSync(folder).sort().at(-1)!);

describe('a journal', () => {
  test('numbers records from 1 and gives them back in order after a restart', async () => {
    const folder = freshFolder();
    const { journal } = openAgain(folder);
    const positions = await Promise.all(['a', 'ü €', '💶\u0000'].map((text) => journal.append(record(text), itself)));
    await journal.close();
    expect(positions).toEqual([1, 2, 3]);
    const again = openAgain(folder);
    expect(again.records.map((line) => (JSON.parse(line) as { text: string }).text)).toEqual(['a', 'ü €', '💶\u0000']);
    expect(await again.journal.append(record('d'), itself)).toBe(4);
    await again.journal.close();
    expect(read(folder)).toHaveLength(4);
  });

  test('writes all records that arrive while the disk is busy at once', async () => {
    const folder = freshFolder();
    const faults = faultySegments();
    const { journal } = openAgain(folder, { open: faults.open });
    let free = (): void => undefined;
    faults.hold = new Promise((resolve) => (free = resolve));
    const first = journal.append(record('first'), itself);
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    const others = Array.from({ length: 50 }, (_, index) => journal.append(record(`other ${index}`), itself));
    free();
    await Promise.all([first, ...others]);
    // The segment's header, the first record, all others.
    expect(faults.writes).toHaveLength(3);
    await journal.close();
    expect(read(folder)).toHaveLength(51);
  });

  test('applies records in the order of the journal before anybody is told', async () => {
    const { journal } = openAgain(freshFolder());
    const applied: number[] = [];
    const told: number[] = [];
    await Promise.all(
      [1, 2, 3].map(async (number) => {
        await journal.append(record('x'), () => applied.push(number));
        expect(applied).toContain(number);
        told.push(number);
      }),
    );
    expect(applied).toEqual([1, 2, 3]);
    expect(told).toEqual([1, 2, 3]);
    await journal.close();
  });

  test('goes on in a new segment when one is full and lets go of the old ones when told', async () => {
    const folder = freshFolder();
    const { journal } = openAgain(folder);
    for (let index = 0; index < 40; index += 1) await journal.append(record('x'.repeat(500)), itself);
    expect(readdirSync(folder).length).toBeGreaterThan(3);
    const before = journal.figures.liveBytes;
    await journal.release(20);
    expect(journal.figures.liveBytes).toBeLessThan(before);
    await journal.close();
    const positions: number[] = [];
    readJournal(folder, (position) => positions.push(position));
    expect(positions[0]).toBeGreaterThan(1);
    expect(positions[0]).toBeLessThanOrEqual(20);
    expect(positions.at(-1)).toBe(40);
  });

  test('never gives a position twice, even when everything was let go', async () => {
    const folder = freshFolder();
    const first = openAgain(folder);
    for (let index = 0; index < 5; index += 1) await first.journal.append(record('x'), itself);
    await first.journal.rotate();
    await first.journal.append(record('y'), itself);
    await first.journal.release(6);
    await first.journal.close();
    const second = openAgain(folder);
    expect(second.records).toEqual([record('y')]);
    expect(await second.journal.append(record('z'), itself)).toBe(7);
    await second.journal.close();
  });

  test('jumps ahead where a document knows a higher position', async () => {
    const folder = freshFolder();
    const { journal } = openAgain(folder);
    await journal.append(record('a'), itself);
    journal.advance(100);
    expect(await journal.append(record('b'), itself)).toBe(101);
    await journal.close();
    expect(read(folder)).toEqual([record('a'), record('b')]);
  });

  test('keeps no more than the lines when it is closed, and its files are closed to others', async () => {
    const folder = freshFolder();
    const { journal } = openAgain(folder);
    await journal.append(record('a'), itself);
    expect(statSync(newest(folder)).size).toBe(512);
    await journal.close();
    expect(readFileSync(newest(folder), 'utf8')).toMatch(
      /^[0-9a-f]{8} 1 0 \{"journal":1,"after":0\}\n[0-9a-f]{8} 1 0 /,
    );
    expect(statSync(newest(folder)).mode & 0o077).toBe(0);
  });
});

describe('a full or broken disk', () => {
  for (const code of ['ENOSPC', 'EIO', 'EROFS'])
    test(`${code} rejects the whole batch, and the next write succeeds when there is room again`, async () => {
      const folder = freshFolder();
      const faults = faultySegments();
      const { journal } = openAgain(folder, { open: faults.open });
      await journal.append(record('kept'), itself);
      faults.code = code;
      faults.partial = 60;
      const applied: number[] = [];
      const batch = await Promise.allSettled(
        [1, 2, 3].map((n) => journal.append(record(`lost ${n}`), () => applied.push(n))),
      );
      for (const outcome of batch)
        expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'StorageUnavailable', status: 503 } });
      expect(applied).toEqual([]);
      expect(journal.figures.failure).toMatchObject({ code });
      faults.code = null;
      expect(await journal.append(record('after'), itself)).toBe(2);
      expect(journal.figures.failure).toBeNull();
      await journal.close();
      expect(read(folder)).toEqual([record('kept'), record('after')]);
    });

  test('what a rejected write left behind is not read even where it cannot be removed', async () => {
    const folder = freshFolder();
    const faults = faultySegments();
    const { journal } = openAgain(folder, { open: faults.open });
    await journal.append(record('kept'), itself);
    faults.code = 'EIO';
    faults.partial = 512;
    faults.truncateFails = true;
    await expect(journal.append(record('rejected'), itself)).rejects.toMatchObject({ code: 'StorageUnavailable' });
    faults.code = null;
    await journal.append(record('after'), itself);
    await journal.close();
    expect(read(folder)).toEqual([record('kept'), record('after')]);
  });

  test('failing again and again, from the first write on, leaves a journal that can be read', async () => {
    const folder = freshFolder();
    const faults = faultySegments();
    const { journal } = openAgain(folder, { open: faults.open });
    faults.code = 'ENOSPC';
    for (let index = 0; index < 3; index += 1)
      await expect(journal.append(record('lost'), itself)).rejects.toMatchObject({ code: 'StorageUnavailable' });
    faults.code = null;
    await journal.append(record('a'), itself);
    faults.code = 'ENOSPC';
    await expect(journal.append(record('lost'), itself)).rejects.toBeDefined();
    await journal.close();
    expect(read(folder)).toEqual([record('a')]);
  });
});

describe('back-pressure', () => {
  test('appends wait while the gate is shut and go on when it opens', async () => {
    let gate: Gate = 'wait';
    const { journal } = openAgain(freshFolder(), { gate: () => gate });
    let done = false;
    const waiting = journal.append(record('a'), () => (done = true));
    await new Promise((resolve) => setTimeout(resolve, 5));
    journal.resume();
    expect(done).toBe(false);
    gate = 'open';
    journal.resume();
    expect(await waiting).toBe(true);
    await journal.close();
  });

  test('appends are refused rather than kept waiting where nothing will make room', async () => {
    const { journal } = openAgain(freshFolder(), { gate: () => 'refuse' });
    await expect(journal.append(record('a'), itself)).rejects.toMatchObject({ code: 'StorageUnavailable' });
    await journal.close();
  });

  test('closing refuses what waits and what comes later', async () => {
    const { journal } = openAgain(freshFolder(), { gate: () => 'wait' });
    const waiting = journal.append(record('a'), itself);
    const refused = expect(waiting).rejects.toMatchObject({ code: 'StorageUnavailable' });
    await journal.close();
    await refused;
    await expect(journal.append(record('b'), itself)).rejects.toMatchObject({ code: 'Stopping' });
  });
});

describe('a journal that was cut off or damaged', () => {
  async function written(writes: readonly (readonly string[])[]): Promise<string> {
    const folder = freshFolder();
    const { journal } = openAgain(folder, { segmentBytes: 1e6 });
    for (const batch of writes) await Promise.all(batch.map((text) => journal.append(record(text), itself)));
    await journal.close();
    return folder;
  }

  test('wherever the last write was cut off, the writes before it are read whole', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ maxLength: 40 }), { minLength: 1, maxLength: 4 }),
        fc.nat(),
        async (last, cut) => {
          const folder = await written([['a', 'b'], ['c'], last]);
          const file = newest(folder);
          const size = statSync(file).size;
          const before = Buffer.from(readFileSync(file)).indexOf(' 4 0 ') - 8;
          truncateSync(file, before + (cut % (size - before)));
          const { journal, records } = openAgain(folder);
          expect(records.slice(0, 3)).toEqual(['a', 'b', 'c'].map(record));
          expect(records.slice(3)).toEqual(last.map(record).slice(0, records.length - 3));
          expect(records.length).toBeLessThan(3 + last.length);
          const position = await journal.append(record('next'), itself);
          expect(position).toBe(records.length + 1);
          await journal.close();
          expect(read(folder)).toEqual([...records, record('next')]);
        },
      ),
      { numRuns: 60, seed: 7 },
    );
  });

  test('a last write whose pages reached the disk out of order is dropped', async () => {
    const folder = await written([['a'], ['b', 'c', 'd']]);
    const bytes = readFileSync(newest(folder));
    bytes.fill(0, bytes.indexOf('"b"'), bytes.indexOf('"c"'));
    writeFileSync(newest(folder), bytes);
    expect(read(folder)).toEqual([record('a')]);
  });

  test('a damaged line among acknowledged writes is refused, naming file and byte', async () => {
    const folder = await written([['a'], ['b'], ['c']]);
    const bytes = readFileSync(newest(folder));
    const at = bytes.indexOf('"b"');
    bytes[at + 1] = 0x7a;
    writeFileSync(newest(folder), bytes);
    const line = bytes.lastIndexOf(10, at) + 1;
    const refuse = (): unknown => read(folder);
    expect(refuse).toThrow(expect.objectContaining({ code: 'DataDamaged' }));
    expect(refuse).toThrow(newest(folder));
    expect(refuse).toThrow(`byte ${line} `);
    expect(refuse).not.toThrow('"z"');
  });

  test('a segment that is missing or cut short in the middle is refused', async () => {
    const folder = freshFolder();
    const { journal } = openAgain(folder);
    for (let index = 0; index < 30; index += 1) await journal.append(record('x'.repeat(500)), itself);
    await journal.close();
    const [, second] = readdirSync(folder).sort();
    const bytes = readFileSync(join(folder, second!));
    truncateSync(join(folder, second!), bytes.length - 600);
    expect(() => read(folder)).toThrow(second);
    truncateSync(join(folder, second!), 0);
    expect(() => read(folder)).toThrow(expect.objectContaining({ code: 'DataDamaged' }));
  });
});
