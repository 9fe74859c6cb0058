import type { EarlierCase } from '../../model/types.ts';
import { dayAndTime } from '../../words/times.ts';
import { reasonWords } from '../../words/things.ts';
import { useWords } from '../context.ts';
import { withoutMarkers } from '../parts/marked-text.tsx';
import { addressOf } from '../route.ts';

/** Cases of the same customer, the newest first. */
export function Earlier({ cases }: { cases: readonly EarlierCase[]; now: number }) {
  const words = useWords();
  return (
    <section>
      <h4>{words.count('earlier.title', cases.length)}</h4>
      <ul class="earlier">
        {cases.map((one) => (
          <li key={one.id}>
            <a href={addressOf({ at: 'cases', caseId: one.id })}>
              <span class="earlier-line">
                <strong>{one.title?.[words.language] ?? reasonWords(one.reason, words)}</strong>
                <span>{words.code('status', one.status)}</span>
              </span>
              <span class="earlier-said">{withoutMarkers(one.preview, words)}</span>
              <span class="earlier-said">
                {one.number} · {dayAndTime(one.createdAt, words)}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
