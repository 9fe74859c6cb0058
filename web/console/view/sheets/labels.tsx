import { useState } from 'preact/hooks';
import type { Case, DeskInfo } from '../../model/types.ts';
import { useWords } from '../context.ts';
import { Sheet } from '../parts/sheet.tsx';

interface LabelsSheetProps {
  readonly item: Case;
  readonly info: DeskInfo | null;
  readonly onSave: (labels: readonly string[]) => void;
  readonly onClose: () => void;
}

/** The labels of a case. */
export function LabelsSheet({ item, info, onSave, onClose }: LabelsSheetProps) {
  const words = useWords();
  const [chosen, setChosen] = useState<readonly string[]>(item.labels);
  return (
    <Sheet title={words.say('labels.title')} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onSave(chosen);
        }}
      >
        <ul class="checks">
          {info?.labels.map(({ id, title }, at) => (
            <li key={id}>
              <label class="check">
                <input
                  type="checkbox"
                  checked={chosen.includes(id)}
                  {...(at === 0 && { 'data-first': true })}
                  onChange={(event) =>
                    setChosen(event.currentTarget.checked ? [...chosen, id] : chosen.filter((other) => other !== id))
                  }
                />
                {title[words.language]}
              </label>
            </li>
          ))}
        </ul>
        <div class="sheet-foot">
          <button class="primary" type="submit">
            {words.say('labels.save')}
          </button>
        </div>
      </form>
    </Sheet>
  );
}
