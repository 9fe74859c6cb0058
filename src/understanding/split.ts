import type { Reader, Reading } from './read.ts';
import type { Language } from './types.ts';

/** A part of a message that is a request of its own. */
export interface Part {
  readonly text: string;
  readonly reading: Reading;
}

/** Where one request can end and another begin. */
const BOUNDARY = /[.!?;\n]+|\s(?:und|and|sowie|außerdem|ausserdem|zudem|plus|also|&)\s|,\s/giu;
const MOST_PARTS = 4;
/** So sure must each part be: chosen on held-out single requests and on the labelled set of double ones. */
const SURE = 0.9;
const SHORTEST_PART = 4;

/** Small talk is no request: a greeting plus a request is the request. */
export const isTalk = (intent: string | null): boolean => intent?.startsWith('chat.') ?? false;

function segmentsOf(text: string): string[] {
  const segments: string[] = [];
  let start = 0;
  for (const match of text.matchAll(BOUNDARY)) {
    segments.push(text.slice(start, match.index + (/\S/.test(match[0].trim().charAt(0)) ? 1 : 0)));
    start = match.index + match[0].length;
  }
  segments.push(text.slice(start));
  return segments.map((segment) => segment.trim()).filter((segment) => segment.length >= SHORTEST_PART);
}

/**
 * The requests of a message that holds several: segments that are clear on their own, differ, and that the whole message
 * speaks of too. Empty where it holds one.
 */
export function splitRequests(text: string, language: Language, whole: Reading, reader: Reader): Part[] {
  const segments = segmentsOf(text);
  if (segments.length < 2 || segments.length > MOST_PARTS) return [];
  const parts: Part[] = [];
  for (const segment of segments) {
    const reading = reader.read(segment, language);
    const { intent, confidence, zone } = reading;
    if (
      zone !== 'answer' ||
      confidence < SURE ||
      isTalk(intent) ||
      parts.some((part) => part.reading.intent === intent)
    )
      continue;
    if (whole.alternatives.some((alternative) => alternative.intent === intent)) parts.push({ text: segment, reading });
  }
  return parts.length >= 2 ? parts : [];
}

/** What is left of a message that greets or thanks first, or null. */
export function withoutGreeting(text: string): string | null {
  const rest = text.replace(GREETING, '');
  return rest.length < text.length && rest.trim().length >= SHORTEST_PART ? rest : null;
}

const GREETING =
  /^\s*(?:(?:hallo|hallöchen|hi|hey|hello|moin(?:\s?moin)?|servus|tach|guten?\s(?:tag|morgen|abend)|good\s(?:morning|afternoon|evening)|grüß\s?gott|gruess\s?gott|grüezi|huhu|danke?|vielen dank|thanks|thank you|liebe[s]?\s\p{L}+|sehr geehrte damen und herren|dear\s\p{L}+|zusammen|there|all|team)[\s,.!:)-]*)+/iu;
