import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { createHttp } from '../../src/http/server.ts';
import { createLogSpy } from '../support/log-spy.ts';

const log = createLogSpy();
const http = createHttp({ log, proxies: 0 });
let base = '';

beforeAll(async () => {
  http.route('post', '/echo', async (request) => ({
    status: 200,
    json: await request.json(z.object({ text: z.string() })),
  }));
  http.route('get', '/fails', () => {
    throw new Error('with a secret 4111 1111 1111 1111');
  });
  http.route('get', '/things/:id', (request) => ({ status: 200, json: { id: request.params['id'] } }));
  const { port } = await http.listen(0, '127.0.0.1');
  base = `http://127.0.0.1:${port}`;
});
afterAll(() => http.close(100));

const post = (body: string | Buffer): Promise<Response> => fetch(`${base}/echo`, { method: 'POST', body });
const codeOf = async (response: Response): Promise<unknown> => [
  response.status,
  ((await response.json()) as { error: { code: string } }).error.code,
];

describe('The server', () => {
  test('takes good JSON and parameters', async () => {
    expect(await (await post('{"text":"Grüße"}')).json()).toEqual({ text: 'Grüße' });
    expect(await (await fetch(`${base}/things/a%7C0001?x=1`)).json()).toEqual({ id: 'a|0001' });
  });

  test.each([
    ['malformed JSON', '{"text":', 400, 'BadSyntax'],
    ['20,000 nested arrays', '['.repeat(20_000) + ']'.repeat(20_000), 400, 'TooDeep'],
    ['a wrong type', '{"text":5}', 400, 'BadArgument'],
    ['an array for an object', '[]', 400, 'BadArgument'],
    ['null', 'null', 400, 'BadArgument'],
    ['no body', '', 400, 'BadArgument'],
    ['10 MB', Buffer.alloc(10_000_000, 0x20), 413, 'TooLarge'],
  ])('answers %s with its code', async (_name, body, status, code) => {
    expect(await codeOf(await post(body))).toEqual([status, code]);
  });

  test('does not quote what was sent', async () => {
    expect(await (await post('{"text":{"pin":"4711"}}')).text()).not.toContain('4711');
    expect(await (await post('{"text": Geheimnis')).text()).not.toContain('Geheimnis');
  });

  test('answers unknown addresses, methods and broken URLs in the same form', async () => {
    expect(await codeOf(await fetch(`${base}/nowhere`))).toEqual([404, 'NotFound']);
    expect(await codeOf(await fetch(`${base}/echo`))).toEqual([405, 'MethodNotAllowed']);
    expect(await codeOf(await fetch(`${base}/things/%ff`))).toEqual([404, 'NotFound']);
  });

  test('a failing handler is a 500 without its message, in the answer and in the log', async () => {
    expect(await codeOf(await fetch(`${base}/fails`))).toEqual([500, 'Internal']);
    expect(log.lines.map((line) => line.message)).toContain('a request failed');
    expect(JSON.stringify(log.lines)).not.toContain('4111');
  });

  test('an upgrade that nobody takes is closed', async () => {
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(new URL(base).port), '127.0.0.1');
      let text = '';
      socket.on('data', (chunk) => (text += chunk.toString()));
      socket.on('close', () => resolve(text));
      socket.on('error', reject);
      socket.write('GET /nowhere HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    });
    expect(answer).toContain('404');
  });
});
