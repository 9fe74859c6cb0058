import { createHmac, timingSafeEqual } from 'node:crypto';

const form = /^sha256=([0-9a-f]{64})$/;

/**
 * Whether Meta signed these bytes: `X-Hub-Signature-256` is the HMAC-SHA256 of the body under the app secret. The raw
 * bytes count, since Meta signs its escaped form of umlauts. The older SHA-1 header is never looked at.
 */
export function isSigned(bytes: Buffer, header: string | undefined, appSecret: string): boolean {
  const given = form.exec(header ?? '')?.[1];
  if (given === undefined) return false;
  const expected = createHmac('sha256', appSecret).update(bytes).digest();
  return timingSafeEqual(Buffer.from(given, 'hex'), expected);
}

/** Whether two secrets are the same, in a time that does not tell how much of them is. */
export function sameSecret(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHmac('sha256', 'compare').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
