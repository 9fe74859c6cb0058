import { hasMarker, markersIn } from '../conversation/door/markers.ts';
import type { Address, Knowledge } from '../knowledge/types.ts';
import type { Understander } from '../understanding/understand.ts';
import type { Dialog } from './dialog-types.ts';
import type { Counter } from './reactions.ts';

export interface CounterParts {
  readonly knowledge: Knowledge;
  readonly understander: Understander;
  readonly dialogs: readonly Dialog[];
  readonly address: Address;
}

const marker = /⟦\w+⟧/gu;

/** Puts together what the bot is made of. */
export function createCounter({ knowledge, understander, dialogs, address }: CounterParts): Counter {
  return {
    knowledge,
    understand: (text, context) => understander.understand(text, context),
    dialogs: new Map(dialogs.map((dialog) => [dialog.name, dialog])),
    address,
    secrets: (text) =>
      hasMarker(text)
        ? { kinds: [...new Set(markersIn(text))], rest: text.replace(marker, ' ').replace(/ {2,}/g, ' ').trim() }
        : { kinds: [], rest: text },
  };
}
