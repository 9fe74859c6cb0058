import { backoff } from './backoff.ts';
import { readFrame } from './frame.ts';
import { createOutbox } from './outbox.ts';
import { createRequest, type Reply } from './request.ts';
import { createSession, type Grant } from './session.ts';
import type { DirectLineEvent, Identity, Outgoing, ResumeKeep, Status, Surroundings } from './types.ts';
import { posting } from './posting.ts';

/** One conversation over Direct Line 3.0: what is written arrives once, what is answered is seen, through every break. */
export interface DirectLine {
  start(): void;
  stop(): void;
  send(message: Outgoing): void;
  /** Leaves this conversation and begins another. */
  restart(): void;
  /** Takes everything back that was written; tells whether that was possible. */
  erase(): Promise<'deleted' | 'open-case' | 'failed'>;
  /** A file of this conversation, or null. */
  fetchFile(url: string): Promise<Blob | null>;
  /** Takes a file back; tells whether that was possible. */
  removeFile(url: string): Promise<boolean>;
  /** How long the browser finds the conversation again has changed. */
  renew(): void;
  /** The browser's network came or went. */
  networkChanged(): void;
  /** The page was asleep: the stream may be dead without knowing it. */
  wake(): void;
}

export interface DirectLineOptions {
  /** The service's address, without a slash at its end. */
  readonly base: string;
  readonly credentials: RequestCredentials;
  readonly keep: ResumeKeep;
  readonly identity: Identity;
  readonly locale: () => string;
  readonly emit: (event: DirectLineEvent) => void;
  readonly surroundings: Surroundings;
}

const restartCode = 1012;
/** A socket that has not opened by then is given up, in milliseconds; the server lets nobody dial later than 60 s. */
const dialTime = 15_000;

const conversations = '/v3/directline/conversations';

