import { RefreshCw, WifiOff } from 'lucide';
import type { VNode } from 'preact';
import { useView } from '../context.ts';
import { Icon } from './icon.tsx';

/** Says that the connection is gone. A short break is not worth a word: the line comes late, by its style. */
export function Banner(): VNode | null {
  const { state, say } = useView();
  switch (state.connection) {
    case 'offline':
      return (
        <p class="banner">
          <Icon nodes={WifiOff} />
          {say('status.offline')}
        </p>
      );
    case 'reconnecting':
      return (
        <p class="banner late">
          <Icon nodes={RefreshCw} />
          {say('status.reconnecting')}
        </p>
      );
    case 'connecting':
    case 'online':
    case 'ended':
    case 'refused':
    case 'deleted':
    case 'signed-out':
      return null;
  }
}
