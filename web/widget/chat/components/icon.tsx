import type { IconNode } from 'lucide';
import { createElement, type VNode } from 'preact';
import { markPath } from '../../../shared/mark.ts';

interface IconProps {
  readonly size?: number;
  readonly class?: string;
}

interface SvgProps extends IconProps {
  readonly nodes: IconNode;
}

/** A Lucide outline; what it means stands beside it in words. */
export function Icon({ nodes, size = 20, class: name }: SvgProps): VNode {
  return (
    <svg
      class={name}
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="1.75"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {nodes.map(([tag, attributes]) => createElement(tag, attributes))}
    </svg>
  );
}

const mark: IconNode = [['path', { d: markPath }]];

export function Mark(props: IconProps): VNode {
  return <Icon nodes={mark} {...props} />;
}
