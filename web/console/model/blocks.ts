import type { Entry } from './types.ts';

/** A piece of the timeline: a line of its own, or a stretch with the assistant that is folded. */
export type Block =
  | { readonly kind: 'entry'; readonly entry: Entry }
  | { readonly kind: 'folded'; readonly entries: readonly Entry[]; readonly messages: number };

const isMessage = (entry: Entry): boolean => entry.happening === null && entry.understood === null;

/** What nobody needs to see: the channel's own signs, and turns in which nothing was read. */
const isShown = ({ happening, understood }: Entry): boolean =>
  happening === null ? understood === null || understood.length > 0 : happening.kind !== 'other';

/** What happens while the assistant talks; all else is done by people and stands in sight. */
const ofAssistant: ReadonlySet<string> = new Set(['arrived', 'still-waiting', 'failed-turn', 'handed-over']);

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
    const { happening } = entry;
    if (happening?.kind === 'handed-over' && !happening.raised) {
      const last = run.findLastIndex(({ who, happening: other }) => who === 'customer' && other === null);
      const folded = run.slice(0, Math.max(0, last));
      const messages = folded.filter(isMessage).length;
      if (messages >= least) blocks.push({ kind: 'folded', entries: folded, messages });
      else plain(folded);
      plain([...run.slice(Math.max(0, last)), entry]);
      run = [];
    } else if (entry.who === 'staff' || (happening !== null && !ofAssistant.has(happening.kind))) {
      plain([...run, entry]);
      run = [];
    } else run.push(entry);
  }
  plain(run);
  return blocks;
}
