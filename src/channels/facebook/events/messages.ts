import type { Activity } from 'botframework-schema';
import type { Address } from '../address.ts';
import { idIn } from '../address.ts';
import { readAttachments } from './attachments.ts';
import { baseActivity, hashKey } from './base.ts';
import type { MetaEvent } from './event.ts';
import { isRecord, recordIn, textIn, type JsonRecord } from './json.ts';
import { readPayload } from './payload.ts';

/** The payload of the button with which a person opens the chat; `facebook:setup` writes it into the profile. */
export const getStarted = 'GET_STARTED';

export interface Reading {
  readonly event: JsonRecord;
  readonly address: Address;
  readonly time: number;
  readonly serviceUrl: string;
}

const base = ({ event, address, time, serviceUrl }: Reading): Partial<Activity> =>
  baseActivity(address, time, event, serviceUrl);

/** A message of the customer, or one that came back as an echo. */
export function readMessage(reading: Reading, message: JsonRecord): MetaEvent | null {
  const { address, time } = reading;
  const mid = idIn(message['mid']);
  if (mid === null) return null;
  if (message['is_deleted'] === true)
    return {
      address,
      time,
      key: `unsent:${mid}`,
      activity: { ...base(reading), type: 'messageDelete', id: mid },
      effect: { kind: 'unsends', id: mid },
      opensWindow: false,
    };
  const written = textIn(message['text']);
  const carried = readAttachments(message, written !== undefined && written !== '');
  const quick = textIn(recordIn(message['quick_reply'])['payload']);
  const pressed = quick === undefined ? null : readPayload(quick);
  const text = pressed?.title ?? written ?? carried.text;
  const replyTo = idIn(recordIn(message['reply_to'])['mid']);
  const unsupported = message['is_unsupported'] === true;
  const attachments = unsupported
    ? [...carried.attachments, { contentType: 'application/octet-stream', name: 'unsupported' }]
    : carried.attachments;
  const activity: Partial<Activity> = {
    ...base(reading),
    type: 'message',
    id: mid,
    ...(text !== undefined && { text }),
    ...(pressed !== null && { value: pressed.value }),
    ...(replyTo !== null && { replyToId: replyTo }),
    ...(attachments.length > 0 && { attachments: [...attachments] }),
    ...(carried.entities.length > 0 && { entities: [...carried.entities] }),
  };
  if (message['is_echo'] === true || message['is_self'] === true)
    return {
      address,
      time,
      key: mid,
      activity,
      effect: { kind: 'echo', mid, appId: idIn(message['app_id']), metadata: textIn(message['metadata']) ?? null },
      opensWindow: false,
    };
  return { address, time, key: mid, activity, effect: { kind: 'says' }, opensWindow: true };
}

/** A press on a button of a template, the menu, an ice breaker, or the one that opens the chat. */
export function readPostback(reading: Reading, postback: JsonRecord): MetaEvent | null {
  const { event, address, time } = reading;
  const mid = idIn(postback['mid']);
  const key = mid ?? hashKey(event);
  const payload = textIn(postback['payload']);
  // A thread that another app owns: the payload is kept from us.
  if (payload === undefined) return null;
  const about = { address, time, key, opensWindow: true };
  const id = mid === null ? {} : { id: mid };
  if (payload === getStarted)
    return {
      ...about,
      activity: {
        ...base(reading),
        ...id,
        type: 'conversationUpdate',
        membersAdded: [{ id: address.subject, name: '' }],
      },
      effect: { kind: 'opens' },
    };
  const { value, title } = readPayload(payload);
  return {
    ...about,
    activity: { ...base(reading), ...id, type: 'message', text: title ?? payload, value },
    effect: { kind: 'says' },
  };
}

export function readReaction(reading: Reading, reaction: JsonRecord): MetaEvent | null {
  const { address, time } = reading;
  const mid = idIn(reaction['mid']);
  if (mid === null) return null;
  const added = reaction['action'] !== 'unreact';
  const type = textIn(reaction['emoji']) ?? textIn(reaction['reaction']) ?? 'other';
  return {
    address,
    time,
    key: `reaction:${mid}:${added ? 'react' : 'unreact'}:${address.subject}:${time}`,
    activity: {
      ...base(reading),
      type: 'messageReaction',
      replyToId: mid,
      ...(added ? { reactionsAdded: [{ type }] } : { reactionsRemoved: [{ type }] }),
    },
    effect: { kind: 'kept', who: 'system' },
    opensWindow: added,
  };
}

export function readEdit(reading: Reading, edit: JsonRecord): MetaEvent | null {
  const { address, time } = reading;
  const mid = idIn(edit['mid']);
  if (mid === null) return null;
  const count = Number(edit['num_edit'] ?? 0);
  const text = textIn(edit['text']) ?? '';
  return {
    address,
    time,
    key: `edit:${mid}:${Number.isSafeInteger(count) ? count : 0}`,
    activity: { ...base(reading), type: 'messageUpdate', id: mid, text },
    effect: { kind: 'kept', who: 'customer' },
    opensWindow: false,
  };
}

/** Kinds that are kept as events under the name of their field. */
const kept = [
  'referral',
  'optin',
  'account_linking',
  'pass_thread_control',
  'take_thread_control',
  'request_thread_control',
  'policy_enforcement',
  'app_roles',
  'policy-enforcement',
  'game_play',
] as const;
/** Kinds that say something of messages that went out. */
const receipts = ['delivery', 'read'] as const;
const opening: ReadonlySet<string> = new Set(['referral', 'optin']);
const control: ReadonlySet<string> = new Set(['pass_thread_control', 'take_thread_control']);

/** Everything else that Messenger tells, under the name of its field; null for kinds that nobody knows. */
export function readSign(reading: Reading): MetaEvent | null {
  const { event, address, time } = reading;
  const name = [...kept, ...receipts].find((field) => isRecord(event[field]));
  if (name === undefined) return null;
  const value = recordIn(event[name]);
  const activity: Partial<Activity> = { ...base(reading), type: 'event', name, value };
  const about = { address, time, key: hashKey(event), activity, opensWindow: opening.has(name) };
  if ((receipts as readonly string[]).includes(name)) return { ...about, effect: { kind: 'counted' } };
  if (control.has(name)) return { ...about, effect: { kind: 'control', owner: idIn(value['new_owner_app_id']) } };
  return { ...about, effect: { kind: 'kept', who: 'system' } };
}
