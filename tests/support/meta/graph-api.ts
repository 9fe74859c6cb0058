import { createHmac } from 'node:crypto';
import { refusals, type Refusal } from './errors.ts';
import { takeMessage, type Taken } from './send-api.ts';
import type { Comment, Page, State } from './state.ts';

const textIn = (value: unknown): string => (typeof value === 'string' ? value : '');

type Body = Readonly<Record<string, unknown>>;

/** A call as the stand-in reads it. */
export interface Call {
  readonly method: string;
  /** Below the version. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly token: string | null;
  readonly body: Body;
}

/** What a call changed beside its answer, for the webhooks that follow from it. */
export type Reply = Taken | { readonly answer: Body } | { readonly answer: Body; readonly commented: Comment };

const isRefusal = (value: Reply | Refusal): value is Refusal => 'status' in value;

function pageOfToken(state: State, token: string | null): Page | null {
  return [...state.pages.values()].find((page) => page.token === token) ?? null;
}

/** Token and proof, checked as an app does that asks for both. */
export function authorize(state: State, { query, token }: Call): Page | 'app' | Refusal {
  if (query.has('access_token')) return refusals.tokenInAddress;
  if (token === null) return refusals.noToken;
  if (token === `${state.appId}|${state.appSecret}`) return 'app';
  const page = pageOfToken(state, token);
  if (page === null) return refusals.noToken;
  const proof = query.get('appsecret_proof');
  if (proof === null) return refusals.noProof;
  if (proof !== createHmac('sha256', state.appSecret).update(token).digest('hex')) return refusals.wrongProof;
  return page.tokenIsDead ? refusals.deadToken : page;
}

function debugToken(state: State, { query }: Call): Reply | Refusal {
  const page = pageOfToken(state, query.get('input_token'));
  if (page === null) return refusals.parameter;
  return {
    answer: {
      data: {
        app_id: state.appId,
        is_valid: !page.tokenIsDead,
        profile_id: page.id,
        type: 'PAGE',
        expires_at: 0,
        scopes: [
          'pages_messaging',
          'pages_manage_metadata',
          'pages_read_engagement',
          'pages_manage_engagement',
          'pages_read_user_content',
          'instagram_basic',
          'instagram_manage_messages',
          'instagram_manage_comments',
        ],
      },
    },
  };
}

function reply(state: State, page: Page, parent: string, text: unknown): Reply | Refusal {
  const above = state.comments.get(parent);
  if (above === undefined || above.removed) return refusals.gone;
  if (typeof text !== 'string' || text === '' || text.length > 8000) return refusals.parameter;
  const comment: Comment = {
    id: state.nextId(`${above.postId}_`),
    postId: above.postId,
    parentId: above.parentId ?? above.id,
    authorId: page.instagramId !== null && above.authorId.startsWith('9') ? page.instagramId : page.id,
    authorName: 'Musterbank',
    text,
    hidden: false,
    removed: false,
    answeredInPrivate: false,
    time: state.now(),
  };
  state.comments.set(comment.id, comment);
  return { answer: { id: comment.id }, commented: comment };
}

function onComment(state: State, page: Page, call: Call, id: string, edge: string | undefined): Reply | Refusal {
  const comment = state.comments.get(id);
  if (comment === undefined || comment.removed) return refusals.gone;
  if (edge === 'comments' || edge === 'replies') {
    if (call.method === 'POST') return reply(state, page, id, call.body['message']);
    const below = [...state.comments.values()].filter(({ parentId, removed }) => parentId === id && !removed);
    return {
      answer: {
        data: below.map((one) => ({
          id: one.id,
          message: one.text,
          text: one.text,
          from: { id: one.authorId, name: one.authorName },
          created_time: new Date(one.time).toISOString(),
        })),
      },
    };
  }
  if (edge !== undefined) return refusals.unknown;
  if (call.method === 'DELETE') comment.removed = true;
  else if (call.method === 'POST') comment.hidden = (call.body['is_hidden'] ?? call.body['hide']) === true;
  else
    return {
      answer: {
        id,
        message: comment.text,
        is_hidden: comment.hidden,
        can_reply_privately: !comment.answeredInPrivate,
        from: { id: comment.authorId, name: comment.authorName },
      },
    };
  return { answer: { success: true } };
}

function onPage(state: State, page: Page, call: Call, edge: string | undefined): Reply | Refusal {
  const { method, body } = call;
  switch (edge) {
    case undefined:
      return { answer: { id: page.id, name: 'Musterbank' } };
    case 'messages':
      return method === 'POST' ? takeMessage(state, page, body) : refusals.unknown;
    case 'personas': {
      if (method === 'GET')
        return { answer: { data: [...page.personas].map(([name, id]) => ({ id, name, profile_picture_url: 'x' })) } };
      const { name, profile_picture_url: picture } = body;
      if (typeof name !== 'string' || name.length > 50 || typeof picture !== 'string') return refusals.parameter;
      const id = state.nextId('persona');
      page.personas.set(name, id);
      return { answer: { id } };
    }
    case 'subscribed_apps': {
      if (method === 'GET')
        return {
          answer: {
            data: page.fields.length === 0 ? [] : [{ id: state.appId, subscribed_fields: [...page.fields] }],
          },
        };
      page.fields = textIn(body['subscribed_fields'] ?? call.query.get('subscribed_fields')).split(',');
      return { answer: { success: true } };
    }
    case 'messenger_profile':
      if (method === 'POST') page.profile = { ...page.profile, ...body };
      return { answer: method === 'GET' ? { data: [page.profile] } : { result: 'success' } };
    default:
      return refusals.unknown;
  }
}

/** Answers a call as Meta documents it. */
export function answerCall(state: State, call: Call): Reply | Refusal {
  const who = authorize(state, call);
  if (who !== 'app' && 'status' in who) return who;
  const [node = '', edge] = call.path.split('/').filter((part) => part !== '');
  if (node === 'debug_token') return debugToken(state, call);
  if (who === 'app') return refusals.unknown;
  if (node === who.id || node === 'me' || node === who.instagramId) return onPage(state, who, call, edge);
  return onComment(state, who, call, node, edge);
}

export { isRefusal };
