import { CircleAlert, Info, OctagonX } from 'lucide';
import type { Finding } from '../../model/types.ts';
import { useWords } from '../context.ts';
import { Icon } from '../parts/icon.tsx';

const icons = { block: OctagonX, warn: CircleAlert, info: Info } as const;

/** What the check found, the gravest first; a press leads to the place. */
export function Findings({
  findings,
  onShow,
}: {
  findings: readonly Finding[];
  onShow: (at: { from: number; to: number }) => void;
}) {
  const words = useWords();
  const order = ['block', 'warn', 'info'];
  const sorted = [...findings].sort((a, b) => order.indexOf(a.level) - order.indexOf(b.level));
  return (
    <div role="status">
      <ul class="findings">
        {sorted.map(({ kind, level, text, at }, index) => (
          <li key={`${kind}${index}`} class={`finding ${level}`}>
            <Icon of={icons[level]} size={16} />
            <span>
              <strong>{words.code('finding', level)}</strong> {text[words.language]}
            </span>
            {at !== null && (
              <button class="quiet" type="button" onClick={() => onShow(at)}>
                {words.say('finding.show')}
              </button>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
