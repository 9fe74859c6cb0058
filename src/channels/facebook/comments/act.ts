import { z } from 'zod';
import type { Entry, NewEntry } from '../../../conversation/entry.ts';

/** Why a case about a comment is opened when its private message is on its way, or cannot be. */
const caseSeed = z.object({
  caseId: z.string(),
  reason: z.enum(['comment', 'sensitive', 'insult', 'despair', 'fraud', 'complaint']),
  priority: z.union([z.literal(0), z.literal(1), z.literal(2)]),
  intent: z.string().nullable(),
  language: z.string(),
});
export type CaseSeed = z.infer<typeof caseSeed>;

const commentAct = z.discriminatedUnion('act', [
  /** A public answer below a comment or post. */
  z.object({ act: z.literal('reply'), target: z.string() }),
  /** The one private message that a comment allows; the case it opens is of the private conversation. */
  z.object({ act: z.literal('private'), target: z.string(), post: z.boolean(), case: caseSeed.nullable() }),
  z.object({ act: z.literal('hide'), target: z.string() }),
]);

/** Something to be done at Meta about a comment; the `value` of an outgoing entry, so that it is as durable as a message. */
export type CommentAct = z.infer<typeof commentAct>;

/** What an outgoing entry of a comment thread does; null for what staff write: a public answer. */
export function actOf({ activity }: Pick<Entry, 'activity'>): CommentAct | null {
  return commentAct.safeParse(activity.value).data ?? null;
}

/** An entry that does it; `text` are the words that go with it. */
export function actEntry(act: CommentAct, text?: string): NewEntry {
  return {
    who: 'bot',
    audience: 'customer',
    activity:
      text === undefined
        ? { type: 'event', name: `comment.${act.act}`, value: act }
        : { type: 'message', text, value: act },
  };
}
