import type { Customer } from '../../conversation/head.ts';
import type { Handler, HeadersFor, Method } from '../../http/server.ts';
import { createActivityRoutes } from './activity-routes.ts';
import { createBeginner } from './begin.ts';
import { createConversationRoutes } from './conversation-routes.ts';
import { localCounts } from '../../platform/counts.ts';
import { closedCors, credentialsCors, openCors } from './cors.ts';
import { createEraseRoute } from './erase-route.ts';
import { createFeeds, type Feeds } from './feeds.ts';
import { createFileRoutes } from './file-routes.ts';
import { createGate } from './gate.ts';
import { createLimiter } from './limits.ts';
import { createOrigins } from './origins.ts';
import { speakerOf } from './outgoing.ts';
import { createPlaces } from './places.ts';
import { createStreamUpgrade } from './stream-upgrade.ts';
import { createTokenEndpoint, tokenPath } from './token-endpoint.ts';
import { createTokens } from './tokens.ts';
import type { DirectLineOptions, Wiring } from './wiring.ts';

/** The website channel while it is open. */
export interface DirectLine {
  /** Shows a customer for a few seconds that somebody types; `staffName` null: the assistant. Nothing is kept. */
  showTyping(conversationId: string, staffName: string | null): void;
  /** Tells open sockets to come back (1012) and takes no new ones; requests are the HTTP server's to end. */
  close(): Promise<void>;
}

const prefix = '/v3/directline';
/** The event that tells a customer who waits their place in the queue. */
const queueEvent = 'schalter.queue';

/**
 * Direct Line 3.0 for any client, and the token endpoint for website visitors.
 * Registers its addresses on `http`; the protocol and its tests are described in docs/direct-line.md.
 */
export function createDirectLine(options: DirectLineOptions): DirectLine {
  const { http, clock, ids, publicUrl, secret, signingKeys, tokenSeconds, assistant } = options;
  const observe = options.observe ?? (() => undefined);
  const tokens = createTokens({ signingKeys, tokenSeconds, clock });
  const origins = createOrigins(publicUrl, options.allowedOrigins);
  const gate = createGate({ secret, tokens, origins });
  const wiring: Wiring = {
    ...options,
    observe,
    tokens,
    origins,
    gate,
    limiter: createLimiter(options.rateLimits, options.counts ?? localCounts),
  };
  const feeds: Feeds = createFeeds({
    ...wiring,
    onJoined(conversationId) {
      const place = places.current(conversationId);
      if (place !== undefined) showPlace(conversationId, place);
    },
  });
  const beginner = createBeginner(wiring);
  /** Something that is seen now and not kept. */
  const passing = (conversationId: string, activity: object): void =>
    feeds.transient(
      conversationId,
      JSON.stringify({
        id: `${conversationId}|${ids()}`,
        timestamp: new Date(clock.now()).toISOString(),
        channelId: 'directline',
        conversation: { id: conversationId },
        ...activity,
      }),
    );
  const assistantIn = (conversationId: string) =>
    speakerOf({ who: 'system', activity: {} }, { conversationId, customer: { id: '' }, assistant, publicUrl });
  const showPlace = (conversationId: string, place: number | null): void =>
    passing(conversationId, { type: 'event', name: queueEvent, value: { place }, from: assistantIn(conversationId) });
  const places = createPlaces({ ...wiring, isWatched: (id) => feeds.has(id), show: showPlace });
  let stopping = false;

  const on = (method: Method, path: string, handler: Handler, headersFor: HeadersFor = openCors): void => {
    http.route(method, path, handler, headersFor);
    http.route('opts', path, () => ({ status: 204 }), headersFor);
  };
  const conversations = createConversationRoutes(wiring, beginner);
  const activities = createActivityRoutes(wiring);
  const files = createFileRoutes(wiring);
  const oneConversation = `${prefix}/conversations/:id`;
  on('post', `${prefix}/tokens/generate`, conversations.generate);
  on('post', `${prefix}/tokens/refresh`, conversations.refresh);
  on('post', `${prefix}/conversations`, conversations.start);
  on('get', oneConversation, conversations.reconnect);
  on('post', `${oneConversation}/activities`, activities.post);
  http.route('get', `${oneConversation}/activities`, activities.poll, openCors);
  http.route('del', oneConversation, createEraseRoute(wiring), openCors);
  on('post', `${oneConversation}/upload`, files.upload);
  on('get', `${oneConversation}/files/:file`, files.read);
  http.route('del', `${oneConversation}/files/:file`, files.remove, openCors);
  on(
    'get',
    `${prefix}/session/getsessionid`,
    async (request) => {
      // Only sign-in cards use it, which this bot never sends; clients ask all the same.
      await gate.credential(request);
      return { status: 200, json: { sessionId: ids() } };
    },
    credentialsCors(origins),
  );
  on('post', tokenPath, createTokenEndpoint(wiring), closedCors(origins));
  http.errorHeaders(prefix, openCors);
  http.errorHeaders(tokenPath, closedCors(origins));
  http.upgrade(createStreamUpgrade(wiring, feeds, () => stopping));

  return {
    showTyping(conversationId, staffName) {
      const customer: Customer = { id: '' };
      const from = speakerOf(
        {
          who: staffName === null ? 'bot' : 'staff',
          activity: { from: { id: '', name: staffName ?? '' } },
        },
        { conversationId, customer, assistant, publicUrl },
      );
      passing(conversationId, {
        type: 'typing',
        from,
        ...(staffName !== null && { channelData: { schalter: { speaker: 'staff', name: staffName } } }),
      });
    },
    async close() {
      stopping = true;
      beginner.stop();
      places.close();
      await feeds.close();
    },
  };
}
