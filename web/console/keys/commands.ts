/** All that can be done at the desk by a key; the order is that of the overview under `?`. */
export const keyTable = {
  next: 'j',
  previous: 'k',
  find: 'f',
  palette: 'Control+k',
  back: 'Escape',
  help: '?',
  reply: 'r',
  note: 'n',
  insert: 'v',
  suggest: '1',
  undo: 'u',
  take: 't',
  resolve: 'e',
  resolveNext: 'Shift+e',
  giveBack: 'g',
  snooze: 's',
  assign: 'a',
  priority: 'p',
  labels: 'l',
  askFile: 'd',
  endFiles: 'Shift+d',
  wrong: 'w',
} as const;

export type CommandId = keyof typeof keyTable;

/** How many suggestions have a digit. */
export const digits = 3;

/** The part of a keyboard event that counts. */
export interface Stroke {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
}

/** What a stroke asks for; `digit` is the number of a suggestion, counted from one. */
export type Wish = { readonly id: CommandId; readonly digit: number };

const byName = new Map<string, CommandId>(Object.entries(keyTable).map(([id, key]) => [key, id as CommandId]));

/**
 * Reads a stroke by the character that it writes, not by the place of the key: Y and Z, and `?` by Shift+ß, are right on a
 * German keyboard as on an English one. Alt and AltGr write characters and are never a command.
 */
export function wishOf({ key, ctrlKey, altKey, metaKey, shiftKey }: Stroke): Wish | null {
  if (altKey) return null;
  const held = ctrlKey || metaKey;
  if (!held && /^[1-9]$/.test(key)) return Number(key) <= digits ? { id: 'suggest', digit: Number(key) } : null;
  const letter = /^\p{L}$/u.test(key);
  const name = `${held ? 'Control+' : ''}${letter && shiftKey ? 'Shift+' : ''}${letter ? key.toLowerCase() : key}`;
  const id = byName.get(name);
  return id === undefined ? null : { id, digit: 0 };
}

/** Whether a stroke counts while somebody writes in a field. */
export const worksInFields = (id: CommandId): boolean => id === 'palette' || id === 'back';

/** Whether it goes away when letters as keys are switched off. */
export const isSingle = (id: CommandId): boolean => !worksInFields(id);

/** The key as it is printed on keyboards: its parts, to be pressed together. */
export function keyNames(id: CommandId, words: { readonly language: 'de' | 'en' }): readonly string[] {
  if (id === 'suggest') return ['1', '–', String(digits)];
  const german = words.language === 'de';
  const printed: Readonly<Record<string, string>> = {
    Control: german ? 'Strg' : 'Ctrl',
    Shift: german ? 'Umschalt' : 'Shift',
    Escape: 'Esc',
  };
  return keyTable[id].split('+').map((part) => printed[part] ?? part.toUpperCase());
}
