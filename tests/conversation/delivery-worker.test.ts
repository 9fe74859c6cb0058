import { describe, expect, test } from '@jest/globals';
import {
  createDeliveryWorker,
  type Attempt,
  type Deliver,
  type DeliveryResult,
  type Outlet,
} from '../../src/conversation/delivery-worker.ts';
import { activityId } from '../../src/conversation/entry.ts';
import type { Store } from '../../src/conversation/store.ts';
import { requestHandoff } from '../../src/handoff/request.ts';
import { createMemoryStore } from '../../src/storage/memory/store.ts';
import { breathe } from '../support/breathe.ts';
import { createLogSpy } from '../support/log-spy.ts';
import { createManualClock, type ManualClock } from '../support/manual-clock.ts';
import { createTestDesk, testPlan } from '../support/plan.ts';
import { fillable, gate, id, reference, sabine } from './stage.ts';

const sent: DeliveryResult = { kind: 'sent' };
const retry: DeliveryResult = { kind: 'retry', why: 'http-500' };

interface Call {
  readonly text: string | undefined;
  readonly id: string;
  readonly at: number;
  /** The delivery's record in the store while the call is made. */
  readonly status: string | undefined;
  readonly attempt: Attempt;
}

/** A conversation whose replies are pushed, over a channel that does what the test says. */
async function open(
  answer: (call: Call, count: number) => DeliveryResult | Promise<DeliveryResult>,
  before?: Before,
  outlet: Partial<Outlet> = {},
) {
  const clock = before?.clock ?? createManualClock();
  const store = fillable(before?.store ?? createMemoryStore(clock));
  const log = createLogSpy();
  const calls: Call[] = [];
  const deliver: Deliver = async (entry, head, attempt) => {
    const record = (await store.deliveries(head.id)).find(
      ({ seq, part }) => seq === entry.seq && part === attempt.part,
    );
    const call = {
      text: entry.activity.text,
      id: activityId(head.id, entry.seq),
      at: clock.now(),
      status: record?.status,
      attempt,
    };
    calls.push(call);
    return answer(call, calls.length);
  };
  const observed: string[] = [];
  const worker = createDeliveryWorker({
    store,
    channels: new Map([['test', { deliver, ...outlet }]]),
    clock,
    log,
    observe: (_channel, status) => void observed.push(status),
  });
  if (before === undefined)
    await store.write(id, {}, () => ({
      begin: { channel: 'test', customer: { id: 'kunde' }, reference },
      result: undefined,
    }));
  await worker.start();
  const say = (...texts: readonly string[]): Promise<unknown> =>
    store.write(id, {}, () => ({
      entries: texts.map((text) => ({ who: 'bot', audience: 'customer', activity: { type: 'message', text } })),
      result: undefined,
    }));
  const statuses = async (): Promise<readonly string[]> => (await store.deliveries(id)).map(({ status }) => status);
  const texts = (): readonly (string | undefined)[] => calls.map(({ text }) => text);
  return { clock, store, log, worker, calls, observed, say, statuses, texts };
}

type Before = { readonly store: Store; readonly clock: ManualClock };

/** A waiting case, without a word to the customer. */
async function ask({ store, clock }: Before): Promise<void> {
  const request = { caseId: 'f1', reason: 'asked', priority: 2, intent: null, language: 'de', words: '' } as const;
  await store.write(id, {}, (view) => ({ ...requestHandoff(view, request, clock.now(), testPlan), result: undefined }));
}

const deskOf = ({ store, clock }: Before) => createTestDesk(store, clock);

