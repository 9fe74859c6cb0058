/** Which pages may use the service. An origin is scheme, host and port, as browsers send it. */
export interface Origins {
  /** The service's own pages. */
  own(origin: string): boolean;
  /** Own pages and the sites that embed the chat. */
  allowed(origin: string): boolean;
}

const loopback = ['localhost', '127.0.0.1', '[::1]'];

/** The origin of an address, or null where the text is no address. */
export function originOf(address: string): string | null {
  try {
    const { origin } = new URL(address);
    return origin === 'null' ? null : origin;
  } catch {
    return null;
  }
}

/**
 * @param publicUrl the service's address. A loopback address is known by all its names: whoever opens
 *   http://127.0.0.1:3978 instead of http://localhost:3978 reaches the same machine and port
 * @param sites the setting DIRECT_LINE_ALLOWED_ORIGINS
 */
export function createOrigins(publicUrl: string, sites: readonly string[]): Origins {
  const { protocol, hostname, port, origin } = new URL(publicUrl);
  const own = new Set([origin]);
  if (loopback.includes(hostname))
    for (const name of loopback) own.add(`${protocol}//${name}${port === '' ? '' : `:${port}`}`);
  const others = new Set(sites.map((site) => originOf(site)));
  return { own: (value) => own.has(value), allowed: (value) => own.has(value) || others.has(value) };
}
