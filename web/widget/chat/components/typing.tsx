import type { VNode } from 'preact';
import { useView } from '../context.ts';
import type { OtherMessage } from '../state/types.ts';

/** Three dots; for how long, the state decides. */
export function Typing({ speaker }: { readonly speaker: OtherMessage['speaker'] }): VNode {
  const { say } = useView();
  const label = speaker.kind === 'staff' ? say('typing.staff', { name: speaker.name }) : say('typing.assistant');
  return (
    <p class={`typing ${speaker.kind}`}>
      <span class="dots" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      <span class={speaker.kind === 'staff' ? 'typing-name' : 'sr'}>{label}</span>
    </p>
  );
}
