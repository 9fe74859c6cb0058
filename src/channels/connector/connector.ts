import type { Activity } from 'botframework-schema';
import type { ConversationLog, Receipt } from '../../conversation/log.ts';
import type { Customer, Reference } from '../../conversation/head.ts';
import type { Store } from '../../conversation/store.ts';
import { repliesTo } from '../../conversation/turn.ts';
import type { TurnRunner } from '../../conversation/turn-runner.ts';
import type { Answer } from '../../http/answer.ts';
import type { HttpRequest } from '../../http/request.ts';
import type { Http } from '../../http/server.ts';
import type { Clock } from '../../platform/clock.ts';
import { SchalterError } from '../../platform/errors.ts';
import { connectorConversation } from './conversation-name.ts';
import { incomingActivity, keptActivity, type IncomingActivity } from './activity.ts';
import type { Authentication } from './authentication.ts';
import { outgoingActivity, platformIdOf } from './deliver.ts';
import { allowedServiceUrl, isLoopback } from './service-url.ts';

export interface ConnectorOptions {
  readonly http: Http;
  readonly store: Store;
  readonly conversations: ConversationLog;
  readonly turns: TurnRunner;
  readonly clock: Clock;
  /** Null where no app id is set. */
  readonly authentication: Authentication | null;
  /** Take requests without authentication from other machines too. */
  readonly allowUnauthenticated: boolean;
  readonly botName: string;
}

/** Bot Framework channels give up a request after 15 seconds. */
const expectRepliesMs = 14_000;

function referenceOf(activity: IncomingActivity, authenticated: boolean): Reference | null {
  if (activity.serviceUrl === undefined || activity.serviceUrl === null || activity.serviceUrl === '') {
    if (activity.deliveryMode === 'expectReplies') return null;
    throw new SchalterError('BadArgument', { message: 'The field serviceUrl is missing or has the wrong type.' });
  }
  const serviceUrl = allowedServiceUrl(activity.serviceUrl, authenticated);
  if (serviceUrl === null) {
    // The replies go back with this answer: the address is never called, so it need not be trusted.
    if (activity.deliveryMode === 'expectReplies') return null;
    throw new SchalterError('ServiceUrlNotAllowed');
  }
  return {
    serviceUrl,
    conversationId: activity.conversation.id,
    botId: activity.recipient?.id ?? 'schalter',
    ...(typeof activity.locale === 'string' && { locale: activity.locale }),
  };
}

/** Who writes; of a `conversationUpdate`, which the channel itself may send, who was added beside the bot. */
function customerOf({ from, recipient, membersAdded }: IncomingActivity): Customer {
  const person = membersAdded?.find((member) => member.id !== recipient?.id) ?? from;
  return { id: person.id, ...(typeof person.name === 'string' && { name: person.name }) };
}

/** Registers `POST /api/messages`: Azure's channels and the Emulator. */
export function createConnector(options: ConnectorOptions): void {
  const { http, store, conversations, turns, clock, authentication, allowUnauthenticated, botName } = options;

  const comesFromHere = ({ raw }: HttpRequest): boolean => {
    // A proxy or tunnel on this machine hands on requests of others, and says so.
    const forwarded = String(raw.headers['x-forwarded-for'] ?? '').split(',');
    const hops = forwarded.map((address) => address.trim()).filter((address) => address !== '');
    return raw.headers['forwarded'] === undefined && [raw.socket.remoteAddress ?? '', ...hops].every(isLoopback);
  };

  const authenticate = async (request: HttpRequest, activity: IncomingActivity): Promise<boolean> => {
    if (authentication !== null) {
      await authentication.check(activity as unknown as Partial<Activity>, request.headers.authorization ?? '');
      return true;
    }
    if (!allowUnauthenticated && !comesFromHere(request)) throw new SchalterError('Unauthorized');
    return false;
  };

  const answeredInTime = (conversationId: string, seq: number): Promise<boolean> =>
    new Promise((resolve) => {
      const cancel = clock.after(expectRepliesMs, () => resolve(false));
      void turns.answered(conversationId, seq).then(() => {
        cancel();
        resolve(true);
      });
    });

  const inlineReplies = async (conversationId: string, { seq }: Receipt): Promise<Answer> => {
    if (!(await answeredInTime(conversationId, seq))) throw new SchalterError('TurnTimeout');
    const head = await store.head(conversationId);
    const replies = await repliesTo(store, conversationId, seq);
    if (head === null || replies === null) throw new SchalterError('ConversationNotFound');
    const replyToId = await platformIdOf(store, conversationId, seq);
    return {
      status: 200,
      json: { activities: replies.map((entry) => outgoingActivity(entry, head, botName, replyToId)) },
    };
  };

  http.route('post', '/api/messages', async (request): Promise<Answer> => {
    const activity = await request.json(incomingActivity);
    const authenticated = await authenticate(request, activity);
    if (activity.type === 'invoke') throw new SchalterError('NotImplemented');
    // Typing, reactions and the like need no answer and say nothing that must be kept.
    if (!['message', 'event', 'conversationUpdate'].includes(activity.type)) return { status: 200 };
    const conversationId = connectorConversation(activity.channelId, activity.conversation.id);
    const receipt = await conversations.receive({
      conversationId,
      channel: activity.channelId,
      customer: customerOf(activity),
      reference: referenceOf(activity, authenticated),
      activity: keptActivity(activity),
      sign: activity.type === 'conversationUpdate',
      ...(typeof activity.id === 'string' && { key: activity.id }),
    });
    return activity.deliveryMode === 'expectReplies' ? inlineReplies(conversationId, receipt) : { status: 200 };
  });
}
