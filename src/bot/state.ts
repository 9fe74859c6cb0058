import type { JsonObject } from '../conversation/head.ts';
import type { Language } from '../understanding/types.ts';
import type { DialogState } from './dialog-types.ts';
import type { ReplyButton } from './voice.ts';

/** What the bot remembers of a conversation; kept in the conversation's head as plain JSON. */
export interface BotState {
  readonly language: Language | null;
  /** The other language, heard in the last message: a second one in it switches. */
  readonly otherLanguage: Language | null;
  /** The customer was told that a digital assistant answers. */
  readonly introduced: boolean;
  /** A person gave the conversation back without a line: the next answer says who speaks. */
  readonly disclose: boolean;
  /** When the bot last spoke, milliseconds since the epoch. */
  readonly lastSpoke: number;
  /** Ids of the wordings that were said, oldest first. */
  readonly shown: readonly string[];
  /** Messages in a row that were not understood. */
  readonly misses: number;
  /** The number of the entry with the customer's latest request in their own words. */
  readonly concern: number | null;
  /** The intent that was answered last. */
  readonly topic: string | null;
  /** What a bare "yes" would mean. */
  readonly offer: 'handoff' | 'resume' | null;
  /** The intents that were offered with "did you mean", for answers such as "the first". */
  readonly choices: readonly string[];
  /** The buttons below the last message: a customer who types a title means the button. */
  readonly buttons: readonly ReplyButton[];
  /** The customer was told that a person comes. */
  readonly announced: boolean;
  readonly dialog: DialogState | null;
  /** A dialog that another request interrupted. */
  readonly paused: DialogState | null;
  readonly insults: number;
}

export const freshState: BotState = {
  language: null,
  otherLanguage: null,
  introduced: false,
  disclose: false,
  lastSpoke: 0,
  shown: [],
  misses: 0,
  concern: null,
  topic: null,
  offer: null,
  choices: [],
  buttons: [],
  announced: false,
  dialog: null,
  paused: null,
  insults: 0,
};

/** How many wordings are remembered: more than a conversation sees in a day, few enough to be written with every turn. */
const shownLimit = 32;

/** The state kept in a head. Fields that an older version did not know begin fresh. */
export function readState(kept: JsonObject): BotState {
  return { ...freshState, ...(kept as Partial<BotState>) };
}

/** The state as a head keeps it. */
export function keepState(state: BotState): JsonObject {
  return { ...state, shown: state.shown.slice(-shownLimit) } as unknown as JsonObject;
}
