import { describe, expect, test } from '@jest/globals';
import { ApiError, createApi, type Api } from '../../web/console/model/api.ts';
import { createDesk, type Desk } from '../../web/console/model/desk.ts';
import type { Keep } from '../../web/console/model/keep.ts';
import type { LiveListener } from '../../web/console/model/live.ts';
import type { Case, Entry } from '../../web/console/model/types.ts';
import { breathe } from '../support/breathe.ts';
import { aCase, anEntry } from './console-things.ts';

const me = { userId: 'me', name: 'Ich', named: true };
const other = { userId: 'other', name: 'Sabine Weber' };

/** A service of a few lines: cases and conversations that a test changes by hand. */
function stage() {
  const cases = new Map<string, Case>();
  const talks = new Map<string, Entry[]>();
  const calls: string[] = [];
  let failure: ApiError | null = null;
  const answer = <T>(call: string, value: () => T): Promise<T> => {
    calls.push(call);
    return failure === null ? Promise.resolve().then(value) : Promise.reject(failure);
  };
  const caseOf = (id: string): Case => {
    const found = cases.get(id);
    if (found === undefined) throw new ApiError('CaseNotFound');
    return found;
  };
  const change = (id: string, changes: Partial<Case>): Case => {
    const changed = { ...caseOf(id), ...changes };
    cases.set(id, changed);
    return changed;
  };
  const api: Api = {
    signIn: () => Promise.resolve(me),
    signOut: () => Promise.resolve(),
    me: () => answer('me', () => me),
    rename: (name) => answer('rename', () => ({ ...me, name })),
    cases: (status) =>
      answer(`cases ${status ?? 'open'}`, () =>
        [...cases.values()].filter((item) => (item.status === 'resolved') === (status === 'resolved')),
      ),
    open: (id, range) =>
      answer(`open ${id}${range === undefined ? '' : ' on'}`, () => {
        const talk = talks.get(id) ?? [];
        const after = range !== undefined && 'after' in range ? range.after : 0;
        return { ...caseOf(id), transcript: talk.filter(({ seq }) => seq > after), lastSeq: talk.at(-1)?.seq ?? 0 };
      }),
    accept: (id) => answer(`accept ${id}`, () => change(id, { status: 'active', owner: me })),
    reply: (id, text) =>
      answer(`reply ${id}`, () => {
        if (caseOf(id).owner?.userId === 'other') throw new ApiError('CaseNotYours');
        change(id, { status: 'active', owner: me });
        const entry = anEntry((talks.get(id)?.length ?? 0) + 1, { who: 'staff', text });
        talks.set(id, [...(talks.get(id) ?? []), entry]);
        return entry;
      }),
    resolve: (id, returnToBot) =>
      answer(`resolve ${id}`, () => change(id, { status: 'resolved', returnedToBot: returnToBot })),
  };
  const kept = new Map<string, string>();
  const drafts: Keep = {
    get: (key) => kept.get(key) ?? null,
    set(key, value) {
      if (value === null) kept.delete(key);
      else kept.set(key, value);
    },
    clear: () => kept.clear(),
  };
  const later: (() => void)[] = [];
  let listener: LiveListener | null = null;
  const out: string[] = [];
  const desk: Desk = createDesk({
    api,
    me,
    drafts,
    onSignedOut: () => void out.push('signed out'),
    follow(each) {
      listener = each;
      return { close: () => void out.push('closed') };
    },
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
    calls,
    kept,
    out,
    live,
    later,
    fail: (code: string): void => {
      failure = new ApiError(code);
    },
    start: async (...items: readonly Case[]): Promise<void> => {
      for (const item of items) cases.set(item.id, item);
      live().onReady(false);
      await breathe();
    },
  };
}

describe('The desk', () => {
  test('reads the list when the stream stands, and again when it could not resume', async () => {
    const { desk, start, live, calls, cases } = stage();
    expect(desk.state()).toMatchObject({ loaded: false, connection: 'connecting' });
    await start(aCase('a'));
    expect([desk.state().connection, [...desk.state().cases.keys()]]).toEqual(['live', ['a']]);
    live().onLost();
    expect(desk.state().connection).toBe('lost');
    cases.set('b', aCase('b'));
    live().onReady(true);
    await breathe();
    expect(calls.filter((call) => call === 'cases open')).toHaveLength(1);
    live().onLost();
    live().onReady(false);
    await breathe();
    expect([...desk.state().cases.keys()]).toEqual(['a', 'b']);
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
    const { desk, start, live } = stage();
    await start();
    live().onCase(aCase('first'));
    expect(desk.state().held.size).toBe(0);
    live().onCase(aCase('second'));
    expect([...desk.state().held]).toEqual(['second']);
    live().onCase(aCase('second', { priority: 0 }));
    expect([...desk.state().held]).toEqual(['second']);
    desk.release();
    expect(desk.state().held.size).toBe(0);
  });

  test('a held case that a colleague takes needs no line any more', async () => {
    const { desk, start, live } = stage();
    await start(aCase('a'));
    live().onCase(aCase('b'));
    live().onCase(aCase('b', { status: 'active', owner: other }));
    expect(desk.state().held.size).toBe(0);
  });

  test('reads on from what it has when the open conversation goes on', async () => {
    const { desk, start, talks, live, calls } = stage();
    talks.set('a', [anEntry(1), anEntry(2)]);
    await start(aCase('a'));
    desk.select('a');
    await breathe();
    talks.set('a', [anEntry(1), anEntry(2), anEntry(3)]);
    live().onConversation({ conversationId: 'c', caseId: 'a', lastSeq: 3, waitingSince: null });
    await breathe();
    expect(
      desk
        .state()
        .threads.get('a')
        ?.entries.map(({ seq }) => seq),
    ).toEqual([1, 2, 3]);
    expect(calls.filter((call) => call.startsWith('open'))).toEqual(['open a', 'open a on']);
  });

  test('marks another conversation as new until it is opened, and reads nothing of it before', async () => {
    const { desk, start, live, calls } = stage();
    await start(aCase('a', { status: 'active', owner: me, waitingSince: null }));
    live().onConversation({ conversationId: 'c', caseId: 'a', lastSeq: 9, waitingSince: '2026-11-20T11:00:00.000Z' });
    await breathe();
    expect([desk.state().unread.has('a'), calls.includes('open a')]).toEqual([true, false]);
    desk.select('a');
    expect(desk.state().unread.has('a')).toBe(false);
  });

  test('what is already there is there once, with the newest word on its delivery', async () => {
    const { desk, start, talks, live } = stage();
    talks.set('a', [anEntry(1, { who: 'staff', delivery: 'pending' })]);
    await start(aCase('a'));
    desk.select('a');
    await breathe();
    talks.set('a', [anEntry(1, { who: 'staff', delivery: 'failed' })]);
    live().onConversation({ conversationId: 'c', caseId: 'a', lastSeq: 1, waitingSince: null });
    await breathe();
    expect(desk.state().threads.get('a')?.entries).toEqual([expect.objectContaining({ seq: 1, delivery: 'failed' })]);
  });

  test('a colleague was quicker: nothing is lost, the case shows who has it', async () => {
    const { desk, start, cases } = stage();
    await start(aCase('a'));
    desk.select('a');
    await breathe();
    cases.set('a', aCase('a', { status: 'active', owner: other }));
    desk.keepDraft('a', 'Mein Text');
    expect(await desk.reply('a', 'Mein Text')).toBe(false);
    await breathe();
    expect(desk.state().work.get('a')).toEqual({ kind: 'failed', what: 'reply', code: 'CaseNotYours' });
    expect(desk.state().cases.get('a')?.owner).toEqual(other);
    expect(desk.draft('a')).toBe('Mein Text');
  });

  test('sends once, however often it is asked while sending', async () => {
    const { desk, start, calls } = stage();
    await start(aCase('a'));
    const both = await Promise.all([desk.reply('a', 'Hallo'), desk.reply('a', 'Hallo')]);
    expect(both).toEqual([true, false]);
    expect(calls.filter((call) => call === 'reply a')).toHaveLength(1);
  });

  test('a resolved case leaves the list, stays on the screen, and its draft is gone', async () => {
    const { desk, start } = stage();
    await start(aCase('a', { status: 'active', owner: me }));
    desk.select('a');
    desk.keepDraft('a', 'halb');
    expect(await desk.resolve('a', true)).toBe(true);
    expect(desk.state().cases.get('a')).toMatchObject({ status: 'resolved', returnedToBot: true });
    expect([desk.state().selected, desk.draft('a')]).toEqual(['a', '']);
  });

  test('without a connection it says so and keeps what is on the screen', async () => {
    const { desk, start, fail, out } = stage();
    await start(aCase('a'));
    fail('Offline');
    expect(await desk.accept('a')).toBe(false);
    await desk.reload();
    expect(desk.state()).toMatchObject({ failed: 'Offline' });
    expect([...desk.state().cases.keys()]).toEqual(['a']);
    expect(out).toEqual([]);
  });

  test('an ended session ends the desk: no more calls, and the drafts are still there', async () => {
    const { desk, start, fail, out } = stage();
    await start(aCase('a'));
    desk.keepDraft('a', 'halb');
    fail('Unauthorized');
    expect(await desk.accept('a')).toBe(false);
    await breathe();
    expect([out, desk.draft('a')]).toEqual([['closed', 'signed out'], 'halb']);
  });

  test('a stream that breaks because the session ended leads to the door', async () => {
    const { start, fail, live, out } = stage();
    await start();
    fail('Unauthorized');
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

  test('carry how long to wait', async () => {
    const api = answering(429, '{"error":{"code":"TooManyRequests","message":"…"}}', { 'retry-after': '90' });
    await expect(api.signIn('a', 'b')).rejects.toMatchObject({ retryAfter: 90 });
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
