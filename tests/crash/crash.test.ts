import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createRandom } from '../../src/understanding/random.ts';
import { pause, prepareService, type Service } from '../support/service.ts';
import { openChannel, type ChannelStandIn } from './channel-stand-in.ts';
import { check } from './checker.ts';
import { openCrowd } from './crowd.ts';
import { readConversations, readDocuments } from '../support/data-folder.ts';
import type { Stage } from './resend.ts';
import { settle, upTo } from './settle.ts';
import type { Story } from './story.ts';

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

    const crowd = await openCrowd({ stageOf, channel, password, visitors, asking, listening });
    await killOften(createRandom(seed));
    await service.start();
    await crowd.end();
    const killedFor = performance.now() - began;

    const stories = (): readonly Story[] => crowd.stories();
    const ids = stories().map(({ conversationId }) => conversationId);
    const settled = await settle(service, ids);
    // Everybody opens their window once more and reads on to the end.
    await service.start();
    await crowd.catchUp((id) => settled.get(id)?.head.lastSeq ?? 0, catchUpMs);
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
      `${ids.length} conversations, ${sent.length} messages, ${crowd.replies()} replies of staff; ` +
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
