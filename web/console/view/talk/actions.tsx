import {
  AlarmClock,
  ArrowRightLeft,
  BotMessageSquare,
  CheckCheck,
  Ellipsis,
  FileX,
  Flag,
  Hand,
  MessageSquareWarning,
  Paperclip,
  RotateCcw,
  Sun,
  Tags,
  type IconNode,
} from 'lucide';
import { keyNames, type CommandId } from '../../keys/commands.ts';
import type { Runs } from '../../keys/use-keys.ts';
import type { Case } from '../../model/types.ts';
import type { Words } from '../../words/words.ts';
import { useWords } from '../context.ts';
import { Icon } from '../parts/icon.tsx';

const icons: Partial<Readonly<Record<CommandId, IconNode>>> = {
  take: Hand,
  resolve: CheckCheck,
  giveBack: BotMessageSquare,
  assign: ArrowRightLeft,
  snooze: AlarmClock,
  priority: Flag,
  labels: Tags,
  askFile: Paperclip,
  endFiles: FileX,
  wrong: MessageSquareWarning,
};

/** What stands in the menu behind the two that stand beside it. */
const further: readonly CommandId[] = [
  'giveBack',
  'snooze',
  'assign',
  'priority',
  'labels',
  'askFile',
  'endFiles',
  'wrong',
];

/** What a command is called for this case. */
export function commandWords(id: CommandId, item: Case | undefined, words: Words): string {
  if (id === 'take' && item?.status === 'resolved') return words.say('action.reopen');
  if (id === 'take' && item?.owner != null) return words.say('action.takeFrom', { name: item.owner.name });
  if (id === 'snooze' && item?.snoozedUntil != null) return words.say('action.wake');
  return words.code('keys', id) ?? id;
}

interface ActionsProps {
  readonly item: Case;
  readonly runs: Runs;
  readonly busy: boolean;
}

/** What can be done with the open case: the next step as a button, the rest in a menu with its keys. */
export function Actions({ item, runs, busy }: ActionsProps) {
  const words = useWords();
  const title = (id: CommandId): string => `${commandWords(id, item, words)} (${keyNames(id, words).join(' + ')})`;
  const iconOf = (id: CommandId): IconNode => {
    if (id === 'take' && item.status === 'resolved') return RotateCcw;
    if (id === 'snooze' && item.snoozedUntil !== null) return Sun;
    return icons[id] ?? Ellipsis;
  };
  const menu = further.filter((id) => runs[id] !== undefined);
  return (
    <div class="talk-actions">
      {runs.take !== undefined && (
        <button
          class={item.status === 'waiting' ? 'primary' : ''}
          id="take"
          type="button"
          disabled={busy}
          title={title('take')}
          aria-keyshortcuts="t"
          onClick={() => runs.take?.(0)}
        >
          <Icon of={iconOf('take')} />
          {commandWords('take', item, words)}
        </button>
      )}
      {runs.resolve !== undefined && (
        <button
          id="resolve"
          type="button"
          disabled={busy}
          title={title('resolve')}
          aria-keyshortcuts="e"
          onClick={() => runs.resolve?.(0)}
        >
          <Icon of={iconOf('resolve')} />
          {words.say('action.resolve')}
        </button>
      )}
      {menu.length > 0 && (
        <>
          <button class="quiet" type="button" popovertarget="case-menu" title={words.say('action.more')}>
            <Icon of={Ellipsis} />
            <span class="unseen">{words.say('action.more')}</span>
          </button>
          <div class="menu case-menu" id="case-menu" popover="auto">
            {menu.map((id) => (
              <button
                key={id}
                class="menu-item"
                type="button"
                popovertarget="case-menu"
                disabled={busy}
                onClick={() => runs[id]?.(0)}
              >
                <Icon of={iconOf(id)} />
                <span>{commandWords(id, item, words)}</span>
                <span class="menu-keys wide">
                  {keyNames(id, words).map((key) => (
                    <kbd key={key}>{key}</kbd>
                  ))}
                </span>
              </button>
            ))}
          </div>
        </>
      )}
    </div>
  );
}
