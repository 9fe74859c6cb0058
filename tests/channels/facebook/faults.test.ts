import { expect, test } from '@jest/globals';
import { createRandom } from '../../../src/understanding/random.ts';
import { readConversations } from '../../support/data-folder.ts';
import { openMeta, type Fault } from '../../support/meta/meta.ts';
import { pause, prepareService } from '../../support/service.ts';

const conversations = 1000;
const seed = Number(process.env['META_SEED'] ?? 20_261_122);
const page = '100200300';
const appSecret = 'an-app-secret-for-tests';
/** How often each fault befalls a call; together about one call in nine. */
const faults: readonly (readonly [Fault, number])[] = [
  ['busy', 0.03],
  ['hiccup', 0.03],
  ['html before', 0.005],
  ['html after', 0.02],
  ['reset before', 0.005],
  ['reset after', 0.02],
  ['silence after', 0.01],
];
const texts = [
  'Was kostet das Girokonto?',
  'Grüß Gott 👋, wann habt ihr geöffnet?',
  'Wie lange dauert eine Überweisung?',
];

test(`each message of ${conversations} conversations arrives once and in order under faults of every class and a kill, or is shown as not delivered`, async () => {
  process.stdout.write(`META_SEED=${seed}\n`);
  const random = createRandom(seed);
  let address = '';
  const meta = await openMeta({
    webhook: () => address,
    appSecret,
    random,
    habits: { batch: 25, atOnce: 6, repeats: 0.1, shuffles: 0.2 },
    fault: ({ method, path }) => {
      if (method !== 'POST' || !path.endsWith('/messages')) return null;
      let left = random();
      for (const [fault, share] of faults) {
        left -= share;
        if (left < 0) return fault;
      }
      return null;
    },
  });
  const service = await prepareService({
    env: {
      FACEBOOK_APP_ID: '424242',
      FACEBOOK_APP_SECRET: appSecret,
      FACEBOOK_VERIFY_TOKEN: 'open-sesame',
      FACEBOOK_PAGES: `${page}=EAAtoken`,
      FACEBOOK_GRAPH_URL: meta.url,
      FACEBOOK_ECHO_SECONDS: '15',
      LOG_LEVEL: 'info',
    },
  });
  address = `${service.url}/webhooks/facebook`;
  try {
    await service.start();
    const people = Array.from({ length: conversations }, (_one, index) => String(10_000 + index));
    const written = new Map<string, string[]>();
    const say = (person: string, round: number): void => {
      const text = texts[round % texts.length] ?? '';
      written.set(person, [...(written.get(person) ?? []), meta.say(person, text)]);
      // One in forty has blocked the page by then: what we say cannot arrive.
      const known = meta.state.people.get(person);
      if (known !== undefined) known.blocked = Number(person) % 40 === 0;
    };
    for (const person of people) say(person, 0);
    await meta.showed(conversations / 5);
    // In the middle of sending; what Meta has not been acknowledged it brings again.
    await service.kill();
    for (const person of people) say(person, 1);
    await service.start();
    await meta.webhooks.idle();

    const open = async (): Promise<number> => {
      const figures = await (await fetch(`${service.url}/metrics`)).text();
      return Number(/^schalter_conversations_undelivered (\d+)/m.exec(figures)?.[1] ?? NaN);
    };
    for (let calm = 0; calm < 3; calm += 1) {
      if ((await open()) > 0) calm = -1;
      await meta.webhooks.idle();
      await pause(100);
    }
    expect(await service.stop()).toBe(0);

    const stored = await readConversations(
      service.dataDir,
      people.map((person) => `${person}-${page}`),
    );
    const wrong: string[] = [];
    let sent = 0;
    let failed = 0;
    for (const person of people) {
      const found = stored.get(`${person}-${page}`);
      if (found === undefined) {
        wrong.push(`${person} is lost`);
        continue;
      }
      const mids = found.entries.filter(({ who }) => who === 'customer').map(({ activity }) => activity.id);
      if ([...mids].sort().join() !== [...(written.get(person) ?? [])].sort().join())
        wrong.push(`${person} wrote ${written.get(person)?.length}, kept are ${mids.length}`);
      if (found.head.cursor < found.head.lastInput) wrong.push(`${person} is unanswered`);
      const shown = meta.shownTo(person).map(({ message }) => String(message['metadata']));
      const ordered = [...found.deliveries].sort((a, b) => a.seq - b.seq || a.part - b.part);
      const arrived = ordered
        .filter(({ status }) => status === 'sent')
        .map(({ seq, part }) => `${person}-${page}|${String(seq).padStart(7, '0')}.${part}`);
      if (shown.join() !== arrived.join()) wrong.push(`${person}: shown ${shown.join()}, recorded ${arrived.join()}`);
      for (const delivery of ordered) {
        if (delivery.status === 'sent') sent += 1;
        else if (delivery.status === 'failed') failed += 1;
        else wrong.push(`${person}: ${delivery.status}`);
      }
      if (ordered.length === 0) wrong.push(`${person} got nothing`);
    }
    const log = service.lines.join('\n');
    process.stdout.write(
      `${sent} sent, ${failed} shown as not delivered, ${meta.state.calls.length} calls, ` +
        `${meta.webhooks.counts.sent} webhooks (${meta.webhooks.counts.failed} not taken)\n`,
    );
    expect(wrong).toEqual([]);
    expect(failed).toBeGreaterThan(0);
    expect(sent).toBeGreaterThan(conversations);
    // No word, name, token or secret in the log of all that.
    expect(log).not.toMatch(/Girokonto|Überweisung|EAAtoken|app-secret|open-sesame/);
  } finally {
    await service.remove();
    await meta.close();
  }
}, 240_000);
