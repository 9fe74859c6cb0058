/** Whether a host is this machine: replies of an unauthenticated request must not make the service call anybody else. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase();
  return (
    bare === 'localhost' ||
    bare === '::1' ||
    bare === '::ffff:127.0.0.1' ||
    /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(bare)
  );
}

/** The URL without its last slash, or null where replies may not be sent there. */
export function allowedServiceUrl(serviceUrl: string, authenticated: boolean): string | null {
  if (!URL.canParse(serviceUrl)) return null;
  const url = new URL(serviceUrl);
  if (url.username !== '' || url.password !== '') return null;
  // The path of the call is added to it: behind a question mark it would be anybody's choice.
  if (url.search !== '' || url.hash !== '' || /[?#]/.test(serviceUrl)) return null;
  const web = url.protocol === 'https:' || url.protocol === 'http:';
  // An authenticated request's serviceUrl was checked against its signed token.
  if (!web || (!authenticated && !isLoopback(url.hostname))) return null;
  return serviceUrl.replace(/\/+$/, '');
}
