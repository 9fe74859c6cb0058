import { activityId, type Entry } from '../../src/conversation/entry.ts';
import type { Stored } from '../support/stored.ts';
import type { Story } from './story.ts';

/** What the customer sent against what the log has of it: once, unchanged, in order, and nothing that nobody sent. */
export function checkSent({ conversationId, sent, staffSaid }: Story, { entries }: Stored): readonly string[] {
  const faults: string[] = [];
  const kept = new Map<string, Entry[]>();
  for (const entry of entries) {
    if (entry.who !== 'customer') continue;
    const key = entry.key ?? '';
    kept.set(key, [...(kept.get(key) ?? []), entry]);
  }
  const known = new Set(sent.map(({ key }) => key));
  for (const [key, [entry]] of kept) if (!known.has(key)) faults.push(`entry ${entry?.seq ?? 0} was sent by nobody`);

  let round = 0;
  let newest = 0;
  let floor = 0;
  for (const message of sent) {
    const own = kept.get(message.key) ?? [];
    const [entry] = own;
    if (message.acknowledged && own.length === 0) faults.push(`message ${message.key} was acknowledged and is lost`);
    if (own.length > 1) faults.push(`message ${message.key} is in the log ${own.length} times`);
    if (entry === undefined) continue;
    if (entry.activity.text !== message.text) faults.push(`message ${message.key} was changed`);
    const id = activityId(conversationId, entry.seq);
    if (message.ids.some((given) => given !== id)) faults.push(`message ${message.key} was given another id`);
    if (message.round > round) {
      round = message.round;
      floor = newest;
    }
    if (entry.seq <= floor) faults.push(`message ${message.key} stands before one that was acknowledged earlier`);
    newest = Math.max(newest, entry.seq);
  }
  for (const text of staffSaid) {
    const own = entries.filter(
      ({ who, audience, activity }) => who === 'staff' && audience === 'customer' && activity.text === text,
    );
    if (own.length !== 1) faults.push(`a reply of staff is in the log ${own.length} times`);
  }
  return faults;
}
