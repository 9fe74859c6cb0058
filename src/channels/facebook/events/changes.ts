import type { Activity } from 'botframework-schema';
import { idIn, type Address } from '../address.ts';
import type { Account } from '../settings.ts';
import { baseActivity, hashKey } from './base.ts';
import type { Effect, MetaEvent } from './event.ts';
import { numberIn, recordIn, textIn, type JsonRecord } from './json.ts';

/** What is known of a comment or post in public; the `value` of its activity. */
export type PublicItem = {
  readonly item: 'comment' | 'post' | 'mention';
  readonly verb: string;
  readonly id: string;
  readonly postId: string;
  /** The comment or post at the head of the thread: answers stand below it. */
  readonly rootId: string;
  /** Null where Meta does not tell who wrote. */
  readonly authorId: string | null;
  /** Written by the bank's own account. */
  readonly own: boolean;
};

const posts: ReadonlySet<string> = new Set(['post', 'status', 'photo', 'video', 'share', 'link', 'album']);

function effectOf({ own, authorId, verb, id }: PublicItem): Effect {
  if (own) return { kind: 'counted' };
  if (verb === 'remove') return { kind: 'unsends', id };
  if (authorId !== null && (verb === 'add' || verb === 'edited')) return { kind: 'comments' };
  return { kind: 'kept', who: 'system' };
}

function publicEvent(
  change: JsonRecord,
  account: Account,
  time: number,
  serviceUrl: string,
  item: PublicItem,
  text: string | undefined,
  author: string | undefined,
): MetaEvent {
  const address: Address = { channel: `${account.platform}-comments`, account, subject: item.rootId };
  const from = { id: item.authorId ?? '', name: author ?? '' };
  const activity: Partial<Activity> = {
    ...baseActivity(address, time, change, serviceUrl),
    type: 'event',
    name: item.item,
    id: item.id,
    from,
    value: item,
    ...(text !== undefined && { text }),
  };
  return {
    address,
    time,
    key: item.verb === 'add' ? `add:${item.id}` : hashKey(change),
    activity,
    effect: effectOf(item),
    opensWindow: false,
    ...(author !== undefined && { name: author }),
  };
}

/** A change of a page's feed. Likes, shares and the page's own posts are nobody's question: null. */
function readFeed(change: JsonRecord, account: Account, entryTime: number, serviceUrl: string): MetaEvent | null {
  const value = recordIn(change['value']);
  const kind = textIn(value['item']) ?? '';
  const postId = idIn(value['post_id']);
  const commentId = idIn(value['comment_id']);
  const mention = change['field'] === 'mention';
  const from = recordIn(value['from']);
  const authorId = idIn(from['id']);
  const own = authorId === account.id;
  if (postId === null) return null;
  const isComment = commentId !== null && (kind === 'comment' || mention);
  if (!isComment && !(posts.has(kind) || mention)) return null;
  if (!isComment && own) return null;
  const parent = idIn(value['parent_id']);
  const id = isComment ? commentId : postId;
  // A comment on the post itself is the head of its thread; an answer to a comment stands in that one's.
  const rootId = isComment && parent !== null && parent !== postId ? parent : id;
  const seconds = numberIn(value['created_time']);
  const item: PublicItem = {
    item: mention ? 'mention' : isComment ? 'comment' : 'post',
    verb: textIn(value['verb']) ?? 'add',
    id,
    postId,
    rootId,
    authorId,
    own,
  };
  const time = seconds === undefined || item.verb !== 'add' ? entryTime : seconds * 1000;
  return publicEvent(change, account, time, serviceUrl, item, textIn(value['message']), textIn(from['name']));
}

/** A comment or mention on Instagram. */
function readInstagram(change: JsonRecord, account: Account, entryTime: number, serviceUrl: string): MetaEvent | null {
  const value = recordIn(change['value']);
  const mention = change['field'] === 'mentions';
  const id = idIn(value['id']) ?? idIn(value['comment_id']);
  const media = idIn(recordIn(value['media'])['id']) ?? idIn(value['media_id']);
  if (id === null && media === null) return null;
  const from = recordIn(value['from']);
  // Comments tell the author's id for messages beside the one of the profile.
  const authorId = idIn(from['self_ig_scoped_id']) ?? idIn(from['id']);
  const own = idIn(from['id']) === account.id || authorId === account.id;
  const item: PublicItem = {
    item: mention ? 'mention' : 'comment',
    verb: 'add',
    id: id ?? media ?? '',
    postId: media ?? id ?? '',
    rootId: idIn(value['parent_id']) ?? id ?? media ?? '',
    authorId: mention ? (authorId ?? 'unknown') : authorId,
    own,
  };
  return publicEvent(change, account, entryTime, serviceUrl, item, textIn(value['text']), textIn(from['username']));
}

const instagramFields: ReadonlySet<string> = new Set(['comments', 'live_comments', 'mentions']);
const pageFields: ReadonlySet<string> = new Set(['feed', 'mention']);

/** Reads one item of `changes`; null where it is nothing that concerns the counter. */
export function readChange(change: JsonRecord, account: Account, time: number, serviceUrl: string): MetaEvent | null {
  const field = textIn(change['field']) ?? '';
  if (account.platform === 'facebook' && pageFields.has(field)) return readFeed(change, account, time, serviceUrl);
  if (account.platform === 'instagram' && instagramFields.has(field))
    return readInstagram(change, account, time, serviceUrl);
  return null;
}
