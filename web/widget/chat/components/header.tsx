import { UserRound, X } from 'lucide';
import type { VNode } from 'preact';
import { useView } from '../context.ts';
import { speakerNow } from '../state/select.ts';
import { Icon, Mark } from './icon.tsx';
import type { Asking } from './menu-items.ts';
import { Menu } from './menu.tsx';

interface HeaderProps {
  readonly onClose: () => void;
  readonly onAsk: (what: Asking) => void;
}

export function Header({ onClose, onAsk }: HeaderProps): VNode {
  const { state, say, bank } = useView();
  const speaker = speakerNow(state.messages);
  const isPerson = speaker.kind === 'staff';
  return (
    <div class="header">
      <span class="badge">{isPerson ? <Icon nodes={UserRound} size={22} /> : <Mark size={22} />}</span>
      <div class="names">
        <h2 id="title" class="bank">
          <span class="sr">{say('window.title', { bank: '' })}</span>
          {bank.name}
        </h2>
        <p class="speaker">{isPerson ? say('header.staff', { name: speaker.name }) : say('speaker.assistant')}</p>
      </div>
      <Menu onAsk={onAsk} />
      <button
        type="button"
        class="icon-button"
        onClick={onClose}
        aria-label={say('window.close')}
        title={say('window.close')}
      >
        <Icon nodes={X} size={22} />
      </button>
    </div>
  );
}
