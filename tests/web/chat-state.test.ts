import { describe, expect, test } from '@jest/globals';
import type { Activity } from '../../web/widget/chat/direct-line/types.ts';
import { initialState, reduce, type Action } from '../../web/widget/chat/state/reducer.ts';
import { choicesNow, speakerNow, unreadCount } from '../../web/widget/chat/state/select.ts';
import type { ChatState } from '../../web/widget/chat/state/types.ts';

const minute = 60_000;
let counter = 0;

const bot = (text: string, more: Partial<Activity> = {}): Activity => {
  counter += 1;
  const timestamp = new Date(counter * minute).toISOString();
  return { type: 'message', id: `a${counter}`, timestamp, from: { id: 'schalter', role: 'bot' }, text, ...more };
};
const staff = (text: string, name = 'Sabine Berger'): Activity =>
  bot(text, { channelData: { schalter: { speaker: 'staff', name } } });
const echo = (key: string, text: string): Activity =>
  bot(text, { from: { id: 'dl_1', role: 'user' }, channelData: { clientActivityID: key } });

const said = (...activities: readonly Activity[]): Action => ({
  type: 'line',
  event: { kind: 'activities', activities },
});
const status = (next: ChatState['connection']): Action => ({ type: 'line', event: { kind: 'status', status: next } });
const begun = (conversationId: string, resumed = false): Action => ({
  type: 'line',
  event: { kind: 'begun', conversationId, resumed },
});
const written = (key: string, text: string): Action => ({
  type: 'written',
  message: { key, text, locale: 'de' },
  at: 5,
});
const sent = (key: string): Action => ({ type: 'line', event: { kind: 'sent', key, id: 'x' } });
const failed = (key: string): Action => ({ type: 'line', event: { kind: 'failed', key } });

const after = (...actions: readonly Action[]): ChatState => actions.reduce(reduce, initialState('de'));
const online = [{ type: 'opened' }, begun('c1'), status('online')] as const satisfies readonly Action[];
const texts = ({ messages }: ChatState): readonly string[] => messages.map(({ text }) => text);
const read = ({ news }: ChatState): readonly string[] =>
  news.map((one) =>
    one.kind === 'message' ? one.message.text : one.kind === 'place' ? `place ${String(one.place)}` : one.label,
  );

describe('Messages', () => {
  test('one’s own stands there at once and is confirmed by its echo, in the service’s place', () => {
    const state = after(
      ...online,
      said(bot('Guten Tag')),
      written('k1', 'Hallo'),
      said(bot('Noch etwas'), echo('k1', 'Hallo')),
    );
    expect(texts(state)).toEqual(['Guten Tag', 'Noch etwas', 'Hallo']);
    expect(state.messages.at(-1)).toMatchObject({ key: 'k1', delivery: 'sent' });
  });

  test('what waits stands behind what has arrived', () => {
    const state = after(
      ...online,
      written('k1', 'eins'),
      written('k2', 'zwei'),
      said(echo('k1', 'eins')),
      said(bot('Antwort')),
    );
    expect(texts(state)).toEqual(['eins', 'Antwort', 'zwei']);
  });

  test('a replay changes nothing and an edit replaces in place', () => {
    const first = bot('Guten Tag');
    const state = after(...online, said(first, bot('Zweite')), said(first), said({ ...first, text: 'Guten Abend' }));
    expect(texts(state)).toEqual(['Guten Abend', 'Zweite']);
    expect(read(state)).toEqual(['Guten Tag', 'Zweite']);
  });

  test('an erased one says that it was erased, and offers nothing', () => {
    const state = after(...online, said(bot('', { channelData: { schalter: { redacted: true } } })));
    expect(state.messages).toMatchObject([{ redacted: true, choices: [] }]);
  });

  test('a failed one says so, goes again with the same key, and a late failure changes nothing', () => {
    const lost = after(...online, written('k1', 'Hallo'), failed('k1'));
    expect(lost.messages).toMatchObject([{ key: 'k1', delivery: 'failed' }]);
    expect(reduce(lost, written('k1', 'Hallo')).messages).toMatchObject([{ key: 'k1', delivery: 'sending' }]);
    expect(reduce(reduce(lost, written('k1', 'Hallo')), sent('k1')).messages).toMatchObject([{ delivery: 'sent' }]);
    expect(reduce(reduce(lost, said(echo('k1', 'Hallo'))), failed('k1')).messages).toMatchObject([
      { delivery: 'sent' },
    ]);
  });

  test('events and empty messages are not shown', () => {
    expect(after(...online, said({ type: 'event', id: 'e' }, bot('  '))).messages).toEqual([]);
  });

  test('another conversation takes the old one’s messages away, but not what is on its way', () => {
    const state = after(...online, said(bot('alt')), written('k1', 'neu'), begun('c2'));
    expect(texts(state)).toEqual(['neu']);
  });

  test('starting anew leaves nothing but the open window and the language', () => {
    const state = after(...online, { type: 'language', language: 'en' }, said(bot('alt')), { type: 'restarted' });
    expect(state).toEqual({ ...initialState('en'), open: true });
  });
});

