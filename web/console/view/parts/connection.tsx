import { Wifi, WifiOff } from 'lucide';
import type { DeskState } from '../../model/state.ts';
import { useWords } from '../context.ts';
import { Icon } from './icon.tsx';

/** Says when the live stream broke and when it is back; nothing else. */
export function Connection({ connection }: { connection: DeskState['connection'] }) {
  const words = useWords();
  return (
    <div class="connection" role="status">
      {connection === 'lost' && (
        <p class="connection-lost">
          <Icon of={WifiOff} />
          {words.say('connection.lost')}
        </p>
      )}
      {connection === 'back' && (
        <p class="connection-back">
          <Icon of={Wifi} />
          {words.say('connection.back')}
        </p>
      )}
    </div>
  );
}