describe('delivery', () => {
  test('messages go out in order, one after another', async () => {
    const door = gate();
    const stage = await open(async (_call, count) => {
      if (count === 1) await door.opened;
      return sent;
    });
    await stage.say('eins', 'zwei');
    await stage.say('drei');
    await breathe();
    expect(stage.texts()).toEqual(['eins']);
    door.open();
    await breathe();
    expect(stage.texts()).toEqual(['eins', 'zwei', 'drei']);
    expect(await stage.statuses()).toEqual(['sent', 'sent', 'sent']);
  });

  test('the attempt is durable before the call is made', async () => {
    const stage = await open(() => sent);
    await stage.say('eins');
    await breathe();
    expect(stage.calls[0]?.status).toBe('sending');
  });

  test('the platform’s own id is kept', async () => {
    const stage = await open(() => ({ kind: 'sent', platformId: 'mid.1' }));
    await stage.say('eins');
    await breathe();
    expect(await stage.store.deliveries(id)).toMatchObject([{ status: 'sent', platformId: 'mid.1', attempts: 1 }]);
  });

  test('a message that must wait is tried again later and later, and those behind it wait with it', async () => {
    const stage = await open((_call, count) => (count <= 3 ? retry : sent));
    const begun = stage.clock.now();
    await stage.say('eins', 'zwei');
    await breathe();
    for (const delay of [500, 1500, 4500]) {
      stage.clock.advance(delay - 1);
      await breathe();
      const before = stage.calls.length;
      stage.clock.advance(1);
      await breathe();
      expect(stage.calls.length).toBeGreaterThan(before);
    }
    expect(stage.texts()).toEqual(['eins', 'eins', 'eins', 'eins', 'zwei']);
    expect(stage.calls.map(({ at }) => at - begun)).toEqual([0, 500, 2000, 6500, 6500]);
    expect(new Set(stage.calls.slice(0, 4).map((call) => call.id)).size).toBe(1);
  });

  test('a platform that says when is heard', async () => {
    const stage = await open((_call, count) => (count === 1 ? { ...retry, afterMs: 60_000 } : sent));
    await stage.say('eins');
    await breathe();
    stage.clock.advance(59_999);
    await breathe();
    expect(stage.calls).toHaveLength(1);
    stage.clock.advance(1);
    await breathe();
    expect(stage.calls).toHaveLength(2);
  });

  test('after eight attempts it has failed, and the next one goes out', async () => {
    const stage = await open(({ text }) => (text === 'eins' ? retry : sent));
    await stage.say('eins', 'zwei');
    for (let step = 0; step < 12; step += 1) {
      await breathe();
      stage.clock.advance(600_000);
    }
    expect(stage.texts()).toEqual([...Array<string>(8).fill('eins'), 'zwei']);
    expect(await stage.store.deliveries(id)).toMatchObject([
      { status: 'failed', attempts: 8, why: 'http-500' },
      { status: 'sent' },
    ]);
    expect(stage.observed).toEqual(['failed', 'sent']);
    expect(stage.log.lines.filter(({ level }) => level === 'warn')).toHaveLength(1);
  });

  test('what no attempt can mend fails at once', async () => {
    const stage = await open(() => ({ kind: 'failed', why: 'http-403' }));
    await stage.say('eins');
    await breathe();
    expect(await stage.store.deliveries(id)).toMatchObject([{ status: 'failed', attempts: 1, why: 'http-403' }]);
  });

  test('a channel that throws is tried as often as one that is down, not for ever', async () => {
    const stage = await open(({ text }) => {
      if (text === 'eins') throw new Error('secret 1234');
      return sent;
    });
    await stage.say('eins', 'zwei');
    for (let step = 0; step < 12; step += 1) {
      await breathe();
      stage.clock.advance(600_000);
    }
    expect(stage.texts().filter((text) => text === 'eins')).toHaveLength(8);
    expect(await stage.statuses()).toEqual(['failed', 'sent']);
    expect(JSON.stringify(stage.log.lines)).not.toMatch(/1234/);
  });

  test('conversations of a channel that nobody serves fail at once', async () => {
    const stage = await open(() => sent);
    await stage.store.write('other', {}, () => ({
      begin: { channel: 'fax', customer: { id: 'x' }, reference },
      entries: [{ who: 'bot', audience: 'customer', activity: { type: 'message', text: 'hallo' } }],
      result: undefined,
    }));
    await breathe();
    expect(await stage.store.deliveries('other')).toMatchObject([{ status: 'failed', why: 'no-channel' }]);
  });

  test('notes and events for staff are never sent', async () => {
    const stage = await open(() => sent);
    await stage.store.write(id, {}, () => ({
      entries: [
        { who: 'staff', audience: 'staff', activity: { type: 'message', text: 'Notiz' } },
        { who: 'system', audience: 'internal', activity: { type: 'event', name: 'handoff.status' } },
      ],
      result: undefined,
    }));
    await breathe();
    expect(stage.calls).toEqual([]);
  });

  test('what was erased before it went out is skipped', async () => {
    const stage = await open((_call, count) => (count === 1 ? retry : sent));
    await stage.say('eins');
    await breathe();
    await stage.store.redact(id, 1);
    stage.clock.advance(500);
    await breathe();
    expect(await stage.store.deliveries(id)).toMatchObject([{ status: 'skipped', why: 'erased' }]);
    expect(stage.calls).toHaveLength(1);
  });
});

