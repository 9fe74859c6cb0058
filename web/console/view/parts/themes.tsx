import { useWords } from '../context.ts';
import type { Settings } from '../settings.ts';

const themes = [null, 'light', 'dark'] as const;

/** Light, dark, or as the device has it. */
export function Themes({ settings }: { settings: Settings }) {
  const words = useWords();
  return (
    <div class="choice" role="group" aria-label={words.say('menu.theme')}>
      {themes.map((theme) => (
        <button
          key={theme}
          type="button"
          aria-pressed={settings.theme === theme}
          onClick={() => settings.setTheme(theme)}
        >
          {words.code('theme', theme ?? 'device')}
        </button>
      ))}
    </div>
  );
}
