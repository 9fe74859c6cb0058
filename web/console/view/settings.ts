import { useState } from 'preact/hooks';
import type { Keep } from '../model/keep.ts';

/** A theme that was chosen; `null` follows the device. */
export type Theme = 'light' | 'dark' | null;

export interface Settings {
  readonly theme: Theme;
  /** Whether single letters are keys. */
  readonly letters: boolean;
  setTheme(theme: Theme): void;
  setLetters(on: boolean): void;
}

/** The theme that was kept, put on the page. */
export function applyTheme(keep: Keep): Theme {
  const kept = keep.get('theme');
  const theme = kept === 'light' || kept === 'dark' ? kept : null;
  if (theme === null) delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
  return theme;
}

/** What somebody set for themselves on this device. */
export function useSettings(keep: Keep): Settings {
  const [theme, setTheme] = useState(() => applyTheme(keep));
  const [letters, setLetters] = useState(() => keep.get('keys') !== 'off');
  return {
    theme,
    letters,
    setTheme(next) {
      keep.set('theme', next);
      setTheme(applyTheme(keep));
    },
    setLetters(on) {
      keep.set('keys', on ? null : 'off');
      setLetters(on);
    },
  };
}
