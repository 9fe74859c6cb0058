import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { TurnHandler, TurnOutcome } from '../../../src/conversation/turn.ts';
import { requestHandoff } from '../../../src/handoff/request.ts';
import { sabine, wordsOf } from '../../conversation/stage.ts';
import { breathe } from '../../support/breathe.ts';
import { testPlan } from '../../support/plan.ts';
import { activityOf, openChannel, openConnector, type ChannelServer } from './stage.ts';

/** Words with a secret in them, and what must be found nowhere afterwards. */
const secrets = [
  ['a card number', 'Meine Karte ist 4111 1111 1111 1111', '4111111111111111'],
  ['a card number in one piece', '5500005555555559', '5500005555555559'],
  ['an American Express card', 'amex 3782-822463-10005', '378282246310005'],
  ['an IBAN', 'IBAN DE89 3704 0044 0532 0130 00', 'DE89370400440532013000'],
  ['an IBAN of another country', 'gb29 nwbk 6016 1331 9268 19', 'GB29NWBK60161331926819'],
  ['a PIN', 'Meine PIN ist 8351', '8351'],
  ['a TAN', 'TAN: 938271', '938271'],
  ['a CVC', 'CVC 937', '937'],
  ['a password', 'Mein Passwort lautet Sommerwind77!', 'SOMMERWIND77'],
] as const;

/** Every place of an activity into which a customer or a channel can write. */
const places: readonly (readonly [string, (words: string) => Readonly<Record<string, unknown>>])[] = [
  ['text', (words) => ({ text: words })],
  ['locale', (words) => ({ locale: words })],
  ['from.name', (words) => ({ from: { id: 'user-1', name: words } })],
  ['recipient.name', (words) => ({ recipient: { id: 'bot-1', name: words } })],
  ['conversation.name', (words) => ({ conversation: { id: 'talk', name: words, tenantId: words } })],
  ['value as text', (words) => ({ value: words })],
  ['value as a form', (words) => ({ value: { note: words, deep: [{ er: [{ still: words }] }] } })],
  ['value as a key', (words) => ({ value: { [words]: 'x' } })],
  ['an attachment’s name', (words) => ({ attachments: [{ contentType: 'image/png', name: `${words}.png` }] })],
  ['an attachment’s content', (words) => ({ attachments: [{ contentType: 'text/plain', content: { text: words } }] })],
  [
    'an attachment’s data address',
    (words) => ({
      attachments: [
        { contentType: 'text/plain', contentUrl: `data:text/plain;base64,${Buffer.from(words).toString('base64')}` },
        { contentType: 'text/plain', contentUrl: `data:text/plain,${encodeURIComponent(words)}` },
      ],
    }),
  ],
  ['channelData', (words) => ({ channelData: { message: { text: words }, quick_reply: { payload: words } } })],
  ['entities', (words) => ({ entities: [{ type: 'mention', text: words, mentioned: { name: words } }] })],
  ['an event’s name', (words) => ({ type: 'event', name: words, value: { text: words } })],
  [
    'members',
    (words) => ({ type: 'conversationUpdate', membersAdded: [{ id: 'user-1', name: words }], topicName: words }),
  ],
  ['fields that nobody reads', (words) => ({ summary: words, speak: words, label: words, whatever: { x: words } })],
];

type Stage = Awaited<ReturnType<typeof openConnector>>;
let channel: ChannelServer;
let stage: Stage;
const answers: string[] = [];

/** Says everything back and takes it into a case: whatever passed the door would come out here. */
const repeat: TurnHandler['handle'] = (turn) => {
  const request = {
    caseId: `case ${turn.head.id}`,
    reason: 'asked',
    priority: 0,
    intent: null,
    language: 'de',
    words: wordsOf(turn),
  } as const;
  const outcome: TurnOutcome = {
    spoken: (view) => {
      const handoff = requestHandoff(view, request, 0, testPlan);
      const activity = { type: 'message', text: wordsOf(turn), value: turn.inputs.map((entry) => entry.activity) };
      return { ...handoff, entries: [...(handoff.entries ?? []), { who: 'bot', audience: 'customer', activity }] };
    },
    silent: () => ({}),
    record: {},
  };
  return Promise.resolve(outcome);
};

beforeAll(async () => {
  channel = await openChannel();
  stage = await openConnector(repeat);
});
afterAll(async () => {
  await stage.close();
  await channel.close();
});

/** All that the store holds, the log said, and the channel or the client was told. */
async function everything(conversations: readonly string[]): Promise<string> {
  const { store, log } = stage;
  const kept = await Promise.all(
    conversations.map(async (name) => [
      await store.head(name),
      await store.entries(name),
      await store.deliveries(name),
      await store.case(`case ${name}`),
    ]),
  );
  const rest = [await store.timers(1000), await store.audit(1000), await store.openWork(), log.lines, answers];
  return JSON.stringify([kept, rest, channel.posted.map(({ path, activity }) => [path, activity])]);
}

const squeezed = (text: string): string => text.replace(/[^\p{L}\p{N}⟦⟧]/gu, '').toUpperCase();

describe.each(secrets)('%s', (_what, words, trace) => {
  test.each(places)('in %s is kept and told nowhere', async (place, plant) => {
    const id = `${place} ${secrets.findIndex(([, each]) => each === words)}`;
    const planted = { ...activityOf(), ...plant(words) };
    const own = { ...(planted['conversation'] as object), id };
    for (const how of [{ serviceUrl: channel.url }, { deliveryMode: 'expectReplies', id: 'activity-2' }]) {
      const response = await stage.send({ ...planted, ...how, conversation: own });
      expect(response.status).toBe(200);
      answers.push(await response.text());
    }
    const name = `bf:emulator:${id}`;
    const head = await stage.store.head(name);
    await stage.runner.answered(name, head?.lastInput ?? 0);
    await stage.desk.reply(`case ${name}`, sabine, `Sie schrieben: ${words}`);
    await breathe(2);
    const all = await everything([name]);
    expect(all).not.toContain(Buffer.from(words).toString('base64'));
    if (trace.length > 4) expect(squeezed(all)).not.toContain(squeezed(trace));
    else expect(all).not.toMatch(new RegExp(`(?<!\\d)${trace}(?!\\d)`));
  });
});

test('the search would find a secret that got through', async () => {
  const words = 'Rufnummer 030 1234567';
  const response = await stage.send(
    activityOf({ deliveryMode: 'expectReplies', text: words, conversation: { id: 'z' } }),
  );
  answers.push(await response.text());
  expect(squeezed(await everything(['bf:emulator:z']))).toContain(squeezed('030 1234567'));
});

test('errors repeat nothing either', async () => {
  for (const [, words, trace] of secrets) {
    const bodies = [
      `{"text":"${words}"`,
      JSON.stringify({ [words]: words }),
      JSON.stringify(activityOf({ from: words })),
    ];
    for (const body of bodies) {
      const response = await stage.send(body);
      expect(response.status).toBe(400);
      expect(squeezed(await response.text())).not.toContain(squeezed(trace));
    }
  }
  const log = squeezed(JSON.stringify(stage.log.lines));
  for (const [, , trace] of secrets) expect(log).not.toContain(squeezed(trace));
});
