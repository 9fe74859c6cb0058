import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { createTurnHandler } from '../bot/turn-handler.ts';
import { cleanActivity } from '../conversation/door/activity.ts';
import { createConversationLog } from '../conversation/log.ts';
import { createTurnRunner } from '../conversation/turn-runner.ts';
import type { Entry } from '../conversation/entry.ts';
import { systemClock } from '../platform/clock.ts';
import { randomId } from '../platform/ids.ts';
import { loadAssistant, modelFolder } from '../service/assistant.ts';
import { wordsOf } from '../service/desk.ts';
import { createMemoryStore } from '../storage/memory/store.ts';

const conversationId = 'terminal';

/** The terminal's conversation: the real bot over a store that forgets at the end. */
async function open(dataDir: string) {
  const clock = systemClock;
  const folder = await mkdtemp(join(tmpdir(), 'schalter-chat-'));
  const assistant = await loadAssistant({
    dataDir: 'data',
    cacheDir: modelFolder(dataDir),
    address: 'Sie',
    now: clock.now(),
  });
  const store = createMemoryStore(clock);
  const handler = createTurnHandler({
    counter: assistant.counter,
    clock,
    ids: randomId,
    openCase: (id) => store.case(id),
    wordsOf: (id, seq) => wordsOf(store, id, seq),
    plan: assistant.plan,
  });
  const silent = {
    debug() {},
    info() {},
    warn() {},
    error: (fields: object, message: string) => console.error(message, fields),
  };
  const turns = createTurnRunner({ store, handler, clock, log: silent });
  const conversations = createConversationLog(store, cleanActivity);
  let seen = 0;

  const receive = async (activity: Entry['activity'], sign: boolean): Promise<readonly Entry[]> => {
    const { seq } = await conversations.receive({
      conversationId,
      channel: 'terminal',
      customer: { id: 'you' },
      reference: null,
      activity,
      sign,
    });
    await turns.answered(conversationId, seq);
    const entries = await store.entries(conversationId, { after: seen });
    seen = entries.at(-1)?.seq ?? seen;
    return entries;
  };
  const close = async (): Promise<void> => {
    await turns.stop();
    await rm(folder, { recursive: true, force: true });
  };
  return { assistant, receive, close };
}

function print(entries: readonly Entry[]): readonly { title: string; value: unknown }[] {
  const replies = entries.filter((entry) => entry.who === 'bot' && entry.audience === 'customer');
  for (const { activity } of replies) console.log(`\n${activity.text ?? ''}`);
  const buttons = replies.at(-1)?.activity.suggestedActions?.actions ?? [];
  if (buttons.length > 0) console.log(buttons.map((button, index) => `  [${index + 1}] ${button.title}`).join('\n'));
  if (entries.some((entry) => entry.activity.name === 'handoff.initiate'))
    console.log('  (a case for a person was opened)');
  console.log('');
  return buttons.map((button) => ({ title: button.title, value: button.value as unknown }));
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { explain: { type: 'boolean', default: false }, data: { type: 'string', default: 'data/runtime' } },
  });
  const chat = await open(values.data);
  console.log('Write to the assistant; a number taps a button; an empty line ends.');
  let buttons = print(
    await chat.receive({ type: 'conversationUpdate', membersAdded: [{ id: 'you', name: '' }] }, true),
  );
  const lines = createInterface({
    input: process.stdin,
    output: process.stdout,
    prompt: '> ',
    terminal: process.stdin.isTTY,
  });
  lines.prompt();
  for await (const line of lines) {
    if (line.trim() === '') break;
    const tapped = /^\d$/.test(line.trim()) ? buttons[Number(line.trim()) - 1] : undefined;
    if (values.explain && tapped === undefined)
      console.log(JSON.stringify(chat.assistant.understander.explain(line, { now: Date.now() }), null, 2));
    const activity =
      tapped === undefined
        ? { type: 'message', text: line }
        : { type: 'message', text: tapped.title, value: tapped.value };
    buttons = print(await chat.receive(activity, false));
    lines.prompt();
  }
  lines.close();
  await chat.close();
}

await main();
