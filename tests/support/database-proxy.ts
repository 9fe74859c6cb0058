import { createServer, connect, type AddressInfo, type Socket } from 'node:net';

/** Stands between a process and its PostgreSQL and lets happen what networks let happen. */
export interface DatabaseProxy {
  /** The database's address as seen through here. */
  readonly url: string;
  /** Cuts every connection. */
  cut(): void;
  /** The next statement of each connection arrives and is done, but its answer is lost and the connection with it. */
  swallow(): void;
  /** Cuts the connection on which a statement with this text comes next: after it was passed on, or before. */
  cutAt(text: string, passed: boolean): void;
  /** Takes no notification through while true. */
  deaf: boolean;
  /** Takes no new connections while true, and cuts the old ones when it becomes so. */
  away: boolean;
  close(): Promise<void>;
}

/** The message with which PostgreSQL tells a notification. */
const notification = 'A'.charCodeAt(0);
/** What is passed on is done by then, or is on its way to be. */
const doneMs = 30;

/** Splits what a server says into its messages: a letter, a length that counts itself, the rest. */
function messages(received: Buffer): { readonly whole: readonly Buffer[]; readonly rest: Buffer } {
  const whole: Buffer[] = [];
  let at = 0;
  while (received.length - at >= 5) {
    const end = at + 1 + received.readUInt32BE(at + 1);
    if (end > received.length) break;
    whole.push(received.subarray(at, end));
    at = end;
  }
  return { whole, rest: received.subarray(at) };
}

export async function openDatabaseProxy(target: string): Promise<DatabaseProxy> {
  const { hostname, port } = new URL(target);
  const open = new Set<{ readonly client: Socket; readonly server: Socket; swallowing: boolean }>();
  let awaited: { readonly text: string; readonly passed: boolean } | null = null;
  let away = false;

  const proxy = createServer((client) => {
    if (away) {
      client.destroy();
      return;
    }
    const server = connect({ host: hostname, port: Number(port) });
    const pair = { client, server, swallowing: false };
    open.add(pair);
    const end = (): void => {
      open.delete(pair);
      client.destroy();
      server.destroy();
    };
    for (const socket of [client, server]) {
      socket.on('error', end);
      socket.on('close', end);
    }
    client.on('data', (data) => {
      if (awaited !== null && data.includes(awaited.text)) {
        const { passed } = awaited;
        awaited = null;
        if (!passed) {
          end();
          return;
        }
        pair.swallowing = true;
      }
      server.write(data);
      if (pair.swallowing) setTimeout(end, doneMs);
    });
    let received: Buffer = Buffer.alloc(0);
    server.on('data', (data) => {
      if (pair.swallowing) return;
      const { whole, rest } = messages(received.length === 0 ? data : Buffer.concat([received, data]));
      received = rest;
      for (const message of whole) if (!handle.deaf || message[0] !== notification) client.write(message);
    });
  });
  await new Promise<void>((resolve) => void proxy.listen(0, '127.0.0.1', resolve));

  const url = new URL(target);
  url.port = String((proxy.address() as AddressInfo).port);
  const cut = (): void => {
    for (const { client, server } of [...open]) {
      client.destroy();
      server.destroy();
    }
  };
  const handle: DatabaseProxy = {
    url: url.href,
    cut,
    swallow() {
      for (const pair of open) pair.swallowing = true;
    },
    cutAt(text, passed) {
      awaited = { text, passed };
    },
    deaf: false,
    get away() {
      return away;
    },
    set away(value) {
      away = value;
      if (value) cut();
    },
    close: () =>
      new Promise((resolve) => {
        cut();
        proxy.close(() => resolve());
      }),
  };
  return handle;
}
