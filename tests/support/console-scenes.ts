import type { Account } from '../../src/console/account-record.ts';
import { createConsole } from '../../src/console/console.ts';
import { hashPassword } from '../../src/console/password.ts';
import { createHttp } from '../../src/http/server.ts';
import { pageAddresses, serveStatic } from '../../src/http/static-files.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { randomId } from '../../src/platform/ids.ts';
import { intentsOf, namesOf } from '../../src/service/desk.ts';
import { breathe } from './breathe.ts';
import { openCounter, type TestCounter } from './counter.ts';
import { createTestUploads } from './uploads.ts';
import { testPlan } from './plan.ts';

/** Who writes what before a person is needed; the last line asks for one. */
export interface Scene {
  readonly name?: string;
  readonly channel?: string;
  readonly lines: readonly string[];
}

const human = 'Ich möchte bitte mit einem Menschen sprechen.';

/** Customers as a bank's desk knows them: short, long, pressing, in both languages, with names of every length. */
export const scenes: readonly Scene[] = [
  {
    name: 'Erna Vogelsang',
    lines: [
      'Guten Tag',
      'Wie lange dauert eine Überweisung?',
      'Meine Überweisung vom Freitag über 240 Euro ist immer noch nicht angekommen',
      'Ich verstehe das nicht, können Sie bitte nachsehen?',
      human,
    ],
  },
  {
    name: 'Maximilian-Alexander Freiherr von Hohenlohe-Waldenburg-Schillingsfürst',
    lines: ['Brauche dringend die Freistellungsauftragsbestätigung für die Jahressteuerbescheinigung', human],
  },
  { lines: ['Ich bin auf einen falschen Bankmitarbeiter reingefallen und habe 2400 Euro überwiesen!'] },
  { name: 'Tom Baker', lines: ['Hello, my card does not work abroad', 'I want to talk to a real person please'] },
  {
    name: 'Aylin',
    channel: 'facebook',
    lines: ['seit drei wochen keine antwort auf meine beschwerde, unmöglich', human],
  },
  {
    name: 'Kevin',
    channel: 'instagram',
    lines: ['meine pin ist 4711 und die karte 4111 1111 1111 1111 geht nich', 'will mit nem menschen reden'],
  },
];

export interface SceneService {
  readonly counter: TestCounter;
  readonly base: string;
  /** Plays a scene in a new conversation; resolves with the id of its case, or null where none was made. */
  play(conversationId: string, scene: Scene): Promise<string | null>;
  says(conversationId: string, scene: Scene, text: string): Promise<void>;
  /** Makes an account of somebody who works on cases. */
  hire(userId: string, name: string, password: string): Promise<void>;
  /** Lets time pass and what falls due happen, so many milliseconds. */
  pass(ms: number): Promise<void>;
  /** Cuts every open connection, as a broken network does. */
  cut(): void;
  close(): Promise<void>;
}

/** The console over a counter in memory, with the built pages: to look at and to test in a browser. */
export async function openScenes(options: {
  readonly password: string;
  readonly pages: string;
  readonly port?: number;
}): Promise<SceneService> {
  const counter = await openCounter();
  const { store, desk, log, knowledge, clock } = counter;
  const http = createHttp({ log, proxies: 0 });
  const staffConsole = await createConsole({
    http,
    store,
    desk,
    uploads: createTestUploads(store, clock),
    // The page measures waiting by its own clock, so the service's must go with it.
    clock: systemClock,
    ids: randomId,
    log,
    publicUrl: 'http://localhost:3978',
    adminPassword: options.password,
    onFirstPassword: () => undefined,
    names: namesOf(knowledge, testPlan),
    intents: intentsOf(knowledge),
    ...counter.floor,
  });
  serveStatic(http, { folder: options.pages, pages: pageAddresses });
  const { port } = await http.listen(options.port ?? 0, '127.0.0.1');
  let key = 0;
  // Conversations began some minutes ago, one after another.
  clock.set(Date.now() - 45 * 60_000);
  const says: SceneService['says'] = async (conversationId, { name, channel = 'directline' }, text) => {
    key += 1;
    clock.set(Math.min(clock.now() + 20_000, Date.now()));
    await counter.conversations.receive({
      conversationId,
      channel,
      customer: { id: `c_${conversationId}`, ...(name !== undefined && { name }) },
      reference: null,
      activity: { type: 'message', text },
      key: `k${key}`,
    });
    await counter.settled(conversationId);
  };
  return {
    counter,
    base: `http://127.0.0.1:${port}`,
    says,
    async hire(userId, name, secret) {
      const account: Account = {
        ...{ name, named: true, role: 'agent', mustChangePassword: false, disabled: false, languages: ['de', 'en'] },
        ...{ teams: testPlan.teams.map(({ id }) => id), capacity: 4, createdAt: null, lastSignIn: null },
        password: await hashPassword(secret, randomId()),
      };
      await store.writeRecords([{ kind: 'account', key: userId, put: account }]);
    },
    async pass(ms) {
      clock.advance(ms);
      await breathe(40);
    },
    cut: () => http.server.closeAllConnections(),
    async play(conversationId, scene) {
      for (const line of scene.lines) await says(conversationId, scene, line);
      return (await store.head(conversationId))?.openCase ?? null;
    },
    async close() {
      staffConsole.close();
      counter.timers.stop();
      await http.close(100);
      await counter.runner.stop();
    },
  };
}
