import { expect } from '@jest/globals';
import type { Case } from '../../src/conversation/case.ts';
import type { Entry } from '../../src/conversation/entry.ts';
import { openCounter, type TestCounter } from './counter.ts';

/**
 * Plays a story: plain text that a bank clerk can read and write.
 *
 *     kunde>  what the customer writes            tippt>  a button that the customer taps
 *     bot>    what the bot says; … stands for anything; several lines are several parts of one message
 *     knopf>  a button that must stand below the bot's last message
 *     team>   what a person writes (takes the case)     annehmen>  a person takes the case
 *     zurück> the person gives back (or: still)         schweigt>  the bot says nothing
 *     fall>   status and reason of the conversation's case, such as: waiting fraud
 *     fälle>  status and reason of all its cases         akte>   what a dialog collected for whoever takes the case, such as: Uhrzeit: 15 Uhr
 *     datei>  the name of a file that came with the bot's last message
 *     ort>    the customer shares where they are: latitude and longitude
 *     zeit>   minutes that pass                       kanal>  the channel that the customer writes on, before the first line
 *     sterne> what a channel with stars of its own sends: the rating and, where there are any, words
 *     note>   the newest rating of the story, such as: 2 Das hat gedauert
 */
export async function play(story: string): Promise<void> {
  const counter = await openCounter();
  const stage: Stage = { counter, heard: [], seen: 0, key: 0, channel: 'directline' };
  for (const line of story
    .split('\n')
    .map((each) => each.trim())
    .filter((each) => each !== '' && !each.startsWith('#'))) {
    const mark = line.indexOf('>');
    const [role, words] = [line.slice(0, mark).trim(), line.slice(mark + 1).trim()];
    const step = steps[role];
    if (step === undefined) throw new Error(`Nobody is called "${role}" in a story: ${line}`);
    await step(stage, words);
  }
  expect({ unexpected: stage.heard.map((entry) => entry.activity.text) }).toEqual({ unexpected: [] });
}

interface Stage {
  readonly counter: TestCounter;
  /** What the bot said that the story has not told yet. */
  heard: Entry[];
  last?: Entry;
  seen: number;
  key: number;
  channel: string;
}

const id = 'story';
const staff = { userId: 'sabine', name: 'Sabine Weber' };

async function listen(stage: Stage): Promise<void> {
  await stage.counter.settled(id);
  const entries = await stage.counter.visible(id);
  stage.heard.push(...entries.filter((entry) => entry.seq > stage.seen && entry.who === 'bot'));
  stage.seen = entries.at(-1)?.seq ?? stage.seen;
}

async function send(stage: Stage, activity: Entry['activity']): Promise<void> {
  expect({ unexpected: stage.heard.map((entry) => entry.activity.text) }).toEqual({ unexpected: [] });
  stage.key += 1;
  await stage.counter.conversations.receive({
    conversationId: id,
    channel: stage.channel,
    customer: { id: 'dl_1' },
    reference: null,
    activity,
    key: `k${stage.key}`,
  });
  await listen(stage);
}

const pattern = (words: string): RegExp =>
  new RegExp(
    words
      .split('…')
      .map((part) =>
        part
          .trim()
          .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
          .replace(/\s+/g, '\\s+'),
      )
      .join('[\\s\\S]*'),
  );

const buttonsOf = (entry: Entry | undefined) => entry?.activity.suggestedActions?.actions ?? [];

/** The newest open case of the story, also one that is answered another way than in the chat. */
async function newestCase({ counter }: Stage): Promise<Case | null> {
  const open = (await counter.store.casesOf(id)).filter(({ status }) => status !== 'resolved');
  return open.sort((a, b) => a.createdAt - b.createdAt).at(-1) ?? null;
}

async function openCase(stage: Stage): Promise<string> {
  const found = await newestCase(stage);
  if (found === null) throw new Error('The story has no open case.');
  return found.id;
}

const steps: Readonly<Record<string, (stage: Stage, words: string) => Promise<void>>> = {
  kunde: (stage, text) => send(stage, { type: 'message', text }),
  kanal(stage, name) {
    stage.channel = name;
    return Promise.resolve();
  },
  sterne(stage, words) {
    const [rating, ...comment] = words.split(' ');
    const value = { rating: Number(rating), ...(comment.length > 0 && { comment: comment.join(' ') }) };
    return send(stage, { type: 'event', name: 'feedback', value });
  },
  async note({ counter }, words) {
    const entries = await counter.store.entries(id);
    const { value } = entries.findLast(({ activity }) => activity.name === 'feedback')?.activity ?? {};
    const { rating, comment } = (value ?? {}) as { readonly rating?: number; readonly comment?: string };
    expect([rating, comment].filter((part) => part !== undefined).join(' ')).toBe(words);
  },
  kommt: (stage) => send(stage, { type: 'conversationUpdate', membersAdded: [{ id: 'dl_1', name: '' }] }),
  async tippt(stage, title) {
    const button = buttonsOf(stage.last).find((action) => action.title === title);
    if (button === undefined)
      throw new Error(
        `There is no button "${title}", only: ${buttonsOf(stage.last)
          .map((action) => action.title)
          .join(', ')}`,
      );
    await send(stage, { type: 'message', text: button.title, value: button.value as unknown });
  },
  bot(stage, words) {
    const next = stage.heard.shift();
    if (next !== undefined) stage.last = next;
    expect(next?.activity.text ?? '(nothing)').toMatch(pattern(words));
    return Promise.resolve();
  },
  knopf(stage, title) {
    expect(buttonsOf(stage.last).map((action) => action.title)).toContain(title);
    return Promise.resolve();
  },
  schweigt(stage) {
    expect(stage.heard.map((entry) => entry.activity.text)).toEqual([]);
    return Promise.resolve();
  },
  async annehmen(stage) {
    await stage.counter.desk.accept(await openCase(stage), staff);
    await listen(stage);
  },
  async team(stage, text) {
    await stage.counter.desk.reply(await openCase(stage), staff, text);
    await listen(stage);
  },
  async zurück(stage, how) {
    await stage.counter.desk.resolve(await openCase(stage), staff, { returnToBot: how !== 'still' });
    await listen(stage);
  },
  async fall(stage, words) {
    const found = await newestCase(stage);
    expect(found === null ? 'keiner' : `${found.status} ${found.reason}`).toBe(words);
  },
  async fälle({ counter }, words) {
    const all = await counter.store.casesOf(id);
    expect(all.map(({ status, reason }) => `${status} ${reason}`).join(', ')).toBe(words);
  },
  async akte(stage, words) {
    const found = await stage.counter.store.case(await openCase(stage));
    const lines = Object.entries(found?.details ?? {}).map(
      ([id, value]) => `${stage.counter.knowledge.labels.get(id)?.de ?? id}: ${value}`,
    );
    expect(lines).toContain(words);
  },
  datei(stage, name) {
    expect((stage.last?.activity.attachments ?? []).map((file) => file.name)).toContain(name);
    return Promise.resolve();
  },
  ort(stage, words) {
    const [latitude, longitude] = words.split(/\s+/).map(Number);
    return send(stage, { type: 'message', entities: [{ type: 'GeoCoordinates', latitude, longitude }] });
  },
  async zeit(stage, minutes) {
    stage.counter.clock.advance(Number(minutes) * 60_000);
    // The timers' own reading of the store comes before the turn that they wake.
    for (let round = 0; round < 5; round += 1) await new Promise((resolve) => setImmediate(resolve));
    await listen(stage);
  },
};
