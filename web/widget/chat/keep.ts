import type { Outgoing } from './direct-line/types.ts';
import type { Language } from './state/types.ts';

/** What a page's session storage holds once the chat was opened; gone with the tab. */
export interface Kept {
  /** The window stood open. */
  readonly open?: boolean;
  readonly language?: Language;
  readonly draft?: string;
  /** Messages that the service has not confirmed. */
  readonly outbox?: readonly (Outgoing & { readonly at: number })[];
  readonly lastRead?: string;
  /** A sound with each new message. */
  readonly sound?: true;
  /** Opens this browser's conversation again; on the service's own pages a cookie does that. */
  readonly resume?: string;
}

export interface Keep {
  read(): Kept;
  update(change: Partial<{ [Name in keyof Kept]: Kept[Name] | undefined }>): void;
}

/** Keeps it under one name of `storage`; a browser that forbids storage forgets with the page, and that is all. */
export function createKeep(storage: () => Storage, name: string): Keep {
  let kept: Kept = {};
  try {
    kept = JSON.parse(storage().getItem(name) ?? '{}') as Kept;
  } catch {
    // Nothing kept, or nothing that we wrote.
  }
  return {
    read: () => kept,
    update(change) {
      // Undefined fields go: JSON leaves them out.
      kept = JSON.parse(JSON.stringify({ ...kept, ...change })) as Kept;
      try {
        storage().setItem(name, JSON.stringify(kept));
      } catch {
        // Storage is full or forbidden.
      }
    },
  };
}
