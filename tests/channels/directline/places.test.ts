import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createPlaces } from '../../../src/channels/directline/places.ts';
import type { Case } from '../../../src/conversation/case.ts';
import { openOutlook } from '../../../src/handoff/outlook.ts';
import { createMemoryStore } from '../../../src/storage/memory/store.ts';
import { breathe } from '../../support/breathe.ts';
import { createLogSpy } from '../../support/log-spy.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { planWith, shipped } from '../../support/plan.ts';
import { dial, openDirectLine, startChat, type Chat, type Dialled, type Opened } from './open.ts';

let opened: Opened;
beforeEach(async () => {
  opened = await openDirectLine();
});
afterEach(() => opened.close());

const waitingCase = (id: string, now: number, quiet = false): Case => ({
  id: `case-${id}`,
  conversationId: id,
  channel: 'directline',
  customerName: null,
  reason: 'asked',
  priority: 2,
  createdAt: now,
  team: 'service',
  waitingSince: now,
  due: now + 600_000,
  intent: null,
  language: 'de',
  preview: '',
  alert: false,
  ...(quiet && { quiet: true as const }),
  status: 'waiting',
});
const waits = async ({ id }: Chat, quiet = false): Promise<void> => {
  const item = waitingCase(id, opened.clock.now(), quiet);
  await opened.store.write(id, {}, () => ({ cases: [item], head: { openCase: item.id }, result: undefined }));
  opened.clock.advance(1000);
};
const accepted = async ({ id }: Chat): Promise<void> => {
  await opened.store.write(id, {}, (view) => {
    const item = view.caseOf(`case-${id}`)!;
    const owner = { userId: 'sabine', name: 'Sabine' };
    return { cases: [{ ...item, status: 'active', owner, acceptedAt: 1 } as Case], result: undefined };
  });
  opened.clock.advance(1000);
};
const places = (line: Dialled): unknown[] =>
  line.shown().flatMap(({ name, value }) => (name === 'schalter.queue' ? [(value as { place: unknown }).place] : []));

test('who waits for a person sees their place, each change once, and the end of it', async () => {
  const [first, second, called] = [await startChat(opened), await startChat(opened), await startChat(opened)];
  const line = await dial(second.streamUrl);
  await opened.settled(second.id);
  await line.until(() => line.shown().length > 0);
  await waits(first);
  // A call was arranged: this one waits at home, and in nobody's way.
  await waits(called, true);
  await waits(second);
  await line.until(() => places(line).length === 1);
  await accepted(first);
  await line.until(() => places(line).length === 2);
  await accepted(second);
  await line.until(() => places(line).length === 3);
  expect(places(line)).toEqual([2, 1, null]);
  expect(JSON.stringify(await opened.store.entries(second.id))).not.toContain('schalter.queue');
  line.socket.close();
});

test('who comes back is told again', async () => {
  const chat = await startChat(opened);
  await waits(chat);
  const line = await dial(chat.streamUrl);
  await line.until(() => places(line).length === 1);
  expect(places(line)).toEqual([1]);
  line.socket.close();
});

test('where the team has gone home nobody is next, and when it is there again they are', async () => {
  // The clock shows a Monday, ten o'clock in Germany.
  const clock = createManualClock();
  const store = createMemoryStore(clock);
  const log = createLogSpy();
  const teams = shipped.teams.map((team) => ({ ...team, hours: { mon: ['11:00-12:00'] } }));
  const outlook = await openOutlook({ store, plan: planWith({ teams }), log });
  const shown: unknown[] = [];
  const line = createPlaces({ store, clock, log, outlook, isWatched: () => true, show: (_id, at) => shown.push(at) });
  await store.write('c', {}, () => ({
    begin: { channel: 'directline', customer: { id: 'u' }, reference: null },
    cases: [waitingCase('c', clock.now())],
    result: undefined,
  }));
  clock.advance(1000);
  await breathe();
  expect([shown, line.current('c')]).toEqual([[], undefined]);
  clock.advance(61 * 60_000);
  await breathe();
  expect([shown, line.current('c')]).toEqual([[1], 1]);
  clock.advance(60 * 60_000);
  await breathe();
  expect([shown, line.current('c')]).toEqual([[1, null], undefined]);
  line.close();
});