describe('delivery and a person', () => {
  test('words of the bot from before the takeover are skipped, those of the person go out at once', async () => {
    const stage = await open(({ text }) => (text?.startsWith('Bot') ? retry : sent));
    await stage.say('Bot eins', 'Bot zwei');
    await ask(stage);
    await breathe();
    const tries = stage.calls.length;
    await deskOf(stage).reply('f1', sabine, 'Guten Tag');
    await breathe();
    // No time has passed: the person does not wait behind the bot's next attempt.
    expect(stage.texts().slice(tries)).toEqual(['Guten Tag']);
    expect(await stage.statuses()).toEqual(['skipped', 'skipped', 'sent']);
  });

  test('the line that tells who took over is the bot’s and still goes out', async () => {
    const stage = await open(() => sent);
    await ask(stage);
    await deskOf(stage).accept('f1', sabine);
    await breathe();
    expect(stage.texts()).toEqual(['handoff.joined Sabine Weber']);
  });

  test('skipped words stay skipped after giving back', async () => {
    const stage = await open(({ text }) => (text === 'Bot' ? retry : sent));
    await stage.say('Bot');
    await ask(stage);
    await breathe();
    await deskOf(stage).accept('f1', sabine);
    await breathe();
    await deskOf(stage).resolve('f1', sabine, { returnToBot: true });
    stage.clock.advance(600_000);
    await breathe();
    expect(await stage.store.deliveries(id)).toMatchObject([
      { status: 'skipped', why: 'taken-over' },
      { status: 'sent' },
    ]);
  });
});

describe('delivery across restarts', () => {
  test('a call that was cut off is made again with the same id', async () => {
    const first = await open(() => new Promise(() => undefined));
    await first.say('eins');
    await breathe();
    expect(await first.statuses()).toEqual(['sending']);
    const second = await open(() => sent, { clock: first.clock, store: withoutClaims(first.store) });
    await breathe();
    expect(second.calls.map((call) => call.id)).toEqual(first.calls.map((call) => call.id));
    expect(await second.store.deliveries(id)).toMatchObject([{ status: 'sent', attempts: 2 }]);
  });

  test('stopping waits for the call under way and starts no other', async () => {
    const door = gate();
    const stage = await open(async () => {
      await door.opened;
      return sent;
    });
    await stage.say('eins', 'zwei');
    await breathe();
    const stopped = stage.worker.stop();
    door.open();
    await stopped;
    expect(await stage.statuses()).toEqual(['sent', 'pending']);
    await breathe();
    expect(stage.calls).toHaveLength(1);
  });

  test('a result that cannot be stored is asked for again, with the same id', async () => {
    const stage = await open(() => {
      stage.store.full = stage.calls.length === 1;
      return sent;
    });
    await stage.say('eins');
    await breathe();
    expect(await stage.statuses()).toEqual(['sending']);
    stage.store.full = false;
    stage.clock.advance(1000);
    await breathe();
    expect(await stage.statuses()).toEqual(['sent']);
    expect(new Set(stage.calls.map((call) => call.id)).size).toBe(1);
  });
});

describe('delivery in pieces', () => {
  const inThree: Partial<Outlet> = { parts: () => 3 };

  test('every piece has its own record, and they go out in order before the next message', async () => {
    const stage = await open(() => sent, undefined, inThree);
    await stage.say('eins', 'zwei');
    await breathe();
    expect(stage.calls.map(({ text, attempt }) => `${text}.${attempt.part}`)).toEqual([
      'eins.0',
      'eins.1',
      'eins.2',
      'zwei.0',
      'zwei.1',
      'zwei.2',
    ]);
    expect(await stage.statuses()).toEqual(Array<string>(6).fill('sent'));
  });

  test('a crash after the first piece loses none of the others', async () => {
    const first = await open(() => new Promise(() => undefined), undefined, inThree);
    await first.say('eins');
    await breathe();
    const second = await open(() => sent, { clock: first.clock, store: withoutClaims(first.store) }, inThree);
    await breathe();
    expect(second.calls.map(({ attempt }) => attempt.part)).toEqual([0, 1, 2]);
  });

  test('where a piece fails, the rest of the message is not sent, and the next message is', async () => {
    const stage = await open(
      ({ text, attempt }) => (text === 'eins' && attempt.part === 1 ? { kind: 'failed', why: 'window' } : sent),
      undefined,
      inThree,
    );
    await stage.say('eins', 'zwei');
    await breathe();
    expect((await stage.store.deliveries(id)).filter(({ seq }) => seq === 1)).toMatchObject([
      { status: 'sent' },
      { status: 'failed', why: 'window' },
      { status: 'failed', why: 'window' },
    ]);
    expect(stage.texts()).toEqual(['eins', 'eins', 'zwei', 'zwei', 'zwei']);
  });
});

