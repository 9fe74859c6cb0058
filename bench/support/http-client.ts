import { connect, type Socket } from 'node:net';

/** One keep-alive connection that posts JSON, one request at a time: so plain that it hardly costs the measured side anything. */
export interface Connection {
  post(
    path: string,
    body: string,
    headers?: Readonly<Record<string, string>>,
  ): Promise<{ readonly status: number; readonly body: string }>;
  close(): void;
}

const headEnd = Buffer.from('\r\n\r\n');

export async function openConnection(port: number, host = '127.0.0.1'): Promise<Connection> {
  const socket: Socket = connect({ port, host, noDelay: true });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  let pending: { resolve: (answer: { status: number; body: string }) => void; reject: (error: Error) => void } | null =
    null;
  let received: Buffer = Buffer.alloc(0);

  const read = (): void => {
    const end = received.indexOf(headEnd);
    if (end < 0) return;
    const head = received.toString('latin1', 0, end);
    const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? Number.NaN);
    if (Number.isNaN(length)) {
      readChunked(head, end + 4);
      return;
    }
    if (received.length < end + 4 + length) return;
    finish(head, received.toString('utf8', end + 4, end + 4 + length), end + 4 + length);
  };
  /** Chunked bodies (the echo bot's) end with an empty chunk. */
  const readChunked = (head: string, from: number): void => {
    if (!/transfer-encoding: *chunked/i.test(head)) {
      finish(head, '', from);
      return;
    }
    const end = received.indexOf('0\r\n\r\n', from);
    if (end >= 0) finish(head, received.toString('utf8', from, end), end + 5);
  };
  const finish = (head: string, body: string, used: number): void => {
    received = received.subarray(used);
    const waiting = pending;
    pending = null;
    waiting?.resolve({ status: Number(head.slice(9, 12)), body });
  };
  const fail = (error: Error): void => {
    pending?.reject(error);
    pending = null;
  };
  socket.on('data', (chunk: Buffer) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    read();
  });
  socket.on('error', fail);
  socket.on('close', () => fail(new Error('The connection was closed.')));

  return {
    post(path, body, headers = {}) {
      const extra = Object.entries(headers)
        .map(([name, value]) => `${name}: ${value}\r\n`)
        .join('');
      return new Promise((resolve, reject) => {
        pending = { resolve, reject };
        socket.write(
          `POST ${path} HTTP/1.1\r\nhost: ${host}:${port}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n${extra}\r\n${body}`,
        );
      });
    },
    close: () => socket.destroy(),
  };
}
