import type { Case } from '../../model/types.ts';
import { priorityWords } from '../../words/things.ts';
import { useWords } from '../context.ts';
import { Sheet } from '../parts/sheet.tsx';
import { Options } from './options.tsx';

const priorities = [0, 1, 2] as const;

interface PrioritySheetProps {
  readonly item: Case;
  readonly onChoose: (priority: number) => void;
  readonly onClose: () => void;
}

/** How pressing a case is. */
export function PrioritySheet({ item, onChoose, onClose }: PrioritySheetProps) {
  const words = useWords();
  return (
    <Sheet title={words.say('priority.title')} onClose={onClose}>
      <Options
        options={priorities.map((priority) => ({
          id: String(priority),
          title: priorityWords(priority, words),
          hint: words.code('priorityHint', String(priority)) ?? '',
          current: item.priority === priority,
        }))}
        onChoose={(id) => onChoose(Number(id))}
      />
    </Sheet>
  );
}
