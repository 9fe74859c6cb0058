import { keyNames, keyTable, type CommandId } from '../../keys/commands.ts';
import { useWords } from '../context.ts';
import { Sheet } from '../parts/sheet.tsx';
import type { Settings } from '../settings.ts';

const commands = Object.keys(keyTable) as CommandId[];

/** Keys of the field, which are no commands. */
const writing = [
  { names: ['Enter'], label: 'send' },
  { names: ['Shift', 'Enter'], label: 'line' },
  { names: ['Tab'], label: 'gap' },
] as const;

/** All keys, and the switch that turns the letters off. */
export function Help({ settings, onClose }: { settings: Settings; onClose: () => void }) {
  const words = useWords();
  const row = (names: readonly string[], label: string) => (
    <div key={label}>
      <dt>
        {names.map((name) => (
          <kbd key={name}>{name === 'Shift' ? (words.code('keyName', 'Shift') ?? name) : name}</kbd>
        ))}
      </dt>
      <dd>{words.code('keys', label)}</dd>
    </div>
  );
  return (
    <Sheet title={words.say('keys.title')} wide onClose={onClose}>
      <dl class="keys">
        {commands.map((id) => row(keyNames(id, words), id))}
        {writing.map(({ names, label }) => row(names, label))}
      </dl>
      <label class="switch">
        <input
          type="checkbox"
          checked={settings.letters}
          onChange={(event) => settings.setLetters(event.currentTarget.checked)}
        />
        <span>
          {words.say('keys.letters')}
          <span class="soft">{words.say('keys.lettersHint')}</span>
        </span>
      </label>
    </Sheet>
  );
}
