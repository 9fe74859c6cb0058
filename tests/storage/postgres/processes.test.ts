import { expect, test } from '@jest/globals';
import pg from 'pg';
import type { Entry } from '../../../src/conversation/entry.ts';
import { createConversationLog } from '../../../src/conversation/log.ts';
import type { Store } from '../../../src/conversation/store.ts';
import type { Turn } from '../../../src/conversation/turn.ts';
import { createTurnRunner } from '../../../src/conversation/turn-runner.ts';
import type { Clock } from '../../../src/platform/clock.ts';
import type { Counts } from '../../../src/platform/counts.ts';
import { systemClock } from '../../../src/platform/clock.ts';
import { createPostgresStore, type PostgresStoreOptions } from '../../../src/storage/postgres/store.ts';
import { breathe } from '../../support/breathe.ts';
import { openDatabaseProxy } from '../../support/database-proxy.ts';
import { createLogSpy } from '../../support/log-spy.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { withPostgres } from '../../support/postgres.ts';
import { begin, botSays, customerSays } from '../conformance.ts';

/** What a process does by itself, beside the turns. */
const beside: ReadonlySet<string> = new Set(['notify', 'look', 'heartbeat', 'renew']);

withPostgres('Several processes on one database', (databases) => {
  const opened: Store[] = [];
  const open = async (url: string, options: Partial<PostgresStoreOptions> = {}): Promise<Store> => {
    const store = await createPostgresStore({ url, clock: systemClock, log: createLogSpy(), ...options });
    opened.push(store);
    return store;
  };
  const story = (tell: (url: string) => Promise<void>) => async () => {
    try {
      await tell(await databases.fresh());
    } finally {
      for (const store of opened.splice(0)) await store.close();
    }
  };
  const texts = (entries: readonly Entry[]): readonly unknown[] => entries.map(({ activity }) => activity.text);
  const write = (store: Store, text: string, key?: string): Promise<unknown> =>
    store.write('c', key === undefined ? {} : { keys: [key] }, (view) => ({
      ...(view.head === null && { begin }),
      entries: key !== undefined && view.seen(key) !== undefined ? [] : [customerSays(text, key)],
      result: undefined,
    }));
  /** A bot that says what it was told. */
  const openBot = (store: Store, clock: Clock = systemClock, handled: (turn: Turn) => void = () => undefined) => {
    const outcome = (turn: Turn) => {
      const spoken = turn.inputs.map(({ activity }) => botSays(`echo ${activity.text ?? ''}`));
      return { spoken: () => ({ entries: spoken }), silent: () => ({}), record: {} };
    };
    const handle = (turn: Turn) => {
      handled(turn);
      return Promise.resolve(outcome(turn));
    };
    const runner = createTurnRunner({ store, clock, log: createLogSpy(), handler: { handle, giveUp: outcome } });
    const log = createConversationLog(store, (activity) => ({ activity }));
    const receive = (text: string, key: string) =>
      log.receive({
        conversationId: 'c',
        channel: 'test',
        customer: { id: 'k' },
        reference: null,
        activity: { type: 'message', text },
        key,
      });
    return { runner, receive };
  };

  test(
    'a turn takes at most six statements, wherever the conversation was last',
    story(async (url) => {
      const counted: string[] = [];
      const observe = (name: string): void => {
        if (!beside.has(name)) counted.push(name);
      };
      const [one, two] = [await open(url, { observe }), await open(url, { observe })];
      const turn = async (store: Store, text: string): Promise<number> => {
        const { runner, receive } = openBot(store);
        counted.length = 0;
        const { seq } = await receive(text, text);
        await runner.answered('c', seq);
        await runner.stop();
        // What waits for the answer looks at the head, which no channel with a socket does; it reads the entries.
        const looked = counted.filter((name) => name === 'head').length;
        await store.entries('c', { after: seq, audience: 'customer' });
        return counted.length - looked;
      };
      expect(await turn(one, 'eins')).toBeLessThanOrEqual(6);
      expect(await turn(one, 'zwei')).toBeLessThanOrEqual(5);
      expect(await turn(two, 'drei')).toBeLessThanOrEqual(6);
      expect(await turn(one, 'vier')).toBeLessThanOrEqual(7);
      expect(texts(await one.entries('c', { audience: 'customer' }))).toEqual(
        ['eins', 'zwei', 'drei', 'vier'].flatMap((text) => [text, `echo ${text}`]),
      );
    }),
  );

  test(
    'two processes that take the same turn answer once',
    story(async (url) => {
      const stores = await Promise.all([open(url), open(url), open(url)]);
      const bots = stores.map((store) => openBot(store));
      for (let round = 0; round < 20; round += 1) {
        const { seq } = await bots[round % 3]!.receive(`m${round}`, `m${round}`);
        for (const { runner } of bots) runner.wake('c');
        await bots[(round + 1) % 3]!.runner.answered('c', seq);
      }
      for (const { runner } of bots) await runner.stop();
      const said = texts((await stores[0].entries('c')).filter(({ who }) => who === 'bot'));
      expect(said).toEqual(Array.from({ length: 20 }, (_, round) => `echo m${round}`));
    }),
    60_000,
  );

  test(
    'a process that stood still loses its claim, is told so, and changes nothing',
    story(async (url) => {
      const clock = createManualClock();
      const leaseTime = (): number => clock.now();
      const [one, two] = [await open(url, { leaseTime }), await open(url, { leaseTime })];
      await write(one, 'eins');
      const old = await one.claim('c', 'turn', 60_000);
      expect(old).not.toHaveProperty('takenOver');
      expect(await two.claim('c', 'turn', 60_000)).toBeNull();
      // Nobody moves the lease on: it ends long before the minute that the work may take.
      clock.advance(9000);
      const fresh = await two.claim('c', 'turn', 60_000);
      expect(fresh).toMatchObject({ takenOver: true });
      expect(fresh!.number).toBeGreaterThan(old!.number);
      const say = () => ({ entries: [botSays('zu spät')], result: undefined });
      await expect(one.write('c', { fence: old! }, say)).rejects.toMatchObject({ code: 'FenceLost' });
      await two.write('c', { fence: fresh! }, () => ({ entries: [botSays('zur Zeit')], result: undefined }));
      await one.release(old!);
      expect(await one.claim('c', 'turn', 60_000)).toBeNull();
      expect(texts(await two.entries('c'))).toEqual(['eins', 'zur Zeit']);
    }),
  );

  test(
    'times rise strictly however far the clocks of the processes are apart',
    story(async (url) => {
      const [ahead, behind] = [createManualClock(Date.UTC(2026, 10, 30)), createManualClock(Date.UTC(2026, 9, 1))];
      const [one, two] = [await open(url, { clock: ahead }), await open(url, { clock: behind })];
      for (const store of [one, two, one, two, two, one]) await write(store, 'x');
      const times = (await one.entries('c')).map(({ time }) => time);
      expect(times).toHaveLength(6);
      expect([...times].sort((a, b) => a - b)).toEqual(times);
      expect(new Set(times).size).toBe(6);
    }),
  );

  test(
    'what no notification told is found by looking',
    story(async (url) => {
      const proxy = await openDatabaseProxy(url);
      const clock = createManualClock();
      const [deaf, other] = [await open(proxy.url, { clock }), await open(url)];
      proxy.deaf = true;
      await write(deaf, 'eins');
      const heard = new Promise<number>((resolve) => {
        deaf.subscribe(({ lastSeq }) => {
          if (lastSeq >= 2) resolve(lastSeq);
        });
      });
      await write(other, 'zwei');
      // A look may be under way that began before: the next one finds it.
      const looks = setInterval(() => clock.advance(2000), 50);
      expect(await heard).toBe(2);
      clearInterval(looks);
      // What it remembers is no longer the newest, and a write on it is none the worse.
      await write(deaf, 'drei');
      expect(texts(await other.entries('c'))).toEqual(['eins', 'zwei', 'drei']);
      await deaf.close();
      await proxy.close();
    }),
  );

  test.each([
    ['after it was done', true],
    ['before it arrived', false],
  ])('a commit whose connection is cut %s is done once', async (_when, passed) => {
    await story(async (url) => {
      const proxy = await openDatabaseProxy(url);
      const store = await open(proxy.url);
      await write(store, 'eins', 'k1');
      const heard: number[] = [];
      store.subscribe(({ lastSeq }) => heard.push(lastSeq));
      proxy.cutAt('Losungswort', passed);
      await write(store, 'Losungswort', 'k2');
      expect(texts(await store.entries('c'))).toEqual(['eins', 'Losungswort']);
      expect(heard).toContain(2);
      // The next one knows how it ended.
      await write(store, 'drei', 'k2');
      expect((await store.head('c'))?.lastSeq).toBe(2);
      await store.close();
      await proxy.close();
    })();
  });

  test(
    'a beginning whose answer was lost is one conversation',
    story(async (url) => {
      const proxy = await openDatabaseProxy(url);
      const store = await open(proxy.url);
      proxy.cutAt('Losungswort', true);
      await write(store, 'Losungswort', 'k1');
      expect(texts(await store.entries('c'))).toEqual(['Losungswort']);
      await store.close();
      await proxy.close();
    }),
  );

  test(
    'while the database is away nothing is taken, and the store says so until it is back',
    story(async (url) => {
      const proxy = await openDatabaseProxy(url);
      const store = await open(proxy.url);
      await write(store, 'eins');
      proxy.away = true;
      await expect(write(store, 'zwei')).rejects.toMatchObject({ code: 'StorageUnavailable' });
      await expect(store.head('c')).rejects.toMatchObject({ code: 'StorageUnavailable' });
      expect(store.health().writable).toBe(false);
      proxy.away = false;
      while (!store.health().writable) await new Promise((resolve) => setTimeout(resolve, 20));
      await write(store, 'drei');
      expect(texts(await store.entries('c'))).toEqual(['eins', 'drei']);
      await store.close();
      await proxy.close();
    }),
  );

  test(
    'more writes than connections wait for one another and all are done',
    story(async (url) => {
      const store = await open(url, { connections: 2 });
      await Promise.all(
        Array.from({ length: 300 }, (_, index) =>
          store.write(`c${index % 100}`, {}, ({ head }) => ({
            ...(head === null && { begin }),
            entries: [customerSays(`${index}`)],
            result: undefined,
          })),
        ),
      );
      expect((await store.openWork()).length).toBe(100);
      expect((await store.head('c7'))?.lastSeq).toBe(3);
    }),
  );

  test(
    'a transaction that holds a conversation makes a write give up in time, and nothing else',
    story(async (url) => {
      const store = await open(url);
      await write(store, 'eins');
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      await client.query("BEGIN; SELECT 1 FROM conversations WHERE id = 'c' FOR UPDATE");
      await expect(write(store, 'zwei')).rejects.toMatchObject({ code: 'StorageUnavailable' });
      expect(store.health().writable).toBe(true);
      await store.write('d', {}, () => ({ begin, entries: [customerSays('nebenan')], result: undefined }));
      await client.query('ROLLBACK');
      await client.end();
      await write(store, 'drei');
      expect(texts(await store.entries('c'))).toEqual(['eins', 'drei']);
    }),
  );

  test(
    'records that processes write in opposite orders are all written',
    story(async (url) => {
      const [one, two] = [await open(url), await open(url)];
      const keys = Array.from({ length: 40 }, (_, index) => `k${index}`);
      await Promise.all(
        Array.from({ length: 20 }, (_, round) => {
          const order = round % 2 === 0 ? keys : [...keys].reverse();
          const changes = order.map((key) => ({ kind: 'session' as const, key, put: round }));
          return (round % 2 === 0 ? one : two).writeRecords(changes);
        }),
      );
      expect((await one.records('session')).size).toBe(40);
    }),
  );

  test(
    'text that PostgreSQL cannot hold as such comes back as it was',
    story(async (url) => {
      const store = await open(url);
      const odd = ['a\0b', 'half \ud83d', '\u{fdd0}"x"', 'ganz normal'];
      for (const [index, text] of odd.entries()) {
        const receive = () =>
          store.write(`c${text}`, { keys: [text] }, (view) => ({
            ...(view.head === null && { begin }),
            entries: view.seen(text) === undefined ? [customerSays(text, text)] : [],
            head: { state: { text } },
            result: view.seen(text),
          }));
        expect((await receive()).result).toBeUndefined();
        expect((await receive()).result).toBe(1);
        expect(texts(await store.entries(`c${text}`))).toEqual([text]);
        expect((await store.head(`c${text}`))?.state).toEqual({ text });
        await store.writeRecords([
          { kind: 'visitor', key: text, put: { conversationId: `c${text}`, userId: `${index}` } },
        ]);
        expect(await store.record('visitor', text)).toMatchObject({ userId: `${index}` });
      }
      expect((await store.openWork()).map(({ conversationId }) => conversationId).sort()).toEqual(
        odd.map((text) => `c${text}`).sort(),
      );
    }),
  );

  test(
    'entries lie in the partition of their month, and a clock gone mad finds room too',
    story(async (url) => {
      const clock = createManualClock(Date.UTC(2026, 10, 23));
      const store = await open(url, { clock });
      for (const [index, time] of [Date.UTC(2026, 10, 30), Date.UTC(2026, 11, 1), Date.UTC(2099, 0, 1)].entries()) {
        clock.set(time);
        await write(store, `m${index}`);
        await write(store, `n${index}`);
      }
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      const { rows } = await client.query<{ place: string; count: number }>(
        'SELECT tableoid::regclass::text AS place, count(*)::int AS count FROM entries GROUP BY 1 ORDER BY 1',
      );
      await client.end();
      expect(rows).toEqual([
        { place: 'entries_2026_11', count: 2 },
        { place: 'entries_2026_12', count: 2 },
        { place: 'entries_rest', count: 2 },
      ]);
      for (let after = 0; after <= 6; after += 1)
        expect((await store.entries('c', { after })).map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6].slice(after));
      expect((await store.unread('c'))?.inputs).toHaveLength(6);
    }),
  );

  test(
    'a month goes when all that it holds was erased, and not before',
    story(async (url) => {
      const clock = createManualClock(Date.UTC(2026, 5, 15));
      const store = await open(url, { clock });
      const say = (id: string) =>
        store.write(id, {}, ({ head }) => ({
          ...(head === null && { begin }),
          entries: [customerSays('x')],
          result: undefined,
        }));
      await say('c');
      await say('d');
      clock.set(Date.UTC(2026, 8, 15));
      await say('e');
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      const months = async (): Promise<readonly string[]> =>
        (
          await client.query<{ name: string }>(
            "SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'entries'::regclass ORDER BY 1",
          )
        ).rows.map(({ name }) => name);
      const round = async (): Promise<void> => {
        // The hourly round ends with this.
        await client.query("INSERT INTO processes VALUES ('old', now() - interval '2 days')");
        clock.advance(3600_000);
        while ((await client.query("SELECT 1 FROM processes WHERE id = 'old'")).rowCount !== 0) await breathe();
      };
      await store.erase('c');
      await round();
      // July is over, too, and empty; what August would take, somebody may still write.
      expect(await months()).toEqual([
        'entries_2026_06',
        'entries_2026_08',
        'entries_2026_09',
        'entries_2026_10',
        'entries_2026_11',
        'entries_2026_12',
        'entries_rest',
      ]);
      await store.erase('d');
      await round();
      expect((await months())[0]).toBe('entries_2026_08');
      expect(texts(await store.entries('e'))).toEqual(['x']);
      await client.end();
    }),
  );

  test(
    'erasure leaves no word in any table',
    story(async (url) => {
      const store = await open(url);
      await store.write('c', {}, () => ({
        begin: { ...begin, customer: { id: 'dl_1', name: 'Erika Geheim' } },
        entries: [customerSays('Geheim eins', 'Geheim key'), botSays('Geheim zwei')],
        head: { state: { last: 'Geheim' } },
        timers: { set: [{ id: 't', conversationId: 'c', due: 1, name: 'timer.x', value: { text: 'Geheim' } }] },
        records: [{ kind: 'visitor', key: 'Geheim', put: { conversationId: 'c', userId: 'x' } }],
        result: undefined,
      }));
      await store.erase('c');
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      const tables = [
        'conversations',
        'entries',
        'keys',
        'cases',
        'deliveries',
        'timers',
        'records',
        'audit',
        'leases',
      ];
      for (const table of tables) {
        const { rows } = await client.query(`SELECT t::text AS row FROM ${table} t`);
        expect(JSON.stringify(rows)).not.toContain('Geheim');
      }
      await client.end();
    }),
  );

  test(
    'limits count what all processes see, a second later',
    story(async (url) => {
      const clock = createManualClock();
      const stores = [
        await createPostgresStore({ url, clock, log: createLogSpy() }),
        await createPostgresStore({ url, clock, log: createLogSpy() }),
      ] as const;
      opened.push(...stores);
      const limit = { count: 3, seconds: 60 };
      const [here, there] = stores.map(({ counts }) => counts('messages', limit)) as [Counts, Counts];
      for (let count = 0; count < 3; count += 1) expect(await here.take('k')).toBeNull();
      expect(await here.take('k')).toBeGreaterThan(0);
      expect(await there.take('k')).toBeNull();
      // Each tells what it counted; what it is told then is the sum.
      const exchanges = setInterval(() => clock.advance(1000), 20);
      while ((await there.take('k')) === null) await new Promise((resolve) => setTimeout(resolve, 20));
      clearInterval(exchanges);
    }),
  );

  test(
    'a database that a newer version brought further serves this version too',
    story(async (url) => {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      await client.query(
        "INSERT INTO schema_steps (version, name, md5, run_at) VALUES (999, 'later', 'x', now()); ALTER TABLE conversations ADD COLUMN later integer",
      );
      await client.end();
      const store = await open(url);
      await write(store, 'eins');
      expect(texts(await store.entries('c'))).toEqual(['eins']);
    }),
  );
});
