import { beforeAll, describe, expect, test } from '@jest/globals';
import { createCounter } from '../../src/bot/counter.ts';
import { createReactions, type Moment } from '../../src/bot/reactions.ts';
import { freshState, keepState, readState, type BotState } from '../../src/bot/state.ts';
import { loadKnowledge } from '../../src/knowledge/load.ts';
import type { Knowledge } from '../../src/knowledge/types.ts';
import { createDialogs } from '../../src/service/dialogs.ts';
import type { Context, Understanding } from '../../src/understanding/types.ts';

const start = Date.UTC(2026, 10, 23, 9, 0, 0);
const hour = 3600_000;
let knowledge: Knowledge;
beforeAll(async () => {
  knowledge = await loadKnowledge('data', start);
});

/** Understands "intent" surely, "intent?" unsurely, "a + b" as two requests, all else not at all; "en:" before it is English. */
function understand(text: string, context: Context): Understanding {
  const english = text.startsWith('en:');
  const words = text.replace(/^en:/, '').trim();
  const detected = english ? ('en' as const) : words.includes('.') ? ('de' as const) : null;
  const language =
    detected === null || detected === context.language || detected === context.otherLanguage
      ? (detected ?? context.language ?? 'de')
      : (context.language ?? 'de');
  const found = words
    .split('\n')
    .flatMap((line) => line.split(' + '))
    .filter((word) => /^[a-z_]+\.[a-z_]+\??$/.test(word));
  const one = (word: string): Understanding => ({
    language,
    detected,
    intent: word.replace('?', ''),
    confidence: 0.6,
    alternatives: [{ intent: word.replace('?', ''), confidence: 0.6 }],
    zone: word.endsWith('?') ? 'clarify' : 'answer',
    entities: [],
    moods: [],
    parts: [],
  });
  const [first] = found;
  if (first === undefined) return { ...one('x'), intent: null, alternatives: [], zone: 'fallback' };
  return { ...one(first), parts: found.length > 1 ? found.map(one) : [] };
}

/** A customer at the counter, without store or clock: each message moves the state on. */
function visit(more: Partial<Moment> = {}, begin: Partial<BotState> = {}) {
  const counter = createCounter({
    knowledge,
    understander: {
      understand,
      explain: () => ({ understanding: understand('', {}), evidence: [], unknownWords: [] }),
    },
    dialogs: createDialogs(knowledge.facts),
    address: 'Sie',
  });
  let state: BotState = { ...freshState, ...begin };
  let moment: Moment = {
    owner: 'bot',
    openCase: null,
    customer: { id: 'k' },
    now: start,
    caseNumber: () => 'M-1',
    locale: 'de',
    asksRating: true,
    ...more,
  };
  const react = (run: (reactions: ReturnType<typeof createReactions>) => unknown) => {
    const reactions = createReactions(counter, moment, readState(keepState(state)));
    const speech = run(reactions) as ReturnType<typeof reactions.greet>;
    state = reactions.state();
    return {
      text: speech?.paragraphs.join('\n') ?? null,
      buttons: speech?.buttons.map(({ title }) => title) ?? [],
      values: speech?.buttons.map(({ value }) => value) ?? [],
      handoff: speech?.handoff ?? null,
      finding: reactions.findings[0],
    };
  };
  const input = { choice: null, attachments: false, location: null } as const;
  return {
    say: (text: string, extra: object = {}) =>
      react((reactions) => reactions.message({ kind: 'message', text, ...input, ...extra })),
    greet: () => react((reactions) => reactions.greet()),
    event: (name: string, value: unknown = {}) => react((reactions) => reactions.event({ kind: 'event', name, value })),
    wait: (ms: number) => (moment = { ...moment, now: moment.now + ms }),
    state: () => state,
  };
}

const disclosure = /digitale Assistent/;

describe('who speaks is told', () => {
  test('at the start, and not again', () => {
    const { say } = visit();
    expect(say('account.fees').text).toMatch(/^.*digitale Assistent/);
    expect(say('account.iban').text).not.toMatch(disclosure);
  });

  test('by the greeting, once', () => {
    const { greet, say } = visit();
    expect(greet().text).toMatch(disclosure);
    expect(greet().text).toBeNull();
    expect(say('account.fees').text).not.toMatch(disclosure);
  });

  test('again after more than 24 hours', () => {
    const { say, wait } = visit();
    say('account.fees');
    wait(24 * hour);
    expect(say('account.iban').text).not.toMatch(disclosure);
    wait(24 * hour + 1);
    expect(say('account.fees').text).toMatch(disclosure);
  });

  test('after a person: at once where they gave back aloud, else with the next answer', () => {
    const loud = visit({}, { introduced: true, lastSpoke: start });
    expect(loud.event('handoff.returned', { announce: true }).text).toMatch(disclosure);
    expect(loud.say('account.fees').text).not.toMatch(disclosure);
    const quiet = visit({}, { introduced: true, lastSpoke: start });
    expect(quiet.event('handoff.returned', { announce: false }).text).toBeNull();
    expect(quiet.say('account.fees').text).toMatch(disclosure);
  });

  test('behind what is vital', () => {
    const text = visit().say('crisis.self_harm').text ?? '';
    expect(text.indexOf('0800 111 0 111')).toBeLessThan(text.search(disclosure));
    expect(text).not.toMatch(/116 116/);
  });
});

