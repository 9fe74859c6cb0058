import { useState } from 'preact/hooks';
import type { Desk } from '../../model/desk.ts';
import type { DeskInfo } from '../../model/types.ts';
import { codeOf } from '../../model/call.ts';
import { fieldTime } from '../../words/later.ts';
import { useWords } from '../context.ts';
import { Trouble } from '../parts/trouble.tsx';

interface NoticeFormProps {
  readonly desk: Desk;
  readonly info: DeskInfo | null;
  readonly onPublished: () => void;
}

/** As long as the service takes. */
const longest = 500;
const hour = 3_600_000;

/** Writes a notice: what, before which answers, until when. With the usual end it needs two texts and one press. */
export function NoticeForm({ desk, info, onPublished }: NoticeFormProps) {
  const words = useWords();
  const [de, setDe] = useState('');
  const [en, setEn] = useState('');
  const [intents, setIntents] = useState<readonly string[]>([]);
  const [until, setUntil] = useState(() => fieldTime(new Date(Date.now() + 4 * hour)));
  const [pauses, setPauses] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  const title = (intent: string): string =>
    info?.intents.find((one) => one.intent === intent)?.title[words.language] ?? intent;
  const others = (info?.intents ?? [])
    .map(({ intent }) => intent)
    .filter((intent) => !intents.includes(intent))
    .sort((a, b) => title(a).localeCompare(title(b), words.language));
  const publish = async (event: Event): Promise<void> => {
    event.preventDefault();
    setFailed(null);
    try {
      await desk.api.publish({
        text: { de: de.trim(), en: en.trim() },
        intents,
        pausesPublic: pauses,
        until: new Date(until).toISOString(),
      });
      setDe('');
      setEn('');
      setIntents([]);
      setPauses(false);
      onPublished();
    } catch (error) {
      setFailed(desk.failure(error) === 'BadArgument' ? 'NoticeRefused' : codeOf(error));
    }
  };
  return (
    <form class="card form" onSubmit={(event) => void publish(event)}>
      <h2>{words.say('notice.new')}</h2>
      <label>
        {words.say('notice.de')}
        <textarea
          rows={2}
          lang="de"
          value={de}
          maxLength={longest}
          required
          placeholder={words.say('notice.exampleDe')}
          onInput={(event) => setDe(event.currentTarget.value)}
        />
      </label>
      <label>
        {words.say('notice.en')}
        <textarea
          rows={2}
          lang="en"
          value={en}
          maxLength={longest}
          required
          placeholder={words.say('notice.exampleEn')}
          onInput={(event) => setEn(event.currentTarget.value)}
        />
      </label>
      <div class="form-pair">
        <label>
          {words.say('notice.until')}
          <input
            type="datetime-local"
            required
            value={until}
            min={fieldTime(new Date())}
            onInput={(event) => setUntil(event.currentTarget.value)}
          />
        </label>
        <label>
          {words.say('notice.before')}
          <select
            value=""
            onChange={(event) => {
              const chosen = event.currentTarget.value;
              if (chosen !== '') setIntents([...intents, chosen]);
            }}
          >
            <option value="">{words.say(intents.length === 0 ? 'notice.all' : 'notice.addIntent')}</option>
            {others.map((intent) => (
              <option key={intent} value={intent}>
                {title(intent)}
              </option>
            ))}
          </select>
        </label>
      </div>
      {intents.length > 0 && (
        <ul class="form-chips" aria-label={words.say('notice.before')}>
          {intents.map((intent) => (
            <li key={intent}>
              <button
                class="chip plain"
                type="button"
                title={words.say('notice.removeIntent')}
                onClick={() => setIntents(intents.filter((other) => other !== intent))}
              >
                {title(intent)} ×
              </button>
            </li>
          ))}
        </ul>
      )}
      <label class="switch">
        <input type="checkbox" checked={pauses} onChange={(event) => setPauses(event.currentTarget.checked)} />
        <span>
          {words.say('notice.pauses')}
          <span class="soft">{words.say('notice.pausesWhat')}</span>
        </span>
      </label>
      <Trouble code={failed} />
      <div class="sheet-foot">
        <button class="primary" type="submit">
          {words.say('notice.publish')}
        </button>
      </div>
    </form>
  );
}
