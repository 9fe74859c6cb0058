import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { withoutContent, type Case } from '../../../src/conversation/case.ts';
import type { Store } from '../../../src/conversation/store.ts';
import { createMemoryStore } from '../../../src/storage/memory/store.ts';
import { begin, botSays, customerSays } from '../conformance.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { afterCrash } from './crash.ts';
import { freshFolder } from './folder.ts';
import { openStore } from './open-store.ts';

const ids = ['a', 'b/../ü', 'c', 'C', 'e'] as const;
const reference = { serviceUrl: 'http://127.0.0.1:9/', conversationId: 'x', botId: 'bot' };

/** So small that segments, pages and evictions come all the time. */
const limits = { segmentBytes: 3000, journalBytes: 60_000, unwritten: 9, documentAge: 1000, residents: 2 };

const id = fc.constantFrom(...ids);
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('say'), id, text: fc.string({ maxLength: 30 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('burst'), id, count: fc.integer({ min: 20, max: 90 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('answer'), id }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('deliver'), id }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('case'), id }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('resolve'), id }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('timer'), id, due: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('visitor'), id, key: fc.constantFrom('v1', 'v2', 'v3') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('account'), key: fc.constantFrom('x', 'y'), put: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('redact'), id, seq: fc.integer({ min: 1, max: 60 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('erase'), id }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait'), ms: fc.integer({ min: 1, max: 1500 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('close') }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('crash') }) },
);
interface Step {
  readonly do: string;
  readonly id?: string;
  readonly text?: string;
  readonly count?: number;
  readonly due?: number;
  readonly key?: string;
  readonly put?: number;
  readonly seq?: number;
  readonly ms?: number;
}

const caseOf = (conversationId: string): Case => ({
  id: `case of ${conversationId}`,
  conversationId,
  channel: 'directline',
  customerName: 'Erika',
  reason: 'asked',
  priority: 2,
  createdAt: 1,
  team: 'service',
  intent: null,
  language: 'de',
  preview: 'geheim',
  alert: false,
  status: 'waiting',
  waitingSince: 1,
  due: 1,
});

/** One step on one store; what it says is compared, errors included. */
async function run(store: Store, step: Step): Promise<unknown> {
  const name = step.id ?? '';
  switch (step.do) {
    case 'say':
      return store.write(name, { keys: [step.text ?? ''] }, (view) => ({
        begin,
        entries: view.seen(step.text ?? '') === undefined ? [customerSays(step.text ?? '', step.text)] : [],
        head: { state: { last: step.text ?? '' } },
        result: view.seen(step.text ?? ''),
      }));
    case 'burst':
      return store.write(name, {}, () => ({
        begin: { ...begin, reference },
        entries: Array.from({ length: step.count ?? 0 }, (_, index) => botSays(`${index}`)),
        result: undefined,
      }));
    case 'answer':
      return store.write(name, {}, (view) => ({ head: { cursor: view.head?.lastInput ?? 0 }, result: undefined }));
    case 'deliver':
      return store.write(name, {}, (view) => ({
        deliveries: view
          .deliveries()
          .slice(-30)
          .map(({ seq, part }) => ({ seq, part, status: 'sent' as const, attempts: 1, at: 1 })),
        result: view.deliveries().length,
      }));
    case 'case':
      return store.write(name, {}, () => ({
        cases: [caseOf(name)],
        head: { openCase: `case of ${name}` },
        result: undefined,
      }));
    case 'resolve':
      return store.write(name, {}, (view) => {
        const open = view.openCase;
        if (open === null) return { result: 'none' };
        return { cases: [withoutContent(open, 2)], head: { openCase: null }, result: open.id };
      });
    case 'timer':
      return store.write(name, {}, (view) => ({
        timers: {
          set: [{ id: `t${step.due}`, conversationId: name, due: step.due ?? 0, name: 'timer.test', value: {} }],
          cancel: view.timers().map((timer) => timer.id),
        },
        result: view.timers().length,
      }));
    case 'visitor':
      return store.writeRecords(
        [{ kind: 'visitor', key: step.key ?? '', put: { conversationId: name, userId: 'u' } }],
        [{ time: 1, actor: name, action: 'bind' }],
      );
    case 'account':
      return store.writeRecords([
        (step.put ?? 0) % 3 === 0
          ? { kind: 'account', key: step.key ?? '', delete: true }
          : { kind: 'account', key: step.key ?? '', put: step.put ?? 0 },
      ]);
    case 'redact':
      return store.redact(name, step.seq ?? 1);
    case 'erase':
      return store.erase(name);
    default:
      return undefined;
  }
}

const outcome = (store: Store, step: Step): Promise<unknown> =>
  run(store, step).catch((error: unknown) => (error as { code: string }).code);

const sorted = <T>(items: Iterable<T>): readonly string[] => [...items].map((item) => JSON.stringify(item)).sort();

async function everything(store: Store): Promise<unknown> {
  const each = await Promise.all(
    ids.map(async (name) => [
      await store.head(name),
      await store.entries(name).catch(() => null),
      await store.entries(name, { after: 7, limit: 60, audience: 'customer' }).catch(() => null),
      await store.deliveries(name).catch(() => null),
      await store.case(`case of ${name}`),
    ]),
  );
  return {
    each,
    cases: [await store.cases({ status: 'waiting' }), await store.cases({ status: 'resolved' })],
    openWork: sorted(await store.openWork()),
    timers: sorted(await store.timers(100)),
    visitors: sorted(await store.records('visitor')),
    accounts: sorted(await store.records('account')),
    audit: await store.audit(1000),
  };
}

test('whatever happens, in whatever order, it is the same as in memory, also after crashes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 40 }), async (steps: Step[]) => {
      const clock = createManualClock();
      const memory = createMemoryStore(clock);
      let folder = freshFolder();
      let store = await openStore(folder, clock, { limits });
      const opened = [store];
      for (const one of steps) {
        clock.advance(one.do === 'wait' ? (one.ms ?? 0) : 1);
        if (one.do === 'close') await store.close();
        if (one.do === 'crash') folder = afterCrash(folder);
        if (one.do === 'close' || one.do === 'crash') {
          store = await openStore(folder, clock, { limits });
          opened.push(store);
        }
        expect(await outcome(store, one)).toEqual(await outcome(memory, one));
      }
      expect(await everything(store)).toEqual(await everything(memory));
      for (const one of opened) await one.close();
    }),
    { numRuns: 60, seed: 11 },
  );
}, 120_000);
