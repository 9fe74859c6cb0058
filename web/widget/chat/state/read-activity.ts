import type { Activity } from '../direct-line/types.ts';
import { choiceOf, readAttachments } from './read-attachments.ts';
import type { FileRequest, Message, OtherMessage } from './types.ts';

/** Who speaks in an activity of the bank's side. */
export function speakerOf({ channelData, from }: Activity): OtherMessage['speaker'] {
  if (channelData?.schalter?.speaker !== 'staff') return { kind: 'assistant' };
  return { kind: 'staff', name: channelData.schalter.name ?? from?.name ?? '' };
}

/** The message in an activity, or null where it carries none. */
export function readMessage(activity: Activity): Message | null {
  const { type, id, timestamp, text = '', from, channelData, suggestedActions } = activity;
  const redacted = channelData?.schalter?.redacted === true;
  const attachments = readAttachments(activity.attachments);
  const isEmpty = text.trim() === '' && attachments.length === 0 && !redacted;
  if (type !== 'message' || id === undefined || isEmpty) return null;
  const at = Date.parse(timestamp ?? '');
  const said = {
    text,
    at: Number.isNaN(at) ? 0 : at,
    redacted,
    ...(attachments.length > 0 && { attachments }),
  };
  if (from?.role === 'user') {
    const key = channelData?.clientActivityID ?? id;
    return { ...said, key, speaker: { kind: 'customer' }, delivery: 'sent' };
  }
  const choices = (suggestedActions?.actions ?? []).flatMap(choiceOf);
  return { ...said, key: id, speaker: speakerOf(activity), choices };
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** The event with which staff let files in (null: no more), or undefined where the activity is another. */
export function readFileRequest({ type, name, value }: Activity): FileRequest | null | undefined {
  if (type !== 'event' || name !== 'schalter.uploads') return undefined;
  if (!isObject(value) || value['open'] !== true) return null;
  const until = Date.parse(String(value['until']));
  const { types, bytes, files } = value;
  if (Number.isNaN(until) || !Array.isArray(types) || typeof bytes !== 'number' || typeof files !== 'number')
    return null;
  return { until, bytes, left: files, types: types.filter((one): one is string => typeof one === 'string') };
}

/** The customer's place in the queue (null: they don't wait), or undefined where the activity is another. */
export function readPlace({ type, name, value }: Activity): number | null | undefined {
  if (type !== 'event' || name !== 'schalter.queue') return undefined;
  return isObject(value) && typeof value['place'] === 'number' ? value['place'] : null;
}
