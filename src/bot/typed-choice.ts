import type { ReplyButton } from './voice.ts';

/** Words without case, punctuation and doubled spaces: "Ja, bitte dazuholen!" is "ja bitte dazuholen". */
function bare(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Titles of buttons come again and again; their bare form is kept, bounded. */
const bareTitles = new Map<string, string>();
const titlesKept = 2000;

function bareTitle(title: string): string {
  const known = bareTitles.get(title);
  if (known !== undefined) return known;
  if (bareTitles.size >= titlesKept) bareTitles.clear();
  const made = bare(title);
  bareTitles.set(title, made);
  return made;
}

/** "1", "das zweite", "Nummer 3", "the last one": which of the choices is meant. */
const ordinals: readonly RegExp[] = [
  /^(?:(?:nummer|nr|das|die|der|the|number|option) )?(?:1|erste[rns]?|first)(?: one| bitte| please)?$/,
  /^(?:(?:nummer|nr|das|die|der|the|number|option) )?(?:2|zweite[rns]?|second)(?: one| bitte| please)?$/,
  /^(?:(?:nummer|nr|das|die|der|the|number|option) )?(?:3|dritte[rns]?|third)(?: one| bitte| please)?$/,
];
const last = /^(?:(?:das|die|der|the) )?(?:letzte[rns]?|last)(?: one| bitte| please)?$/;

/**
 * The button that a typed text means: its title, whatever its case and punctuation; after "did you mean …?", of which
 * there were `choices`, its place as well.
 */
export function typedButton(text: string, buttons: readonly ReplyButton[], choices: number): ReplyButton | null {
  if (text.length > 80 || buttons.length === 0) return null;
  const typed = bare(text);
  if (typed === '') return null;
  const named = buttons.find(({ title }) => bareTitle(title) === typed);
  if (named !== undefined) return named;
  const place = last.test(typed) ? choices - 1 : ordinals.findIndex((pattern) => pattern.test(typed));
  return place >= 0 && place < choices ? (buttons[place] ?? null) : null;
}
