import { describe, expect, test } from '@jest/globals';
import { repliesTo } from '../../src/conversation/turn.ts';
import { breathe } from '../support/breathe.ts';
import { askingFor, gate, id, openStage, sabine, saying, wordsOf, type Stage } from './stage.ts';

const echo = (): Stage => openStage((turn) => Promise.resolve(saying(wordsOf(turn))));

/** A stage whose first turn waits for `gate`; what comes meanwhile is a turn of its own. */
function held() {
  const doors = [gate(), gate()] as const;
  let running = 0;
  let most = 0;
  let turns = 0;
  const stage = openStage(async (turn) => {
    running += 1;
    most = Math.max(most, running);
    await doors[Math.min(turns++, 1)]?.opened;
    running -= 1;
    return saying(wordsOf(turn));
  });
  return { stage, doors, most: () => most };
}

describe('turns of a conversation', () => {
  test('an input is answered once, and the trace names what it covers', async () => {
    const stage = echo();
    const { seq } = await stage.receive('eins');
    await stage.settled();
    expect(await stage.said()).toEqual(['eins']);
    expect(await stage.records()).toEqual([{ from: seq, to: seq, replies: 1, outcome: 'spoken', answers: null }]);
    expect(await stage.store.head(id)).toMatchObject({ cursor: seq, attempts: 0, state: { said: ['eins'] } });
  });

  test('a burst is read together, in one turn over the whole range', async () => {
    const { stage, doors, most } = held();
    await stage.receive('eins');
    await breathe();
    for (const text of ['zwei', 'drei', 'vier']) await stage.receive(text);
    doors[0].open();
    doors[1].open();
    await stage.settled();
    expect(await stage.said()).toEqual(['eins', 'zwei + drei + vier']);
    expect((await stage.records()).map(({ from, to }) => [from, to])).toEqual([
      [1, 1],
      [2, 4],
    ]);
    expect(most()).toBe(1);
  });

  test('turns of different conversations run side by side', async () => {
    const doors = new Map([
      ['a', gate()],
      ['b', gate()],
    ]);
    const begun: string[] = [];
    const stage = openStage(async (turn) => {
      begun.push(turn.head.id);
      await doors.get(turn.head.id)?.opened;
      return saying('fertig');
    });
    await stage.receive('x', { conversationId: 'a' });
    await stage.receive('x', { conversationId: 'b' });
    await breathe();
    expect(begun).toEqual(['a', 'b']);
    doors.get('b')?.open();
    await stage.runner.answered('b', 1);
    expect((await stage.store.head('a'))?.cursor).toBe(0);
    doors.get('a')?.open();
    await stage.runner.answered('a', 1);
  });

  test('a reply names the last entry that it answers', async () => {
    const { stage, doors } = held();
    await stage.receive('eins');
    await breathe();
    await stage.receive('zwei');
    await stage.receive('drei');
    doors[0].open();
    doors[1].open();
    await stage.settled();
    const replies = (await stage.store.entries(id)).filter((entry) => entry.who === 'bot');
    expect(replies.map(({ replyTo }) => replyTo)).toEqual([1, 3]);
  });

  test('a redacted input wakes nobody twice', async () => {
    const stage = echo();
    await stage.receive('eins');
    await stage.settled();
    await stage.store.redact(id, 1);
    await breathe();
    expect(await stage.records()).toHaveLength(1);
  });
});

