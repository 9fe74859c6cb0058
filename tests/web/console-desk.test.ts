import { describe, expect, test } from '@jest/globals';
import { createApi } from '../../web/console/model/api.ts';
import { createDesk, type Desk } from '../../web/console/model/desk.ts';
import type { Keep } from '../../web/console/model/keep.ts';
import type { LiveListener } from '../../web/console/model/live.ts';
import { freshCases } from '../../web/console/model/reduce.ts';
import type { Case, Entry, HeldReply } from '../../web/console/model/types.ts';
import { breathe } from '../support/breathe.ts';
import { aCase, aMe, anEntry, aWhole, info } from '../support/staged-things.ts';

const me = aMe();
const own = { userId: me.userId, name: me.name };
const other = { userId: 'other', name: 'Jonas Berg' };

/** A service of a few lines behind the real calls: cases and conversations that a test changes by hand. */
function stage() {
  const cases = new Map<string, Case>();
  const talks = new Map<string, readonly Entry[]>();
  const held = new Map<string, HeldReply>();
  const keys: string[] = [];
  const calls: string[] = [];
  let failure: readonly [number, string] | null = null;

  const reply = (status: number, body: unknown): Response => new Response(JSON.stringify(body), { status });
  const refused = (status: number, code: string): Response => reply(status, { error: { code, message: code } });
  const change = (id: string, changes: Partial<Case>): Response => {
    const found = cases.get(id);
    if (found === undefined) return refused(404, 'CaseNotFound');
    const changed = { ...found, ...changes };
    cases.set(id, changed);
    return reply(200, changed);
  };
  const answer = (method: string, path: string, query: URLSearchParams, body: Record<string, unknown>): Response => {
    const [, part, id = '', what, sub] = path.split('/');
    if (part === 'session') return reply(200, { user: me });
    if (part === 'desk') return reply(200, info);
    if (part === 'people') return reply(200, { people: [] });
    if (part === 'notices') return reply(200, { notices: [] });
    if (id === '') {
      const resolved = query.get('status') === 'resolved';
      const found = [...cases.values()].filter(({ status }) => (status === 'resolved') === resolved);
      return reply(200, { cases: found, total: found.length, next: null, counts: {} });
    }
    const item = cases.get(id);
    if (item === undefined) return refused(404, 'CaseNotFound');
    if (what === 'messages') {
      if (item.owner !== null && item.owner.userId !== me.userId) return refused(409, 'CaseNotYours');
      keys.push(String(body['key']));
      const one: HeldReply = {
        id: `h${held.size}`,
        text: String(body['text']),
        until: '2026-11-20T11:00:05.000Z',
        by: own,
      };
      held.set(id, one);
      return reply(202, { held: one });
    }
    if (what === 'held') {
      const text = held.get(id)?.text;
      held.delete(id);
      return sub === undefined || text === undefined ? refused(409, 'AlreadySent') : reply(200, { text });
    }
    if (what === 'accept') return change(id, { status: 'active', owner: own });
    if (what === 'writing') return new Response(null, { status: 204 });
    const after = Number(query.get('after') ?? 0);
    const talk = talks.get(id) ?? [];
    const whole = aWhole(item, talk, { held: [...held].flatMap(([at, one]) => (at === id ? [one] : [])) });
    const { brief: _brief, held: _held, earlier: _earlier, ...part2 } = whole;
    return reply(200, query.has('after') ? { ...part2, transcript: talk.filter(({ seq }) => seq > after) } : whole);
  };

  const kept = new Map<string, string>();
  const keep: Keep = {
    get: (key) => kept.get(key) ?? null,
    set(key, value) {
      if (value === null) kept.delete(key);
      else kept.set(key, value);
    },
    clear: () => kept.clear(),
  };
  const later: (() => void)[] = [];
  let listener: LiveListener | null = null;
  let now = Date.parse('2026-11-20T11:00:00.000Z');
  const out: string[] = [];
  const api = createApi((path, { method = 'GET', body }) => {
    const url = new URL(path.replace('/staff/api', ''), 'http://staged');
    calls.push(`${method} ${url.pathname}${url.search}`);
    if (failure?.[1] === 'Offline') return Promise.reject(new TypeError('fetch failed'));
    if (failure !== null) return Promise.resolve(refused(...failure));
    const sent = typeof body === 'string' ? (JSON.parse(body) as Record<string, unknown>) : {};
    return Promise.resolve(answer(method, url.pathname, url.searchParams, sent));
  });
  const desk: Desk = createDesk({
    api,
    me,
    keep,
    onSignedOut: () => void out.push('signed out'),
    follow(each) {
      listener = each;
      return { close: () => void out.push('closed') };
    },
    now: () => now,
    later: (_ms, run) => void later.push(run),
  });
  const live = (): LiveListener => {
    if (listener === null) throw new Error('Nobody listens.');
    return listener;
  };
  return {
    desk,
    cases,
    talks,
    held,
    keys,
    calls,
    kept,
    out,
    live,
    later,
    pass: (ms: number): void => void (now += ms),
    fail: (status: number, code: string): void => void (failure = [status, code]),
    heal: (): void => void (failure = null),
    comes: (item: Case): void => {
      cases.set(item.id, item);
      live().onEvent({ name: 'case', data: item });
    },
    start: async (...items: readonly Case[]): Promise<void> => {
      for (const item of items) cases.set(item.id, item);
      live().onReady(false);
      await breathe();
    },
  };
}

