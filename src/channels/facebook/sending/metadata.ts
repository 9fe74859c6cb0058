import { activityId } from '../../../conversation/entry.ts';

/** A piece of an outgoing entry, as it is named to Meta and comes back with the echo. */
export interface PieceName {
  readonly conversationId: string;
  readonly seq: number;
  readonly part: number;
}

/** The `metadata` of a message: Meta has no key against repetition, but sends this back when the message arrived. */
export function writeMetadata({ conversationId, seq, part }: PieceName): string {
  return `${activityId(conversationId, seq)}.${part}`;
}

export function readMetadata(metadata: string | null): PieceName | null {
  const match = /^(.{1,600})\|(\d{7,15})\.(\d{1,4})$/.exec(metadata ?? '');
  if (match === null) return null;
  return { conversationId: match[1] ?? '', seq: Number(match[2]), part: Number(match[3]) };
}
