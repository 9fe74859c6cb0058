import type { EntryActivity } from '../../../conversation/entry.ts';
import { isRecord, recordIn, textIn, type JsonRecord } from '../events/json.ts';
import type { Platform } from '../settings.ts';
import { listedChoices, quickReplies } from './buttons.ts';
import { attachmentPieces, type Piece } from './cards.ts';
import { plainText } from './plain.ts';
import { limits, splitText } from './split.ts';

/** The `message` objects in which an activity goes out, in order; the choices stand below the last. */
export function messagesOf(activity: EntryActivity, platform: Platform): readonly JsonRecord[] {
  const own = recordIn(activity.channelData);
  const actions = activity.suggestedActions?.actions ?? [];
  const listed = listedChoices(actions);
  const words = [activity.text ?? '', listed ?? ''].filter((part) => part !== '').join('\n\n');
  const pieces: readonly Piece[] = [
    ...splitText(plainText(words), limits[platform]).map((text): Piece => ({ text })),
    ...attachmentPieces(activity.attachments ?? []).flatMap((piece): readonly Piece[] =>
      'text' in piece ? splitText(piece.text, limits[platform]).map((text) => ({ text })) : [piece],
    ),
    // As Azure's Facebook channel takes it: the bot's own Messenger template.
    ...(isRecord(own['attachment']) ? [{ attachment: own['attachment'] }] : []),
  ];
  const choices = Array.isArray(own['quick_replies']) ? own['quick_replies'] : quickReplies(actions);
  return pieces.map((piece, index): JsonRecord =>
    index === pieces.length - 1 && choices.length > 0 ? { ...piece, quick_replies: choices } : piece,
  );
}

/** Whether an activity is a sign such as `typing` rather than words. */
export function senderAction({ type, channelData }: EntryActivity): string | null {
  if (type === 'typing') return 'typing_on';
  return textIn(recordIn(channelData)['sender_action']) ?? null;
}
