import type { Entry } from './types.ts';

/** A piece of the timeline: a line of its own, or a stretch with the assistant that is folded. */
export type Block =
  | { readonly kind: 'entry'; readonly entry: Entry }
  | { readonly kind: 'folded'; readonly entries: readonly Entry[]; readonly messages: number };

const isMessage = (entry: Entry): boolean => entry.happening === null && entry.understood === null;

/** What nobody needs to see: the channel's own signs, and turns in which nothing was read. */
const isShown = ({ happening, understood }: Entry): boolean =>
  happening === null ? understood === null || understood.length > 0 : happening.kind !== 'other';

/** Too little to fold. */
const least = 2;

/**
 * Cuts a conversation into blocks: what was said with the assistant before a handover is folded, except the customer's
 * last words and what followed, which say why a person was needed.
 */
export function cutBlocks(entries: readonly Entry[]): readonly Block[] {
  const blocks: Block[] = [];
  let run: Entry[] = [];
  const plain = (list: readonly Entry[]): void => {
    for (const entry of list) blocks.push({ kind: 'entry', entry });
  };
  for (const entry of entries.filter(isShown)) {
    const kind = entry.happening?.kind;
    if (kind === 'handed-over' && entry.happening?.kind === 'handed-over' && !entry.happening.raised) {
      const last = run.findLastIndex(({ who, happening }) => who === 'customer' && happening === null);
      const folded = run.slice(0, Math.max(0, last));
      const messages = folded.filter(isMessage).length;
      if (messages >= least) blocks.push({ kind: 'folded', entries: folded, messages });
      else plain(folded);
      plain([...run.slice(Math.max(0, last)), entry]);
      run = [];
    } else if (kind === 'accepted' || kind === 'completed' || kind === 'returned') {
      plain([...run, entry]);
      run = [];
    } else run.push(entry);
  }
  plain(run);
  return blocks;
}

/** What was understood last of the customer, for the brief. */
export function lastUnderstood(entries: readonly Entry[]) {
  return (
    entries.findLast((entry) => entry.understood?.some(({ confidence }) => confidence !== null))?.understood?.at(-1) ??
    null
  );
}
