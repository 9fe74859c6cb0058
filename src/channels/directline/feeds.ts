import type { WebSocket } from 'ws';
import type { Customer } from '../../conversation/head.ts';
import type { Notice, Store } from '../../conversation/store.ts';
import type { Clock } from '../../platform/clock.ts';
import { errorFields, type Log } from '../../platform/log.ts';
import { Feed, type Reader } from './feed.ts';
import type { ObserveDirectLine } from './observe.ts';

/** The open sockets of all conversations. */
export interface Feeds {
  /** Sends a socket what comes after `position`, now and from now on. */
  add(conversationId: string, customer: Customer, socket: WebSocket, position: number): void;
  /** Shows the readers of a conversation something that is not kept, such as that somebody types. */
  transient(conversationId: string, json: string): void;
  /** Whether anybody reads the conversation. */
  has(conversationId: string): boolean;
  /** Tells clients to come back (code 1012) and lets go of them. */
  close(): Promise<void>;
}

export interface FeedsOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly assistant: string;
  readonly publicUrl: string;
  readonly observe: ObserveDirectLine;
  /** Somebody new reads this conversation. */
  readonly onJoined: (conversationId: string) => void;
}

/** Sockets of one conversation: a customer has two tabs open, hardly four. */
const socketsPerConversation = 3;
/** Proxies close connections that are silent for a minute, many after 30 seconds. */
const keepaliveMs = 25_000;
/** How long sockets have to say goodbye at the end. */
const goodbyeMs = 1000;

export function createFeeds({ store, clock, log, assistant, publicUrl, observe, onJoined }: FeedsOptions): Feeds {
  const feeds = new Map<string, Feed>();

  const endErased = async (feed: Feed): Promise<void> => {
    const head = await store.head(feed.framing.conversationId);
    // The client asks for a new address then, is told 404 and stops.
    if (head === null || head.erased === true) for (const reader of feed.readers) reader.socket.close(1000, 'ended');
  };

  const unsubscribe = store.subscribe(({ conversationId, lastSeq }: Notice) => {
    const feed = feeds.get(conversationId);
    if (feed === undefined || feed.wake(lastSeq)) return;
    // A commit without entries: nothing to show, but the conversation may have been erased.
    endErased(feed).catch((error: unknown) => log.warn(errorFields(error), 'a conversation could not be read'));
  });

  const keepalive = (): void => {
    for (const feed of feeds.values())
      for (const reader of [...feed.readers]) {
        if (!reader.alive) reader.socket.terminate();
        else {
          reader.alive = false;
          reader.socket.send('');
          reader.socket.ping();
        }
      }
    stopKeepalive = clock.after(keepaliveMs, keepalive);
  };
  let stopKeepalive = clock.after(keepaliveMs, keepalive);

  const drop = (feed: Feed, reader: Reader): void => {
    if (!feed.remove(reader)) return;
    observe('socket.closed');
    const { conversationId } = feed.framing;
    if (feed.readers.length === 0 && feeds.get(conversationId) === feed) feeds.delete(conversationId);
  };

  return {
    add(conversationId, customer, socket, position) {
      let feed = feeds.get(conversationId);
      if (feed === undefined) {
        feed = new Feed({ store, log, observe, framing: { conversationId, customer, assistant, publicUrl }, onJoined });
        feeds.set(conversationId, feed);
      }
      const joined = feed;
      const reader: Reader = { socket, position, live: false, alive: true };
      socket.on('close', () => drop(joined, reader));
      // Too large a frame or a broken one: ws closes the socket itself.
      socket.on('error', () => socket.terminate());
      // Clients have nothing to say here; their empty frames only prove that they live.
      socket.on('message', () => void (reader.alive = true));
      socket.on('pong', () => void (reader.alive = true));
      observe('socket.opened');
      const oldest = joined.readers.length >= socketsPerConversation ? joined.readers[0] : undefined;
      if (oldest !== undefined) {
        oldest.socket.close(1000, 'collision');
        drop(joined, oldest);
      }
      joined.add(reader);
    },
    has: (conversationId) => feeds.has(conversationId),
    transient: (conversationId, json) => feeds.get(conversationId)?.transient(json),
    async close() {
      unsubscribe();
      stopKeepalive();
      const sockets = [...feeds.values()].flatMap((feed) => feed.readers.map((reader) => reader.socket));
      const closed = sockets.map((socket) => new Promise<void>((resolve) => socket.once('close', () => resolve())));
      for (const socket of sockets) socket.close(1012, 'restart');
      const cut = clock.after(goodbyeMs, () => sockets.forEach((socket) => socket.terminate()));
      await Promise.all(closed);
      cut();
    },
  };
}
