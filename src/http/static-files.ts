import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, sep } from 'node:path';
import type { Answer, Headers } from './answer.ts';
import type { HttpRequest } from './request.ts';
import type { Http } from './server.ts';

export interface StaticOptions {
  /** The folder of the built pages; read once. */
  readonly folder: string;
  /** Public addresses of pages, such as `/staff/` → `console/index.html`; one whose file was not built is left out. */
  readonly pages: Readonly<Record<string, string>>;
  /** Origins beside the service's own that pages may connect to, such as `wss://chat.bank.example`. */
  readonly connect?: readonly string[];
}

interface File {
  readonly type: string;
  readonly etag: string;
  readonly plain: Buffer;
  readonly br: Buffer | undefined;
  readonly gzip: Buffer | undefined;
  readonly headers: Headers;
}

/** The built pages and where they are found. */
export const pageAddresses: Readonly<Record<string, string>> = {
  '/': 'demo/index.html',
  '/datenschutz/': 'demo/datenschutz/index.html',
  '/impressum/': 'demo/impressum/index.html',
  '/en/': 'demo/en/index.html',
  '/en/privacy/': 'demo/en/privacy/index.html',
  '/en/legal-notice/': 'demo/en/legal-notice/index.html',
  '/staff/': 'console/index.html',
};

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.json': 'application/json; charset=utf-8',
  '.woff2': 'font/woff2',
};

/** Vite names these by their content: what was once loaded never changes. */
const hashed = /^assets\//;

/** The policy of our own pages: nothing inline, nothing from elsewhere, nobody may frame them. */
function pagePolicy(connect: readonly string[]): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src ${["'self'", ...connect].join(' ')}`,
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

function headersOf(path: string, policy: string): Headers {
  const caching = hashed.test(path)
    ? 'public, max-age=31536000, immutable'
    : path === 'widget.js'
      ? 'public, max-age=300'
      : 'no-cache';
  const isPage = path.endsWith('.html');
  return {
    'cache-control': caching,
    vary: 'accept-encoding',
    ...(isPage
      ? { 'content-security-policy': policy, 'cross-origin-opener-policy': 'same-origin', 'x-frame-options': 'DENY' }
      : // A bank's page on another origin loads the widget: modules always need CORS.
        { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' }),
  };
}

function readFolder(folder: string, policy: string): ReadonlyMap<string, File> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => path.split(sep).join('/'));
  const known = new Set(paths);
  const bytes = (path: string): Buffer => readFileSync(join(folder, path));
  const files = new Map<string, File>();
  for (const path of paths) {
    const type = types[extname(path)];
    if (type === undefined) continue;
    const plain = bytes(path);
    files.set(path, {
      type,
      etag: createHash('sha256').update(plain).digest('base64url').slice(0, 22),
      plain,
      br: known.has(`${path}.br`) ? bytes(`${path}.br`) : undefined,
      gzip: known.has(`${path}.gz`) ? bytes(`${path}.gz`) : undefined,
      headers: headersOf(path, policy),
    });
  }
  return files;
}

/** Whether Accept-Encoding takes a coding; `q=0` refuses it. */
function accepts(request: HttpRequest, coding: string): boolean {
  const wanted = (request.headers['accept-encoding'] ?? '').split(',');
  return wanted.some((part) => {
    const [name, ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
    return name === coding && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });
}

function answerWith(file: File, request: HttpRequest): Answer {
  const [body, coding] =
    file.br !== undefined && accepts(request, 'br')
      ? [file.br, 'br']
      : file.gzip !== undefined && accepts(request, 'gzip')
        ? [file.gzip, 'gzip']
        : [file.plain, ''];
  // Each coding is a representation of its own.
  const etag = `"${file.etag}${coding === '' ? '' : `-${coding}`}"`;
  const headers = { ...file.headers, etag, ...(coding !== '' && { 'content-encoding': coding }) };
  const seen = (request.headers['if-none-match'] ?? '').split(',');
  if (seen.some((tag) => tag.trim().replace(/^W\//, '') === etag)) return { status: 304, headers };
  return { status: 200, bytes: body, type: file.type, headers };
}

/**
 * Serves the built pages from memory. Every file is a route of its own, so that no path of a request ever reaches the
 * file system; anything else is the router's 404 in the one error form.
 * @returns how many files are served; 0 when the pages are not built.
 */
export function serveStatic(http: Http, { folder, pages, connect = [] }: StaticOptions): number {
  if (!existsSync(folder)) return 0;
  const files = readFolder(folder, pagePolicy(connect));
  const serve = (address: string, handler: (request: HttpRequest) => Answer): void => {
    http.route('get', address, handler);
    http.route('head', address, handler);
  };
  for (const [path, file] of files)
    if (!path.endsWith('.html')) serve(`/${path}`, (request) => answerWith(file, request));
  for (const [address, path] of Object.entries(pages)) {
    const file = files.get(path);
    if (file === undefined) continue;
    serve(address, (request) => answerWith(file, request));
    const bare = address.slice(0, -1);
    if (bare !== '' && address.endsWith('/')) serve(bare, () => ({ status: 308, headers: { location: address } }));
  }
  return files.size;
}
