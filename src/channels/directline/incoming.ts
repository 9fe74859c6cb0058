import { z } from 'zod';
import type { EntryActivity } from '../../conversation/entry.ts';
import { SchalterError } from '../../platform/errors.ts';

/** Longest message, in characters (UTF-16 units, as browsers count them). */
const textLimit = 4000;
/** Longest `clientActivityID`: Web Chat's have about 20 characters. */
const keyLimit = 200;
/** Longest name of an event. */
const nameLimit = 200;

/** Events by these names come from the house itself; a client that could send them would speak for it. */
const houseEvents = /^(handoff|timer|schalter)\./i;

const optional = <T extends z.ZodType>(type: T) => type.nullish();

/**
 * What a client may send; every other field is dropped. Who, when and where (`from`, `id`, `timestamp`, `conversation`,
 * `channelId`, `recipient`, `serviceUrl`) are never the client's to say.
 */
export const incomingActivity = z.object({
  type: z.string(),
  text: optional(z.string()),
  locale: optional(z.string()),
  name: optional(z.string()),
  value: z.unknown().optional(),
  attachments: optional(z.array(z.unknown())),
  entities: optional(z.array(z.unknown()).max(20)),
  channelData: optional(
    z.object({
      clientActivityID: optional(z.string()),
      clientTimestamp: optional(z.string()),
      postBack: optional(z.boolean()),
      messageBack: optional(z.object({ displayText: optional(z.string()) })),
    }),
  ),
});

export type IncomingActivity = z.infer<typeof incomingActivity>;

/** What becomes of an incoming activity. */
export type Incoming =
  | { readonly kind: 'keep'; readonly activity: EntryActivity; readonly key?: string }
  /** Acknowledged and forgotten: somebody is typing, or has closed their window. */
  | { readonly kind: 'pass' };

const localeForm = /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}$/;

/** A language tag, or undefined where the text is none: a strange browser setting is no reason to refuse anybody. */
export function readLocale(text: string | null | undefined): string | undefined {
  return typeof text === 'string' && localeForm.test(text) ? text : undefined;
}

const degrees = (most: number) => z.number().min(-most).max(most);
const place = z.object({ type: z.literal('GeoCoordinates'), latitude: degrees(90), longitude: degrees(180) });

/** Where the customer says to be, for "the nearest branch"; of all entities only this is taken, and only its numbers. */
function placesOf({ entities }: IncomingActivity): z.infer<typeof place>[] {
  return (entities ?? []).flatMap((entity) => place.safeParse(entity).data ?? []).slice(0, 1);
}

const refuse = (message: string): never => {
  throw new SchalterError('BadArgument', { message });
};

function channelDataOf({ channelData }: IncomingActivity): object | undefined {
  if (channelData === null || channelData === undefined) return undefined;
  const { clientActivityID, clientTimestamp, postBack, messageBack } = channelData;
  const displayText = messageBack?.displayText;
  const kept = {
    ...(typeof clientActivityID === 'string' && { clientActivityID }),
    ...(typeof clientTimestamp === 'string' && clientTimestamp.length <= 40 && { clientTimestamp }),
    ...(postBack === true && { postBack }),
    ...(typeof displayText === 'string' && { messageBack: { displayText } }),
  };
  return Object.keys(kept).length === 0 ? undefined : kept;
}

const demandShort = ({ text, channelData }: IncomingActivity): void => {
  if ((text?.length ?? 0) > textLimit || (channelData?.messageBack?.displayText?.length ?? 0) > textLimit)
    throw new SchalterError('MessageTooLong');
};

/** The de-duplication key; platform ids of one conversation share a space, so this channel's get a prefix. */
function keyOf({ channelData }: IncomingActivity): { readonly key?: string } {
  const key = channelData?.clientActivityID ?? undefined;
  if (key === undefined) return {};
  if (key === '' || key.length > keyLimit)
    return refuse('The field channelData.clientActivityID must have 1 to 200 characters.');
  return { key: `directline:${key}` };
}

/** What is taken of the activity that comes with files; its attachments only repeat their names. */
export function readAccompanying(sent: IncomingActivity): {
  readonly text?: string;
  readonly channelData?: object;
  readonly key?: string;
} {
  demandShort(sent);
  const channelData = channelDataOf(sent);
  return {
    ...(typeof sent.text === 'string' && { text: sent.text }),
    ...(channelData !== undefined && { channelData }),
    ...keyOf(sent),
  };
}

/**
 * Decides about an activity of a client.
 * @throws SchalterError BadArgument, MessageTooLong, UploadRefused
 */
export function readIncoming(sent: IncomingActivity): Incoming {
  const { type, text, name, value, attachments } = sent;
  if (type === 'typing' || type === 'endOfConversation') return { kind: 'pass' };
  if (type !== 'message' && type !== 'event')
    return refuse('The type must be message, event, typing or endOfConversation.');
  demandShort(sent);
  if (attachments !== null && attachments !== undefined && attachments.length > 0)
    throw new SchalterError('UploadRefused');
  const hasValue = value !== null && value !== undefined;
  const hasText = typeof text === 'string' && text.trim() !== '';
  if (type === 'message' && !hasText && !hasValue) return refuse('A message needs a text or a value.');
  if (type === 'event' && (typeof name !== 'string' || name === '' || name.length > nameLimit))
    return refuse('An event needs a name of at most 200 characters.');
  if (type === 'event' && houseEvents.test(name ?? '')) return refuse('Events by this name are the service’s own.');
  const key = keyOf(sent);
  const locale = readLocale(sent.locale);
  const channelData = channelDataOf(sent);
  const entities = placesOf(sent);
  return {
    kind: 'keep',
    activity: {
      type,
      // Customers write plain text: a client must not read it as markup when it comes back.
      ...(type === 'message' && { text: text ?? '', textFormat: 'plain' }),
      ...(type === 'event' && { name: name ?? '' }),
      ...(locale !== undefined && { locale }),
      ...(hasValue && { value }),
      ...(entities.length > 0 && { entities }),
      ...(channelData !== undefined && { channelData }),
    },
    ...key,
  };
}