describe('delivery with an unknown outcome', () => {
  const unknown: DeliveryResult = { kind: 'unknown', why: 'no-answer' };
  const settling: Partial<Outlet> = { settleMs: 20_000 };
  const confirm = (stage: { readonly store: Store }): Promise<unknown> =>
    stage.store.write(id, {}, () => ({
      deliveries: [{ seq: 1, part: 0, status: 'sent', attempts: 1, at: 1, platformId: 'mid.1' }],
      result: undefined,
    }));

  test('is made again only when no confirmation came in time', async () => {
    const stage = await open((_call, count) => (count === 1 ? unknown : sent), undefined, settling);
    await stage.say('eins', 'zwei');
    await breathe();
    stage.clock.advance(19_999);
    await breathe();
    expect(stage.texts()).toEqual(['eins']);
    stage.clock.advance(1);
    await breathe();
    expect(stage.texts()).toEqual(['eins', 'eins', 'zwei']);
    expect(stage.calls.map(({ attempt }) => attempt.unsure)).toEqual([false, true, false]);
  });

  test('a confirmation ends the waiting at once', async () => {
    const stage = await open((_call, count) => (count === 1 ? unknown : sent), undefined, settling);
    await stage.say('eins', 'zwei');
    await breathe();
    await confirm(stage);
    await breathe();
    expect(stage.texts()).toEqual(['eins', 'zwei']);
    expect(await stage.store.deliveries(id)).toMatchObject([
      { status: 'sent', platformId: 'mid.1' },
      { status: 'sent' },
    ]);
  });

  test('a confirmation that comes before the answer stays', async () => {
    const stage = await open(
      async (_call, count) => {
        if (count === 1) await confirm(stage);
        return count === 1 ? unknown : sent;
      },
      undefined,
      settling,
    );
    await stage.say('eins');
    await breathe();
    expect(stage.calls).toHaveLength(1);
    expect(await stage.store.deliveries(id)).toMatchObject([{ status: 'sent', platformId: 'mid.1' }]);
  });

  test('after a crash in the middle the confirmation is waited for too', async () => {
    const first = await open(() => new Promise(() => undefined), undefined, settling);
    await first.say('eins');
    await breathe();
    // However long it was down: what the platform said meanwhile is heard from the start on.
    first.clock.advance(3600_000);
    const second = await open(() => sent, { clock: first.clock, store: withoutClaims(first.store) }, settling);
    await breathe();
    second.clock.advance(19_000);
    await breathe();
    expect(second.calls).toEqual([]);
    await confirm(second);
    await breathe();
    second.clock.advance(60_000);
    await breathe();
    expect(second.calls).toEqual([]);
  });

  test('without any confirmation it ends as failed, never as sent', async () => {
    const stage = await open(() => unknown, undefined, settling);
    await stage.say('eins');
    for (let round = 0; round < 12; round += 1) {
      await breathe();
      stage.clock.advance(20_000);
    }
    expect(stage.calls).toHaveLength(8);
    expect(await stage.store.deliveries(id)).toMatchObject([{ status: 'failed', why: 'no-answer' }]);
  });
});

describe('delivery while the way out is closed', () => {
  test('nothing is tried or written, and what waits goes out in order when it opens', async () => {
    let closed = true;
    const stage = await open(() => sent, undefined, { holdMs: () => (closed ? 30_000 : 0) });
    await stage.say('eins', 'zwei');
    await breathe();
    expect(await stage.statuses()).toEqual(['pending', 'pending']);
    closed = false;
    stage.clock.advance(30_000);
    await breathe();
    expect(stage.texts()).toEqual(['eins', 'zwei']);
  });

  test('a call that finds it closed counts as no attempt', async () => {
    const stage = await open((_call, count) => (count <= 20 ? { kind: 'held', afterMs: 1000 } : sent));
    await stage.say('eins');
    for (let round = 0; round < 20; round += 1) {
      await breathe();
      stage.clock.advance(1000);
    }
    await breathe();
    expect(await stage.store.deliveries(id)).toMatchObject([{ status: 'sent', attempts: 1 }]);
  });
});

/** The store as a new process finds it: nobody holds a claim. */
function withoutClaims(store: Store): Store {
  return {
    ...store,
    claim: (conversationId, work) => Promise.resolve({ conversationId, work, number: 1 }),
    release: () => Promise.resolve(),
    write: (conversationId, { fence: _fence, ...options }, decide) => store.write(conversationId, options, decide),
  };
}
