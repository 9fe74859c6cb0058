import type { Headers } from '../../http/answer.ts';
import type { HeadersFor } from '../../http/server.ts';
import type { Origins } from './origins.ts';

const methods: Headers = {
  'access-control-allow-methods': 'GET, POST, DELETE, OPTIONS',
  'access-control-allow-headers': 'authorization, content-type, x-ms-bot-agent, x-requested-with',
  'access-control-expose-headers': 'retry-after',
  'access-control-max-age': '7200',
};

/**
 * For the protocol's addresses: any page may call and read errors, since a browser sends nothing along by itself; the
 * token decides, and a page that it was not given to gets 403. A preflight could not know the token.
 */
export const openCors: HeadersFor = () => ({ 'access-control-allow-origin': '*', ...methods });

/** For addresses that look at cookies or hand out tokens: only own pages and the sites of the settings. */
export function closedCors(origins: Origins): HeadersFor {
  return ({ headers: { origin } }) =>
    origin !== undefined && origins.allowed(origin)
      ? { 'access-control-allow-origin': origin, vary: 'origin', ...methods }
      : { vary: 'origin' };
}

/** As `closedCors`, for the one address that clients call with credentials. */
export function credentialsCors(origins: Origins): HeadersFor {
  const closed = closedCors(origins);
  return (request) => {
    const headers = closed(request);
    return 'access-control-allow-origin' in headers
      ? { ...headers, 'access-control-allow-credentials': 'true' }
      : headers;
  };
}
