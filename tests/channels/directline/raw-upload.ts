import { connect } from 'node:net';
import type { Chat, Opened } from './open.ts';

/** Sends an upload byte by byte as no client would; resolves with what came back, or with '' where nobody waited. */
export function rawRequest(
  { port }: Opened,
  { id, token }: Chat,
  headers: Readonly<Record<string, string>>,
  body: string,
  { leave = false } = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => {
      const lines = Object.entries({ host: 'x', authorization: `Bearer ${token}`, ...headers });
      const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
      socket.write(`POST /v3/directline/conversations/${id}/upload HTTP/1.1\r\n${head}\r\n${body}`, () => {
        if (leave) socket.destroy();
      });
    });
    socket.on('data', (data: Buffer) => {
      answer += data.toString();
      if (/\}\}?$/.test(answer)) socket.destroy();
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
}
