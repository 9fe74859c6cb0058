import type { Say } from './labels.ts';

/** Where somebody stands in the queue, in words. */
export function placeWords(place: number, say: Say): string {
  if (place <= 1) return say('place.next');
  return place === 2 ? say('place.second') : say('place.later', { count: place - 1 });
}
