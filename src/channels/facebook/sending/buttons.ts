import type { CardAction } from 'botframework-schema';
import { writePayload } from '../events/payload.ts';
import type { JsonRecord } from '../events/json.ts';
import { plainText } from './plain.ts';
import { shorten } from './split.ts';

/** Meta's limits: 13 quick replies, 20 characters a title. */
const mostReplies = 13;
const titleLength = 20;

/** Choices below a message. Titles are cut at 20 characters; the payload carries them whole, and stands alone. */
export function quickReplies(actions: readonly CardAction[]): readonly JsonRecord[] {
  return actions.slice(0, mostReplies).map(({ title, value, text }) => ({
    content_type: 'text',
    title: shorten(plainText(title), titleLength),
    payload: writePayload(title, (value as unknown) ?? text ?? title),
  }));
}

/** More choices than Meta takes: as a numbered list in the text. */
export function listedChoices(actions: readonly CardAction[]): string | null {
  if (actions.length <= mostReplies) return null;
  return actions.map(({ title }, index) => `${index + 1}. ${plainText(title)}`).join('\n');
}

/** A button of a card; null for kinds that Messenger has no button for. */
export function templateButton({ type, title, value, text }: CardAction): JsonRecord | null {
  const label = shorten(plainText(title), titleLength);
  const target = typeof value === 'string' ? value : '';
  switch (type) {
    case 'openUrl':
    case 'downloadFile':
    case 'playVideo':
    case 'playAudio':
    case 'showImage':
      return /^https?:\/\//.test(target) ? { type: 'web_url', title: label, url: target } : null;
    case 'call':
      return { type: 'phone_number', title: label, payload: target.replace(/^tel:/, '') };
    case 'imBack':
    case 'postBack':
    case 'messageBack':
      return { type: 'postback', title: label, payload: writePayload(title, (value as unknown) ?? text ?? title) };
    default:
      return null;
  }
}