describe('ownership is checked at the commit', () => {
  /** A conversation with a waiting case and a turn that runs. */
  async function interrupted(): Promise<{ stage: Stage; go: () => void }> {
    const door = gate();
    let turns = 0;
    const stage: Stage = openStage(async (turn) => {
      turns += 1;
      if (turns === 1) return askingFor('f1', stage.clock.now());
      if (turns === 2) await door.opened;
      return saying(`Antwort auf ${wordsOf(turn)}`);
    });
    await stage.receive('Mensch bitte');
    await stage.settled();
    await stage.receive('und noch etwas');
    await breathe();
    return { stage, go: door.open };
  }

  test('a person takes over while the turn runs: its replies are dropped, the cursor advances', async () => {
    const { stage, go } = await interrupted();
    await stage.desk.reply('f1', sabine, 'Guten Tag');
    go();
    await stage.settled();
    expect(await stage.said('bot')).toEqual([]);
    expect(await stage.said('staff')).toEqual(['Guten Tag']);
    const last = (await stage.records()).at(-1);
    expect(last).toMatchObject({ replies: 0, outcome: 'silent' });
    expect((await stage.store.head(id))?.state).toEqual({});
    expect(stage.outcomes).toEqual(['spoken', 'silent']);
  });

  test('nothing that was written meanwhile is answered after giving back', async () => {
    const { stage, go } = await interrupted();
    await stage.desk.accept('f1', sabine);
    await stage.receive('schon da?');
    await stage.desk.resolve('f1', sabine, { returnToBot: false });
    go();
    await stage.settled();
    await breathe();
    const replies = await stage.said('bot');
    expect(replies.join()).not.toMatch(/und noch etwas|schon da/);
    await stage.receive('neue Frage');
    await stage.settled();
    expect((await stage.said('bot')).at(-1)).toBe('Antwort auf neue Frage');
  });

  test('every input is covered by exactly one record, also when a person took over and gave back during a turn', async () => {
    const { stage, go } = await interrupted();
    await stage.desk.accept('f1', sabine);
    await stage.desk.resolve('f1', sabine, { returnToBot: true });
    go();
    await stage.settled();
    await breathe();
    const inputs = (await stage.store.entries(id)).filter((entry) => entry.input === true).map(({ seq }) => seq);
    const records = await stage.records();
    for (const seq of inputs) expect(records.filter(({ from, to }) => from <= seq && seq <= to)).toHaveLength(1);
  });

  test('while a person owns it the turn runs silently', async () => {
    const { stage, go } = await interrupted();
    go();
    await stage.settled();
    await stage.desk.accept('f1', sabine);
    await stage.receive('hallo?');
    await stage.settled();
    expect((await stage.records()).at(-1)).toMatchObject({ outcome: 'silent', replies: 0 });
  });
});

describe('failing turns', () => {
  /** Fails `times` times, then answers. */
  function failing(times: number): Stage & { readonly tries: () => number } {
    let tries = 0;
    const stage = openStage((turn) => {
      tries += 1;
      if (tries <= times) throw new TypeError('something with 4111 1111 1111 1111 in it');
      return Promise.resolve(saying(wordsOf(turn)));
    });
    return { ...stage, tries: () => tries };
  }

  test('a turn that fails once is tried again after a pause and leaves no trace of the first try', async () => {
    const stage = failing(1);
    await stage.receive('eins');
    await breathe();
    expect((await stage.store.head(id))?.attempts).toBe(1);
    expect(await stage.said()).toEqual([]);
    stage.clock.advance(200);
    await stage.settled();
    expect(await stage.said()).toEqual(['eins']);
    expect((await stage.store.head(id))?.attempts).toBe(0);
    expect(stage.outcomes).toEqual(['retried', 'spoken']);
  });

  test('after the third failure the customer gets the honest sentence, once', async () => {
    const stage = failing(Infinity);
    await stage.receive('eins');
    for (let step = 0; step < 5; step += 1) {
      await breathe();
      stage.clock.advance(1000);
    }
    await stage.settled();
    expect(stage.tries()).toBe(3);
    expect(await stage.said()).toEqual(['Entschuldigung']);
    expect(await stage.records()).toEqual([expect.objectContaining({ outcome: 'failed', replies: 1 })]);
    expect((await stage.store.head(id))?.attempts).toBe(0);
  });

  test('the number of attempts is durable: a new process goes on counting', async () => {
    const first = failing(Infinity);
    await first.receive('eins');
    await breathe();
    first.clock.advance(200);
    await breathe();
    expect((await first.store.head(id))?.attempts).toBe(2);
    await first.runner.stop();
    const second = openStage(() => Promise.reject(new Error('again')), first);
    await second.runner.recover();
    await second.settled();
    // The cut-off turn counts as the third attempt.
    expect(await second.said()).toEqual(['Entschuldigung']);
  });

  test('a message that comes between the attempts is answered with the rest', async () => {
    const stage = failing(1);
    await stage.receive('eins');
    await breathe();
    await stage.receive('zwei');
    stage.clock.advance(200);
    await stage.settled();
    expect(await stage.said()).toEqual(['eins + zwei']);
  });

  test('a later message is not burdened with the failures of an earlier one', async () => {
    const stage = failing(2);
    await stage.receive('eins');
    await breathe();
    stage.clock.advance(200);
    await breathe();
    stage.clock.advance(1000);
    await stage.settled();
    await stage.receive('zwei');
    await stage.settled();
    expect(await stage.said()).toEqual(['eins', 'zwei']);
  });

  test('the log tells of it without a word of the error', async () => {
    const stage = failing(1);
    await stage.receive('eins');
    await breathe();
    expect(stage.log.lines).toHaveLength(1);
    expect(JSON.stringify(stage.log.lines)).not.toMatch(/4111|something/);
    expect(stage.log.lines[0]).toMatchObject({ level: 'error', fields: { error: 'TypeError', attempts: 1 } });
  });

  test('an outcome that fails at the commit counts as a failure too', async () => {
    let tries = 0;
    const stage = openStage(() => {
      tries += 1;
      return Promise.resolve({
        ...saying(),
        spoken: () => {
          throw new Error('no');
        },
      });
    });
    await stage.receive('eins');
    for (let step = 0; step < 5; step += 1) {
      await breathe();
      stage.clock.advance(1000);
    }
    await stage.settled();
    expect(tries).toBe(3);
    expect(await stage.said()).toEqual(['Entschuldigung']);
  });
});

