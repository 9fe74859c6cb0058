import { createServer, connect, type AddressInfo, type Socket } from 'node:net';

/** Spreads connections over processes in turn, as a simple balancer in front of them does; passes over dead ones. */
export interface Balancer {
  readonly url: string;
  /** Cuts a share of the open connections, chosen by `random`. */
  cut(random: () => number, share: number): void;
  close(): Promise<void>;
}

export async function openBalancer(ports: readonly number[]): Promise<Balancer> {
  const open = new Set<Socket>();
  let next = 0;

  const pass = (client: Socket, tries: number): void => {
    const port = ports[next % ports.length];
    next += 1;
    if (port === undefined || tries >= ports.length || client.destroyed) {
      client.destroy();
      return;
    }
    const target = connect({ port, host: '127.0.0.1' });
    target.once('error', () => {
      // Nothing was passed on yet: the next process may have it.
      if (target.connecting || target.bytesWritten === 0) pass(client, tries + 1);
      else client.destroy();
    });
    target.once('connect', () => {
      target.once('close', () => client.destroy());
      client.once('close', () => target.destroy());
      client.pipe(target);
      target.pipe(client);
    });
  };
  const server = createServer((client) => {
    open.add(client);
    client.on('error', () => client.destroy());
    client.once('close', () => open.delete(client));
    pass(client, 0);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut(random, share) {
      for (const socket of open) if (random() < share) socket.destroy();
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of open) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
