import type { PostgresServer } from '../../bench/support/postgres-server.ts';
import type { DatabaseProxy } from '../support/database-proxy.ts';
import { pause, type Service } from '../support/service.ts';
import type { SmallDisk } from '../support/small-disk.ts';
import type { Balancer } from './balancer.ts';

/** What can be made to fail. */
export interface Scene {
  readonly services: readonly Service[];
  readonly balancer: Balancer;
  /** Null where the store is the embedded one. */
  readonly database: { readonly server: PostgresServer; readonly proxies: readonly DatabaseProxy[] } | null;
  /** The disk of the store; null where none could be mounted. */
  readonly disk: SmallDisk | null;
}

type Random = () => number;
type Fault = (scene: Scene, random: Random) => Promise<void>;

const some = <T>(list: readonly T[], random: Random): T => {
  const item = list[Math.floor(random() * list.length)];
  if (item === undefined) throw new Error('There is nothing to choose from.');
  return item;
};
const between = (low: number, high: number, random: Random): Promise<void> => pause(low + random() * (high - low));
/**
 * PostgreSQL ends where it cannot even write its log, at once or while it recovers; whoever runs it starts it again. It is
 * back when it answers and goes on answering for a while.
 */
async function revive(server: PostgresServer): Promise<void> {
  for (let well = 0; well < 5;) {
    if (!server.alive) await server.start();
    well = await server.sql('SELECT 1').then(
      () => well + 1,
      () => 0,
    );
    await pause(200);
  }
}

/**
 * Waits until a service is ready. One that ends while it starts, because its database goes away just then, is started
 * again, as whoever watches over it would.
 */
export async function up(service: Service): Promise<void> {
  for (let tries = 1; ; tries += 1)
    try {
      if (!service.alive) service.spawn();
      await service.ready();
      return;
    } catch (error) {
      if (service.alive || tries === 5) throw error;
      await pause(500);
    }
}

/** Longer than a process may be silent before others take its work over; where there are no others, a while. */
const frozenMs = (processes: number): number => (processes > 1 ? 9000 : 1500);

const anyStore: Readonly<Record<string, Fault>> = {
  async 'kill a process'({ services }, random) {
    const service = some(services, random);
    await service.kill();
    await between(100, 1000, random);
    if (!service.alive) service.spawn();
  },
  async 'replace a process'({ services }, random) {
    const service = some(services, random);
    await up(service);
    const code = await service.stop();
    if (code !== 0) throw new Error(`The service ended with ${code}:\n${service.lines.slice(-5).join('\n')}`);
    await up(service);
  },
  async 'cut customers off'({ balancer }, random) {
    balancer.cut(random, 0.5);
    await between(100, 500, random);
  },
  async 'let a clock jump'({ services }, random) {
    const service = some(services, random);
    service.signal('SIGUSR2');
    await between(1000, 3000, random);
    service.signal('SIGUSR2');
  },
  async 'freeze a process'({ services }, random) {
    const service = some(services, random);
    service.signal('SIGSTOP');
    await pause(frozenMs(services.length));
    service.signal('SIGCONT');
  },
};

const onDisk: Readonly<Record<string, Fault>> = {
  async 'fill the disk'({ disk, database }, random) {
    disk?.fill();
    await between(1000, 2500, random);
    disk?.empty();
    if (database !== null) await revive(database.server);
  },
};

const onDatabase: Readonly<Record<string, Fault>> = {
  async 'restart the database'({ database }, random) {
    await database?.server.stop('fast');
    await between(100, 1500, random);
    await database?.server.start();
  },
  async 'crash the database'({ database }, random) {
    await database?.server.stop('immediate');
    await between(100, 1500, random);
    await database?.server.start();
  },
  async 'cut a process off the database'({ database }, random) {
    const proxy = some(database?.proxies ?? [], random);
    proxy.away = true;
    await between(500, 3000, random);
    proxy.away = false;
  },
  async 'cut connections to the database'({ database }, random) {
    for (let count = 0; count < 5; count += 1) {
      some(database?.proxies ?? [], random).cut();
      await between(50, 300, random);
    }
  },
  async 'lose answers of the database'({ database }, random) {
    for (let count = 0; count < 10; count += 1) {
      some(database?.proxies ?? [], random).swallow();
      await between(50, 300, random);
    }
  },
  async 'drop notifications'({ database }, random) {
    for (const proxy of database?.proxies ?? []) proxy.deaf = true;
    await between(2000, 4000, random);
    for (const proxy of database?.proxies ?? []) proxy.deaf = false;
  },
};

/** Lets every fault that the scene knows happen once a round, in an order of chance. */
export async function wreak(scene: Scene, random: Random, rounds: number, tell: (what: string) => void): Promise<void> {
  const known = {
    ...anyStore,
    ...(scene.disk !== null && onDisk),
    ...(scene.database !== null && onDatabase),
  };
  for (let round = 0; round < rounds; round += 1) {
    const left = Object.entries(known);
    while (left.length > 0) {
      const [next] = left.splice(Math.floor(random() * left.length), 1);
      if (next === undefined) break;
      const [what, fault] = next;
      tell(what);
      await fault(scene, random);
      await between(200, 800, random);
    }
  }
}
