import type { Dialog, DialogEnd, DialogInput, Prompt, Reading, Slots, Step } from '../src/bot/dialog-types.ts';
import { isElsewhere, readYesNo, refused, unclear, value } from './reading/answers.ts';

/** What a message told without being asked: slots, or why what it told cannot be taken. */
export type Found = { readonly slots: Slots } | { readonly refused: Prompt } | null;

/** Something to be found out: a question of its own, unless a message told it already. */
export interface Field extends Omit<Step, 'next'> {
  /** The slot's and the step's name; `field.<name>` is its label. */
  readonly name: string;
  /** Whether it is asked for at all. */
  readonly needed?: (slots: Slots) => boolean;
  /** What a message tells about it that answered another question. */
  readonly find?: (input: DialogInput, slots: Slots) => Found;
  /** An end that its answer leads to, before everything is known. */
  readonly leads?: (slots: Slots, now: number) => DialogEnd | null;
  /** How customers call it when they want it changed. */
  readonly called: RegExp;
}

export interface Form {
  readonly name: string;
  readonly intents: readonly string[];
  readonly fields: readonly Field[];
  /** Tells everything once more, and asks whether it is right. */
  readonly summary: (slots: Slots, now: number) => Prompt;
  readonly end: (slots: Slots, now: number) => DialogEnd;
  /** The slots to be emptied because they no longer fit the others. */
  readonly stale?: (slots: Slots, now: number) => readonly string[];
  /** What the first message tells. */
  readonly first?: (input: DialogInput) => { readonly slots: Slots; readonly before: readonly Prompt[] };
}

const wrong =
  /ändern|änder|falsch|stimmt nicht|nicht richtig|anders|korrigier|verschrieben|wrong|change|not right|incorrect|correct (it|that|the)/i;

const isFilled = (slots: Slots, name: string): boolean => (slots[name] ?? '') !== '';

/**
 * A dialog that asks for one thing after the other, tells all of it once more and hands it on only after a yes. At the
 * end everything can still be corrected, by its name or by telling the new value ("nein, doch Dienstag").
 */
export function form({ name, intents, fields, summary, end, stale, first }: Form): Dialog {
  const missing = (slots: Slots): string =>
    fields.find((field) => (field.needed?.(slots) ?? true) && !isFilled(slots, field.name))?.name ?? 'confirm';

  /** Empties what no longer fits. */
  const settled = (before: Slots, told: Slots, now: number): Slots => {
    const emptied = stale?.({ ...before, ...told }, now) ?? [];
    return { ...told, ...Object.fromEntries(emptied.map((slot) => [slot, ''])) };
  };

  const volunteered = (input: DialogInput, slots: Slots): Found => {
    if (input.choice !== null) return null;
    let told: Slots = {};
    for (const field of fields) {
      const found = field.find?.(input, { ...slots, ...told }) ?? null;
      if (found === null) continue;
      if ('refused' in found) return found;
      told = { ...told, ...found.slots };
    }
    return Object.entries(told).some(([slot, text]) => slots[slot] !== text)
      ? { slots: settled(slots, told, input.now) }
      : null;
  };

  const fieldNamed = (text: string, slots: Slots): Field | undefined =>
    fields.find((field) => (field.needed?.(slots) ?? true) && field.called.test(text));

  const readChange = (input: DialogInput, slots: Slots): Reading => {
    const tapped = fields.find((field) => field.name === input.choice);
    if (tapped === undefined && isElsewhere(input, intents)) return unclear;
    const found = volunteered(input, slots);
    if (found !== null) return 'refused' in found ? refused(found.refused) : value('told', found.slots);
    const field = tapped ?? (input.choice === null ? fieldNamed(input.text, slots) : undefined);
    return field === undefined ? unclear : value('again', { [field.name]: '' });
  };

  const readConfirmation = (input: DialogInput, slots: Slots): Reading => {
    if (input.choice === 'change' || input.choice === 'cancel') return value(input.choice);
    if (input.choice !== 'yes' && isElsewhere(input, intents)) return unclear;
    const found = volunteered(input, slots);
    if (found !== null) return 'refused' in found ? refused(found.refused) : value('told', found.slots);
    const answer = readYesNo(input);
    if (answer === 'yes') return value('yes');
    if (answer !== 'no' && !wrong.test(input.text)) return unclear;
    const field = fieldNamed(input.text, slots);
    return field === undefined ? value('change') : value('again', { [field.name]: '' });
  };

  const confirm: Step = {
    prompts: (slots, now) => [summary(slots, now)],
    again: 'confirmAgain',
    buttons: [
      { choice: 'yes', prompt: 'confirmYes' },
      { choice: 'change', prompt: 'change' },
      { choice: 'cancel', prompt: 'cancel' },
    ],
    read: readConfirmation,
    next: (answer, slots, now) => {
      if (answer === 'yes') return end(slots, now);
      if (answer === 'cancel') return { prompts: ['cancelled'], person: 'none' };
      return answer === 'change' ? 'change' : missing(slots);
    },
  };
  const change: Step = {
    prompts: ['whatChange'],
    again: 'whatChange',
    buttons: (slots) =>
      fields
        .filter((field) => field.needed?.(slots) ?? true)
        .map((field) => ({ choice: field.name, prompt: `field.${field.name}` })),
    read: readChange,
    next: (_answer, slots) => missing(slots),
  };
  const asked = fields.map((field): readonly [string, Step] => [
    field.name,
    {
      ...field,
      read: (input, slots) => {
        const reading = field.read(input, slots);
        if (reading.kind !== 'value') return reading;
        const told = { [field.name]: reading.value, ...reading.slots };
        return value(reading.value, settled(slots, told, input.now));
      },
      next: (_answer, slots, now) => field.leads?.(slots, now) ?? missing(slots),
    },
  ]);

  return {
    name,
    intents,
    start: fields[0]?.name ?? 'confirm',
    open: (input) => {
      const told = first?.(input) ?? { slots: {}, before: [] };
      const found = volunteered(input, told.slots);
      const slots = found !== null && 'slots' in found ? { ...told.slots, ...found.slots } : told.slots;
      return { step: missing(slots), slots, before: told.before };
    },
    steps: { ...Object.fromEntries(asked), confirm, change },
  };
}
