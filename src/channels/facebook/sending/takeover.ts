import type { NewEntry } from '../../../conversation/entry.ts';
import { unanswered, type HeadChange } from '../../../conversation/head.ts';
import type { Change, View } from '../../../conversation/store.ts';
import { traceEntry } from '../../../conversation/turn.ts';
import { handoffEvent, returnedEvent } from '../../../handoff/events.ts';

/** Who has a conversation that is led outside of this house. */
export type Outside = 'meta-inbox' | 'meta-app';

/** Proper names: as Meta calls its inbox. */
const names: Readonly<Record<Outside, string>> = { 'meta-inbox': 'Meta Business Suite', 'meta-app': 'App (Meta)' };

/** The apps under which Meta's own inbox writes: on Facebook, on Instagram. */
export const inboxApps: ReadonlySet<string> = new Set(['263902037430900', '1217981644879628']);

/** The timer after which Meta's own control over a thread lapses, and the bot may answer again. */
export const threadTimer = 'timer.thread-control';
const controlMs = 24 * 3600_000;
const timerId = (conversationId: string): string => `thread:${conversationId}`;

export const isOutside = (view: View): boolean =>
  view.head?.owner.kind === 'person' && view.head.owner.userId.startsWith('meta-');

type Part = Pick<Change, 'entries' | 'head' | 'timers'>;

/** Somebody outside of this house has the conversation: the bot is silent until they give it back, or for 24 hours. */
export function takeOutside(view: View, conversationId: string, who: Outside, now: number, written?: NewEntry): Part {
  const owner: HeadChange['owner'] = {
    kind: 'person',
    userId: who,
    name: names[who],
    since: (view.head?.lastSeq ?? 0) + 1,
  };
  // A colleague in the console keeps what is theirs.
  const held = view.head?.owner.kind === 'person';
  return {
    entries: written === undefined ? [] : [written],
    ...(!held && { head: { owner } }),
    ...((!held || isOutside(view)) && {
      timers: {
        set: [{ id: timerId(conversationId), conversationId, due: now + controlMs, name: threadTimer, value: {} }],
      },
    }),
  };
}

/**
 * The bot has the conversation again; what was written meanwhile is not answered.
 * @param announce whether the customer hears so at once, or with the next answer
 */
export function giveBack(view: View, conversationId: string, announce: boolean): Part {
  const { head } = view;
  if (head === null || !isOutside(view)) return {};
  const passed = unanswered(head)
    ? [traceEntry({ from: head.cursor + 1, to: head.lastInput, replies: 0, outcome: 'silent', answers: null }, {})]
    : [];
  return {
    entries: [...passed, { ...handoffEvent(returnedEvent, { announce }), input: true as const }],
    head: { owner: { kind: 'bot' }, cursor: head.lastInput, attempts: 0 },
    timers: { cancel: [timerId(conversationId)] },
  };
}
