import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { refusals, type Refusal } from './errors.ts';
import { answerCall, isRefusal, type Call, type Reply } from './graph-api.ts';
import { personOf, type Comment, type Page, type Shown, type State } from './state.ts';
import { createWebhookSender, type DeliveryHabits, type Json, type WebhookSender } from './webhooks.ts';

/** What can go wrong with a call; `after` means that it was done, and only the answer is lost. */
export type Fault = 'busy' | 'hiccup' | 'html before' | 'html after' | 'reset before' | 'reset after' | 'silence after';

export interface MetaOptions {
  /** Where webhooks go. */
  readonly webhook: () => string;
  readonly appId?: string;
  readonly appSecret?: string;
  /** Page id → token; a page's Instagram account is `9` and its id. */
  readonly pages?: Readonly<Record<string, string>>;
  /** Asked before each call; null: all is well. */
  readonly fault?: (call: Call) => Fault | null;
  readonly habits?: Partial<DeliveryHabits>;
  /** Whether what the page sends comes back as an echo. */
  readonly echoes?: boolean;
  readonly random?: () => number;
  readonly port?: number;
  /** The clock's start; it goes on with real time and can be moved. */
  readonly now?: () => number;
  /** Answers what is no call of the Graph API: the developer's page. */
  readonly other?: (request: IncomingMessage, response: ServerResponse) => boolean;
}

/** A stand-in for Meta, written from the documented behaviour: the Graph API in, webhooks out. */
export interface Meta {
  readonly url: string;
  readonly state: State;
  readonly webhooks: WebhookSender;
  /** Moves Meta's clock forward (milliseconds). */
  advance(ms: number): void;
  /** The person writes; returns the message's id. */
  say(personId: string, text: string, more?: Json): string;
  /** The person taps a quick reply below the last message. */
  tap(personId: string, payload: string, title: string): string;
  postback(personId: string, payload: string, title: string): void;
  /** Anything else in `messaging`. */
  event(personId: string, event: Json): void;
  /** Somebody comments below a post, or below a comment. */
  comment(comment: {
    readonly authorId: string;
    readonly authorName?: string;
    readonly text: string;
    readonly postId?: string;
    readonly parentId?: string;
  }): Comment;
  edit(commentId: string, text: string): void;
  /** The author deletes it. */
  removeComment(commentId: string): void;
  /** Staff write in Meta's own inbox, or another app does. */
  echoFrom(appId: string, personId: string, text: string): string;
  shownTo(personId: string): readonly Shown[];
  /** Resolves when `count` messages have been shown in all. */
  showed(count: number): Promise<void>;
  close(): Promise<void>;
}

const ownPage = '100200300';

function readCall(request: IncomingMessage, body: string): Call {
  const url = new URL(request.url ?? '/', 'http://meta');
  const [, , ...path] = url.pathname.split('/');
  return {
    method: request.method ?? 'GET',
    path: `/${path.join('/')}`,
    query: url.searchParams,
    token: /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? null,
    body: body === '' ? {} : (JSON.parse(body) as Json),
  };
}

