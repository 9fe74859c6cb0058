import type { Speech } from './speech.ts';

/** What the chat's own stars say: 1 to 5 and perhaps words; null where it is no rating. */
export function ratingIn(value: unknown): { readonly choice: string; readonly text: string } | null {
  if (typeof value !== 'object' || value === null || !('rating' in value)) return null;
  const { rating } = value;
  if (typeof rating !== 'number' || !Number.isInteger(rating) || rating < 1 || rating > 5) return null;
  const text = 'comment' in value && typeof value.comment === 'string' ? value.comment : '';
  return { choice: String(rating), text };
}

/** The same words without what makes a rating of them. */
export function withoutRating(speech: Speech): Speech {
  const { paragraphs, buttons, state, language, handoff } = speech;
  return { paragraphs, buttons, state, language, handoff };
}
