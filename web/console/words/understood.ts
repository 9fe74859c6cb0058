import type { Titles } from '../model/types.ts';
import type { Words } from './words.ts';

/** An intent as people name it. */
export const titleWords = (
  { intent, title }: { intent: string | null; title: Titles | null },
  { language }: Words,
): string => title?.[language] ?? intent ?? '';

/** A share of belief in whole percent. */
export const percent = (share: number | null, { language }: Words): string =>
  share === null ? '' : new Intl.NumberFormat(language, { style: 'percent' }).format(share);