describe('secrets', () => {
  test('get a kind word, and the rest its answer', () => {
    const { text } = visit().say('account.fees\n⟦card⟧');
    expect(text).toMatch(/Kartennummer[\s\S]*4,90 €/);
  });

  test('alone get the kind word, and nothing is misunderstood', () => {
    const { say, state } = visit();
    expect(say('⟦iban⟧').text).toMatch(/IBAN/);
    expect(say('⟦pin⟧ hm').text).toMatch(/PIN/);
    expect(state().misses).toBe(0);
  });

  test('stand behind what is vital', () => {
    const text = visit().say('fraud.victim\n⟦tan⟧').text ?? '';
    expect(text.indexOf('116 116')).toBeLessThan(text.indexOf('TAN'));
  });

  test('are not lost beside a greeting', () => {
    expect(visit().say('chat.greet\n⟦card⟧').text).toMatch(/Kartennummer/);
  });

  test('leave a running dialog where it is', () => {
    const { say, state } = visit();
    say('card.block');
    say('⟦card⟧');
    expect(state().dialog).toMatchObject({ name: 'lost-card', misses: 0 });
  });
});

describe('what cannot be read', () => {
  test('nothing', () => expect(visit().say('   ').text).toMatch(/ohne Text|nichts, das ich lesen kann/));
  test('an attachment', () => expect(visit().say('', { attachments: true }).text).toMatch(/Bilder|Anhang/));
  test('an attachment with words that say nothing', () =>
    expect(visit().say('hier', { attachments: true }).text).toMatch(/Bilder|Anhang/));
  test('an attachment with a question', () =>
    expect(visit().say('account.fees', { attachments: true }).text).toMatch(/4,90 €/));
  test('too much', () => expect(visit().say('x'.repeat(4001)).text).toMatch(/länger|viel auf einmal/));
  test('too much, but vital, wherever it stands', () => {
    const long = `${'x\n'.repeat(3000)}crisis.self_harm`;
    expect(visit().say(long).text).toMatch(/0800 111 0 111/);
  });
});

describe('languages', () => {
  test('the device’s, until the customer shows another', () => {
    expect(visit({ locale: 'en' }).greet().text).toMatch(/digital assistant/);
    const { greet, say } = visit({ locale: 'de' });
    greet();
    expect(say('en:account.fees').text).toMatch(/€4\.90/);
  });
  test('a word that shows none is answered in the device’s', () =>
    expect(visit({ locale: 'en' }).say('hm').text).toMatch(/digital assistant/));
  test('one message in another does not switch, two do', () => {
    const { say } = visit();
    say('account.fees');
    expect(say('en:account.iban').text).not.toMatch(/Your IBAN/);
    expect(say('en:account.fees').text).toMatch(/€4\.90/);
  });
  test('a wish does, at once', () => {
    const { say } = visit();
    say('account.fees');
    expect(say('English please').text).toMatch(/English/);
    expect(say('hm').text).toMatch(/colleague|person|team/);
  });
  test('a tapped button says nothing of the language', () => {
    const { say, state } = visit();
    say('en:account.fees');
    say('Karte sperren.', { choice: { kind: 'intent', intent: 'account.iban' } });
    expect(state()).toMatchObject({ language: 'en', otherLanguage: null });
  });
});

