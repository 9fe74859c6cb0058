import { isOther } from './select.ts';
import type { Message, Speaker } from './types.ts';

/** What stands below one another in the window. */
export type Row =
  | { readonly kind: 'day'; readonly key: string; readonly at: number }
  | { readonly kind: 'joined'; readonly key: string; readonly name: string }
  | { readonly kind: 'left'; readonly key: string }
  | {
      readonly kind: 'group';
      readonly key: string;
      readonly speaker: Speaker;
      readonly messages: readonly Message[];
    };

/** Messages of one speaker stand together when at most this lies between them, in milliseconds. */
const together = 5 * 60_000;

const sameSpeaker = (a: Speaker, b: Speaker): boolean =>
  a.kind === b.kind && (a.kind !== 'staff' || b.kind !== 'staff' || a.name === b.name);

/** The day of a time where the reader is. */
const dayOf = (at: number): string => new Date(at).toDateString();

/** Groups messages by speaker, and says where a day begins and where a person came or went. */
export function timeline(messages: readonly Message[]): readonly Row[] {
  const rows: Row[] = [];
  let before: Message | undefined;
  let answering: Speaker = { kind: 'assistant' };
  for (const message of messages) {
    const { key, at, speaker } = message;
    const newDay = before === undefined || dayOf(before.at) !== dayOf(at);
    if (newDay) rows.push({ kind: 'day', key: `day-${key}`, at });
    const changed = isOther(message) && !sameSpeaker(answering, speaker);
    if (changed)
      rows.push(
        speaker.kind === 'staff'
          ? { kind: 'joined', key: `joined-${key}`, name: speaker.name }
          : { kind: 'left', key: `left-${key}` },
      );
    if (isOther(message)) answering = speaker;
    const last = rows.at(-1);
    if (
      last?.kind === 'group' &&
      before !== undefined &&
      sameSpeaker(last.speaker, speaker) &&
      at - before.at <= together
    )
      rows[rows.length - 1] = { ...last, messages: [...last.messages, message] };
    else rows.push({ kind: 'group', key: `group-${key}`, speaker, messages: [message] });
    before = message;
  }
  return rows;
}
