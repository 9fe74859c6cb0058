import { describe, expect, test } from '@jest/globals';
import type { Case } from '../../src/conversation/case.ts';
import type { NewEntry } from '../../src/conversation/entry.ts';
import type { Change, Store } from '../../src/conversation/store.ts';
import { createManualClock, type ManualClock } from '../support/manual-clock.ts';

export interface Subject {
  readonly store: Store;
  /** Closes the store and opens it again on the same data; stores without durability return the same one. */
  readonly reopen: () => Promise<Store>;
  dispose(): Promise<void>;
}

export const customerSays = (text: string, key?: string): NewEntry => ({
  who: 'customer',
  audience: 'customer',
  input: true,
  activity: { type: 'message', text },
  ...(key !== undefined && { key }),
});
export const botSays = (text: string): NewEntry => ({
  who: 'bot',
  audience: 'customer',
  activity: { type: 'message', text },
});
const staffNote = (text: string): NewEntry => ({
  who: 'staff',
  audience: 'staff',
  activity: { type: 'message', text },
});
export const begin = { channel: 'directline', customer: { id: 'dl_1' }, reference: null };
const say =
  (...entries: NewEntry[]): (() => Change) =>
  () => ({ begin, entries, result: undefined });
const waitingCase = (id: string, conversationId: string, createdAt: number, priority: 0 | 1 | 2 = 2): Case => ({
  id,
  conversationId,
  channel: 'directline',
  customerName: null,
  reason: 'asked',
  priority,
  createdAt,
  team: 'service',
  intent: null,
  language: 'de',
  preview: 'Hallo',
  alert: false,
  status: 'waiting',
  waitingSince: createdAt,
  due: createdAt + 900_000,
});

