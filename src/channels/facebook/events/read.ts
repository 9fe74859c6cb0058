import { idIn, type Address } from '../address.ts';
import { accountOf, type Account, type FacebookSettings, type Platform } from '../settings.ts';
import { baseActivity, hashKey } from './base.ts';
import { readChange } from './changes.ts';
import type { MetaEvent } from './event.ts';
import { isRecord, listIn, numberIn, recordIn, type JsonRecord } from './json.ts';
import { readEdit, readMessage, readPostback, readReaction, readSign, type Reading } from './messages.ts';

/** Reads one item of `messaging`; null where it is of a kind that nobody knows, or broken. */
function readMessaging(item: JsonRecord, account: Account, entryTime: number, serviceUrl: string): MetaEvent | null {
  const time = numberIn(item['timestamp']) ?? entryTime;
  const sender = idIn(recordIn(item['sender'])['id']);
  const recipient = idIn(recordIn(item['recipient'])['id']);
  const message = recordIn(item['message']);
  const echo = message['is_echo'] === true || sender === account.id;
  const person = echo ? recipient : sender;
  const channel = account.platform;
  const personless = person === null || person === account.id;
  const address: Address = personless
    ? { channel: `${channel}-page`, account, subject: account.id }
    : { channel, account, subject: person };
  // An event that says it is for another page than the entry's is nobody's.
  if (!personless && (echo ? sender : recipient) !== account.id) return null;
  const reading: Reading = { event: item, address, time, serviceUrl };
  if (isRecord(item['message'])) return personless ? null : readMessage(reading, message);
  if (isRecord(item['postback'])) return personless ? null : readPostback(reading, recordIn(item['postback']));
  if (isRecord(item['reaction'])) return personless ? null : readReaction(reading, recordIn(item['reaction']));
  if (isRecord(item['message_edit'])) return personless ? null : readEdit(reading, recordIn(item['message_edit']));
  return readSign(reading);
}

/** What another app talks about with a customer: kept as one event, never answered. */
function readStandby(entry: JsonRecord, account: Account, time: number, serviceUrl: string): MetaEvent | null {
  const standby = listIn(entry['standby']).filter(isRecord);
  const [first] = standby;
  if (first === undefined) return null;
  const sender = idIn(recordIn(first['sender'])['id']);
  const person = sender === account.id ? idIn(recordIn(first['recipient'])['id']) : sender;
  if (person === null) return null;
  const address: Address = { channel: account.platform, account, subject: person };
  return {
    address,
    time: numberIn(first['timestamp']) ?? time,
    key: hashKey({ standby }),
    activity: { ...baseActivity(address, time, entry, serviceUrl), type: 'event', name: 'standby', value: standby },
    effect: { kind: 'kept', who: 'system' },
    opensWindow: false,
  };
}

/** What a webhook body holds: the events that can be read, and how many could not. */
export interface ReadBody {
  readonly events: readonly MetaEvent[];
  readonly skipped: number;
}

const platforms: Readonly<Record<string, Platform>> = { page: 'facebook', instagram: 'instagram' };

/**
 * Reads a webhook's body, each event by itself: one that is broken, of another account or of an unknown kind is
 * skipped and counted, and spoils nothing.
 * @param now taken where an event has no time
 */
export function readBody(body: unknown, settings: FacebookSettings, serviceUrl: string, now: number): ReadBody {
  const events: MetaEvent[] = [];
  let skipped = 0;
  const take = (read: () => MetaEvent | null): void => {
    try {
      const event = read();
      if (event === null) skipped += 1;
      else events.push(event);
    } catch {
      skipped += 1;
    }
  };
  const platform = platforms[String(recordIn(body)['object'])];
  for (const entry of listIn(recordIn(body)['entry'])) {
    const id = isRecord(entry) ? idIn(entry['id']) : null;
    const account = platform === undefined || id === null ? null : accountOf(settings, platform, id);
    if (!isRecord(entry) || account === null) {
      skipped += 1;
      continue;
    }
    const time = millis(numberIn(entry['time'])) ?? now;
    for (const item of listIn(entry['messaging']))
      take(() => (isRecord(item) ? readMessaging(item, account, time, serviceUrl) : null));
    for (const change of listIn(entry['changes']))
      take(() => (isRecord(change) ? readChange(change, account, time, serviceUrl) : null));
    if (Array.isArray(entry['standby'])) take(() => readStandby(entry, account, time, serviceUrl));
  }
  return { events, skipped };
}

/** Meta writes entry times in seconds or milliseconds, depending on the product. */
function millis(time: number | undefined): number | undefined {
  return time === undefined ? undefined : time < 100_000_000_000 ? time * 1000 : time;
}
