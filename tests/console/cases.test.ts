import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Case as CaseView, Entry as EntryView } from '../../src/console/contract.ts';
import { pageSize } from '../../src/console/transcript.ts';
import { bodyOf, codeOf, openDesk, type Client, type Desk } from './harness.ts';

let desk: Desk;
let admin: Client;
let sabine: Client;
beforeAll(async () => {
  desk = await openDesk();
  admin = await desk.signedIn('admin');
  sabine = await desk.signedIn('sabine');
}, 120_000);
afterAll(() => desk.close());

type Whole = CaseView & { readonly transcript: readonly EntryView[]; readonly lastSeq: number };
const listOf = async (client: Client, query = ''): Promise<readonly CaseView[]> =>
  (await bodyOf<{ cases: readonly CaseView[] }>(await client.get(`/staff/api/cases${query}`))).cases;
const open = async (client: Client, id: string, query = ''): Promise<Whole> =>
  bodyOf<Whole>(await client.get(`/staff/api/cases/${id}${query}`));

describe('The list', () => {
  test('shows what waits, what is worked on and what is done, each under its status', async () => {
    const first = await desk.asks('list-1', 'Ayşe Öztürk-Freiherr von Knigge');
    const second = await desk.asks('list-2');
    await admin.post(`/staff/api/cases/${second}/accept`);
    const waiting = (await listOf(admin, '?status=waiting')).find((item) => item.id === first);
    expect(waiting).toMatchObject({
      conversationId: 'list-1',
      status: 'waiting',
      reason: 'asked',
      priority: 2,
      channel: 'directline',
      customerName: 'Ayşe Öztürk-Freiherr von Knigge',
      owner: null,
      preview: 'Ich möchte bitte mit einem Menschen sprechen',
    });
    expect(waiting?.waitingSince).toBe(waiting?.createdAt);
    expect((await listOf(admin, '?status=active')).map((item) => item.id)).toContain(second);
    expect((await listOf(admin)).map((item) => item.id)).toEqual(expect.arrayContaining([first, second]));
    await admin.post(`/staff/api/cases/${second}/resolve`);
    expect((await listOf(admin)).map((item) => item.id)).not.toContain(second);
    expect((await listOf(admin, '?status=resolved'))[0]).toMatchObject({ id: second, returnedToBot: true });
  });

  test('puts fraud before all that came earlier', async () => {
    await desk.asks('before-fraud');
    await desk.says('fraud', 'Ich bin auf Betrüger reingefallen, mein Konto wurde leergeräumt!');
    const caseId = (await desk.counter.store.head('fraud'))?.openCase;
    const [top] = await listOf(admin, '?status=waiting');
    expect(top).toMatchObject({ id: caseId, reason: 'fraud', priority: 0, alert: true, intent: 'fraud.victim' });
    expect(top?.title).toEqual(desk.counter.knowledge.intents.get('fraud.victim')?.title);
  });

  test('knows no other status', async () => {
    expect(await codeOf(await admin.get('/staff/api/cases?status=stolen'))).toEqual([400, 'BadArgument']);
  });
});

