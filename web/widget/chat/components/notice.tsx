import type { VNode } from 'preact';
import { useView } from '../context.ts';

/** Who answers here, and what happens to what one writes: before the first word. */
export function Notice(): VNode {
  const { say, bank } = useView();
  const link = (href: string, key: string): VNode => (
    <a href={href} target="_blank" rel="noopener">
      {say(key)}
      <span class="sr"> {say('notice.newWindow')}</span>
    </a>
  );
  return (
    <div class="notice">
      <p>{say('notice.assistant')}</p>
      <p class="notice-links">
        {link(bank.privacy, 'notice.privacy')}
        {link(bank.imprint, 'notice.imprint')}
      </p>
    </div>
  );
}
