import type { CardAction, SentAttachment } from '../direct-line/types.ts';
import type { Attachment, Card, Choice } from './types.ts';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const list = (value: unknown): readonly Record<string, unknown>[] =>
  Array.isArray(value) ? value.filter(isObject) : [];

/** An address that may be opened; `javascript:` and its like never become links. */
export function webAddress(value: unknown): string | undefined {
  return /^(?:https?|tel|mailto):/i.test(text(value)) ? text(value) : undefined;
}

export function choiceOf({ title, value }: CardAction): Choice[] {
  return typeof title === 'string' && title !== '' ? [{ title, value }] : [];
}

/** A hero or thumbnail card; at most three actions, as a card has room for. */
function cardOf(content: Record<string, unknown>): Card {
  const actions = list(content['buttons']).slice(0, 3);
  const words = [text(content['subtitle']), text(content['text'])].filter((line) => line !== '');
  return {
    kind: 'card',
    title: text(content['title']),
    text: words.join('\n\n'),
    image: webAddress(list(content['images'])[0]?.['url']),
    choices: actions.filter(({ type }) => type !== 'openUrl' && type !== 'call').flatMap(choiceOf),
    links: actions.flatMap(({ type, title, value }) => {
      const url = type === 'openUrl' || type === 'call' ? webAddress(value) : undefined;
      return url === undefined ? [] : [{ title: text(title), url }];
    }),
  };
}

/** A calendar entry that came as a `data:` address. */
function fileOf(name: string, url: string): Attachment | null {
  const match = /^data:(text\/calendar)[^,]*;base64,([A-Za-z0-9+/=]*)$/.exec(url);
  if (match === null) return null;
  const bytes = Uint8Array.from(atob(match[2] ?? ''), (sign) => sign.charCodeAt(0));
  return { kind: 'file', name, type: match[1] ?? '', content: new TextDecoder().decode(bytes) };
}

function readOne({ contentType = '', contentUrl = '', content, name = '' }: SentAttachment): Attachment[] {
  if (/^application\/vnd\.microsoft\.card\.(hero|thumbnail)$/.test(contentType))
    return isObject(content) ? [cardOf(content)] : [];
  if (contentUrl.startsWith('data:')) return [fileOf(name, contentUrl) ?? []].flat();
  const url = webAddress(contentUrl);
  if (url === undefined) return [];
  if (/\/v3\/directline\/conversations\/[^/]+\/files\//.test(url)) return [{ kind: 'own', name, url }];
  return [{ kind: contentType.startsWith('image/') ? 'image' : 'link', name: name === '' ? url : name, url }];
}

/** What the chat can show of a message's attachments; what it does not know is left out. */
export function readAttachments(sent: readonly SentAttachment[] = []): readonly Attachment[] {
  return sent.flatMap(readOne);
}
