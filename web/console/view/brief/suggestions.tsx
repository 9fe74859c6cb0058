import { Plus } from 'lucide';
import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { digits } from '../../keys/commands.ts';
import type { Desk } from '../../model/desk.ts';
import type { CannedText, Suggestion } from '../../model/types.ts';
import { percent } from '../../words/understood.ts';
import { useWords } from '../context.ts';
import { Icon } from '../parts/icon.tsx';
import type { Writer } from '../talk/composer.tsx';

/** What helps to answer this customer. */
export interface Helpers {
  readonly suggestions: readonly Suggestion[];
  readonly texts: readonly CannedText[];
}

const none: Helpers = { suggestions: [], texts: [] };

/** Reads approved answers for the customer's last words, again with each new word of theirs, and the canned texts. */
export function useHelpers(desk: Desk, caseId: string, lastWord: number): Helpers {
  const [helpers, setHelpers] = useState<Helpers>(none);
  useEffect(() => {
    if (!desk.can('texts.read') || lastWord === 0) return;
    let wanted = true;
    const take = (part: Partial<Helpers>): void => {
      if (wanted) setHelpers((now) => ({ ...now, ...part }));
    };
    desk.api.suggestions(caseId).then(
      (suggestions) => take({ suggestions }),
      (error: unknown) => desk.failure(error),
    );
    return () => {
      wanted = false;
    };
  }, [caseId, lastWord]);
  useEffect(() => {
    if (!desk.can('texts.read')) return;
    let wanted = true;
    desk.api.canned(caseId).then(
      (texts) => {
        if (wanted) setHelpers((now) => ({ ...now, texts }));
      },
      (error: unknown) => desk.failure(error),
    );
    return () => {
      wanted = false;
    };
  }, [caseId]);
  return helpers;
}

interface SuggestionsProps {
  readonly helpers: Helpers;
  readonly writer: RefObject<Writer | null>;
  readonly letters: boolean;
}

/** Approved answers; a press puts one at the cursor, several stack. */
export function Suggestions({ helpers, writer, letters }: SuggestionsProps) {
  const words = useWords();
  const shown = helpers.suggestions.slice(0, digits);
  return (
    <section>
      <h4>{words.say('suggest.title')}</h4>
      {shown.length === 0 ? (
        <p class="soft">{words.say('suggest.none')}</p>
      ) : (
        <ol class="suggest">
          {shown.map((one, at) => (
            <li key={one.intent}>
              <button
                type="button"
                title={words.say('suggest.insert')}
                aria-keyshortcuts={letters ? String(at + 1) : undefined}
                onClick={() => writer.current?.insert(one.text)}
              >
                <span class="suggest-line">
                  {letters && <kbd class="wide">{at + 1}</kbd>}
                  <strong>{one.title[words.language]}</strong>
                  <span class="soft">{percent(one.confidence, words)}</span>
                  <Icon of={Plus} size={16} />
                </span>
                <span class="suggest-text">{one.text}</span>
                {one.said && <span class="suggest-said">{words.say('suggest.said')}</span>}
              </button>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