export function createDirectLine({
  base,
  credentials,
  keep,
  identity,
  locale,
  emit,
  surroundings,
}: DirectLineOptions): DirectLine {
  const { after, random, isOnline, openSocket } = surroundings;
  const session = createSession({ request: createRequest(base, credentials, surroundings), keep, identity, locale });

  let status: Status | null = null;
  let conversation: string | null = null;
  let watermark = '';
  let failures = 0;
  /** Counts connections: what an older one still hears is nobody's business. */
  let round = 0;
  let closeSocket = (): void => undefined;
  let stopRetry = (): void => undefined;
  let stopRefresh = (): void => undefined;

  const setStatus = (next: Status): void => {
    if (next === status) return;
    status = next;
    emit({ kind: 'status', status: next });
  };

  const post = (message: Outgoing): Promise<Reply> =>
    session.call(({ conversationId }) => posting(`${conversations}/${encodeURIComponent(conversationId)}`, message));
  const outbox = createOutbox({ post, isConnected: () => status === 'online', emit, surroundings });

  const hangUp = (): void => {
    round += 1;
    stopRetry();
    stopRefresh();
    closeSocket();
    closeSocket = () => undefined;
  };

  const retry = (wait: number): void => {
    hangUp();
    setStatus(isOnline() ? (conversation === null ? 'connecting' : 'reconnecting') : 'offline');
    stopRetry = after(wait, () => void connect());
  };

  const fail = (): void => {
    retry(backoff(failures, random()));
    failures += 1;
  };

  const keepFresh = (lifetime: number): void => {
    stopRefresh();
    stopRefresh = after(lifetime / 2, () => {
      const mine = round;
      void session.refresh().then((reply) => {
        if (mine !== round) return;
        const grant = reply.kind === 'ok' ? Number(reply.body['expires_in']) * 1000 : 0;
        keepFresh(grant > 0 ? grant : 60_000);
      });
    });
  };

  const dial = (url: string, lifetime: number): void => {
    const giveUp = after(dialTime, fail);
    stopRetry = giveUp;
    closeSocket = openSocket(url, {
      opened() {
        giveUp();
        failures = 0;
        setStatus('online');
        keepFresh(lifetime);
        outbox.flush();
      },
      received(data) {
        const frame = readFrame(data);
        if (frame === null) return;
        watermark = frame.watermark ?? watermark;
        for (const { channelData, id } of frame.activities)
          if (channelData?.clientActivityID !== undefined) outbox.arrived(channelData.clientActivityID, id ?? '');
        emit({ kind: 'activities', activities: frame.activities });
      },
      closed(code) {
        // A service that restarts says so: soon back, but not all at once.
        if (code === restartCode) retry(500 + 2500 * random());
        else fail();
      },
    });
  };

  /** The call that gives the stream's address: the conversation is opened once and then gone on with. */
  const open = async (): Promise<{ readonly reply: Reply; readonly grant: Grant | null }> => {
    let used: Grant | null = null;
    const reply = await session.call((grant) => {
      used = grant;
      return grant.conversationId === conversation
        ? {
            method: 'GET',
            path: `${conversations}/${encodeURIComponent(conversation)}?watermark=${encodeURIComponent(watermark)}`,
          }
        : { method: 'POST', path: conversations, body: { locale: locale() } };
    });
    return { reply, grant: used };
  };

  const connect = async (): Promise<void> => {
    hangUp();
    const mine = round;
    if (!isOnline()) {
      setStatus('offline');
      return;
    }
    setStatus(conversation === null ? 'connecting' : 'reconnecting');
    const { reply, grant } = await open();
    if (mine !== round) return;
    if (reply.kind === 'unreachable') {
      fail();
      return;
    }
    if (reply.kind === 'refused') {
      // A conversation that is gone for the credential too would be refused for ever.
      if (reply.status === 404) keep.write(undefined);
      const isSigned = identity.user() !== undefined || identity.token() !== undefined;
      setStatus(reply.status === 404 ? 'ended' : isSigned ? 'signed-out' : 'refused');
      return;
    }
    const url = reply.body['streamUrl'];
    if (typeof url !== 'string' || grant === null) {
      fail();
      return;
    }
    session.adopt(reply.body);
    if (grant.conversationId !== conversation) {
      conversation = grant.conversationId;
      watermark = '';
      emit({ kind: 'begun', conversationId: conversation, resumed: reply.status === 200 });
    }
    dial(url, grant.lifetime);
  };

  const isOver = (): boolean =>
    status !== 'online' && status !== 'reconnecting' && status !== 'connecting' && status !== 'offline';
  /** Addresses of files are the service's, and nobody else ever gets the token. */
  const pathOf = (url: string): string | null =>
    url.startsWith(`${base}${conversations}/`) ? url.slice(base.length) : null;
  const leave = (): void => {
    hangUp();
    session.forget();
    outbox.clear();
    conversation = null;
    watermark = '';
    failures = 0;
  };

  return {
    start: () => void connect(),
    stop: hangUp,
    send: (message) => outbox.add(message),
    restart() {
      leave();
      void connect();
    },
    async erase() {
      const mine = conversation;
      if (mine === null) return 'failed';
      const reply = await session.call({ method: 'DELETE', path: `${conversations}/${encodeURIComponent(mine)}` });
      if (reply.kind === 'refused' && reply.status === 409) return 'open-case';
      // Gone already is gone.
      if (reply.kind !== 'ok' && !(reply.kind === 'refused' && reply.status === 404)) return 'failed';
      leave();
      setStatus('deleted');
      return 'deleted';
    },
    async fetchFile(url) {
      const path = pathOf(url);
      if (path === null) return null;
      const reply = await session.call({ method: 'GET', path, file: true });
      const blob = reply.kind === 'ok' ? reply.body['blob'] : null;
      return blob instanceof Blob ? blob : null;
    },
    async removeFile(url) {
      const path = pathOf(url);
      if (path === null) return false;
      const reply = await session.call({ method: 'DELETE', path });
      return reply.kind === 'ok' || (reply.kind === 'refused' && reply.status === 404);
    },
    renew: () => void session.renew(),
    networkChanged() {
      if (status === null || isOver()) return;
      failures = 0;
      if (isOnline()) void connect();
      else {
        hangUp();
        setStatus('offline');
      }
    },
    wake() {
      if (status === 'online' || status === 'reconnecting') void connect();
    },
  };
}
