import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createHttp } from '../../src/http/server.ts';
import { serveStatic } from '../../src/http/static-files.ts';
import { createLogSpy } from '../support/log-spy.ts';

const folder = mkdtempSync(join(tmpdir(), 'pages-'));
const http = createHttp({ log: createLogSpy(), proxies: 0 });
let port = 0;

interface Seen {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** A raw request: `fetch` would tidy the path and unpack the body. */
const ask = (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Seen> =>
  new Promise((resolve, reject) => {
    get({ port, path, headers, method }, (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => (body += chunk.toString()));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    }).on('error', reject);
  });

beforeAll(async () => {
  mkdirSync(join(folder, 'pages', 'demo'), { recursive: true });
  mkdirSync(join(folder, 'pages', 'assets'));
  writeFileSync(join(folder, 'secret.js'), 'outside');
  const put = (name: string, text: string): void => writeFileSync(join(folder, 'pages', name), text);
  put('demo/index.html', '<!doctype html>');
  put('assets/chat-CaDmH-E1.js', 'plain');
  put('assets/chat-CaDmH-E1.js.br', 'as brotli');
  put('assets/chat-CaDmH-E1.js.gz', 'as gzip');
  put('widget.js', 'loader');
  put('.built', '');
  const pages = { '/': 'demo/index.html', '/en/': 'demo/index.html', '/staff/': 'console/index.html' };
  expect(serveStatic(http, { folder: join(folder, 'pages'), pages, connect: ['wss://chat.example'] })).toBe(3);
  ({ port } = await http.listen(0, '127.0.0.1'));
});
afterAll(async () => {
  await http.close(100);
  rmSync(folder, { recursive: true });
});

describe('Static files', () => {
  test('a page comes with its type and a policy without anything inline or from elsewhere', async () => {
    const { status, headers, body } = await ask('/');
    expect([status, body, headers['content-type']]).toEqual([200, '<!doctype html>', 'text/html; charset=utf-8']);
    expect(headers['cache-control']).toBe('no-cache');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("connect-src 'self' wss://chat.example");
    expect(policy).not.toContain('unsafe');
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  test('a hashed file is kept for ever, the loader for minutes, and both load from a bank’s page', async () => {
    const chat = await ask('/assets/chat-CaDmH-E1.js');
    expect(chat.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(chat.headers['access-control-allow-origin']).toBe('*');
    expect(chat.headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect((await ask('/widget.js')).headers['cache-control']).toBe('public, max-age=300');
  });

  test.each([
    ['gzip, deflate, br', 'as brotli', 'br'],
    ['br;q=0, gzip', 'as gzip', 'gzip'],
    ['identity', 'plain', undefined],
  ])('for %s it sends what was compressed before', async (wanted, body, coding) => {
    const answer = await ask('/assets/chat-CaDmH-E1.js', { 'accept-encoding': wanted });
    expect([answer.body, answer.headers['content-encoding']]).toEqual([body, coding]);
    expect(answer.headers['vary']).toBe('accept-encoding');
  });

  test('what the browser has is not sent again', async () => {
    const first = await ask('/', { 'accept-encoding': 'br' });
    const etag = String(first.headers['etag']);
    expect(await ask('/', { 'if-none-match': `"other", W/${etag}` })).toMatchObject({ status: 304, body: '' });
    expect(await ask('/', { 'if-none-match': '"other"' })).toMatchObject({ status: 200 });
  });

  test('HEAD answers without a body', async () => {
    expect(await ask('/widget.js', {}, 'HEAD')).toMatchObject({ status: 200, body: '' });
  });

  test('a folder’s address without its slash leads to the page', async () => {
    expect(await ask('/en')).toMatchObject({ status: 308, headers: { location: '/en/' } });
  });

  test.each([
    '/../secret.js',
    '/assets/../../secret.js',
    '/assets/..%2f..%2fsecret.js',
    '/assets/%2e%2e/%2e%2e/secret.js',
    '/assets/',
    '/.built',
    '/assets/chat-CaDmH-E1.js.br',
    '/demo/index.html',
    '/staff/',
    '/favicon.ico',
  ])('%s is not there, in the one error form', async (path) => {
    const { status, body } = await ask(path);
    expect([status, JSON.parse(body)]).toMatchObject([404, { error: { code: 'NotFound' } }]);
  });

  test('without built pages nothing is served', () => {
    expect(serveStatic(http, { folder: join(folder, 'nowhere'), pages: {} })).toBe(0);
  });
});
