import type { Activity } from 'botframework-schema';
import { activityId, type Entry } from '../../conversation/entry.ts';
import type { Deliver, DeliveryResult } from '../../conversation/delivery-worker.ts';
import type { Head } from '../../conversation/head.ts';
import type { Store } from '../../conversation/store.ts';
import type { Authentication } from './authentication.ts';
import { ownConversationId } from './conversation-name.ts';

/** Milliseconds a channel has for taking a reply. */
const timeoutMs = 15_000;

/** An outgoing entry as Bot Framework's activity. The id is the same at every attempt, so that a channel can drop a repetition. */
export function outgoingActivity(
  entry: Entry,
  head: Head,
  botName: string,
  replyToId: string | undefined,
): Partial<Activity> {
  const { reference } = head;
  const { from, ...said } = entry.activity;
  const staff = entry.who === 'staff';
  return {
    ...said,
    id: activityId(head.id, entry.seq),
    timestamp: new Date(entry.time),
    channelId: head.channel,
    from: { id: reference?.botId ?? 'schalter', name: staff ? (from?.name ?? botName) : botName, role: 'bot' },
    recipient: { id: head.customer.id, name: head.customer.name ?? '' },
    conversation: {
      id: reference?.conversationId ?? ownConversationId(head.channel, head.id),
      isGroup: false,
      conversationType: 'personal',
      name: '',
    },
    ...(reference !== null && { serviceUrl: reference.serviceUrl }),
    ...(replyToId !== undefined && !staff && { replyToId }),
  };
}

/** The platform's id of the entry that is answered, where it has one. */
export async function platformIdOf(
  store: Store,
  conversationId: string,
  seq: number | undefined,
): Promise<string | undefined> {
  if (seq === undefined) return undefined;
  const [entry] = await store.entries(conversationId, { after: seq - 1, limit: 1 });
  return entry?.activity.id;
}

function resultOf(status: number, retryAfter: string | null, platformId: string | undefined): DeliveryResult {
  if (status >= 200 && status < 300) return { kind: 'sent', ...(platformId !== undefined && { platformId }) };
  if (status === 429 || status >= 500 || status === 401) {
    const seconds = Number(retryAfter);
    return {
      kind: 'retry',
      why: `http-${status}`,
      ...(retryAfter !== null && seconds > 0 && { afterMs: Math.min(seconds, 600) * 1000 }),
    };
  }
  return { kind: 'failed', why: `http-${status}` };
}

async function idIn(response: Response): Promise<string | undefined> {
  const body: unknown = await response.json().catch(() => null);
  return typeof body === 'object' && body !== null && 'id' in body && typeof body.id === 'string'
    ? body.id.slice(0, 300)
    : undefined;
}

export interface DeliverOptions {
  readonly store: Store;
  /** Null where no app id is set: calls go out without a token, to loopback only. */
  readonly authentication: Authentication | null;
  readonly botName: string;
}

/** Sends replies to the serviceUrl that the channel named, as Bot Framework's connector API takes them. */
export function createConnectorDeliver({ store, authentication, botName }: DeliverOptions): Deliver {
  return async (entry, head) => {
    if (head.reference === null) return { kind: 'failed', why: 'no-service-url' };
    const replyToId = await platformIdOf(store, head.id, entry.replyTo);
    const activity = outgoingActivity(entry, head, botName, replyToId);
    const { serviceUrl, conversationId } = head.reference;
    const path = `/v3/conversations/${encodeURIComponent(conversationId)}/activities`;
    const reply = activity.replyToId === undefined ? '' : `/${encodeURIComponent(activity.replyToId)}`;
    try {
      const token = authentication === null ? null : await authentication.token();
      const response = await fetch(`${serviceUrl}${path}${reply}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(token !== null && { authorization: `Bearer ${token}` }) },
        body: JSON.stringify(activity),
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      const platformId = response.ok ? await idIn(response) : undefined;
      if (!response.ok) await response.body?.cancel();
      return resultOf(response.status, response.headers.get('retry-after'), platformId);
    } catch {
      // No answer: it may have arrived. The same activity id goes again, at least once.
      return { kind: 'retry', why: 'no-answer' };
    }
  };
}
