import { refusals, type Refusal } from './errors.ts';
import type { Page, Shown, State } from './state.ts';
import { personOf } from './state.ts';

type Body = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Body =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const recordIn = (value: unknown): Body => (isRecord(value) ? value : {});
const textIn = (value: unknown): string => (typeof value === 'string' ? value : '');
const hour = 3600_000;

/** What is wrong with a list of buttons, by Meta's limits. */
function buttonsAreWrong(buttons: unknown): boolean {
  if (!Array.isArray(buttons) || buttons.length < 1 || buttons.length > 3) return true;
  return (buttons as readonly unknown[]).some((button) => {
    const { type, title, url, payload } = recordIn(button);
    if (typeof title !== 'string' || title === '' || title.length > 20) return true;
    if (type === 'web_url') return typeof url !== 'string' || !/^https?:/.test(url);
    return !['postback', 'phone_number'].includes(String(type)) || typeof payload !== 'string' || payload.length > 1000;
  });
}

function templateIsWrong(payload: Body): boolean {
  const { template_type: type, text, buttons, elements } = payload;
  if (type === 'button')
    return typeof text !== 'string' || text === '' || text.length > 640 || buttonsAreWrong(buttons);
  if (type !== 'generic' || !Array.isArray(elements) || elements.length < 1 || elements.length > 10) return true;
  return (elements as readonly unknown[]).some((element) => {
    const { title, subtitle, buttons: below, ...rest } = recordIn(element);
    if (typeof title !== 'string' || title === '' || title.length > 80) return true;
    if (subtitle !== undefined && (typeof subtitle !== 'string' || subtitle.length > 80)) return true;
    if (below !== undefined && buttonsAreWrong(below)) return true;
    return subtitle === undefined && below === undefined && Object.keys(rest).length === 0;
  });
}

/** Whether a `message` object breaks one of Meta's limits; Instagram counts bytes, and takes fewer of them. */
export function messageIsWrong(message: Body, instagram: boolean): boolean {
  const { text, attachment, quick_replies: replies, metadata } = message;
  if (text === undefined && attachment === undefined) return true;
  if (text !== undefined) {
    if (typeof text !== 'string' || text === '' || !text.isWellFormed()) return true;
    if (instagram ? Buffer.byteLength(text) > 1000 : text.length > 2000) return true;
  }
  if (attachment !== undefined) {
    const { type, payload } = recordIn(attachment);
    if (type === 'template' ? templateIsWrong(recordIn(payload)) : typeof recordIn(payload)['url'] !== 'string')
      return true;
  }
  if (metadata !== undefined && (typeof metadata !== 'string' || metadata.length > 1000)) return true;
  if (replies === undefined) return false;
  if (!Array.isArray(replies) || replies.length < 1 || replies.length > 13) return true;
  return (replies as readonly unknown[]).some((reply) => {
    const { content_type: type, title, payload } = recordIn(reply);
    return (
      type !== 'text' ||
      typeof title !== 'string' ||
      title === '' ||
      title.length > 20 ||
      typeof payload !== 'string' ||
      payload.length > 1000
    );
  });
}

function refuseByWindow(state: State, page: Page, personId: string, body: Body): Refusal | null {
  const heardAt = state.people.get(personId)?.heardAt ?? null;
  const age = heardAt === null ? Infinity : state.now() - heardAt;
  const { messaging_type: type, tag } = body;
  if (type === 'RESPONSE' || type === 'UPDATE') return age <= 24 * hour ? null : refusals.window;
  if (type !== 'MESSAGE_TAG') return refusals.parameter;
  if (tag !== 'HUMAN_AGENT' || !page.humanAgentAllowed) return refusals.tag;
  return age <= 7 * 24 * hour ? null : refusals.window;
}

export type Taken = { readonly answer: Body; readonly shown: Shown | null };

/** `POST /<page>/messages`: checks as Meta does, keeps what it would show, and answers. */
export function takeMessage(state: State, page: Page, body: Body): Refusal | Taken {
  const recipient = recordIn(body['recipient']);
  const message = body['message'];
  if (body['sender_action'] !== undefined) {
    if (message !== undefined || typeof recipient['id'] !== 'string') return refusals.action;
    const known = ['typing_on', 'typing_off', 'mark_seen'].includes(textIn(body['sender_action']));
    if (!known) return refusals.parameter;
    state.signs.push({ personId: recipient['id'], action: textIn(body['sender_action']) });
    return { answer: { recipient_id: recipient['id'] }, shown: null };
  }
  const answers = recipient['comment_id'] ?? recipient['post_id'];
  const comment = typeof answers === 'string' ? state.comments.get(answers) : undefined;
  if (typeof answers === 'string' && comment === undefined) return refusals.gone;
  const personId = comment?.authorId ?? recipient['id'];
  if (typeof personId !== 'string' || !isRecord(message)) return refusals.parameter;
  const person = state.people.get(personId);
  if (person === undefined) return refusals.noUser;
  const instagram = page.instagramId !== null && personId.startsWith('9');
  if (messageIsWrong(message, instagram)) return refusals.parameter;
  if (page.restricted) return refusals.restricted;
  if (page.otherApp) return refusals.otherApp;
  if (person.blocked) return refusals.blocked;
  const persona = body['persona_id'];
  if (persona !== undefined && (instagram || ![...page.personas.values()].includes(persona as string)))
    return refusals.parameter;
  if (comment !== undefined) {
    if (comment.answeredInPrivate) return refusals.answered;
    if (state.now() - comment.time > 7 * 24 * hour || state.pages.has(comment.authorId)) return refusals.unanswerable;
    comment.answeredInPrivate = true;
  } else {
    const late = refuseByWindow(state, page, personId, body);
    if (late !== null) return late;
  }
  const shown: Shown = {
    pageId: page.id,
    personId,
    mid: state.nextId('m_'),
    time: state.now(),
    text: typeof message['text'] === 'string' ? message['text'] : null,
    message,
    type: textIn(body['messaging_type']),
    tag: typeof body['tag'] === 'string' ? body['tag'] : null,
    personaId: typeof persona === 'string' ? persona : null,
    answers: comment?.id ?? null,
  };
  state.shown.push(shown);
  personOf(state, personId);
  return { answer: { recipient_id: personId, message_id: shown.mid }, shown };
}
