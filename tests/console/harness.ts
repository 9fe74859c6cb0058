import { scryptSync } from 'node:crypto';
import { expect } from '@jest/globals';
import { createConsole, type ConsoleOptions, type StaffConsole } from '../../src/console/console.ts';
import type { RecordChange } from '../../src/conversation/store.ts';
import type { Uploads } from '../../src/conversation/uploads/uploads.ts';
import type { Role } from '../../src/console/contract.ts';
import { roles } from '../../src/console/rights.ts';
import { createHttp } from '../../src/http/server.ts';
import { intentsOf, namesOf } from '../../src/service/desk.ts';
import { openCounter, type TestCounter } from '../support/counter.ts';
import { createTestUploads } from '../support/uploads.ts';
import { testPlan } from '../support/plan.ts';

export const adminPassword = 'correct horse battery';
export const otherPassword = 'staple of the second';

/** A browser of one person: keeps its cookie, says where its page comes from. */
export interface Client {
  request(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  get(path: string): Promise<Response>;
  post(path: string, body?: unknown): Promise<Response>;
  cookie: string;
}

export interface Desk {
  readonly counter: TestCounter;
  readonly console: StaffConsole;
  readonly uploads: Uploads;
  readonly base: string;
  readonly firstPasswords: string[];
  readonly outcomes: string[];
  client(): Client;
  /** Signed in as `admin`, as `sabine`, a second member of staff, or as somebody of a role. */
  signedIn(username?: 'admin' | 'sabine' | `a-${Role}`): Promise<Client>;
  /** A customer writes; resolves when the bot has answered. */
  says(conversationId: string, text: string, name?: string): Promise<void>;
  /** A customer asks for a person; resolves with the id of the case. */
  asks(conversationId: string, name?: string): Promise<string>;
  close(): Promise<void>;
}

/** An account whose hash is cheap to check: the parameters are kept with each hash. */
function account(key: string, name: string, password: string, named: boolean, role?: Role): RecordChange {
  const form = { cost: 1024, blockSize: 8, rounds: 1, salt: 'salt' };
  const hash = scryptSync(password, form.salt, 32, { N: form.cost, r: form.blockSize, p: form.rounds });
  return {
    kind: 'account',
    key,
    put: { name, named, ...(role !== undefined && { role }), password: { ...form, hash: hash.toString('base64url') } },
  };
}

/** The staff's API over a whole counter in memory. */
export async function openDesk(changes: Partial<ConsoleOptions> = {}): Promise<Desk> {
  const counter = await openCounter();
  const { store, desk, clock, log, knowledge } = counter;
  const http = createHttp({ log, proxies: 0 });
  const firstPasswords: string[] = [];
  const outcomes: string[] = [];
  let made = 0;
  if (!('adminPassword' in changes)) await store.writeRecords([account('admin', 'Admin', adminPassword, false)]);
  await store.writeRecords([account('sabine', 'Sabine Weber', otherPassword, true)]);
  for (const role of roles) await store.writeRecords([account(`a-${role}`, `Die ${role}`, otherPassword, true, role)]);
  const uploads = createTestUploads(store, clock);
  const staffConsole = await createConsole({
    http,
    store,
    desk,
    uploads,
    clock,
    ids: () => `secret-${(made += 1)}`,
    log,
    publicUrl: 'https://chat.bank.example',
    adminPassword,
    onFirstPassword: (password) => void firstPasswords.push(password),
    names: namesOf(knowledge, testPlan),
    intents: intentsOf(knowledge),
    ...counter.floor,
    observe: (outcome) => void outcomes.push(outcome),
    ...changes,
  });
  const { port } = await http.listen(0, '127.0.0.1');
  const base = `http://127.0.0.1:${port}`;

  const client = (): Client => {
    const self: Client = {
      cookie: '',
      async request(method, path, body, headers = {}) {
        const response = await fetch(`${base}${path}`, {
          method,
          headers: { origin: base, ...(self.cookie !== '' && { cookie: self.cookie }), ...headers },
          ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
        });
        const set = response.headers.get('set-cookie')?.split(';')[0];
        if (set !== undefined) self.cookie = set;
        return response;
      },
      get: (path) => self.request('GET', path),
      post: (path, body) => self.request('POST', path, body),
    };
    return self;
  };

  let key = 0;
  const says: Desk['says'] = async (conversationId, text, name) => {
    key += 1;
    await counter.conversations.receive({
      conversationId,
      channel: 'directline',
      customer: { id: `dl_${conversationId}`, ...(name !== undefined && { name }) },
      reference: null,
      activity: { type: 'message', text },
      key: `k${key}`,
    });
    await counter.settled(conversationId);
  };

  return {
    counter,
    console: staffConsole,
    uploads,
    base,
    firstPasswords,
    outcomes,
    client,
    async signedIn(username = 'admin') {
      const self = client();
      const password = username === 'admin' ? adminPassword : otherPassword;
      expect((await self.post('/staff/api/session', { username, password })).status).toBe(200);
      return self;
    },
    says,
    async asks(conversationId, name) {
      await says(conversationId, 'Ich möchte bitte mit einem Menschen sprechen', name);
      const caseId = (await store.head(conversationId))?.openCase;
      if (caseId === null || caseId === undefined) throw new Error('The bot did not hand over.');
      return caseId;
    },
    async close() {
      staffConsole.close();
      uploads.close();
      counter.timers.stop();
      await http.close(100);
      await counter.runner.stop();
    },
  };
}

/** Status and error code, to compare in one line. */
export async function codeOf(response: Response): Promise<readonly [number, string]> {
  return [response.status, ((await response.json()) as { error: { code: string } }).error.code];
}

/** Reads a body of which the test knows the shape. */
export async function bodyOf<T>(response: Response): Promise<T> {
  return (await response.json()) as T;
}
