import type { Language } from '../../words/words.ts';
import { useWords } from '../context.ts';

const languages = [
  ['de', 'Deutsch'],
  ['en', 'English'],
] as const;

/** The choice of the console's language; each language is named in itself. */
export function Languages({ onChoose }: { onChoose: (language: Language) => void }) {
  const words = useWords();
  return (
    <div class="choice" role="group" aria-label={words.say('menu.language')}>
      {languages.map(([language, name]) => (
        <button
          key={language}
          type="button"
          lang={language}
          aria-pressed={words.language === language}
          onClick={() => onChoose(language)}
        >
          {name}
        </button>
      ))}
    </div>
  );
}
