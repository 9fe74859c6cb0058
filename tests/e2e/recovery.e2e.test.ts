import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { readHeader } from '../../src/storage/lowdb/segment.ts';
import { encodeLines, linesOf } from '../../src/storage/lowdb/line.ts';
import { check } from '../crash/checker.ts';
import { logName, say } from '../support/bot-framework-customer.ts';
import { readConversations } from '../support/data-folder.ts';
import { prepareService, type Service } from '../support/service.ts';
import type { Sent } from '../crash/story.ts';

let service: Service;
let sent: Sent[];

beforeEach(async () => {
  service = await prepareService();
  sent = [];
  await service.start();
}, 120_000);
afterEach(() => service.remove());

/** Writes messages, each of which must be answered. */
async function talk(...names: readonly string[]): Promise<void> {
  for (const name of names) {
    const { status, replies } = await say(service, 'one', name, `Guten Tag (${name})`);
    expect([name, status]).toEqual([name, 200]);
    sent.push({
      key: name,
      text: `Guten Tag (${name})`,
      round: sent.length + 1,
      acknowledged: true,
      ids: [],
      answers: [replies],
    });
  }
}

/** Ends the service and compares all that was answered with what is stored. */
async function expectAllKept(): Promise<void> {
  expect(await service.stop()).toBe(0);
  const stored = (await readConversations(service.dataDir, [logName('one')])).get(logName('one'));
  const story = {
    conversationId: logName('one'),
    channel: 'expectReplies',
    sent,
    readings: [],
    pushed: [],
    staffSaid: [],
  } as const;
  expect(stored === undefined ? ['the conversation is lost'] : check(story, stored)).toEqual([]);
}

const journal = (): string => join(service.dataDir, 'journal');
const newestSegment = (): string => join(journal(), readdirSync(journal()).sort().at(-1) ?? '');

/** Writes behind the journal's last line, over the room that is reserved there. */
function writeBehind(bytes: Buffer): void {
  const path = newestSegment();
  const before = readFileSync(path);
  const end = before.lastIndexOf(10) + 1;
  writeFileSync(path, Buffer.concat([before.subarray(0, end), bytes, before.subarray(end + bytes.length)]));
}

/** A record such as the next write would begin with. */
function nextLine(): Buffer {
  const lines = [...linesOf(readFileSync(newestSegment()))].flatMap(({ line }) => line ?? []);
  const last = lines.at(-1);
  const isHeader = last !== undefined && readHeader(last.payload) !== null;
  return encodeLines(['{"id":"one","entries":[{"seq":99}]}'], (last?.position ?? 0) + (isHeader ? 0 : 1));
}

test.each([1, 12, 40])(
  'a journal whose last line was cut off after %i bytes',
  async (length) => {
    await talk('a', 'b');
    await service.kill();
    writeBehind(nextLine().subarray(0, length));
    await service.start();
    await talk('c');
    await service.kill();
    await service.start();
    await talk('d');
    await expectAllKept();
  },
  120_000,
);

test('documents that are older than the journal', async () => {
  await talk('a', 'b');
  expect(await service.stop()).toBe(0);
  const old = mkdtempSync(join(tmpdir(), 'schalter-old-'));
  cpSync(join(service.dataDir, 'conversations'), old, { recursive: true });
  await service.start();
  await talk('c', 'd');
  await service.kill();
  cpSync(old, join(service.dataDir, 'conversations'), { recursive: true });
  rmSync(old, { recursive: true });
  await service.start();
  await talk('e');
  await expectAllKept();
}, 120_000);

test('documents that are newer than the journal', async () => {
  await talk('a', 'b');
  await service.kill();
  const old = mkdtempSync(join(tmpdir(), 'schalter-old-'));
  cpSync(journal(), old, { recursive: true });
  await service.start();
  await talk('c', 'd');
  expect(await service.stop()).toBe(0);
  rmSync(journal(), { recursive: true });
  cpSync(old, journal(), { recursive: true });
  rmSync(old, { recursive: true });
  await service.start();
  await talk('e');
  await service.kill();
  await service.start();
  await talk('f');
  await expectAllKept();
}, 120_000);

test('a journal that is damaged among its acknowledged records is refused, naming the file', async () => {
  await talk('a', 'b', 'c');
  await service.kill();
  const path = newestSegment();
  const bytes = readFileSync(path);
  const at = bytes.indexOf('Guten Tag');
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(path, bytes);
  service.spawn();
  expect(await service.ended()).toBe(1);
  const said = service.lines.join('\n');
  expect(said).toContain(path);
  expect(said).not.toContain('Guten Tag');
  expect(said).not.toMatch(/^\s+at /m);
}, 120_000);

test('documents without their journal are refused, naming the folder', async () => {
  await talk('a');
  expect(await service.stop()).toBe(0);
  rmSync(journal(), { recursive: true });
  service.spawn();
  expect(await service.ended()).toBe(1);
  expect(service.lines.join('\n')).toContain(journal());
}, 120_000);
