import { ChevronDown, Keyboard, LogOut, UserPen } from 'lucide';
import type { Me } from '../model/types.ts';
import type { Language } from '../words/words.ts';
import { useWords } from './context.ts';
import { Icon } from './icon.tsx';
import { Languages } from './languages.tsx';
import { Mark } from './mark.tsx';

interface BarProps {
  readonly me: Me;
  readonly waiting: number;
  readonly mine: number;
  readonly onHelp: () => void;
  readonly onName: () => void;
  readonly onLanguage: (language: Language) => void;
  readonly onSignOut: () => void;
}

/** The top: whose desk it is and how it stands. */
export function Bar({ me, waiting, mine, onHelp, onName, onLanguage, onSignOut }: BarProps) {
  const words = useWords();
  return (
    <header class="bar">
      <p class="bar-name">
        <Mark size={22} />
        Schalter
      </p>
      <p class="bar-figures">
        <span>{words.count('bar.waiting', waiting)}</span>
        <span class="roomy">{words.count('bar.mine', mine)}</span>
      </p>
      <button
        class="quiet bar-help wide"
        type="button"
        title={words.say('bar.helpTitle')}
        aria-keyshortcuts="?"
        onClick={onHelp}
      >
        <Icon of={Keyboard} />
        {words.say('bar.help')}
      </button>
      <button class="quiet bar-me" type="button" popovertarget="menu">
        <span class="bar-person">{me.name}</span>
        <Icon of={ChevronDown} size={16} />
      </button>
      <div class="menu" id="menu" popover="auto">
        <p class="menu-who">
          <strong>{me.name}</strong>
          <span class="soft">{words.say('menu.user', { name: me.userId })}</span>
        </p>
        <button class="menu-item" type="button" popovertarget="menu" onClick={onName}>
          <Icon of={UserPen} />
          {words.say('menu.name')}
        </button>
        <Languages onChoose={onLanguage} />
        <button class="menu-item" type="button" onClick={onSignOut}>
          <Icon of={LogOut} />
          {words.say('menu.signOut')}
        </button>
      </div>
    </header>
  );
}
