import { useRef } from 'preact/hooks';
import { fieldTime, laterMoments } from '../../words/later.ts';
import { useWords } from '../context.ts';
import { Sheet } from '../parts/sheet.tsx';
import { Options } from './options.tsx';

/** As far ahead as the service allows, in days. */
const farthest = 30;

/** Puts a case off: it comes back then, at its deadline, or when the customer writes. */
export function SnoozeSheet({ onSnooze, onClose }: { onSnooze: (until: string) => void; onClose: () => void }) {
  const words = useWords();
  const now = Date.now();
  const field = useRef<HTMLInputElement>(null);
  const moments = laterMoments(now, words);
  return (
    <Sheet title={words.say('snooze.title')} onClose={onClose}>
      <p class="soft">{words.say('snooze.why')}</p>
      <Options
        options={moments}
        onChoose={(id) => {
          const found = moments.find((moment) => moment.id === id);
          if (found !== undefined) onSnooze(found.at.toISOString());
        }}
      />
      <form
        class="sheet-line"
        onSubmit={(event) => {
          event.preventDefault();
          const at = new Date(field.current?.value ?? '');
          if (at.getTime() > Date.now()) onSnooze(at.toISOString());
        }}
      >
        <label>
          {words.say('snooze.other')}
          <input
            ref={field}
            type="datetime-local"
            required
            min={fieldTime(new Date(now))}
            max={fieldTime(new Date(now + farthest * 86_400_000))}
          />
        </label>
        <button type="submit">{words.say('snooze.set')}</button>
      </form>
    </Sheet>
  );
}
