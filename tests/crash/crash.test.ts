import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createRandom } from '../../src/understanding/random.ts';
import { pause, prepareService, type Service } from '../support/service.ts';
import { openChannel, type ChannelStandIn } from './channel-stand-in.ts';
import { check } from './checker.ts';
import { ConnectorClient } from './connector-client.ts';
import { readConversations, readDocuments } from '../support/data-folder.ts';
import { DirectLineClient } from './direct-line-client.ts';
import type { Stage } from './resend.ts';
import { settle, upTo } from './settle.ts';
import { hasConsole, StaffClient } from './staff-client.ts';

const kills = Number(process.env['CRASH_KILLS'] ?? (process.env['CI'] === 'true' ? 100 : 8));
const seed = Number(process.env['CRASH_SEED'] ?? Date.now() % 1_000_000);
const password = 'a-long-enough-password';
/** How many of each kind of client work side by side. */
const [visitors, asking, listening] = [6, 3, 3] as const;
/** One in so many kills comes while the service still starts. */
const early = 0.25;
const [startMs, workMs, catchUpMs] = [1000, 700, 20_000] as const;

let service: Service;
let channel: ChannelStandIn;

beforeAll(async () => {
  service = await prepareService({ env: { STAFF_ADMIN_PASSWORD: password, LOG_LEVEL: 'warn' } });
  channel = await openChannel(createRandom(seed));
}, 120_000);
afterAll(async () => {
  await service.remove();
  await channel.close();
});

/** Kills the service again and again, while it works and while it starts. */
async function killOften(random: () => number): Promise<void> {
  for (let count = 0; count < kills; count += 1) {
    if (!service.alive) service.spawn();
    if (random() < early) await pause(random() * startMs);
    else {
      await service.ready();
      await pause(random() * workMs);
    }
    const code = await service.kill();
    if (code !== null) throw new Error(`The service ended by itself:\n${service.lines.slice(-5).join('\n')}`);
  }
}

test(
  `${kills} kills lose nothing, repeat nothing and leak nothing`,
  async () => {
    process.stdout.write(`CRASH_SEED=${seed} CRASH_KILLS=${kills}\n`);
    const began = performance.now();
    const strange: string[] = [];
    const stageOf = (number: number): Stage => ({ url: service.url, random: createRandom(seed + number), strange });
    await service.start();

    let going = true;
    const online: DirectLineClient[] = [];
    const connected: ConnectorClient[] = [];
    const rounds = (random: () => number): number => 4 + Math.floor(random() * 16);
    /** One conversation after another, as long as the service is killed. */
    const visit = async (number: number): Promise<void> => {
      const stage = stageOf(number);
      for (let count = 0; going; count += 1) {
        const client = new DirectLineClient(stage, `d${number}-${count}`);
        online.push(client);
        await client.open();
        await client.talk(rounds(stage.random));
        client.leave();
      }
    };
    const connect = async (number: number, target: ChannelStandIn | null): Promise<void> => {
      const stage = stageOf(number);
      for (let count = 0; going; count += 1) {
        const client = new ConnectorClient(stage, `c${number}-${count}`, target);
        connected.push(client);
        await client.open();
        await client.talk(rounds(stage.random));
      }
    };
    const staff = (await hasConsole(stageOf(0))) ? new StaffClient(stageOf(99), password) : null;
    const working = staff?.work();
    const clients = [
      ...Array.from({ length: visitors }, (_, index) => visit(100 + index)),
      ...Array.from({ length: asking }, (_, index) => connect(200 + index, null)),
      ...Array.from({ length: listening }, (_, index) => connect(300 + index, channel)),
    ];
    await killOften(createRandom(seed));
    going = false;
    await service.start();
    await Promise.all(clients);
    staff?.end();
    await working;
    const killedFor = performance.now() - began;

    const stories = () =>
      [...online, ...connected].map(({ story }) => ({
        ...story,
        staffSaid: staff?.said.get(story.conversationId) ?? [],
      }));
    const ids = stories().map(({ conversationId }) => conversationId);
    const settled = await settle(service, ids);
    // Everybody opens their window once more and reads on to the end.
    await service.start();
    for (let first = 0; first < online.length; first += 20)
      await Promise.all(
        online.slice(first, first + 20).map(async (client) => {
          const last = settled.get(client.story.conversationId)?.head.lastSeq ?? 0;
          await client.catchUp(last, catchUpMs);
        }),
      );
    expect(await service.stop()).toBe(0);

    const faults = stories().flatMap((story) => {
      const stored = settled.get(story.conversationId);
      if (stored === undefined)
        return story.sent.some(({ acknowledged }) => acknowledged) ? [`${story.conversationId} is lost`] : [];
      return check(upTo(story, stored.head.lastSeq), stored);
    });
    const after = await readConversations(service.dataDir, ids);
    const rewritten = [...settled].filter(
      ([id, { entries }]) =>
        JSON.stringify(after.get(id)?.entries.slice(0, entries.length)) !== JSON.stringify(entries),
    );
    const sent = stories().flatMap((story) => story.sent);
    const errors = service.lines.filter((line) => line.includes('"level":50') || !line.startsWith('{'));
    process.stdout.write(
      `${ids.length} conversations, ${sent.length} messages, ${[...(staff?.said.values() ?? [])].flat().length} replies of staff; ` +
        `${(killedFor / 1000).toFixed(0)} s of kills, ${((performance.now() - began) / 1000).toFixed(0)} s in all\n`,
    );
    expect(faults).toEqual([]);
    expect(rewritten.map(([id]) => id)).toEqual([]);
    expect(strange).toEqual([]);
    expect(errors.filter((line) => line !== '' && !/Schalter is open|Demo page|Console|Emulator/.test(line))).toEqual(
      [],
    );
    expect(sent.every(({ acknowledged }) => acknowledged)).toBe(true);
    expect(readDocuments(service.dataDir).length).toBeGreaterThan(ids.length);
  },
  120_000 + kills * 20_000,
);
