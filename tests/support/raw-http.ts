import { connect } from 'node:net';

/** An HTTP answer as it stood on the wire. */
export interface RawAnswer {
  /** 0 where nothing that looks like HTTP came back. */
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

/** Sends bytes as they are and reads until the other side closes or `quietMs` pass without a sign. */
export function exchange(port: number, bytes: Buffer | string, quietMs = 5000): Promise<RawAnswer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, '127.0.0.1');
    const done = (): void => {
      socket.destroy();
      const text = Buffer.concat(chunks).toString('latin1');
      const end = text.indexOf('\r\n\r\n');
      const head = end < 0 ? text : text.slice(0, end);
      const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? text.length);
      resolve({
        status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0),
        head,
        body: end < 0 ? '' : text.slice(end + 4, end + 4 + length),
      });
    };
    socket.setTimeout(quietMs, done);
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      // Whole answers need not be waited out.
      const text = Buffer.concat(chunks).toString('latin1');
      const length = /\r\ncontent-length: (\d+)/i.exec(text)?.[1];
      if (length !== undefined && text.length >= text.indexOf('\r\n\r\n') + 4 + Number(length)) done();
    });
    socket.on('error', done);
    socket.on('close', done);
    socket.write(bytes);
  });
}
