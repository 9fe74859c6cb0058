import { describe, expect, test } from '@jest/globals';
import type { Case } from '../../src/conversation/case.ts';
import type { Entry, NewEntry } from '../../src/conversation/entry.ts';
import { handoffEvent, handoffInitiate, handoffStatus } from '../../src/handoff/events.ts';
import { csvOf, figuresOf } from '../../src/insight/figures.ts';
import { measureCase } from '../../src/insight/measures.ts';

const start = Date.UTC(2026, 10, 23, 9, 0, 0);
const minute = 60_000;
const said = (who: 'customer' | 'bot' | 'staff', audience: 'customer' | 'staff' = 'customer'): NewEntry => ({
  who,
  audience,
  activity: { type: 'message', text: 'x' },
});
const begins = (more: object = {}): NewEntry =>
  handoffEvent(handoffInitiate, { caseId: 'k', due: start + 20 * minute, ...more });
const ends = handoffEvent(handoffStatus, { state: 'completed', caseId: 'k', by: 'sabine' });

/** A log of what happened at which minute. */
const story = (...lines: readonly (readonly [number, NewEntry])[]): readonly Entry[] =>
  lines.map(([at, entry], index) => ({ ...entry, seq: index + 1, time: start + at * minute }));

const base = {
  id: 'k',
  conversationId: 'c',
  channel: 'directline',
  customerName: 'Erika',
  reason: 'asked',
  priority: 2,
  createdAt: start + 4 * minute,
  team: 'service',
  intent: null,
  language: 'de',
  preview: 'geheim',
  alert: false,
} as const;
const owner = { userId: 'sabine', name: 'Sabine' };
const resolved: Case = {
  ...base,
  status: 'resolved',
  owner,
  acceptedAt: start,
  resolvedAt: start + 30 * minute,
  returnedToBot: true,
  outcome: 'solved',
};
const minutes = (entries: readonly Entry[], item: Case = resolved) => {
  const { firstResponse, resolution, assistant, onTime } = measureCase(item, entries);
  const inMinutes = (ms: number | null): number | null => (ms === null ? null : ms / minute);
  return [inMinutes(assistant), inMinutes(firstResponse), inMinutes(resolution), onTime];
};

describe('a case is measured by the log', () => {
  test('the assistant’s time stands apart, and its messages are no response', () => {
    const log = story(
      [0, said('customer')],
      [1, said('bot')],
      [4, begins()],
      [5, said('bot')],
      [10, said('staff')],
      [30, ends],
    );
    expect(minutes(log)).toEqual([4, 6, 26, true]);
  });

  test('notes to colleagues are no response', () => {
    const log = story(
      [0, said('customer')],
      [4, begins()],
      [5, said('staff', 'staff')],
      [25, said('staff')],
      [30, ends],
    );
    expect(minutes(log)).toEqual([4, 21, 26, false]);
  });

  test('a reopening adds its own span, and begins no second first response', () => {
    const log = story(
      ...([
        [0, said('customer')],
        [4, begins()],
        [6, said('staff')],
        [10, ends],
      ] as const),
      ...([
        [100, begins({ reopened: true })],
        [101, said('staff')],
        [105, ends],
      ] as const),
    );
    expect(minutes(log)).toEqual([4, 2, 11, true]);
  });

  test('a case that was raised began once', () => {
    const log = story(
      [0, said('customer')],
      [4, begins()],
      [8, begins({ raised: true })],
      [9, said('staff')],
      [14, ends],
    );
    expect(minutes(log)).toEqual([4, 5, 10, true]);
  });

  test('an earlier case’s words do not count for the assistant’s time', () => {
    const other = handoffEvent(handoffStatus, { state: 'completed', caseId: 'old', by: 'sabine' });
    const log = story([-60, said('customer')], [-10, other], [1, said('customer')], [4, begins()], [30, ends]);
    expect(minutes(log)).toEqual([3, null, 26, null]);
  });

  test('who is called back has no first response, and an open case no resolution', () => {
    const log = story([0, said('customer')], [4, begins()], [9, said('staff')]);
    const quiet: Case = { ...base, quiet: true, status: 'waiting', waitingSince: start, due: start };
    expect(minutes(log, quiet)).toEqual([4, null, null, null]);
  });
});

describe('figures', () => {
  const range = { from: '2026-11-23', to: '2026-11-24', team: null };
  const one = (item: Case, firstResponse: number | null) => ({
    item,
    measures: {
      firstResponse,
      resolution: null,
      assistant: null,
      onTime: firstResponse === null ? null : firstResponse < 5000,
    },
  });

  test('count what began and ended in the days, and name durations that somebody waited', () => {
    const cases = [1000, 2000, 9000, null].map((ms, index) => one({ ...resolved, id: `k${index}` }, ms));
    const outside = one({ ...resolved, id: 'late', resolvedAt: start + 40 * 24 * 60 * minute }, 1000);
    const figures = figuresOf([...cases, outside], range);
    expect(figures).toMatchObject({
      cases: { created: 5, resolved: 4, reopened: 0, open: 0 },
      firstResponse: { count: 4, median: 1, p90: 9 },
      onTime: 0.75,
      byOutcome: [{ outcome: 'solved', count: 4 }],
      byDay: [
        { day: '2026-11-23', created: 5, resolved: 4 },
        { day: '2026-11-24', created: 0, resolved: 0 },
      ],
    });
  });

  test.each(['=1+1', '+49', '-2', '@SUM(A1)', '\t=1', '\r=1'])('the CSV holds no formula: %j', (name) => {
    const csv = csvOf([one({ ...resolved, owner: { userId: 'x', name } }, null)]);
    expect(csv).toContain(`"'${name}"`);
    expect(csv).not.toContain(`;"${name}`);
  });

  test('the CSV holds no words and no name of the customer, and quotes survive', () => {
    const csv = csvOf([one({ ...resolved, owner: { userId: 'x', name: 'A "B"; C' } }, 1500)]);
    expect(csv).not.toMatch(/geheim|Erika/);
    expect(csv).toContain('"A ""B""; C"');
    expect(csv.startsWith('\uFEFFnumber;created;')).toBe(true);
  });
});