describe('A case', () => {
  test('tells everything in the words and forms that the console needs', async () => {
    await desk.says('story', 'Wie lange dauert eine Überweisung?', 'Erna');
    const id = await desk.asks('story', 'Erna');
    const whole = await open(sabine, id);
    expect(whole.transcript.map(({ seq }) => seq)).toEqual(whole.transcript.map((_entry, index) => index + 1));
    expect(whole.lastSeq).toBe(whole.transcript.length);
    const [asked, turn, answer] = whole.transcript;
    expect(asked).toMatchObject({ who: 'customer', name: 'Erna', audience: 'customer', understood: null });
    expect(asked?.text).toBe('Wie lange dauert eine Überweisung?');
    expect(new Date(asked?.time ?? '').toISOString()).toBe(asked?.time);
    expect(turn?.understood).toEqual([
      expect.objectContaining({
        decision: 'answer',
        intent: 'transfer.duration',
        title: expect.objectContaining({ de: expect.any(String) }),
        confidence: expect.any(Number),
        language: 'de',
      }),
    ]);
    expect(answer).toMatchObject({ who: 'bot', audience: 'customer', delivery: null });
    expect(whole.transcript.map((entry) => entry.happening?.kind)).toContain('handed-over');
  });

  test('is fetched on from a number, and back to the beginning', async () => {
    const id = await desk.asks('long');
    for (let count = 0; count < pageSize / 3; count += 1) await desk.says('long', `Hallo ${count}`);
    const newest = await open(admin, id);
    expect([newest.transcript.length, newest.transcript.at(-1)?.seq]).toEqual([pageSize, newest.lastSeq]);
    const first = newest.transcript[0]?.seq ?? 0;
    expect(first).toBeGreaterThan(1);
    const earlier = await open(admin, id, `?before=${first}`);
    expect(earlier.transcript.map(({ seq }) => seq)).toEqual(Array.from({ length: first - 1 }, (_none, at) => at + 1));
    const later = await open(admin, id, `?after=${newest.lastSeq - 2}`);
    expect(later.transcript.map(({ seq }) => seq)).toEqual([newest.lastSeq - 1, newest.lastSeq]);
  });

  test.each(['?after=-1', '?after=x', '?before=1e3', '?after=1;DROP'])('does not take %s', async (query) => {
    const id = await desk.asks('numbers');
    expect(await codeOf(await admin.get(`/staff/api/cases/${id}${query}`))).toEqual([400, 'BadArgument']);
  });

  test('that nobody knows is not found, by whatever call', async () => {
    for (const id of ['nothing', '..%2F..%2Fetc', '__proto__', '%F0%9F%92%A9']) {
      expect(await codeOf(await admin.get(`/staff/api/cases/${id}`))).toEqual([404, 'CaseNotFound']);
      expect(await codeOf(await admin.post(`/staff/api/cases/${id}/accept`))).toEqual([404, 'CaseNotFound']);
      expect(await codeOf(await admin.post(`/staff/api/cases/${id}/messages`, { text: 'x' }))).toEqual([
        404,
        'CaseNotFound',
      ]);
      expect(await codeOf(await admin.post(`/staff/api/cases/${id}/resolve`))).toEqual([404, 'CaseNotFound']);
    }
  });

  test('says who looked at it, once for each session', async () => {
    const id = await desk.asks('seen');
    await open(admin, id);
    await open(admin, id);
    await open(sabine, id, '?after=0');
    const seen = (await desk.counter.store.audit(50)).filter((entry) => entry.caseId === id);
    expect(seen.map(({ actor, action }) => `${actor} ${action}`)).toEqual(['sabine case.view', 'admin case.view']);
  });

  test('shows of an erased message only that it was there', async () => {
    await desk.says('gone', 'Meine geheime Geschichte');
    const id = await desk.asks('gone');
    await desk.counter.store.redact('gone', 1);
    const whole = await open(admin, id);
    expect(whole.transcript[0]).toMatchObject({ seq: 1, who: 'customer', redacted: true, text: null });
    expect(JSON.stringify(whole)).not.toContain('geheime');
  });

  test('shows what became of a message that is pushed', async () => {
    const id = await desk.asks('pushed');
    const reference = { serviceUrl: 'http://127.0.0.1:1', conversationId: 'c', botId: 'b' };
    await desk.counter.store.write('pushed', {}, () => ({ head: { reference }, result: undefined }));
    const reply = await bodyOf<EntryView>(await admin.post(`/staff/api/cases/${id}/messages`, { text: 'Guten Tag' }));
    expect(reply).toMatchObject({ who: 'staff', name: 'Admin', text: 'Guten Tag', delivery: 'pending' });
    await desk.counter.store.write('pushed', {}, () => ({
      deliveries: [{ seq: reply.seq, part: 0, status: 'failed', attempts: 8, at: 1, why: 'blocked' }],
      result: undefined,
    }));
    expect((await open(admin, id)).transcript.find(({ seq }) => seq === reply.seq)?.delivery).toBe('failed');
  });
});

