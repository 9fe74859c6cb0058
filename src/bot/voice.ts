import { chooseAnswer, type AnswerWish } from '../knowledge/choose.ts';
import { label, phrase } from '../knowledge/phrases.ts';
import type { Address, Knowledge } from '../knowledge/types.ts';
import type { Language } from '../understanding/types.ts';

/** A button under a message. `value` comes back when it is tapped. */
export interface ReplyButton {
  readonly title: string;
  readonly value:
    | { readonly choose: string }
    /** `step` names the question that it answers, so that a late tap answers no other. */
    | { readonly dialog: string; readonly step?: string };
}

/** Says approved words in the conversation's language and address, and remembers which wordings were said. */
export interface Voice {
  readonly language: Language;
  phrase(id: string, values?: Readonly<Record<string, string | number>>): string;
  /** Null where no valid answer is left. */
  answer(
    intent: string,
    use: 'first' | 'short',
  ): { readonly text: string; readonly buttons: readonly ReplyButton[] } | null;
  title(intent: string): string;
  /** Buttons for intents that have a title. */
  intentButtons(intents: readonly string[]): readonly ReplyButton[];
  button(labelId: string, value: ReplyButton['value']): ReplyButton;
  /** The text of a label, in the voice's language or another. */
  label(labelId: string, language?: Language): string;
  /** All wordings said so far, oldest first. */
  said(): readonly string[];
}

export interface VoiceOptions {
  readonly knowledge: Knowledge;
  readonly language: Language;
  readonly address: Address;
  readonly shown: readonly string[];
  /** Milliseconds since the epoch: expired answers are never said. */
  readonly now: number;
}

export function createVoice({ knowledge, language, address, shown, now }: VoiceOptions): Voice {
  const said = new Set(shown);
  const remember = (id: string): void => {
    said.delete(id);
    said.add(id);
  };
  const intentButtons = (intents: readonly string[]): readonly ReplyButton[] =>
    intents.flatMap((id) => {
      const intent = knowledge.intents.get(id);
      return intent === undefined ? [] : [{ title: intent.title[language], value: { choose: id } }];
    });
  return {
    language,
    phrase(id, values) {
      const found = phrase(knowledge, id, {
        language,
        address,
        shown: said,
        now,
        ...(values !== undefined && { values }),
      });
      remember(found.answerId);
      return found.text;
    },
    answer(id, use) {
      const intent = knowledge.intents.get(id);
      if (intent === undefined) return null;
      const wish: AnswerWish = { language, address, use, shown: said, now };
      const found = chooseAnswer(intent, wish);
      if (found === null) return null;
      remember(found.answerId);
      return {
        text: found.text,
        buttons: found.buttons.map((button) => ({ title: button.label, value: { choose: button.intent } })),
      };
    },
    title: (id) => knowledge.intents.get(id)?.title[language] ?? id,
    intentButtons,
    button: (labelId, value) => ({ title: label(knowledge, labelId, language), value }),
    label: (labelId, other = language) => label(knowledge, labelId, other),
    said: () => [...said],
  };
}
