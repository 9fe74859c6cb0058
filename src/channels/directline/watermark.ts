import { SchalterError } from '../../platform/errors.ts';

/**
 * Reads the watermark of a request: a number, empty for everything, or absent for what `absent` says.
 * A watermark beyond the newest entry (a conversation restored from a backup) counts as the newest, so that what comes
 * next is not passed over. Of several the last counts, since clients append theirs to the address that they got.
 * @throws SchalterError BadArgument
 */
export function readWatermark(query: URLSearchParams, newest: number, absent: number): number {
  const text = query.getAll('watermark').at(-1);
  if (text === undefined) return absent;
  if (text === '' || text === 'null' || text === 'undefined') return 0;
  if (!/^\d{1,15}$/.test(text)) throw new SchalterError('BadArgument', { message: 'The watermark is no number.' });
  return Math.min(Number(text), newest);
}