describe('Typing', () => {
  const asking = [...online, said(bot('Guten Tag')), written('k1', 'Frage')] as const;

  test('begins with the question and ends with the answer', () => {
    expect(after(...asking).typing).toEqual({ kind: 'assistant' });
    expect(after(...asking, said(echo('k1', 'Frage'))).typing).toEqual({ kind: 'assistant' });
    expect(after(...asking, said(bot('Antwort'))).typing).toBeNull();
  });

  test.each<readonly [string, Action]>([
    ['its time is up', { type: 'typingEnded' }],
    ['the message failed', failed('k1')],
    ['the network is gone', status('offline')],
  ])('ends when %s', (_why, action) => {
    expect(after(...asking, action).typing).toBeNull();
  });

  test('is not claimed of a person, nor without a connection', () => {
    expect(after(...online, said(staff('Guten Tag')), written('k1', 'Frage')).typing).toBeNull();
    expect(after({ type: 'opened' }, written('k1', 'Frage')).typing).toBeNull();
  });

  test('comes from the service, with the name of who writes', () => {
    const typing = {
      type: 'typing',
      from: { role: 'bot' },
      channelData: { schalter: { speaker: 'staff', name: 'S. B.' } },
    };
    expect(after(...online, said(typing)).typing).toEqual({ kind: 'staff', name: 'S. B.' });
    expect(after(...online, said({ ...typing, from: { role: 'user' } })).typing).toBeNull();
  });
});

describe('Who speaks, and what may be tapped', () => {
  const choices = { suggestedActions: { actions: [{ title: 'Ja', value: { choose: 'yes' } }, { value: 'no title' }] } };

  test('the assistant before the first word, then whoever of the bank’s side spoke last', () => {
    expect(speakerNow([])).toEqual({ kind: 'assistant' });
    const state = after(...online, said(staff('Guten Tag')), written('k1', 'Hallo'));
    expect(speakerNow(state.messages)).toEqual({ kind: 'staff', name: 'Sabine Berger' });
  });

  test('choices stand under the last message only', () => {
    const offered = after(...online, said(bot('Möchten Sie?', choices)));
    expect(choicesNow(offered)).toEqual([{ title: 'Ja', value: { choose: 'yes' } }]);
    expect(choicesNow(reduce(offered, written('k1', 'Ja')))).toEqual([]);
    expect(choicesNow(reduce(offered, status('ended')))).toEqual([]);
  });
});

describe('What is read out', () => {
  test('each message of the bank’s side once, one’s own never', () => {
    const answer = bot('Antwort');
    expect(read(after(...online, written('k1', 'Frage'), said(echo('k1', 'Frage'), answer), said(answer)))).toEqual([
      'Antwort',
    ]);
  });

  test('a history is not news, what comes after it is', () => {
    const state = after(begun('c1', true), said(bot('früher')), { type: 'historyEnded' }, said(bot('jetzt')));
    expect(read(state)).toEqual(['jetzt']);
  });

  test('that the network is gone, that it is back, and that a message failed', () => {
    const state = after(
      ...online,
      status('offline'),
      status('reconnecting'),
      status('online'),
      written('k1', 'x'),
      failed('k1'),
    );
    expect(read(state)).toEqual(['status.offline', 'delivery.failed']);
    expect(read(after(...online, status('offline'), status('online')))).toEqual(['status.offline', 'status.restored']);
  });

  test('every line has a key of its own, and few lines stay', () => {
    const many = Array.from({ length: 20 }, () => [status('offline'), status('online')]).flat();
    const { news } = after(...online, ...many);
    expect(news).toHaveLength(6);
    expect(new Set(news.map(({ key }) => key)).size).toBe(6);
  });
});

describe('Unread messages', () => {
  test('are those of the bank’s side that came while the window was closed', () => {
    const closed = after(
      ...online,
      said(bot('gelesen')),
      { type: 'closed' },
      said(bot('eins'), staff('zwei')),
      written('k', 'x'),
    );
    expect(unreadCount(closed)).toBe(2);
    expect(unreadCount(reduce(closed, { type: 'opened' }))).toBe(0);
  });

  test('are found again after a reload by the last one read', () => {
    const [first, second] = [bot('gelesen'), bot('neu')];
    const reloaded = [begun('c1', true), said(first, second), { type: 'historyEnded' }] as const;
    const remembered = initialState('de', '', first.id ?? null);
    expect(unreadCount(reloaded.reduce(reduce, remembered))).toBe(1);
    expect(unreadCount(reloaded.reduce(reduce, initialState('de')))).toBe(0);
  });
});

const event = (name: string, value: unknown, role = 'bot'): Activity =>
  bot('', { type: 'event', name, value, from: { id: 'x', role } });