describe('when nothing can be stored', () => {
  test('the turn waits, nothing is lost, and the tries are not counted', async () => {
    const door = gate();
    const stage = openStage(async (turn) => {
      await door.opened;
      return saying(wordsOf(turn));
    });
    await stage.receive('eins');
    await breathe();
    stage.store.full = true;
    door.open();
    for (let step = 0; step < 20; step += 1) {
      await breathe();
      stage.clock.advance(10_000);
    }
    expect(stage.store.refused).toBeGreaterThan(5);
    expect(await stage.store.head(id)).toMatchObject({ cursor: 0, attempts: 0 });
    stage.store.full = false;
    stage.clock.advance(10_000);
    await stage.settled();
    expect(await stage.said()).toEqual(['eins']);
  });

  test('the pauses grow, so that a full disk is not hammered', async () => {
    const door = gate();
    const stage = openStage(async () => {
      await door.opened;
      return saying('x');
    });
    await stage.receive('eins');
    stage.store.full = true;
    door.open();
    for (let second = 0; second < 120; second += 1) {
      await breathe(3);
      stage.clock.advance(1000);
    }
    expect(stage.store.refused).toBeGreaterThan(10);
    expect(stage.store.refused).toBeLessThan(40);
  });

  test('a message that could not be stored was not acknowledged and is not there', async () => {
    const stage = echo();
    stage.store.full = true;
    await expect(stage.receive('eins')).rejects.toMatchObject({ code: 'StorageUnavailable' });
    stage.store.full = false;
    expect(await stage.store.head(id)).toBeNull();
  });
});

describe('after a restart', () => {
  test('what was left is taken up, and the cut-off turn counts as an attempt', async () => {
    const first = openStage(() => new Promise(() => undefined));
    await first.receive('eins');
    const attempts: number[] = [];
    const second = openStage(
      async (turn) => {
        attempts.push((await second.store.head(id))?.attempts ?? -1);
        return saying(wordsOf(turn));
      },
      { store: withoutClaims(first) },
    );
    await second.runner.recover();
    await second.settled();
    expect(attempts).toEqual([1]);
    expect(await second.said()).toEqual(['eins']);
  });

  test('a message that ends the process each time goes to a person in the end', async () => {
    let stage = openStage(() => new Promise(() => undefined));
    await stage.receive('eins');
    for (let start = 0; start < 2; start += 1) {
      await breathe();
      stage = openStage(() => new Promise(() => undefined), { store: withoutClaims(stage) });
      await stage.runner.recover();
      await breathe();
      expect(await stage.said()).toEqual([]);
    }
    stage = openStage(() => new Promise(() => undefined), { store: withoutClaims(stage) });
    await stage.runner.recover();
    await stage.settled();
    expect(await stage.said()).toEqual(['Entschuldigung']);
  });

  test('an attempt that could not be noted on a full disk is noted later', async () => {
    const first = openStage(() => new Promise(() => undefined));
    await first.receive('eins');
    const seen: number[] = [];
    const second = openStage(
      async (turn) => {
        seen.push((await second.store.head(id))?.attempts ?? -1);
        return saying(wordsOf(turn));
      },
      { store: withoutClaims(first) },
    );
    second.store.full = true;
    await second.runner.recover();
    await breathe();
    second.store.full = false;
    second.clock.advance(10_000);
    await second.settled();
    expect(seen).toEqual([1]);
  });
});

