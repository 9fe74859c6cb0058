import type { Activity } from 'botframework-schema';
import { activityId, type Entry } from '../../conversation/entry.ts';
import type { Customer } from '../../conversation/head.ts';
import { fileOf } from '../../conversation/uploads/window.ts';

/** What the form of an activity depends on besides its entry. */
export interface Framing {
  readonly conversationId: string;
  readonly customer: Customer;
  /** The assistant's name, as customers read it. */
  readonly assistant: string;
  /** The service's address, which files are found under. */
  readonly publicUrl: string;
}

/** Where a file of a conversation lies. */
export const filePath = (conversationId: string, fileId: string): string =>
  `/v3/directline/conversations/${encodeURIComponent(conversationId)}/files/${fileId}`;

/** The assistant's id in `from`. */
const assistantId = 'schalter';
/** The id in `from` of everybody who answers for the bank: their user names stay in the house. */
const staffId = 'schalter-staff';

/** Types that clients get: the rest is between the channel and the bot. */
const types: ReadonlySet<string> = new Set(['message', 'event', 'endOfConversation']);

/** Fields of an entry's activity that clients get; everything else is set here or stays in the house. */
const fields = [
  'text',
  'textFormat',
  'speak',
  'locale',
  'inputHint',
  'summary',
  'suggestedActions',
  'attachmentLayout',
  'name',
  'valueType',
  'value',
] as const satisfies readonly (keyof Activity)[];

/** Whether an entry is one that this channel shows at all. */
export function isShown({ audience, activity }: Entry): boolean {
  return audience === 'customer' && types.has(activity.type ?? '');
}

/** Whether an entry is a customer's own, which comes back to them as an echo. */
export function isEcho(entry: Entry): boolean {
  return entry.who === 'customer' && isShown(entry);
}

type From = Readonly<Record<'id' | 'name' | 'role', string>>;

/** Who speaks, as clients name them. `role` has two values only: everybody but the customer is the bot's side. */
export function speakerOf({ who, activity }: Pick<Entry, 'who' | 'activity'>, framing: Framing): From {
  switch (who) {
    case 'customer':
      return { id: framing.customer.id, name: framing.customer.name ?? '', role: 'user' };
    case 'staff':
      return { id: staffId, name: activity.from?.name ?? '', role: 'bot' };
    case 'bot':
    case 'system':
      return { id: assistantId, name: framing.assistant, role: 'bot' };
  }
}

function channelDataOf(entry: Entry, from: From): object | undefined {
  if (entry.redacted === true) return { schalter: { redacted: true } };
  const own = entry.activity.channelData as object | undefined;
  if (entry.who !== 'staff') return own;
  return { ...own, schalter: { speaker: 'staff', name: from.name } };
}

/** A customer's files get the address that their client fetches them from, with its token. */
function addressed(
  attachments: NonNullable<Entry['activity']['attachments']>,
  { publicUrl, conversationId }: Framing,
): readonly unknown[] {
  return attachments.map((attachment) => {
    const id = fileOf(attachment);
    if (id === null) return attachment;
    return { ...attachment, contentUrl: `${publicUrl}${filePath(conversationId, id)}` };
  });
}

/**
 * An entry as a client gets it, in JSON; made once and sent to every reader.
 * @param echoed whether the entry that this one answers was shown to the client. Clients hold an activity back for
 *   five seconds when it answers one that they do not know, so the field is left out then
 */
export function toJson(entry: Entry, framing: Framing, echoed: boolean): string {
  const { seq, time, activity } = entry;
  const from = speakerOf(entry, framing);
  const shown: Record<string, unknown> = {
    type: activity.type,
    id: activityId(framing.conversationId, seq),
    timestamp: new Date(time).toISOString(),
    channelId: 'directline',
    conversation: { id: framing.conversationId },
    from,
  };
  if (entry.redacted === true) shown['text'] = '';
  else {
    for (const field of fields) if (activity[field] !== undefined) shown[field] = activity[field];
    if (activity.attachments !== undefined) shown['attachments'] = addressed(activity.attachments, framing);
  }
  if (echoed && entry.replyTo !== undefined && entry.who === 'bot')
    shown['replyToId'] = activityId(framing.conversationId, entry.replyTo);
  const channelData = channelDataOf(entry, from);
  if (channelData !== undefined) shown['channelData'] = channelData;
  return JSON.stringify(shown);
}
