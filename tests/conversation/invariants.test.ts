import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Entry } from '../../src/conversation/entry.ts';
import { turnRecordOf } from '../../src/conversation/turn.ts';
import { SchalterError } from '../../src/platform/errors.ts';
import { breathe } from '../support/breathe.ts';
import { askingFor, gate, id, openStage, sabine, saying, wordsOf, type Stage } from './stage.ts';

type Step =
  | { readonly kind: 'receive'; readonly waits: boolean }
  | { readonly kind: 'repeat'; readonly of: number }
  | { readonly kind: 'ask' }
  | {
      readonly kind:
        'accept' | 'reply' | 'resolve' | 'note' | 'hold' | 'let go' | 'break' | 'fill' | 'empty' | 'breathe';
    }
  | { readonly kind: 'time'; readonly ms: number };

const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('receive' as const), waits: fc.boolean() }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('repeat' as const), of: fc.nat(9) }) },
    { weight: 2, arbitrary: fc.constant({ kind: 'ask' as const }) },
    {
      weight: 8,
      arbitrary: fc.record({
        kind: fc.constantFrom(
          ...(['accept', 'reply', 'resolve', 'note', 'hold', 'let go', 'break', 'fill', 'empty', 'breathe'] as const),
        ),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant('time' as const), ms: fc.integer({ min: -5000, max: 20_000 }) }),
    },
  ),
  { maxLength: 40 },
);

/** A runner whose handler can be held up and made to fail, and a count of what was acknowledged. */
function openPlay() {
  let door = gate();
  door.open();
  let broken = 0;
  const stage: Stage = openStage(async (turn) => {
    await door.opened;
    if (broken > 0) {
      broken -= 1;
      throw new Error('broken');
    }
    const words = wordsOf(turn);
    return words.includes('Mensch') ? askingFor(`f${turn.head.lastSeq}`, stage.clock.now()) : saying(`re: ${words}`);
  });
  const acknowledged: number[] = [];
  const keys: string[] = [];
  const refused = (error: unknown): void => {
    if (!(error instanceof SchalterError)) throw error;
  };
  const send = async (text: string, key: string, waits: boolean): Promise<void> => {
    const activity = { type: 'message', text, ...(waits && { deliveryMode: 'expectReplies' }) };
    await stage.receive(text, { key, activity }).then(({ seq, duplicate }) => {
      if (duplicate) expect(acknowledged).toContain(seq);
      else acknowledged.push(seq);
    }, refused);
  };
  const onCase = async (run: (caseId: string) => Promise<unknown>): Promise<void> => {
    const open = (await stage.store.head(id))?.openCase ?? null;
    if (open !== null) await run(open).catch(refused);
  };
  const play = async (step: Step): Promise<void> => {
    switch (step.kind) {
      case 'receive':
      case 'ask': {
        const key = `k${keys.length}`;
        keys.push(key);
        return send(step.kind === 'ask' ? `Mensch ${key}` : key, key, step.kind === 'receive' && step.waits);
      }
      case 'repeat': {
        const key = keys[step.of];
        return key === undefined ? undefined : send('wieder', key, false);
      }
      case 'accept':
        return onCase((open) => stage.desk.accept(open, sabine));
      case 'reply':
        return onCase((open) => stage.desk.reply(open, sabine, 'von Sabine'));
      case 'resolve':
        return onCase((open) => stage.desk.resolve(open, sabine, { returnToBot: true }));
      case 'note':
        return onCase(() =>
          stage.store.write(id, {}, () => ({
            entries: [{ who: 'staff', audience: 'staff', activity: { type: 'message', text: 'INTERN' } }],
            result: undefined,
          })),
        );
      case 'hold':
        door.open();
        door = gate();
        return;
      case 'let go':
        door.open();
        return;
      case 'break':
        broken += 1;
        return;
      case 'fill':
      case 'empty':
        stage.store.full = step.kind === 'fill';
        return;
      case 'breathe':
        return breathe(3);
      case 'time':
        if (step.ms < 0) stage.clock.set(stage.clock.now() + step.ms);
        else stage.clock.advance(step.ms);
        return breathe(2);
    }
  };
  /** Opens everything and waits until nothing is left to do. */
  const finish = async (): Promise<void> => {
    door.open();
    stage.store.full = false;
    for (let round = 0; round < 100; round += 1) {
      const head = await stage.store.head(id);
      if (head === null || head.cursor >= head.lastInput) break;
      await breathe(3);
      stage.clock.advance(10_000);
    }
    await stage.runner.stop();
  };
  return { stage, acknowledged, play, finish };
}

function check(entries: readonly Entry[], acknowledged: readonly number[]): void {
  for (const [index, entry] of entries.entries()) {
    expect(entry.seq).toBe(index + 1);
    expect(entry.time).toBeGreaterThan(entries[index - 1]?.time ?? 0);
  }
  const records = entries.flatMap((entry) => turnRecordOf(entry) ?? []);
  const inputs = entries.filter((entry) => entry.input === true).map(({ seq }) => seq);
  for (const seq of inputs) expect(records.filter(({ from, to }) => from <= seq && seq <= to)).toHaveLength(1);
  for (const [index, { from, to }] of records.entries()) {
    expect(to).toBeGreaterThanOrEqual(from);
    expect(from).toBeGreaterThan(records[index - 1]?.to ?? 0);
  }
  for (const seq of acknowledged) expect(inputs).toContain(seq);
  expect(new Set(acknowledged).size).toBe(acknowledged.length);
  let person = false;
  let written: string[] = [];
  for (const { who, audience, activity } of entries) {
    const state = activity.name === 'handoff.status' ? (activity.value as { state: string }).state : null;
    if (state === 'accepted') person = true;
    if (state === 'completed') person = false;
    if (state === 'completed') written = [];
    if (who === 'customer' && person) written.push(activity.text ?? '');
    if (audience !== 'customer') continue;
    expect(activity.text).not.toContain('INTERN');
    if (who !== 'bot') continue;
    // The line that tells who took over is the only one that the bot says while a person has the conversation.
    if (person) expect(activity.text).toBe('handoff.joined Sabine Weber');
    for (const text of written) expect(activity.text).not.toContain(text);
  }
}

test('whatever happens, every input is covered by one turn, in order, and nobody is talked over', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (sequence) => {
      const { stage, acknowledged, play, finish } = openPlay();
      for (const step of sequence) await play(step);
      await finish();
      const head = await stage.store.head(id);
      if (head === null) return;
      expect(head).toMatchObject({ cursor: head.lastInput, attempts: 0 });
      check(await stage.store.entries(id), acknowledged);
      expect((await stage.store.entries(id, { audience: 'customer' })).every((entry) => entry.who !== 'system')).toBe(
        true,
      );
    }),
    { numRuns: 150, seed: 11 },
  );
}, 120_000);