describe('Files', () => {
  const until = new Date(90 * minute).toISOString();
  const asked = event('schalter.uploads', { open: true, until, files: 5, bytes: 10, types: ['image/png'] });
  const own = (key: string): Activity => ({
    ...echo(key, ''),
    attachments: [
      {
        contentType: 'image/png',
        name: 'a.png',
        contentUrl: 'https://chat.example/v3/directline/conversations/c1/files/f1',
      },
    ],
  });

  test('may be sent from the request of staff on, as many as it says, until staff end it', () => {
    const state = after(...online, said(asked));
    expect(state.files).toEqual({ until: 90 * minute, bytes: 10, types: ['image/png'], left: 5 });
    expect(read(state)).toEqual(['files.asked']);
    expect([said(own('k1')), said(own('k2'))].reduce(reduce, state).files?.left).toBe(3);
    expect(reduce(state, said(event('schalter.uploads', { open: false }))).files).toBeNull();
    expect(after(...online, said(event('schalter.uploads', { open: true, until: 'soon' }))).files).toBeNull();
  });

  test('are a message of their own, and leave a trace when they are taken back', () => {
    const state = after(...online, said(own('k1')));
    const url = 'https://chat.example/v3/directline/conversations/c1/files/f1';
    expect(state.messages[0]).toMatchObject({ text: '', attachments: [{ kind: 'own', name: 'a.png', url }] });
    const gone = reduce(state, { type: 'fileRemoved', key: 'k1', url });
    expect(gone.messages[0]).toMatchObject({ redacted: true, attachments: [] });
  });
});

describe('Waiting', () => {
  test('shows one’s place, tells each change once, and ends when a person writes', () => {
    const place = (at: number | null) => said(event('schalter.queue', { place: at }));
    const state = after(...online, place(3), place(3), place(2));
    expect([state.place, read(state)]).toEqual([2, ['place 3', 'place 2']]);
    expect(reduce(state, place(null)).place).toBeNull();
    expect(reduce(state, said(staff('Guten Tag'))).place).toBeNull();
  });
});

describe('A rating', () => {
  test('is asked for when a person has left, once', () => {
    const left = after(...online, said(staff('Alles Gute'), bot('Ich bin wieder da.')));
    expect(left.rating).toBe('open');
    const value = { rating: 4 };
    const rated = reduce(left, {
      type: 'written',
      message: { key: 'k', text: '', locale: 'de', event: 'feedback', value },
      at: 1,
    });
    expect([rated.rating, rated.messages.length]).toEqual(['given', 2]);
    // After a reload the history says so.
    expect(after(...online, said(staff('Alles Gute'), bot('Da.'), event('feedback', value, 'user'))).rating).toBe(
      'given',
    );
    expect(reduce(rated, said(staff('Ich nochmal'))).rating).toBe('none');
  });
});

describe('What comes with a message', () => {
  const attachmentsOf = (...attachments: NonNullable<Activity['attachments']>) =>
    after(...online, said(bot('', { attachments }))).messages[0]?.attachments;

  test('is shown by its kind, and what is not known is left out', () => {
    const ics = Buffer.from('BEGIN:VCALENDAR ü').toString('base64');
    expect(
      attachmentsOf(
        {
          contentType: 'text/calendar',
          name: 'termin.ics',
          contentUrl: `data:text/calendar;charset=utf-8;base64,${ics}`,
        },
        { contentType: 'image/png', name: 'Plan', contentUrl: 'https://bank.example/plan.png' },
        { contentType: 'application/pdf', name: 'Preise', contentUrl: 'https://bank.example/preise.pdf' },
        { contentType: 'text/html', name: 'x', contentUrl: 'data:text/html;base64,PHNjcmlwdD4=' },
        { contentType: 'text/html', name: 'x', contentUrl: 'javascript:alert(1)' },
      ),
    ).toEqual([
      { kind: 'file', name: 'termin.ics', type: 'text/calendar', content: 'BEGIN:VCALENDAR ü' },
      { kind: 'image', name: 'Plan', url: 'https://bank.example/plan.png' },
      { kind: 'link', name: 'Preise', url: 'https://bank.example/preise.pdf' },
    ]);
  });

  test('a card has at most three actions, and no link that runs a script', () => {
    const [card] =
      attachmentsOf({
        contentType: 'application/vnd.microsoft.card.hero',
        content: {
          title: 'Girokonto',
          text: 'Was es kostet',
          images: [{ url: 'javascript:alert(1)' }],
          buttons: [
            { type: 'imBack', title: 'Eröffnen', value: 'Konto eröffnen' },
            { type: 'openUrl', title: 'Böse', value: 'javascript:alert(1)' },
            { type: 'openUrl', title: 'Mehr', value: 'https://bank.example/giro' },
            { type: 'imBack', title: 'Vierte', value: '4' },
          ],
        },
      }) ?? [];
    expect(card).toEqual({
      kind: 'card',
      title: 'Girokonto',
      text: 'Was es kostet',
      image: undefined,
      choices: [{ title: 'Eröffnen', value: 'Konto eröffnen' }],
      links: [{ title: 'Mehr', url: 'https://bank.example/giro' }],
    });
  });
});
