import { isIP } from 'node:net';
import type { HttpRequest } from '../http/request.ts';
import { SchalterError } from '../platform/errors.ts';

function isLoopback(hostname: string): boolean {
  const bare = hostname.replace(/^\[|\]$/g, '');
  return bare === 'localhost' || bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'));
}

/**
 * Whether the Origin is the service's own: that of its public address, or, on this machine, the very address that the
 * request went to. Browsers set Origin themselves; a page of somebody else cannot choose it.
 */
export function isOwnOrigin(origin: string | undefined, host: string | undefined, publicUrl: string): boolean {
  if (origin === undefined || !URL.canParse(origin)) return false;
  if (origin === new URL(publicUrl).origin) return true;
  const { protocol, host: originHost, hostname } = new URL(origin);
  // Only a loopback name counts: a foreign name that points here (DNS rebinding) is not one.
  return protocol === 'http:' && originHost === host && isLoopback(hostname);
}

/** @throws SchalterError WrongOrigin */
export function demandOwnOrigin({ headers }: HttpRequest, publicUrl: string): void {
  if (!isOwnOrigin(headers.origin, headers.host, publicUrl)) throw new SchalterError('WrongOrigin');
}
