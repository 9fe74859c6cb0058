import { EyeOff } from 'lucide';
import type { Words } from '../../words/words.ts';
import { useWords } from '../context.ts';
import { Icon } from './icon.tsx';

/** What the service puts in the place of a secret that was never stored. */
const marker = /⟦(\w+)⟧/gu;

const kindWords = (kind: string, words: Words): string => words.code('secret', kind) ?? words.say('secret.other');

/** A text in one line, with words for the markers. */
export function withoutMarkers(text: string, words: Words): string {
  return text.replace(marker, (_all, kind: string) => `[${kindWords(kind, words)}]`);
}

/** A text with a chip where a secret was taken out. */
export function MarkedText({ text }: { text: string }) {
  const words = useWords();
  const parts = text.split(marker);
  return (
    <>
      {parts.map((part, at) =>
        at % 2 === 0 ? (
          part
        ) : (
          <span class="secret" key={at}>
            <Icon of={EyeOff} size={14} />
            {kindWords(part, words)}
          </span>
        ),
      )}
    </>
  );
}
