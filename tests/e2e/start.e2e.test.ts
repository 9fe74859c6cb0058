import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { logName, say } from '../support/bot-framework-customer.ts';
import { readConversations } from '../support/data-folder.ts';
import { mountMemory } from '../support/mount.ts';
import { pause, prepareService, startService, type Service, type ServiceOptions } from '../support/service.ts';

const open: Service[] = [];
const later: (() => void)[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((service) => service.remove()));
  for (const run of later.splice(0)) run();
});

const prepared = async (options?: ServiceOptions): Promise<Service> => {
  const service = await prepareService(options);
  open.push(service);
  return service;
};
const started = async (options?: ServiceOptions): Promise<Service> => {
  const service = await startService(options);
  open.push(service);
  return service;
};

/** Starts a service that cannot start; returns what it said. */
async function refused(service: Service): Promise<string> {
  service.spawn();
  expect(await service.ended()).toBe(1);
  const said = service.lines.join('\n');
  expect(said).not.toMatch(/^\s+at |Error:/m);
  return said;
}

describe('a service that cannot start says why and ends with 1', () => {
  test('wrong settings: each is named, none is repeated', async () => {
    const env = {
      PORT: 'abc',
      PUBLIC_URL: 'ftp://host.example',
      DIRECT_LINE_SECRET: 'too-short',
      RATE_LIMITS: 'perhaps',
    };
    const said = await refused(await prepared({ env }));
    for (const [name, value] of Object.entries(env)) {
      expect(said).toContain(`${name} wants`);
      expect(said).not.toContain(value);
    }
  }, 60_000);

  test('the port is taken', async () => {
    const first = await started();
    const second = await prepared({ env: { PORT: String(first.port) } });
    expect(await refused(second)).toContain(`Port ${first.port} is taken`);
    expect((await say(first, 'one', 'a', 'Hallo')).status).toBe(200);
  }, 120_000);

  test('another process owns the data folder', async () => {
    const first = await started();
    const second = await prepared({ dataDir: first.dataDir });
    const said = await refused(second);
    expect(said).toContain('Another process owns the data folder');
    expect(said).toContain(first.dataDir);
    expect((await say(first, 'one', 'a', 'Hallo')).status).toBe(200);
    await first.kill();
    await second.start();
    expect((await say(second, 'one', 'b', 'Hallo')).status).toBe(200);
  }, 120_000);

  test('the data folder cannot be made', async () => {
    const service = await prepared({ dataDir: join('/dev/null', 'data') });
    expect(await refused(service)).toContain('/dev/null/data');
  }, 60_000);

  test.each(['new', 'used'])(
    'the %s data folder is read-only',
    async (kind) => {
      const mount = mountMemory(16);
      if (mount === null) {
        mayNotSkip();
        return;
      }
      later.push(() => mount.remove());
      if (kind === 'used') {
        const before = await started({ dataDir: mount.path });
        expect((await say(before, 'one', 'a', 'Hallo')).status).toBe(200);
        expect(await before.stop()).toBe(0);
      }
      const service = await prepared({ dataDir: mount.path });
      mount.makeReadOnly();
      const said = await refused(service);
      expect(said).toContain(mount.path);
      expect(said).toMatch(/EROFS|read-only/);
    },
    120_000,
  );
});

/** Where this user may not mount there is nothing to see; CI runs as one who may. */
function mayNotSkip(): void {
  process.stdout.write('Skipped: a read-only and a full disk, because this user may not mount one.\n');
  expect(process.env['CI']).not.toBe('true');
}

describe('a service that is told to end', () => {
  test('finishes running turns and takes nothing new', async () => {
    const service = await started();
    const count = 60;
    const answers = Array.from({ length: count }, (_, index) => say(service, `c${index}`, 'a', 'Wo ist meine Karte?'));
    await Promise.race(answers);
    expect(await service.stop()).toBe(0);
    const done = await Promise.all(answers);
    const kept = await readConversations(
      service.dataDir,
      done.map((_, index) => logName(`c${index}`)),
    );
    for (const [index, { status, replies }] of done.entries()) {
      const stored = kept.get(logName(`c${index}`));
      // Either it was taken, and then answered, or it was not taken at all.
      expect({ index, status, kept: stored !== undefined }).toEqual({
        index,
        status: stored === undefined ? status : 200,
        kept: stored !== undefined,
      });
      if (stored === undefined) expect([0, 503]).toContain(status);
      else {
        expect(replies.length).toBeGreaterThan(0);
        expect(stored.head.cursor).toBe(stored.head.lastInput);
      }
    }
    expect(kept.size).toBeGreaterThan(0);
    expect(service.lines.at(-1)).toContain('the service has stopped');
  }, 120_000);

  test('ends at once when nobody is there, and a second signal changes nothing', async () => {
    const service = await started();
    void service.stop();
    await pause(5);
    expect(await service.stop()).toBe(0);
  }, 120_000);

  test('leaves a data folder that can be moved', async () => {
    const service = await started();
    await say(service, 'one', 'a', 'Guten Tag');
    expect(await service.stop()).toBe(0);
    const other = mkdtempSync(join(tmpdir(), 'schalter-moved-'));
    later.push(() => rmSync(other, { recursive: true, force: true }));
    cpSync(service.dataDir, other, { recursive: true });
    const moved = await started({ dataDir: other });
    expect((await say(moved, 'one', 'a', 'Guten Tag')).replies.length).toBeGreaterThan(0);
  }, 120_000);
});
