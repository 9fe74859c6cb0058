import type { Attachment, CardAction, HeroCard } from 'botframework-schema';
import { isRecord, listIn, recordIn, textIn, type JsonRecord } from '../events/json.ts';
import { templateButton } from './buttons.ts';
import { plainText } from './plain.ts';
import { shorten } from './split.ts';

const [mostElements, mostButtons, titleLength, buttonText] = [10, 3, 80, 640];
const cards: ReadonlySet<string> = new Set([
  'application/vnd.microsoft.card.hero',
  'application/vnd.microsoft.card.thumbnail',
]);
const adaptive = 'application/vnd.microsoft.card.adaptive';
const media: Readonly<Record<string, string>> = { image: 'image', audio: 'audio', video: 'video' };

/** A piece of an outgoing message: a text, or something else that Meta shows. */
export type Piece = { readonly text: string } | { readonly attachment: JsonRecord };

function template(payload: JsonRecord): Piece {
  return { attachment: { type: 'template', payload } };
}

function buttonsOf(actions: readonly CardAction[] | undefined): readonly JsonRecord[] {
  return (actions ?? []).map(templateButton).filter((button) => button !== null);
}

/** One card with at most three buttons; further buttons go on further cards. */
function elementsOf({ title = '', subtitle, text, images, buttons }: Partial<HeroCard>): readonly JsonRecord[] {
  const image = images?.[0]?.url;
  const all = buttonsOf(buttons);
  const below = plainText([subtitle, text].filter((part) => part !== undefined && part !== '').join(' '));
  const pages = Math.max(1, Math.ceil(all.length / mostButtons));
  return Array.from({ length: pages }, (_page, page): JsonRecord => {
    const some = all.slice(page * mostButtons, (page + 1) * mostButtons);
    return {
      title: shorten(plainText(title === '' ? below : title), titleLength) || '…',
      ...(below !== '' && title !== '' && page === 0 && { subtitle: shorten(below, titleLength) }),
      ...(image !== undefined && page === 0 && { image_url: image }),
      ...(some.length > 0 && { buttons: some }),
    };
  });
}

/** What does not fit into a card's lines is said before it, so that nothing is lost. */
function longWords({ subtitle, text }: Partial<HeroCard>): readonly Piece[] {
  const below = plainText([subtitle, text].filter((part) => part !== undefined && part !== '').join('\n'));
  return below.length > titleLength ? [{ text: below }] : [];
}

function heroPieces(shown: readonly Partial<HeroCard>[]): readonly Piece[] {
  const [only, ...more] = shown;
  if (only !== undefined && more.length === 0 && (only.images ?? []).length === 0) {
    const words = plainText([only.title, only.subtitle, only.text].filter(Boolean).join('\n'));
    const buttons = buttonsOf(only.buttons);
    if (buttons.length === 0) return words === '' ? [] : [{ text: words }];
    if (words !== '' && words.length <= buttonText && buttons.length <= mostButtons)
      return [template({ template_type: 'button', text: words, buttons })];
  }
  const elements = shown.flatMap(elementsOf);
  const pages = Math.ceil(elements.length / mostElements);
  return [
    ...shown.flatMap(longWords),
    ...Array.from({ length: pages }, (_page, page) =>
      template({
        template_type: 'generic',
        elements: elements.slice(page * mostElements, (page + 1) * mostElements).map(complete),
      }),
    ),
  ];
}

/** Meta wants more than a title in an element. */
function complete(element: JsonRecord): JsonRecord {
  return Object.keys(element).length > 1 ? element : { ...element, subtitle: '…' };
}

/** An Adaptive Card as words and buttons: its fallback text, or its texts and first three actions. */
function adaptivePieces(content: unknown): readonly Piece[] {
  const card = recordIn(content);
  const fallback = textIn(card['fallbackText']);
  const texts = (list: unknown): readonly string[] =>
    listIn(list).flatMap((item) =>
      isRecord(item) ? [textIn(item['text']) ?? '', ...texts(item['items']), ...texts(item['columns'])] : [],
    );
  const words = plainText(
    fallback ??
      texts(card['body'])
        .filter((line) => line !== '')
        .join('\n'),
  );
  const buttons = listIn(card['actions']).flatMap((action) => {
    const { type, title, url, data } = recordIn(action);
    const label = textIn(title) ?? '';
    const made =
      type === 'Action.OpenUrl'
        ? templateButton({ type: 'openUrl', title: label, value: textIn(url) ?? '' })
        : type === 'Action.Submit'
          ? templateButton({ type: 'postBack', title: label, value: data ?? label })
          : null;
    return made ?? [];
  });
  if (words === '') return [];
  if (buttons.length === 0) return [{ text: words }];
  const below = { template_type: 'button', buttons: buttons.slice(0, mostButtons) };
  return words.length <= buttonText
    ? [template({ ...below, text: words })]
    : [{ text: words }, template({ ...below, text: '⬇️' })];
}

/** The pieces in which attachments go out, in order; kinds that Meta cannot show are left out. */
export function attachmentPieces(attachments: readonly Attachment[]): readonly Piece[] {
  const shown = attachments.filter(({ contentType }) => cards.has(contentType));
  const others = attachments.flatMap(({ contentType, contentUrl, content }): readonly Piece[] => {
    if (contentType === adaptive) return adaptivePieces(content);
    if (contentUrl === undefined || !/^https?:\/\//.test(contentUrl)) return [];
    const type = media[contentType.split('/')[0] ?? ''] ?? 'file';
    return [{ attachment: { type, payload: { url: contentUrl, is_reusable: false } } }];
  });
  return [...others, ...heroPieces(shown.map(({ content }) => recordIn(content) as Partial<HeroCard>))];
}