describe('Working on a case', () => {
  test('taking it: the customer hears who it is, the bot falls silent', async () => {
    const id = await desk.asks('take');
    const response = await sabine.post(`/staff/api/cases/${id}/accept`);
    expect([response.status, await response.json()]).toEqual([
      200,
      expect.objectContaining({ status: 'active', owner: { userId: 'sabine', name: 'Sabine Weber' } }),
    ]);
    await desk.says('take', 'Wie lange dauert eine Überweisung?');
    const [joined, question, ...rest] = (await desk.counter.visible('take')).slice(-2);
    expect(joined?.activity.text).toContain('Sabine Weber');
    expect([question?.who, rest]).toEqual(['customer', []]);
  });

  test('replying is taking over', async () => {
    const id = await desk.asks('reply');
    expect((await sabine.post(`/staff/api/cases/${id}/messages`, { text: '  Guten Tag!  ' })).status).toBe(201);
    const last = (await desk.counter.visible('reply')).at(-1);
    expect([last?.who, last?.activity.text, last?.activity.from?.name]).toEqual([
      'staff',
      'Guten Tag!',
      'Sabine Weber',
    ]);
    expect((await open(sabine, id)).owner?.userId).toBe('sabine');
  });

  test('two at once: exactly one gets it, the other is told that a colleague has it', async () => {
    const id = await desk.asks('collide');
    const both = await Promise.all([
      admin.post(`/staff/api/cases/${id}/messages`, { text: 'Guten Tag, hier ist A.' }),
      sabine.post(`/staff/api/cases/${id}/messages`, { text: 'Guten Tag, hier ist B.' }),
    ]);
    expect(both.map((response) => response.status).sort()).toEqual([201, 409]);
    const loser = both[0].status === 409 ? admin : sabine;
    for (const call of ['accept', 'messages', 'resolve'])
      expect(await codeOf(await loser.post(`/staff/api/cases/${id}/${call}`, { text: 'Noch ich' }))).toEqual([
        409,
        'CaseNotYours',
      ]);
    const said = (await desk.counter.visible('collide')).filter((entry) => entry.who === 'staff');
    expect(said).toHaveLength(1);
  });

  test('since when the customer waits: until the reply, and again from the next question', async () => {
    const id = await desk.asks('wait');
    const begin = (await open(admin, id)).createdAt;
    await admin.post(`/staff/api/cases/${id}/accept`);
    expect((await open(admin, id)).waitingSince).toBe(begin);
    await admin.post(`/staff/api/cases/${id}/messages`, { text: 'Wie kann ich helfen?' });
    expect((await open(admin, id)).waitingSince).toBeNull();
    desk.counter.clock.advance(60_000);
    await desk.says('wait', 'Meine Karte klemmt.');
    const asked = (await desk.counter.visible('wait')).at(-1);
    desk.counter.clock.advance(60_000);
    await desk.says('wait', 'Sind Sie noch da?');
    expect((await open(admin, id)).waitingSince).toBe(new Date(asked?.time ?? 0).toISOString());
  });

  test.each([
    ['with a line of the assistant, unless said otherwise', undefined, true],
    ['quietly', { returnToBot: false }, false],
  ])('giving back %s', async (name, body, announced) => {
    const conversation = `back ${name}`;
    const id = await desk.asks(conversation);
    await admin.post(`/staff/api/cases/${id}/messages`, { text: 'Erledigt.' });
    const response = await admin.post(`/staff/api/cases/${id}/resolve`, body);
    expect(await bodyOf<CaseView>(response)).toMatchObject({ status: 'resolved', returnedToBot: announced });
    await desk.counter.settled(conversation);
    const last = (await desk.counter.visible(conversation)).at(-1);
    expect(last?.who).toBe(announced ? 'bot' : 'staff');
    for (const call of ['accept', 'messages', 'resolve'])
      expect(await codeOf(await admin.post(`/staff/api/cases/${id}/${call}`, { text: 'x' }))).toEqual([
        409,
        'CaseClosed',
      ]);
  });

  test.each([
    ['nothing', {}],
    ['empty text', { text: '' }],
    ['blanks', { text: ' \n ' }],
    ['a number', { text: 5 }],
    ['an essay', { text: 'x'.repeat(4001) }],
    ['no JSON', 'Hallo'],
  ])('a message of %s is refused and takes nothing over', async (name, body) => {
    const id = await desk.asks(`refused ${name}`);
    expect((await admin.post(`/staff/api/cases/${id}/messages`, body)).status).toBe(400);
    expect((await desk.counter.store.case(id))?.status).toBe('waiting');
  });

  test('what staff write passes the door like what customers write', async () => {
    const id = await desk.asks('door');
    const reply = await admin.post(`/staff/api/cases/${id}/messages`, { text: 'Ihre PIN ist 4711, oder?' });
    expect((await bodyOf<EntryView>(reply)).text).not.toContain('4711');
  });

  test('leaves no words in log or trail', async () => {
    const id = await desk.asks('words');
    await admin.post(`/staff/api/cases/${id}/messages`, { text: 'Ein sehr eigenes Wort: Kuckucksuhr' });
    expect(JSON.stringify([desk.counter.log.lines, await desk.counter.store.audit(1000)])).not.toMatch(/Kuckucksuhr/);
  });

  test('asks for the documented method', async () => {
    expect(await codeOf(await admin.request('PUT', '/staff/api/cases'))).toEqual([405, 'MethodNotAllowed']);
    expect(await codeOf(await admin.get('/staff/api/nothing'))).toEqual([404, 'NotFound']);
  });
});
