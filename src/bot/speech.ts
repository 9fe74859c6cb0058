import type { CaseDetails, CaseReason } from '../conversation/case.ts';
import type { Expectation } from '../handoff/outlook.ts';
import type { Language } from '../understanding/types.ts';
import type { SentFile } from './dialog-file.ts';
import type { Dialog, DialogInput, Rated } from './dialog-types.ts';
import type { BotState } from './state.ts';
import { sayExpectation } from './expectation.ts';
import { urgencyOf, type Urgency } from './vital.ts';
import type { ReplyButton, Voice } from './voice.ts';

/** What is said in reaction to one input: one message of one or more paragraphs. */
export interface Speech {
  readonly paragraphs: readonly string[];
  readonly buttons: readonly ReplyButton[];
  readonly state: BotState;
  readonly language: Language;
  /** A person is to be brought in. */
  readonly handoff: HandoffWish | null;
  /** How the customer rated a person's help. */
  readonly rated?: Rated;
  /** Something that the customer can keep. */
  readonly file?: SentFile;
}

export interface HandoffWish extends Pick<Urgency, 'reason' | 'priority'> {
  readonly intent: string | null;
  readonly details?: CaseDetails;
  /** The answer comes another way: the customer does not wait here. */
  readonly quiet?: boolean;
}

/** What speaking needs beside the decision. */
export interface Scene {
  readonly state: BotState;
  readonly voice: Voice;
  readonly dialogs: ReadonlyMap<string, Dialog>;
  readonly input: DialogInput;
  /** A case waits for a person already: no second handoff. */
  readonly waiting: boolean;
  /** Whether a person must be offered with the intent. */
  needsPerson(intent: string): boolean;
  dialogOf(intent: string): Dialog | null;
  readonly topics: readonly string[];
  /** What somebody who is handed over now may expect; null where nobody can say. */
  readonly expect: (intent: string | null) => Expectation | null;
  /** The number of a case, if one begins now: asked for only where it is said, since it costs a hash. */
  readonly caseNumber: () => string;
}

export const maxButtons = 4;
export const human = 'contact.human';

export function handoffFor(intent: string | null, reason: CaseReason): HandoffWish {
  const urgency = urgencyOf(intent);
  return { reason: urgency?.reason ?? reason, priority: urgency?.priority ?? 2, intent };
}

/** Adds that a person comes, or that one is on the way already; the first time it is news, also where staff knew before. */
export function tellOfPerson({ voice, waiting, expect }: Scene, speech: Speech): Speech {
  const again = waiting && speech.state.announced;
  const lines = again ? [voice.phrase('handoff.waiting')] : sayExpectation(voice, expect(speech.state.topic));
  return {
    ...speech,
    paragraphs: [...speech.paragraphs, ...lines],
    buttons: speech.buttons.filter((button) => !isHuman(button)),
    state: { ...speech.state, announced: true },
  };
}

const isHuman = ({ value }: ReplyButton): boolean => 'choose' in value && value.choose === human;

/** The buttons, with the way to a person among them; without it where one was asked for already. */
export function withHuman(scene: Scene, buttons: readonly ReplyButton[]): readonly ReplyButton[] {
  if (scene.waiting) return buttons.filter((button) => !isHuman(button)).slice(0, maxButtons);
  if (buttons.some(isHuman)) return buttons.slice(0, maxButtons);
  return [...buttons.slice(0, maxButtons - 1), humanButton(scene)];
}

/** What is said without offering anything; a miss is forgotten, since something was understood. */
export function say(
  scene: Scene,
  paragraphs: readonly string[],
  changes: Partial<BotState> = {},
  buttons: readonly ReplyButton[] = [],
): Speech {
  const state = { ...scene.state, misses: 0, offer: null, choices: [], ...changes };
  return { paragraphs, buttons, state, language: scene.voice.language, handoff: null };
}

export function withTopics({ voice, topics }: Scene, first: readonly ReplyButton[] = []): readonly ReplyButton[] {
  return [...first, ...voice.intentButtons(topics)].slice(0, maxButtons);
}

export function humanButton({ voice }: Scene): ReplyButton {
  return voice.button('button.human', { choose: human });
}
