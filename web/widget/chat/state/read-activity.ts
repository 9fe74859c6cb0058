import type { Activity, CardAction } from '../direct-line/types.ts';
import type { Choice, Message, OtherMessage } from './types.ts';

function choiceOf({ title, value }: CardAction): Choice[] {
  return typeof title === 'string' && title !== '' ? [{ title, value }] : [];
}

/** Who speaks in an activity of the bank's side. */
export function speakerOf({ channelData, from }: Activity): OtherMessage['speaker'] {
  if (channelData?.schalter?.speaker !== 'staff') return { kind: 'assistant' };
  return { kind: 'staff', name: channelData.schalter.name ?? from?.name ?? '' };
}

/** The message in an activity, or null where it carries none. */
export function readMessage(activity: Activity): Message | null {
  const { type, id, timestamp, text = '', from, channelData, suggestedActions } = activity;
  const redacted = channelData?.schalter?.redacted === true;
  if (type !== 'message' || id === undefined || (text.trim() === '' && !redacted)) return null;
  const at = Date.parse(timestamp ?? '');
  const said = { text, at: Number.isNaN(at) ? 0 : at, redacted };
  if (from?.role === 'user') {
    const key = channelData?.clientActivityID ?? id;
    return { ...said, key, speaker: { kind: 'customer' }, delivery: 'sent' };
  }
  const choices = (suggestedActions?.actions ?? []).flatMap(choiceOf);
  return { ...said, key: id, speaker: speakerOf(activity), choices };
}
