import {
  ChartColumn,
  Inbox,
  Keyboard,
  KeyRound,
  LogOut,
  Megaphone,
  MessageSquareWarning,
  ScrollText,
  UserPen,
  Users,
  type IconNode,
} from 'lucide';
import type { Desk } from '../model/desk.ts';
import type { DeskState } from '../model/state.ts';
import type { Right } from '../model/types.ts';
import { initials } from '../words/things.ts';
import type { Language } from '../words/words.ts';
import { useWords } from './context.ts';
import { Icon } from './parts/icon.tsx';
import { Languages } from './parts/languages.tsx';
import { Mark } from './parts/mark.tsx';
import { Themes } from './parts/themes.tsx';
import { addressOf, type PageName, type Place } from './route.ts';
import type { Settings } from './settings.ts';

/** The pages, and the right that opens each. */
export const pages: readonly { readonly name: 'cases' | PageName; readonly right: Right; readonly icon: IconNode }[] = [
  { name: 'cases', right: 'cases.read', icon: Inbox },
  { name: 'notices', right: 'notices.read', icon: Megaphone },
  { name: 'reports', right: 'feedback.read', icon: MessageSquareWarning },
  { name: 'figures', right: 'figures.read', icon: ChartColumn },
  { name: 'trail', right: 'trail.read', icon: ScrollText },
  { name: 'accounts', right: 'accounts.manage', icon: Users },
];

interface RailProps {
  readonly desk: Desk;
  readonly state: DeskState;
  readonly place: Place;
  readonly settings: Settings;
  readonly onHelp: () => void;
  readonly onName: () => void;
  readonly onPassword: () => void;
  readonly onLanguage: (language: Language) => void;
  readonly onSignOut: () => void;
}

/** The edge of the desk: its pages, the keys, and whose desk it is. */
export function Rail({ desk, state, place, settings, onHelp, onName, onPassword, onLanguage, onSignOut }: RailProps) {
  const words = useWords();
  const { me } = state;
  return (
    <nav class="rail" aria-label={words.say('rail.label')}>
      <Mark size={26} />
      {pages
        .filter(({ right }) => desk.can(right))
        .map(({ name, icon }) => (
          <a
            key={name}
            class="rail-item"
            href={addressOf(name === 'cases' ? { at: 'cases', caseId: null } : { at: name })}
            aria-current={place.at === name ? 'page' : undefined}
          >
            <Icon of={icon} size={20} />
            {words.code('page', name)}
          </a>
        ))}
      <span class="rail-gap" />
      <button
        class="rail-item wide"
        type="button"
        title={words.say('rail.helpTitle')}
        aria-keyshortcuts="?"
        onClick={onHelp}
      >
        <Icon of={Keyboard} size={20} />
        {words.say('rail.help')}
      </button>
      <button class="rail-item" type="button" popovertarget="menu" title={me.name}>
        <span class="rail-me" aria-hidden="true">
          {initials(me.name)}
        </span>
        {words.say('rail.me')}
      </button>
      <div class="menu" id="menu" popover="auto">
        <p class="menu-who">
          <strong>{me.name}</strong>
          <span class="soft">
            {words.say('menu.user', { name: me.userId })} · {words.code('role', me.role)}
          </span>
        </p>
        <button class="menu-item" type="button" popovertarget="menu" onClick={onName}>
          <Icon of={UserPen} />
          {words.say('menu.name')}
        </button>
        <button class="menu-item" type="button" popovertarget="menu" onClick={onPassword}>
          <Icon of={KeyRound} />
          {words.say('menu.password')}
        </button>
        <button class="menu-item narrow" type="button" popovertarget="menu" onClick={onHelp}>
          <Icon of={Keyboard} />
          {words.say('rail.help')}
        </button>
        <div class="menu-choice">
          {words.say('menu.language')}
          <Languages onChoose={onLanguage} />
        </div>
        <div class="menu-choice">
          {words.say('menu.theme')}
          <Themes settings={settings} />
        </div>
        <button class="menu-item" type="button" onClick={onSignOut}>
          <Icon of={LogOut} />
          {words.say('menu.signOut')}
        </button>
      </div>
    </nav>
  );
}