describe('requests that wait for the replies', () => {
  const waiting = { activity: { type: 'message', text: 'frage', deliveryMode: 'expectReplies' } } as const;

  test('the last gets the replies, the others nothing, and a repetition the same again', async () => {
    const { stage, doors } = held();
    await stage.receive('eins');
    await breathe();
    const first = await stage.receive('', { ...waiting, key: 'a' });
    const plain = await stage.receive('dazwischen');
    const last = await stage.receive('', { ...waiting, key: 'b' });
    expect(await repliesTo(stage.store, id, last.seq)).toBeNull();
    doors[0].open();
    doors[1].open();
    await stage.settled();
    const texts = async (seq: number): Promise<unknown> =>
      (await repliesTo(stage.store, id, seq))?.map((entry) => entry.activity.text);
    expect(await texts(first.seq)).toEqual([]);
    expect(await texts(plain.seq)).toEqual([]);
    expect(await texts(last.seq)).toEqual(['frage + dazwischen + frage']);
    const again = await stage.receive('', { ...waiting, key: 'b' });
    expect(again).toEqual({ seq: last.seq, duplicate: true });
    expect(await texts(again.seq)).toEqual(['frage + dazwischen + frage']);
    expect(await stage.records()).toHaveLength(2);
  });

  test('replies that go with the answer are not pushed as well', async () => {
    const stage = echo();
    const pushed = { reference: { serviceUrl: 'http://127.0.0.1:1', conversationId: 'x', botId: 'b' } };
    await stage.receive('', { ...waiting, ...pushed });
    await stage.settled();
    expect(await stage.store.deliveries(id)).toEqual([]);
    await stage.receive('normal', pushed);
    await stage.settled();
    expect(await stage.store.deliveries(id)).toHaveLength(1);
  });

  test('a request that a person passed over gets an empty answer', async () => {
    const door = gate();
    let turns = 0;
    const stage: Stage = openStage(async () => {
      turns += 1;
      if (turns === 1) return askingFor('f1', stage.clock.now());
      await door.opened;
      return saying('zu spät');
    });
    await stage.receive('Mensch bitte');
    await stage.settled();
    const { seq } = await stage.receive('', waiting);
    await breathe();
    await stage.desk.resolve('f1', sabine, { returnToBot: false });
    door.open();
    await stage.settled();
    expect(await repliesTo(stage.store, id, seq)).toEqual([]);
  });

  test('an erased reply is not given again', async () => {
    const stage = echo();
    const { seq } = await stage.receive('', waiting);
    await stage.settled();
    const reply = (await stage.store.entries(id)).find((entry) => entry.who === 'bot');
    await stage.store.redact(id, reply?.seq ?? 0);
    expect(await repliesTo(stage.store, id, seq)).toEqual([]);
  });
});

describe('stopping', () => {
  test('a running turn is finished, a new one is not begun', async () => {
    const { stage, doors } = held();
    await stage.receive('eins');
    await breathe();
    await stage.receive('zwei');
    const stopped = stage.runner.stop();
    doors[0].open();
    await stopped;
    expect(await stage.said()).toEqual(['eins']);
    await stage.receive('drei');
    await breathe();
    expect((await stage.store.head(id))?.cursor).toBe(1);
  });

  test('a turn that waits for its next attempt does not hold the stop up', async () => {
    const stage = openStage(() => Promise.reject(new Error('no')));
    await stage.receive('eins');
    await breathe();
    await stage.runner.stop();
    expect(await stage.store.head(id)).toMatchObject({ cursor: 0 });
  });
});

describe('erasing', () => {
  test('a conversation that is erased while its turn runs ends it quietly', async () => {
    const { stage, doors } = held();
    await stage.receive('eins');
    await breathe();
    await stage.store.erase(id);
    doors[0].open();
    await breathe();
    expect(stage.log.lines.filter(({ level }) => level === 'error')).toEqual([]);
    expect((await stage.store.entries(id)).every((entry) => entry.redacted)).toBe(true);
  });
});

/** The store as a new process finds it: nobody holds a claim. */
function withoutClaims({ store }: Stage): Stage['store'] {
  let number = 1000;
  return {
    ...store,
    claim: (conversationId, work) => Promise.resolve({ conversationId, work, number: (number += 1) }),
    release: () => Promise.resolve(),
    write: (conversationId, { fence: _fence, ...options }, decide) => store.write(conversationId, options, decide),
  };
}
