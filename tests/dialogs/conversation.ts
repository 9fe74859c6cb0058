import { continueDialog, startDialog, takes, type DialogMove } from '../../src/bot/dialog-runner.ts';
import type { Dialog, DialogInput } from '../../src/bot/dialog-types.ts';
import { dialogWords } from '../../src/bot/dialog-words.ts';
import { createVoice } from '../../src/bot/voice.ts';
import type { Language } from '../../src/understanding/types.ts';
import type { Knowledge } from '../../src/knowledge/types.ts';

/** Monday, 23 November 2026, 10:00 in Germany. */
export const monday = Date.UTC(2026, 10, 23, 9);

/** Something that the customer does: writes, taps (`[choice]`), or shares a place. */
export type Doing = string | Partial<DialogInput>;

/** What was said, the step that is open (`end` with the kind of end), and the slots or the details. */
export interface Heard {
  readonly text: string;
  readonly at: string;
  readonly buttons: readonly string[];
  readonly slots: Readonly<Record<string, string>>;
  readonly details: Readonly<Record<string, string>>;
  readonly move: DialogMove;
}

const yes = /^(ja|yes)\b/i;
const no = /^(nein|no)\b/i;

/** The message as the bot would hand it in: the plainest talk is understood, everything else is not. */
function inputOf(doing: Doing, now: number): DialogInput {
  const base: DialogInput = { text: '', intent: null, choice: null, location: null, now };
  if (typeof doing !== 'string') return { ...base, ...doing };
  const tapped = /^\[(.+)\]$/.exec(doing)?.[1];
  if (tapped !== undefined) return { ...base, text: tapped, choice: tapped };
  return { ...base, text: doing, intent: yes.test(doing) ? 'chat.yes' : no.test(doing) ? 'chat.no' : null };
}

interface Setting {
  readonly language?: Language;
  readonly intent?: string;
  readonly now?: number;
}

/** Plays a dialog, one thing after the other, with its real wordings; a missing one fails the test. */
export function converse(
  dialog: Dialog,
  knowledge: Knowledge,
  doings: readonly Doing[],
  { language = 'de', intent = dialog.intents[0] ?? '', now = monday }: Setting = {},
): Heard {
  const voice = createVoice({ knowledge, language, address: 'Sie', shown: [], now });
  const words = dialogWords(voice, dialog.name, () => '261123-TEST0');
  const hear = (move: DialogMove): Heard => ({
    text: move.prompts.map((prompt) => words.line(prompt)).join('\n'),
    at: move.state?.step ?? `end:${move.end?.then ?? move.end?.person ?? ''}`,
    buttons: move.buttons.map((button) => words.button(button).title),
    slots: move.state?.slots ?? {},
    details: words.details(move.end?.details ?? {}),
    move,
  });
  const [first = '', ...rest] = doings;
  let heard = hear(startDialog(dialog, inputOf(first, now), intent));
  for (const doing of rest) {
    const { state } = heard.move;
    if (state === null) throw new Error(`The dialog has ended before: ${JSON.stringify(doing)}`);
    heard = hear(continueDialog(dialog, state, inputOf(doing, now)));
  }
  return heard;
}

/** Whether the open question understands something, after what was done before. */
export function understands(dialog: Dialog, knowledge: Knowledge, doings: readonly Doing[], doing: Doing): boolean {
  const { state } = converse(dialog, knowledge, doings).move;
  return state !== null && takes(dialog, state, inputOf(doing, monday));
}
