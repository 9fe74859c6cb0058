import type { VNode } from 'preact';
import { useView } from '../context.ts';

/** While the first connection is made: a calm line that comes late, and later still another way to the bank. */
export function Connecting(): VNode | null {
  const { state, say, bank } = useView();
  if (state.connection !== 'connecting') return null;
  return (
    <div class="connecting">
      <p class="late">{say('status.connecting')}</p>
      <p class="very-late">
        {say('status.slow')} <a href={`tel:${bank.phone.replace(/[^\d+]/g, '')}`}>{bank.phone}</a>
      </p>
    </div>
  );
}