export async function openMeta(options: MetaOptions): Promise<Meta> {
  const { appId = '424242', appSecret = 'an app secret for tests', random = Math.random, echoes = true } = options;
  const { pages = { [ownPage]: 'EAAtoken' }, fault = () => null } = options;
  const start = options.now ?? Date.now;
  let moved = 0;
  let made = 0;
  const now = (): number => start() + moved;
  const state: State = {
    appId,
    appSecret,
    pages: new Map(
      Object.entries(pages).map(([id, token]): [string, Page] => [
        id,
        {
          id,
          token,
          instagramId: `9${id}`,
          tokenIsDead: false,
          restricted: false,
          otherApp: false,
          humanAgentAllowed: true,
          fields: [],
          personas: new Map(),
          profile: {},
        },
      ]),
    ),
    people: new Map(),
    comments: new Map(),
    shown: [],
    signs: [],
    calls: [],
    now,
    nextId: (kind) => `${kind}${(made += 1)}`,
  };
  const [page] = state.pages.values();
  if (page === undefined) throw new Error('The stand-in needs a page.');
  const webhooks = createWebhookSender({
    url: options.webhook,
    appSecret,
    now,
    random,
    habits: { batch: 20, atOnce: 8, repeats: 0, shuffles: 0, ...options.habits },
  });
  let watchers: { readonly count: number; readonly done: () => void }[] = [];

  /** Instagram's people begin with a 9, as its accounts do. */
  const platformOf = (personId: string): { object: 'page' | 'instagram'; accountId: string } =>
    personId.startsWith('9')
      ? { object: 'instagram', accountId: page.instagramId ?? '' }
      : { object: 'page', accountId: page.id };

  const messaging = (personId: string, event: Json, fromPage = false): void => {
    const { object, accountId } = platformOf(personId);
    const [sender, recipient] = fromPage ? [accountId, personId] : [personId, accountId];
    webhooks.push({
      object,
      accountId,
      field: 'messaging',
      event: { sender: { id: sender }, recipient: { id: recipient }, timestamp: now(), ...event },
    });
  };

  const feed = (comment: Comment, verb: string): void => {
    const { object, accountId } = platformOf(comment.authorId === page.instagramId ? '9' : comment.authorId);
    const instagram = object === 'instagram';
    const from = instagram
      ? { id: comment.authorId, username: comment.authorName }
      : { id: comment.authorId, name: comment.authorName };
    const value = instagram
      ? {
          from,
          id: comment.id,
          text: comment.text,
          media: { id: comment.postId },
          ...(comment.parentId !== null && { parent_id: comment.parentId }),
        }
      : {
          from,
          item: 'comment',
          verb,
          comment_id: comment.id,
          post_id: comment.postId,
          parent_id: comment.parentId ?? comment.postId,
          created_time: Math.floor(comment.time / 1000),
          message: comment.text,
        };
    webhooks.push({ object, accountId, field: 'changes', event: { field: instagram ? 'comments' : 'feed', value } });
  };

  const echo = (shown: Shown): void => {
    const { metadata, text, attachment } = shown.message;
    messaging(
      shown.personId,
      {
        message: {
          is_echo: true,
          app_id: Number(appId),
          mid: shown.mid,
          ...(metadata !== undefined && { metadata }),
          ...(text !== undefined && { text }),
          ...(attachment !== undefined && { attachments: [attachment] }),
        },
      },
      true,
    );
  };

  /** What follows from a call that was done, whether or not its answer arrives. */
  const followUp = (reply: Reply): void => {
    if ('shown' in reply && reply.shown !== null) {
      if (echoes) echo(reply.shown);
      for (const { count, done } of watchers) if (state.shown.length >= count) done();
      watchers = watchers.filter(({ count }) => state.shown.length < count);
    }
    if ('commented' in reply) feed(reply.commented, 'add');
  };

  const answerError = (response: ServerResponse, { status, code, subcode, message, transient }: Refusal): void => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify({
        error: {
          message: `(#${code}) ${message}`,
          type: 'OAuthException',
          code,
          ...(subcode !== undefined && { error_subcode: subcode }),
          ...(transient === true && { is_transient: true }),
          fbtrace_id: 'trace',
        },
      }),
    );
  };

  const answer = (request: IncomingMessage, response: ServerResponse, body: string): void => {
    const call = readCall(request, body);
    state.calls.push(`${call.method} ${call.path}`);
    const wrong = fault(call);
    if (wrong === 'reset before') {
      request.socket.destroy();
      return;
    }
    if (wrong === 'html before') {
      response.writeHead(502, { 'content-type': 'text/html' });
      response.end('<html>Bad gateway</html>');
      return;
    }
    const reply = wrong === 'busy' || wrong === 'hiccup' ? refusals[wrong] : answerCall(state, call);
    if (isRefusal(reply)) {
      answerError(response, reply);
      return;
    }
    followUp(reply);
    if (wrong === 'reset after') {
      request.socket.destroy();
      return;
    }
    if (wrong === 'silence after') {
      setTimeout(() => request.socket.destroy(), 1500).unref();
      return;
    }
    if (wrong === 'html after') {
      response.writeHead(500, { 'content-type': 'text/html' });
      response.end('<html>Something went wrong</html>');
      return;
    }
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(reply.answer));
  };

  const server = createServer((request, response) => {
    if (options.other?.(request, response) === true) return;
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => answer(request, response, Buffer.concat(chunks).toString('utf8')));
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));

  const heard = (personId: string): void => {
    personOf(state, personId).heardAt = now();
  };
  const say: Meta['say'] = (personId, text, more = {}) => {
    heard(personId);
    const mid = state.nextId('m_');
    messaging(personId, { message: { mid, text, ...more } });
    return mid;
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    state,
    webhooks,
    advance: (ms) => void (moved += ms),
    say,
    tap: (personId, payload, title) => say(personId, title, { quick_reply: { payload } }),
    postback(personId, payload, title) {
      heard(personId);
      messaging(personId, { postback: { mid: state.nextId('m_'), title, payload } });
    },
    event: (personId, event) => messaging(personId, event),
    comment({ authorId, authorName, text, postId, parentId }) {
      const above = parentId === undefined ? undefined : state.comments.get(parentId);
      const post = above?.postId ?? postId ?? `${page.id}_1`;
      personOf(state, authorId);
      const comment: Comment = {
        id: state.nextId(`${post}_`),
        postId: post,
        parentId: parentId ?? null,
        authorId,
        authorName: authorName ?? `Person ${authorId}`,
        text,
        hidden: false,
        removed: false,
        answeredInPrivate: false,
        time: now(),
      };
      state.comments.set(comment.id, comment);
      feed(comment, 'add');
      return comment;
    },
    edit(commentId, text) {
      const comment = state.comments.get(commentId);
      if (comment === undefined) return;
      comment.text = text;
      feed(comment, 'edited');
    },
    removeComment(commentId) {
      const comment = state.comments.get(commentId);
      if (comment === undefined) return;
      comment.removed = true;
      feed({ ...comment, text: '' }, 'remove');
    },
    echoFrom(appIdOfOther, personId, text) {
      const mid = state.nextId('m_');
      messaging(personId, { message: { is_echo: true, app_id: Number(appIdOfOther), mid, text } }, true);
      return mid;
    },
    shownTo: (personId) => state.shown.filter((shown) => shown.personId === personId),
    showed: (count) =>
      state.shown.length >= count
        ? Promise.resolve()
        : new Promise((done) => {
            watchers.push({ count, done });
          }),
    async close() {
      webhooks.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