/** The promises of the store's interface, proved of one implementation. */
export function conformance(name: string, open: (clock: ManualClock) => Promise<Subject>): void {
  const withStore = (story: (subject: Subject, clock: ManualClock) => Promise<void>) => async () => {
    const clock = createManualClock();
    const subject = await open(clock);
    try {
      await story(subject, clock);
    } finally {
      await subject.dispose();
    }
  };

  describe(`${name} keeps the store's promises`, () => {
    test(
      'numbers rise by one and times strictly, even when the clock steps back',
      withStore(async ({ store }, clock) => {
        await store.write('c', {}, say(customerSays('eins'), botSays('zwei')));
        clock.set(clock.now() - 60_000);
        await store.write('c', {}, () => ({ entries: [customerSays('drei')], result: undefined }));
        const entries = await store.entries('c');
        expect(entries.map((entry) => entry.seq)).toEqual([1, 2, 3]);
        expect(entries[1]!.time).toBeGreaterThan(entries[0]!.time);
        expect(entries[2]!.time).toBeGreaterThan(entries[1]!.time);
      }),
    );

    test(
      'a change needs its conversation',
      withStore(async ({ store }) => {
        await expect(store.write('nobody', {}, () => ({ result: undefined }))).rejects.toMatchObject({
          code: 'ConversationNotFound',
        });
        await expect(store.entries('nobody')).rejects.toMatchObject({ code: 'ConversationNotFound' });
        expect(await store.head('nobody')).toBeNull();
      }),
    );

    test(
      'a decision that throws leaves no trace, and the next write goes on',
      withStore(async ({ store }) => {
        await store.write('c', {}, say(customerSays('eins')));
        await expect(
          store.write('c', {}, () => {
            throw new Error('no');
          }),
        ).rejects.toThrow('no');
        await store.write('c', {}, say(customerSays('zwei')));
        expect(await store.entries('c')).toHaveLength(2);
      }),
    );

    test(
      'writes of one conversation are serial and each sees the one before',
      withStore(async ({ store }) => {
        await store.write('c', {}, say());
        await Promise.all(
          Array.from({ length: 20 }, () =>
            store.write('c', {}, ({ head }) => ({
              entries: [customerSays('x')],
              head: { state: { count: Number(head?.state['count'] ?? 0) + 1 } },
              result: undefined,
            })),
          ),
        );
        expect((await store.head('c'))?.state).toEqual({ count: 20 });
        expect((await store.head('c'))?.lastSeq).toBe(20);
      }),
    );

    test(
      'a duplicate is seen for 48 hours, also after a restart, and forgotten later',
      withStore(async ({ store, reopen }, clock) => {
        const receive = (target: Store): Promise<number | undefined> =>
          target
            .write('c', { keys: ['m1'] }, (view) =>
              view.seen('m1') === undefined
                ? { begin, entries: [customerSays('eins', 'm1')], result: undefined }
                : { result: view.seen('m1') },
            )
            .then((written) => written.result);
        expect(await receive(store)).toBeUndefined();
        expect(await receive(store)).toBe(1);
        const again = await reopen();
        clock.advance(47 * 3600_000);
        expect(await receive(again)).toBe(1);
        clock.advance(2 * 3600_000);
        await again.write('c', {}, say(customerSays('etwas anderes')));
        expect(await receive(again)).toBeUndefined();
      }),
    );

    test(
      'reads by audience, after a number, limited',
      withStore(async ({ store }) => {
        await store.write('c', {}, say(customerSays('eins'), staffNote('intern'), botSays('drei'), botSays('vier')));
        const seqs = async (options: Parameters<Store['entries']>[1]): Promise<number[]> =>
          (await store.entries('c', options)).map((entry) => entry.seq);
        expect(await seqs({ audience: 'customer' })).toEqual([1, 3, 4]);
        expect(await seqs({ audience: 'staff' })).toEqual([2]);
        expect(await seqs({ after: 1, limit: 2 })).toEqual([2, 3]);
      }),
    );

    test(
      'outgoing entries of a pushed conversation get a pending delivery, others none',
      withStore(async ({ store }) => {
        const reference = { serviceUrl: 'http://127.0.0.1:9/', conversationId: 'x', botId: 'bot' };
        await store.write('c', {}, () => ({
          begin: { ...begin, reference },
          entries: [
            customerSays('eins'),
            botSays('zwei'),
            staffNote('intern'),
            { ...botSays('vier'), inline: true as const },
          ],
          result: undefined,
        }));
        expect(await store.deliveries('c')).toEqual([{ seq: 2, part: 0, status: 'pending', attempts: 0 }]);
        expect(await store.openWork()).toEqual([{ conversationId: 'c', unanswered: true, undelivered: true }]);
        await store.write('c', {}, () => ({
          head: { cursor: 1 },
          deliveries: [{ seq: 2, part: 0, status: 'sent', attempts: 1, at: 1 }],
          result: undefined,
        }));
        expect(await store.openWork()).toEqual([]);
      }),
    );

    test(
      'a delivery keeps what its status says, piece by piece, across a restart, and is open until the last piece is done',
      withStore(async ({ store, reopen }) => {
        const heard = {
          serviceUrl: 'http://127.0.0.1:9/',
          conversationId: 'x',
          botId: 'bot',
          heardAt: 1_700_000_000_000,
        };
        await store.write('c', {}, () => ({
          begin: { ...begin, reference: heard },
          entries: [botSays('eins')],
          result: undefined,
        }));
        const records = [
          { seq: 1, part: 0, status: 'sent', attempts: 2, at: 3, platformId: 'mid.ä' },
          { seq: 1, part: 1, status: 'sending', attempts: 1, at: 5 },
          { seq: 1, part: 2, status: 'pending', attempts: 0 },
        ] as const;
        await store.write('c', {}, () => ({ deliveries: records, result: undefined }));
        const again = await reopen();
        expect([...(await again.deliveries('c'))].sort((a, b) => a.part - b.part)).toEqual(records);
        expect((await again.head('c'))?.reference).toEqual(heard);
        expect(await again.openWork()).toEqual([{ conversationId: 'c', unanswered: false, undelivered: true }]);
        const done = { status: 'failed', attempts: 1, at: 9, why: 'window' } as const;
        await again.write('c', {}, () => ({
          deliveries: [
            { seq: 1, part: 1, ...done },
            { seq: 1, part: 2, ...done },
          ],
          result: undefined,
        }));
        expect(await again.openWork()).toEqual([]);
      }),
    );

    test(
      'cases are listed by priority and age, and found again after a restart',
      withStore(async ({ store, reopen }) => {
        for (const [id, at, priority] of [
          ['late', 3, 2],
          ['early', 1, 2],
          ['fraud', 9, 0],
        ] as const)
          await store.write(id, {}, () => ({
            begin,
            cases: [waitingCase(`case-${id}`, id, at, priority)],
            head: { openCase: `case-${id}` },
            result: undefined,
          }));
        const again = await reopen();
        const waiting = await again.cases({ status: 'waiting' });
        expect(waiting.map((item) => item.id)).toEqual(['case-fraud', 'case-early', 'case-late']);
        const seen = await again.write('early', {}, (view) => ({ result: view.openCase?.id }));
        expect(seen.result).toBe('case-early');
      }),
    );

    test(
      'a conversation knows all its cases, and those of no other',
      withStore(async ({ store, reopen }) => {
        for (const [id, conversationId] of [
          ['k1', 'c'],
          ['k2', 'c'],
          ['k3', 'd'],
        ] as const)
          await store.write(conversationId, {}, ({ head }) => ({
            ...(head === null && { begin }),
            cases: [waitingCase(id, conversationId, 1)],
            result: undefined,
          }));
        const again = await reopen();
        const ids = (items: readonly Case[]): readonly string[] => items.map((item) => item.id).sort();
        expect(ids(await again.casesOf('c'))).toEqual(['k1', 'k2']);
        const { result } = await again.write('c', {}, (view) => ({ result: ids(view.cases()) }));
        expect(result).toEqual(['k1', 'k2']);
        expect(await again.casesOf('nobody')).toEqual([]);
      }),
    );

    test(
      'a claim excludes others until it is released or its lease ends; a lost claim cannot write',
      withStore(async ({ store }, clock) => {
        await store.write('c', {}, say(customerSays('eins')));
        const first = await store.claim('c', 'turn', 1000);
        expect(first).not.toBeNull();
        expect(await store.claim('c', 'turn', 1000)).toBeNull();
        expect(await store.claim('c', 'delivery', 1000)).not.toBeNull();
        clock.advance(1001);
        const second = await store.claim('c', 'turn', 1000);
        expect(second).not.toBeNull();
        await expect(store.write('c', { fence: first! }, () => ({ result: undefined }))).rejects.toMatchObject({
          code: 'FenceLost',
        });
        await store.write('c', { fence: second! }, () => ({ result: undefined }));
        await store.release(second!);
        expect(await store.claim('c', 'turn', 1000)).not.toBeNull();
      }),
    );

    test(
      'timers are data: set, listed by due time, cancelled, and still there after a restart',
      withStore(async ({ store, reopen }) => {
        const timer = (id: string, due: number) => ({ id, conversationId: 'c', due, name: 'timer.test', value: {} });
        await store.write('c', {}, () => ({
          begin,
          timers: { set: [timer('b', 20), timer('a', 10)] },
          result: undefined,
        }));
        const again = await reopen();
        expect((await again.timers(10)).map((item) => item.id)).toEqual(['a', 'b']);
        await again.write('c', {}, () => ({ timers: { cancel: ['a'] }, result: undefined }));
        expect((await again.timers(10)).map((item) => item.id)).toEqual(['b']);
      }),
    );

    test(
      'redaction takes the content and keeps number, time and speaker, for good',
      withStore(async ({ store, reopen }) => {
        await store.write('c', {}, say(customerSays('geheim', 'm1'), botSays('Antwort')));
        const before = await store.entries('c');
        await store.redact('c', 1);
        const again = await reopen();
        const [first, second] = await again.entries('c');
        expect(first).toMatchObject({ seq: 1, time: before[0]!.time, who: 'customer', redacted: true });
        expect(JSON.stringify(first)).not.toContain('geheim');
        expect(second?.activity.text).toBe('Antwort');
      }),
    );

    test(
      'redaction takes what a case shows of the entry, and nothing else',
      withStore(async ({ store, reopen }) => {
        await store.write('c', {}, () => ({
          begin,
          entries: [customerSays('geheim'), customerSays('offen')],
          cases: [
            { ...waitingCase('k1', 'c', 1), preview: 'geheim', about: 1 },
            { ...waitingCase('k2', 'c', 2), preview: 'offen', about: 2 },
          ],
          result: undefined,
        }));
        await store.redact('c', 1);
        const again = await reopen();
        expect(await again.case('k1')).toMatchObject({ preview: '', status: 'waiting' });
        expect(await again.case('k2')).toMatchObject({ preview: 'offen' });
      }),
    );

    test(
      'erasure takes all content of a conversation, its cases and bindings, for good',
      withStore(async ({ store, reopen }) => {
        await store.write('c', {}, () => ({
          begin: { ...begin, customer: { id: 'dl_1', name: 'Erika Muster' } },
          entries: [customerSays('geheim')],
          cases: [{ ...waitingCase('k', 'c', 1), preview: 'geheim', customerName: 'Erika Muster' }],
          head: { openCase: 'k', state: { name: 'Erika Muster' } },
          records: [{ kind: 'visitor', key: 'hash', put: { conversationId: 'c', userId: 'dl_1' } }],
          result: undefined,
        }));
        await store.erase('c');
        const again = await reopen();
        const everything = JSON.stringify([await again.head('c'), await again.entries('c'), await again.case('k')]);
        expect(everything).not.toMatch(/geheim|Erika/);
        expect(await again.record('visitor', 'hash')).toBeNull();
        expect(await again.openWork()).toEqual([]);
        await expect(again.write('c', {}, say(customerSays('x')))).rejects.toMatchObject({
          code: 'ConversationNotFound',
        });
      }),
    );

    test(
      'records and audit are kept across a restart',
      withStore(async ({ store, reopen }) => {
        await store.writeRecords(
          [{ kind: 'account', key: 'admin', put: { name: 'Admin' } }],
          [{ time: 1, actor: 'admin', action: 'sign-in' }],
        );
        await store.writeRecords([{ kind: 'account', key: 'other', put: 1 }]);
        await store.writeRecords([{ kind: 'account', key: 'other', delete: true }]);
        const again = await reopen();
        expect(await again.record('account', 'admin')).toEqual({ name: 'Admin' });
        expect([...(await again.records('account')).keys()]).toEqual(['admin']);
        expect(await again.audit(10)).toEqual([{ time: 1, actor: 'admin', action: 'sign-in' }]);
      }),
    );

    test(
      'the audit is read backwards from a moment',
      withStore(async ({ store, reopen }) => {
        for (const time of [1, 2, 3]) await store.writeRecords([], [{ time, actor: 'a', action: `at-${time}` }]);
        const again = await reopen();
        const times = async (limit: number, before?: number): Promise<readonly number[]> =>
          (await again.audit(limit, before)).map(({ time }) => time);
        expect(await times(10, 3)).toEqual([2, 1]);
        expect(await times(1, 3)).toEqual([2]);
        expect(await times(2)).toEqual([3, 2]);
      }),
    );

    test(
      'every kind of record is kept across a restart',
      withStore(async ({ store, reopen }) => {
        const kinds = ['presence', 'notice', 'attempt', 'feedback', 'outbox'] as const;
        await store.writeRecords(kinds.map((kind) => ({ kind, key: 'k', put: kind })));
        const again = await reopen();
        for (const kind of kinds) expect(await again.record(kind, 'k')).toBe(kind);
      }),
    );

    test(
      'listeners hear of each commit in order, after it can be read',
      withStore(async ({ store }) => {
        const heard: number[] = [];
        const stop = store.subscribe((notice) => heard.push(notice.lastSeq));
        await store.write('c', {}, say(customerSays('eins')));
        await store.write('c', {}, say(botSays('zwei'), botSays('drei')));
        stop();
        await store.write('c', {}, say(botSays('vier')));
        expect(heard).toEqual([1, 3]);
      }),
    );
  });
}
