import { z } from 'zod';
import type { EntryActivity } from '../../conversation/entry.ts';

/** Half a surrogate pair can stand in no address: whoever writes it would break the call that carries a reply. */
const id = z
  .string()
  .min(1)
  .max(300)
  .refine((text) => text.isWellFormed());
/** The shape of BCP 47 as far as devices send it: `de`, `de-DE`, `zh-Hans-CN`. */
const languageTag = /^[a-z]{2,3}(?:[-_][a-z]{2,8}|[-_]\d{3}){0,3}$/i;
const account = z.object({ id, name: z.string().max(300).nullish() });

/** What an incoming activity must look like; every other field is left behind. */
export const incomingActivity = z.object({
  type: z.string().min(1).max(50),
  id: id.nullish(),
  channelId: id,
  serviceUrl: z.string().max(1000).nullish(),
  conversation: z.object({ id }),
  from: account,
  recipient: account.nullish(),
  text: z.string().nullish(),
  /** What is no language tag is left out: the field is kept with the address, which the door does not read. */
  locale: z
    .string()
    .nullish()
    .transform((tag) => (tag !== null && tag !== undefined && languageTag.test(tag) ? tag : undefined)),
  name: z.string().max(200).nullish(),
  value: z.unknown().optional(),
  attachments: z
    .array(z.looseObject({ contentType: z.string().max(200) }))
    .max(20)
    .nullish(),
  entities: z
    .array(z.looseObject({ type: z.string().max(200) }))
    .max(50)
    .nullish(),
  membersAdded: z.array(account).max(100).nullish(),
  channelData: z.unknown().optional(),
  deliveryMode: z.enum(['normal', 'notification', 'expectReplies', 'ephemeral']).nullish(),
});
export type IncomingActivity = z.infer<typeof incomingActivity>;

/** The activity as the log keeps it: fields that mean something to the bot or to staff, no routing. */
export function keptActivity(incoming: IncomingActivity): EntryActivity {
  const {
    type,
    id: platformId,
    text,
    locale,
    name,
    value,
    attachments,
    entities,
    membersAdded,
    channelData,
    deliveryMode,
  } = incoming;
  const kept: Record<string, unknown> = { type };
  const optional = {
    id: platformId,
    text,
    locale,
    name,
    value,
    attachments,
    entities,
    membersAdded,
    channelData,
    deliveryMode,
  };
  for (const [field, content] of Object.entries(optional))
    if (content !== undefined && content !== null) kept[field] = content;
  return kept;
}
