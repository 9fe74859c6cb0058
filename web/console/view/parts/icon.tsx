import type { IconNode } from 'lucide';
import { h } from 'preact';

/** A sign of the house's icon set; beside words it is silent, alone it has a name. */
export function Icon({ of, name, size = 18 }: { of: IconNode; name?: string; size?: number }) {
  const parts = of.map(([tag, attributes], index) => h(tag, { key: index, ...attributes }));
  return (
    <svg
      class="icon"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="1.75"
      stroke-linecap="round"
      stroke-linejoin="round"
      {...(name === undefined ? { 'aria-hidden': 'true' } : { role: 'img', 'aria-label': name })}
    >
      {parts}
    </svg>
  );
}
