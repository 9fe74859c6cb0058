import type { Attachment, Entity } from 'botframework-schema';
import { isRecord, listIn, numberIn, recordIn, textIn } from './json.ts';

/** The thumb that Messenger's own button sends, in its three sizes. */
const likes: ReadonlySet<string> = new Set(['369239263222822', '369239343222814', '369239383222810']);
const contentTypes: Readonly<Record<string, string>> = { image: 'image/*', audio: 'audio/*', video: 'video/*' };

/** What a message carries beside its text. */
export interface Carried {
  readonly attachments: readonly Attachment[];
  readonly entities: readonly Entity[];
  /** Said without words: the thumb. */
  readonly text?: string;
}

function placeEntity(latitude: number, longitude: number): Entity {
  return { type: 'Place', geo: { type: 'GeoCoordinates', latitude, longitude } };
}

/** Coordinates in a link to a map, the form in which Messenger hands on a shared place. */
function pointIn(url: string | undefined): Entity | null {
  const match = /(-?\d{1,2}\.\d+)(?:%2C|,)(?:\+|%20)*(-?\d{1,3}\.\d+)/i.exec(url ?? '');
  return match === null ? null : placeEntity(Number(match[1]), Number(match[2]));
}

/**
 * Reads a message's attachments. Links to files are kept as Meta gave them and end by themselves; no file is fetched.
 * @param hasText a link's preview beside a text is part of the text
 */
export function readAttachments(message: unknown, hasText: boolean): Carried {
  const attachments: Attachment[] = [];
  const entities: Entity[] = [];
  let text: string | undefined;
  for (const item of listIn(recordIn(message)['attachments'])) {
    if (!isRecord(item)) continue;
    const type = textIn(item['type']) ?? 'file';
    const payload = recordIn(item['payload']);
    const url = textIn(payload['url']) ?? textIn(item['url']);
    const sticker = payload['sticker_id'];
    if ((typeof sticker === 'string' || typeof sticker === 'number') && likes.has(String(sticker))) {
      text = '👍';
      continue;
    }
    const at = recordIn(payload['coordinates']);
    const [latitude, longitude] = [numberIn(at['lat']), numberIn(at['long'])];
    const place =
      latitude !== undefined && longitude !== undefined
        ? placeEntity(latitude, longitude)
        : type === 'fallback' || type === 'location'
          ? pointIn(url)
          : null;
    if (place !== null) {
      entities.push(place);
      continue;
    }
    if (type === 'fallback' && hasText) continue;
    const name = textIn(payload['title']) ?? textIn(item['title']) ?? type;
    attachments.push({
      contentType: contentTypes[type] ?? 'application/octet-stream',
      name: name.slice(0, 200),
      ...(url !== undefined && { contentUrl: url }),
    });
  }
  return { attachments, entities, ...(text !== undefined && { text }) };
}