describe('words and buttons', () => {
  test('never the same words twice while others are left', () => {
    const { say } = visit({}, { introduced: true, lastSpoke: start });
    for (const intent of knowledge.intents.keys()) {
      if (['crisis.self_harm', 'contact.human', 'chat.cancel', 'chat.repeat', 'chat.insult'].includes(intent)) continue;
      if (knowledge.intents.get(intent)?.dialog !== undefined) continue;
      const texts = [1, 2, 3].map(() => say(intent).text);
      expect([intent, new Set(texts).size]).toEqual([intent, 3]);
    }
  });

  test('four buttons at most, each once, and none for talk or despair', () => {
    for (const intent of knowledge.intents.keys())
      for (const text of [intent, `${intent}?`, `account.fees + ${intent}`]) {
        const { buttons, values } = visit().say(text);
        expect([text, buttons.length]).toEqual([text, Math.min(buttons.length, 4)]);
        expect([text, new Set(buttons).size]).toEqual([text, buttons.length]);
        if (text.endsWith('?')) expect(JSON.stringify(values)).not.toMatch(/crisis\.|"chat\./);
      }
  });

  test('every intent that needs a person offers one', () => {
    for (const { id, handoff, dialog } of knowledge.intents.values()) {
      if (!handoff || dialog !== undefined || id === 'contact.human') continue;
      const { values, handoff: wish } = visit().say(id);
      expect([id, JSON.stringify(values).includes('contact.human') || wish !== null]).toEqual([id, true]);
    }
  });

  test('who waits for a person is not offered one', () => {
    const { say } = visit(waiting(), { introduced: true, announced: true, lastSpoke: start });
    for (const text of ['transfer.cancel', 'hm', 'account.fees + card.limit', 'chat.insult'])
      expect(JSON.stringify(say(text).values)).not.toMatch(/contact\.human/);
  });

  test('a late tap on a dialog’s button answers no other question', () => {
    const { say, state } = visit();
    const [first] = say('card.block').values;
    const tap = { choice: { kind: 'dialog', value: 'yes', ...(first as { step: string }) } };
    say('Ja', { choice: { kind: 'dialog', value: 'yes', step: (first as { step: string }).step } });
    expect(state().dialog?.step).toBe('confirmed');
    const again = say('Ja', tap);
    expect(again.handoff).toBeNull();
    expect(state().dialog?.step).toBe('confirmed');
  });
});

describe('persons', () => {
  test('while one owns the conversation there is not a word', () => {
    const { say, greet, event } = visit({ owner: 'person' });
    for (const text of ['account.fees', 'contact.human', 'hm', '⟦card⟧', '', 'card.block'])
      expect(say(text).text).toBeNull();
    expect([
      greet().text,
      event('handoff.returned', { announce: true }).text,
      event('timer.case-waiting').text,
    ]).toEqual([null, null, null]);
  });

  test('fraud and despair are told to staff then, and noted otherwise too, in case somebody takes over meanwhile', () => {
    expect(visit({ owner: 'person' }).say('fraud.victim').finding).toMatchObject({
      decision: 'silent',
      alert: 'fraud.victim',
    });
    expect(visit().say('crisis.self_harm').finding).toMatchObject({ decision: 'vital', alert: 'crisis.self_harm' });
  });

  test('who was not told of anybody is not reminded', () => {
    expect(visit(waiting()).event('timer.case-waiting').text).toBeNull();
    expect(visit(waiting(), { announced: true }).event('timer.case-waiting').text).toMatch(/0800 123 4560/);
    expect(visit({}, { announced: true }).event('timer.case-waiting').text).toBeNull();
  });

  test('after a day’s pause a yes answers no old question', () => {
    const { say, wait, state } = visit();
    say('transfer.cancel');
    expect(state().offer).toBe('handoff');
    wait(25 * hour);
    expect(say('chat.yes').handoff).toBeNull();
  });
});

describe('not understood', () => {
  test('once, twice, three times', () => {
    const { say } = visit({}, { introduced: true, lastSpoke: start });
    expect(say('hm').handoff).toBeNull();
    expect(say('hm').values[0]).toEqual({ choose: 'contact.human' });
    expect(say('hm').handoff).toMatchObject({ reason: 'not-understood' });
  });

  test('unsure counts too, and the second time a person is offered beside the choices', () => {
    const { say } = visit({}, { introduced: true, lastSpoke: start });
    expect(say('card.limit?').buttons).toEqual(['Kartenlimit ändern', 'Etwas anderes']);
    expect(say('card.declined?').values).toContainEqual({ choose: 'contact.human' });
    expect(say('hm').handoff).toMatchObject({ reason: 'not-understood' });
  });

  test('something understood between begins anew', () => {
    const { say, state } = visit();
    say('hm');
    say('account.fees');
    expect(state().misses).toBe(0);
  });

  test('a typed title or place is the choice', () => {
    for (const typed of ['Kartenlimit ändern', 'kartenlimit ändern!', '1', 'das erste']) {
      const { say, state } = visit();
      say('card.limit?');
      say(typed);
      expect([typed, state().topic]).toEqual([typed, 'card.limit']);
    }
  });

  test('something else asks anew, with a person among the buttons', () => {
    const { say } = visit();
    say('card.limit?');
    const { values } = say('etwas anderes');
    expect(values).toContainEqual({ choose: 'contact.human' });
    expect(values.length).toBeLessThanOrEqual(4);
  });
});

function waiting(): Partial<Moment> {
  return {
    openCase: {
      id: 'f1',
      conversationId: 'c',
      channel: 'test',
      customerName: null,
      reason: 'asked',
      priority: 2,
      createdAt: start,
      team: 'service',
      intent: null,
      language: 'de',
      preview: '',
      alert: false,
      status: 'waiting',
      waitingSince: start,
      due: start,
    },
  };
}