const shown = (desk: Desk): readonly string[] => desk.state().order;
const fresh = (desk: Desk): readonly string[] => freshCases(desk.state()).map(({ id }) => id);
const lists = (calls: readonly string[]): number => calls.filter((call) => call.startsWith('GET /cases?')).length;

describe('The desk', () => {
  test('reads the list when the stream stands, and again when it could not resume', async () => {
    const { desk, start, live, calls, cases } = stage();
    expect(desk.state()).toMatchObject({ loaded: false, connection: 'connecting' });
    await start(aCase('a'));
    expect([desk.state().connection, shown(desk)]).toEqual(['live', ['a']]);
    live().onLost();
    expect(desk.state().connection).toBe('lost');
    cases.set('b', aCase('b'));
    live().onReady(true);
    await breathe();
    expect(lists(calls)).toBe(1);
    live().onLost();
    live().onReady(false);
    await breathe();
    expect(shown(desk)).toEqual(['a', 'b']);
  });

  test('says that the connection is back, for a while', async () => {
    const { desk, start, live, later } = stage();
    await start();
    live().onLost();
    live().onReady(true);
    expect(desk.state().connection).toBe('back');
    later.forEach((run) => run());
    expect(desk.state().connection).toBe('live');
  });

  test('holds a new case back while others are on the screen, and not when the list is empty', async () => {
    const { desk, start, comes } = stage();
    await start();
    comes(aCase('first'));
    expect([shown(desk), fresh(desk)]).toEqual([['first'], []]);
    comes(aCase('second', { priority: 0 }));
    expect([shown(desk), fresh(desk)]).toEqual([['first'], ['second']]);
    desk.release();
    expect([shown(desk), fresh(desk)]).toEqual([['second', 'first'], []]);
  });

  test('a case that waits behind the line and is taken by a colleague needs no line any more', async () => {
    const { desk, start, comes } = stage();
    await start(aCase('a'));
    comes(aCase('b'));
    comes(aCase('b', { status: 'active', owner: other }));
    expect(fresh(desk)).toEqual([]);
  });

  test('nothing moves by itself; what the person does puts it in order, around the open case', async () => {
    const { desk, start, comes } = stage();
    const due = (id: string, minute: number, changes: Partial<Case> = {}) =>
      aCase(id, { due: `2026-11-20T11:${String(minute).padStart(2, '0')}:00.000Z`, ...changes });
    await start(due('a', 10), due('b', 20), due('c', 30));
    desk.select('a');
    comes(due('c', 5));
    expect(shown(desk)).toEqual(['a', 'b', 'c']);
    comes(due('a', 10, { status: 'active', owner: own, awaits: 'customer', due: null }));
    desk.release();
    expect(shown(desk)).toEqual(['a', 'c', 'b']);
    desk.select('c');
    expect(shown(desk)).toEqual(['b', 'c', 'a']);
  });

  test('reads on from what it has when the open conversation goes on', async () => {
    const { desk, start, talks, live, calls } = stage();
    talks.set('a', [anEntry(1), anEntry(2)]);
    await start(aCase('a'));
    desk.select('a');
    await breathe();
    talks.set('a', [anEntry(1), anEntry(2), anEntry(3)]);
    live().onEvent({
      name: 'conversation',
      data: { conversationId: 'c', caseId: 'a', lastSeq: 3, waitingSince: null },
    });
    await breathe();
    const thread = desk.state().threads.get('a');
    expect(thread?.entries.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(thread?.brief).not.toBeNull();
    expect(calls.filter((call) => call.startsWith('GET /cases/a'))).toEqual(['GET /cases/a', 'GET /cases/a?after=0']);
  });

  test('marks another conversation as new until it is opened, and reads nothing of it before', async () => {
    const { desk, start, live, calls } = stage();
    await start(aCase('a', { status: 'active', owner: own, waitingSince: null }));
    const waitingSince = '2026-11-20T11:00:00.000Z';
    live().onEvent({ name: 'conversation', data: { conversationId: 'c', caseId: 'a', lastSeq: 9, waitingSince } });
    await breathe();
    expect([desk.state().unread.has('a'), calls.includes('GET /cases/a')]).toEqual([true, false]);
    desk.select('a');
    expect(desk.state().unread.has('a')).toBe(false);
  });

  test('a reply is held and can be taken back into its field, in front of what was written meanwhile', async () => {
    const { desk, start, held } = stage();
    await start(aCase('a'));
    desk.select('a');
    await breathe();
    desk.drafts.set('a', 'reply', 'Guten Tag');
    expect(await desk.send('a', 'reply')).toBe(true);
    await breathe();
    expect([desk.drafts.get('a', 'reply'), desk.state().threads.get('a')?.held.length]).toEqual(['', 1]);
    desk.drafts.set('a', 'reply', 'Noch etwas');
    expect(await desk.undo('a')).toBe(true);
    await breathe();
    expect(held.size).toBe(0);
    expect(desk.drafts.get('a', 'reply')).toBe('Guten Tag\n\nNoch etwas');
    expect(desk.state().threads.get('a')?.held).toEqual([]);
  });

  test('a held reply that has left stands there once', async () => {
    const { desk, start, held, talks, live } = stage();
    await start(aCase('a'));
    desk.select('a');
    await breathe();
    desk.drafts.set('a', 'reply', 'Guten Tag');
    await desk.send('a', 'reply');
    await breathe();
    held.clear();
    talks.set('a', [anEntry(1)]);
    live().onEvent({
      name: 'conversation',
      data: { conversationId: 'c', caseId: 'a', lastSeq: 1, waitingSince: null },
    });
    await breathe();
    const thread = desk.state().threads.get('a');
    expect([thread?.entries.length, thread?.held]).toEqual([1, []]);
  });

  test('a second try sends under the same key, another text under another', async () => {
    const { desk, start, keys, fail, heal } = stage();
    await start(aCase('a'));
    desk.drafts.set('a', 'reply', 'Guten Tag');
    const key = desk.drafts.keyOf('a', 'reply');
    fail(0, 'Offline');
    expect(await desk.send('a', 'reply')).toBe(false);
    expect(desk.state().work.get('a')).toEqual({ kind: 'failed', what: 'reply', code: 'Offline' });
    heal();
    await desk.send('a', 'reply');
    desk.drafts.set('a', 'reply', 'Guten Tag');
    await desk.send('a', 'reply');
    expect(keys).toEqual([key, expect.not.stringContaining(key)]);
  });

  test('a colleague was quicker: nothing is lost, the case shows who has it', async () => {
    const { desk, start, cases } = stage();
    await start(aCase('a'));
    desk.select('a');
    await breathe();
    cases.set('a', aCase('a', { status: 'active', owner: other }));
    desk.drafts.set('a', 'reply', 'Mein Text');
    expect(await desk.send('a', 'reply')).toBe(false);
    await breathe();
    expect(desk.state().work.get('a')).toEqual({ kind: 'failed', what: 'reply', code: 'CaseNotYours' });
    expect(desk.state().cases.get('a')?.owner).toEqual(other);
    expect(desk.drafts.get('a', 'reply')).toBe('Mein Text');
  });

  test('does one thing at a time with a case, however often it is asked', async () => {
    const { desk, start, calls } = stage();
    await start(aCase('a'));
    const take = () => desk.act('a', 'accept', () => desk.api.accept('a'));
    const [first, second] = await Promise.all([take(), take()]);
    expect([first?.status, second]).toEqual(['active', null]);
    expect(calls.filter((call) => call === 'POST /cases/a/accept')).toHaveLength(1);
  });

  test('tells others that one writes, not with each stroke', async () => {
    const { desk, start, calls, pass } = stage();
    await start(aCase('a'));
    desk.writes('a');
    desk.writes('a');
    pass(5000);
    desk.writes('a');
    expect(calls.filter((call) => call === 'POST /cases/a/writing')).toHaveLength(2);
  });

  test('shows who else writes, and forgets it when it is over; oneself is no news', async () => {
    const { desk, start, live, later } = stage();
    await start(aCase('a'));
    const until = '2026-11-20T11:00:08.000Z';
    live().onEvent({ name: 'writing', data: { caseId: 'a', by: own, until } });
    expect(desk.state().writers.size).toBe(0);
    live().onEvent({ name: 'writing', data: { caseId: 'a', by: other, until } });
    expect(desk.state().writers.get('a')?.by).toEqual(other);
    later.forEach((run) => run());
    expect(desk.state().writers.size).toBe(0);
  });

  test('an alert stands until its case is opened; one for somebody else is not shown', async () => {
    const { desk, start, live } = stage();
    await start(aCase('a'), aCase('b'));
    const alert = { kind: 'unseen', number: '1', lead: false } as const;
    live().onEvent({ name: 'alert', data: { ...alert, caseId: 'b', to: 'other' } });
    live().onEvent({ name: 'alert', data: { ...alert, caseId: 'a', to: null } });
    expect(desk.state().alerts.map(({ caseId }) => caseId)).toEqual(['a']);
    desk.select('a');
    expect(desk.state().alerts).toEqual([]);
  });

  test('without a connection it says so, keeps what is on the screen, and reads what is around it later', async () => {
    const { desk, start, fail, heal, later, out } = stage();
    await start(aCase('a'));
    fail(0, 'Offline');
    await desk.reload();
    expect(desk.state()).toMatchObject({ failed: 'Offline' });
    expect([...desk.state().cases.keys()]).toEqual(['a']);
    heal();
    expect(later.length).toBeGreaterThan(0);
    expect(out).toEqual([]);
  });

  test('an ended session ends the desk: no more calls, and the drafts are still there', async () => {
    const { desk, start, fail, out } = stage();
    await start(aCase('a'));
    desk.drafts.set('a', 'note', 'halb');
    fail(401, 'Unauthorized');
    expect(await desk.act('a', 'accept', () => desk.api.accept('a'))).toBeNull();
    await breathe();
    expect([out, desk.drafts.get('a', 'note')]).toEqual([['closed', 'signed out'], 'halb']);
  });

  test('a stream that breaks because the session ended leads to the door', async () => {
    const { start, fail, live, out } = stage();
    await start();
    fail(401, 'Unauthorized');
    live().onLost();
    await breathe();
    expect(out).toEqual(['closed', 'signed out']);
  });

  test('a case in the address that is gone says so', async () => {
    const { desk, start } = stage();
    await start();
    desk.select('nothing');
    await breathe();
    expect(desk.state().work.get('nothing')).toEqual({ kind: 'failed', what: 'open', code: 'CaseNotFound' });
  });

  test('a search shows what the service found, and the list comes back with an empty field', async () => {
    const { desk, start, calls } = stage();
    await start(aCase('a'), aCase('done', { status: 'resolved' }));
    const { view } = desk.state();
    desk.show({ ...view, name: 'found', search: 'Erna' });
    await breathe();
    expect(calls.at(-1)).toBe('GET /cases?q=Erna&limit=50');
    desk.show(view);
    expect(shown(desk)).toEqual(['a']);
  });
});

describe('The calls', () => {
  const answering = (status: number, body: string, headers: Record<string, string> = {}) =>
    createApi(() => Promise.resolve(new Response(status === 204 ? null : body, { status, headers })));

  test.each([
    ['the code of the service', answering(409, '{"error":{"code":"CaseNotYours","message":"…"}}'), 'CaseNotYours'],
    ['no JSON at all', answering(502, '<html>'), 'Internal'],
    ['no connection', createApi(() => Promise.reject(new TypeError('fetch failed'))), 'Offline'],
  ])('fail with %s', async (_name, api, code) => {
    await expect(api.accept('a')).rejects.toMatchObject({ code });
  });

  test('carry how long to wait, and why a reply was refused', async () => {
    const limited = answering(429, '{"error":{"code":"TooManyRequests","message":"…"}}', { 'retry-after': '90' });
    await expect(limited.signIn('a', 'b')).rejects.toMatchObject({ retryAfter: 90 });
    const blocked = answering(422, '{"error":{"code":"ReplyBlocked","message":"…"},"findings":[{"kind":"secret"}]}');
    await expect(blocked.reply('a', 'x', 'k')).rejects.toMatchObject({ findings: [{ kind: 'secret' }] });
  });

  test('put ids into addresses safely', async () => {
    const paths: string[] = [];
    const api = createApi((path) => {
      paths.push(path);
      return Promise.resolve(new Response('{}'));
    });
    await api.open('../session', { after: 3 });
    expect(paths).toEqual(['/staff/api/cases/..%2Fsession?after=3']);
  });
});
