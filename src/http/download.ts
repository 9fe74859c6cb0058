import type { Headers } from './answer.ts';

/** RFC 8187: what may stand as it is in an extended parameter. */
const encoded = (name: string): string =>
  encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/** Headers of a file that somebody sent: it is saved and never shown as a page of this origin, whatever stands in it. */
export function downloadHeaders(name: string): Headers {
  const plain = name.replace(/[^\w.()-]/g, '_');
  return {
    'content-disposition': `attachment; filename="${plain}"; filename*=UTF-8''${encoded(name)}`,
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, no-store',
  };
}
