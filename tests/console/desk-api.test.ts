import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type {
  Account,
  CannedText,
  Case,
  CaseList,
  Entry,
  HeldReply,
  Me,
  Notice,
  ReplyCheck,
  Suggestion,
  TrailLine,
  WholeCase,
} from '../../src/console/contract.ts';
import { attemptsPerUser } from '../../src/console/sign-in-limits.ts';
import { bodyOf, codeOf, openDesk, otherPassword, type Client, type Desk } from './harness.ts';

let desk: Desk;
let agent: Client;
let lead: Client;
let admin: Client;
beforeAll(async () => {
  desk = await openDesk();
  [agent, lead, admin] = await Promise.all([
    desk.signedIn('a-agent'),
    desk.signedIn('a-lead'),
    desk.signedIn('a-admin'),
  ]);
}, 120_000);
afterAll(() => desk.close());

const api = (path: string): string => `/staff/api${path}`;
const list = async (query: string): Promise<CaseList> => bodyOf(await agent.get(api(`/cases${query}`)));
const visible = async (conversation: string): Promise<string> =>
  JSON.stringify(await desk.counter.store.entries(conversation, { audience: 'customer' }));

describe('the list', () => {
  test('is narrowed, searched and counted; search finds resolved ones too', async () => {
    await desk.says('list-1', 'Wie hoch ist mein Kartenlimit im Ausland?', 'Jule Sommer');
    const one = await desk.asks('list-1', 'Jule Sommer');
    const two = await desk.asks('list-2', 'Ole Winter');
    await agent.post(api(`/cases/${two}/accept`), {});
    expect((await list('?owner=me')).cases.map(({ id }) => id)).toEqual([two]);
    expect((await list('?q=jule%20kartenlimit')).cases).toMatchObject([{ id: one, customerName: 'Jule Sommer' }]);
    const { number } = (await list('?q=winter')).cases[0] ?? { number: '' };
    await agent.post(api(`/cases/${two}/resolve`), { outcome: 'passed-on', returnToBot: false });
    expect((await list(`?q=${number}`)).cases).toMatchObject([{ id: two, status: 'resolved', outcome: 'passed-on' }]);
    expect(await bodyOf<Case>(await agent.get(api(`/cases/${number}`)))).toMatchObject({ id: two });
    expect((await list('?status=resolved&owner=me')).counts.mine).toBe(0);
    expect((await list('?limit=1')).next).toBe((await list('')).total > 1 ? '1' : null);
  });

  test('the concern stands in the list, not the last word', async () => {
    await desk.says('concern', 'Meine Überweisung an die Stadtwerke ist nicht angekommen');
    await desk.says('concern', 'ja');
    const id = await desk.asks('concern');
    const { preview } = await bodyOf<Case>(await agent.get(api(`/cases/${id}`)));
    expect(preview).toContain('Stadtwerke');
  });

  test('refuses what it does not know', async () => {
    for (const query of ['?status=open', '?limit=501', '?cursor=-1', '?priority=3', `?q=${'x'.repeat(201)}`])
      expect((await agent.get(api(`/cases${query}`))).status).toBe(400);
  });
});

describe('a case', () => {
  test('opens with a brief and the earlier cases', async () => {
    await desk.says('brief', 'Wie hoch ist mein Kartenlimit?', 'Erika');
    const first = await desk.asks('brief', 'Erika');
    await agent.post(api(`/cases/${first}/resolve`), {});
    await desk.says('brief', 'Mir wurde die Karte geklaut!');
    await desk.says('brief', 'Ich möchte mit einem Menschen sprechen');
    const open = (await desk.counter.store.head('brief'))?.openCase ?? '';
    const whole = await bodyOf<WholeCase>(await agent.get(api(`/cases/${open}`)));
    expect(whole.brief).toMatchObject({
      customer: { identity: 'anonymous', name: 'Erika' },
      channel: { public: false },
    });
    expect(whole.brief?.risks).toContain('not-identified');
    expect(whole.earlier?.map(({ id }) => id) ?? []).toEqual(open === first ? [] : [first]);
  });

  test('a held reply is undone or leaves; a note and a word of transfer never reach the customer', async () => {
    const id = await desk.asks('held');
    const answer = await agent.post(api(`/cases/${id}/messages`), { text: 'Moment bitte', key: 'k1', hold: true });
    expect(answer.status).toBe(202);
    const { held } = await bodyOf<{ held: HeldReply }>(answer);
    expect((await bodyOf<WholeCase>(await lead.get(api(`/cases/${id}`)))).held).toMatchObject([{ id: held.id }]);
    const undone = await agent.request('DELETE', api(`/cases/${id}/held/${encodeURIComponent(held.id)}`));
    expect(await undone.json()).toEqual({ text: 'Moment bitte' });
    await agent.post(api(`/cases/${id}/notes`), { text: 'Kunde ist verärgert' });
    await agent.post(api(`/cases/${id}/transfer`), { to: { userId: 'a-lead' }, word: 'Bitte vorsichtig' });
    const seen = await visible('held');
    expect(seen).not.toMatch(/Moment bitte|verärgert|vorsichtig/);
    const { assignment } = await bodyOf<Case>(await lead.get(api(`/cases/${id}`)));
    expect(assignment).toMatchObject({ to: { userId: 'a-lead' }, word: 'Bitte vorsichtig' });
  });

  test('is passed on only to somebody who may work on it', async () => {
    const id = await desk.asks('pass');
    await agent.post(api(`/cases/${id}/accept`), {});
    for (const userId of ['a-auditor', 'a-editor', 'nobody', '__proto__'])
      expect(await codeOf(await agent.post(api(`/cases/${id}/transfer`), { to: { userId } }))).toEqual([
        409,
        'PersonCannotTake',
      ]);
    expect((await agent.post(api(`/cases/${id}/transfer`), { to: { team: 'nowhere' } })).status).toBe(400);
    const colleague = await desk.signedIn('sabine');
    expect(await codeOf(await colleague.post(api(`/cases/${id}/transfer`), { to: { team: 'cards' } }))).toEqual([
      409,
      'CaseNotYours',
    ]);
    expect(await codeOf(await colleague.post(api(`/cases/${id}/accept`), { force: true }))).toEqual([
      409,
      'CaseNotYours',
    ]);
    expect((await lead.post(api(`/cases/${id}/accept`), { force: true })).status).toBe(200);
  });
});

describe('before a reply leaves', () => {
  test.each([
    ['Ihr Kontostand beträgt 1.234,56 €', 'account-data'],
    ['Sie sind ja bereits Kunde bei uns, das sehe ich', 'confirms-customer'],
    ['Ich habe Ihre Karte eben gesperrt', 'accepts-order'],
    ['We have blocked your card', 'accepts-order'],
    ['Guten Tag {=customer}, ich schaue nach', 'placeholder'],
  ])('%j is refused: %s', async (text, kind) => {
    const id = await desk.asks(`block-${kind}-${text.length}`);
    const check = await bodyOf<ReplyCheck>(await agent.post(api(`/cases/${id}/check`), { text }));
    expect(check.blocked).toBe(true);
    expect(check.findings.find(({ level }) => level === 'block')).toMatchObject({ kind });
    for (const body of [{ text }, { text, hold: true }]) {
      const refused = await agent.post(api(`/cases/${id}/messages`), body);
      expect(refused.status).toBe(422);
      expect(await bodyOf(refused)).toMatchObject({ error: { code: 'ReplyBlocked' }, findings: [{ kind }] });
    }
    expect((await agent.post(api(`/cases/${id}/resolve`), { line: text })).status).toBe(422);
    expect(await desk.counter.store.case(id)).toMatchObject({ status: 'waiting' });
  });

  test('who is signed in at the bank may hear of the account', async () => {
    const id = await desk.asks('vouched');
    await desk.counter.store.write('vouched', {}, () => ({
      head: { customer: { id: 'x', identity: 'signed-in' } },
      result: undefined,
    }));
    const text = 'Ihr Kontostand beträgt 1.234,56 €';
    const check = await bodyOf<ReplyCheck>(await agent.post(api(`/cases/${id}/check`), { text }));
    expect(check).toMatchObject({ blocked: false, identity: 'bank' });
    expect((await agent.post(api(`/cases/${id}/messages`), { text })).status).toBe(201);
  });

  test.each([
    'Guten Tag, das schaue ich mir gern an. Bis gleich.',
    'Ihre Karte sperrt der Sperr-Notruf 116 116 sofort.',
    'Das Girokonto kostet 4,90 € im Monat.',
    'Ab 18 Jahren können Sie Kunde werden.',
  ])('%j passes', async (text) => {
    const id = await desk.asks(`pass-${text.length}`);
    expect((await agent.post(api(`/cases/${id}/messages`), { text })).status).toBe(201);
  });

  test('du in a house that says Sie, and secrets, are pointed out', async () => {
    const id = await desk.asks('hints');
    const { findings } = await bodyOf<ReplyCheck>(
      await agent.post(api(`/cases/${id}/check`), { text: 'Schick mir deine Karte 4111 1111 1111 1111' }),
    );
    expect(findings.map(({ kind }) => kind).sort()).toEqual(['address-form', 'secret']);
  });
});

describe('help with words', () => {
  test('approved answers are suggested for the last words, canned texts are filled', async () => {
    await desk.says('help', 'Was kostet das Girokonto im Monat?', 'Erika Muster');
    const id = await desk.asks('help', 'Erika Muster');
    const { suggestions } = await bodyOf<{ suggestions: Suggestion[] }>(
      await agent.get(api(`/cases/${id}/suggestions?seq=1`)),
    );
    expect(suggestions[0]).toMatchObject({ intent: 'account.fees' });
    expect(suggestions[0]?.text).not.toMatch(/[{}]/);
    const { texts } = await bodyOf<{ texts: CannedText[] }>(await agent.get(api(`/cases/${id}/canned`)));
    const hello = texts.find((text) => text.id === 'hello');
    expect(hello?.text).toContain('Guten Tag Erika Muster, hier schreibt Die agent von der Musterbank');
    expect(texts.find((text) => text.id === 'moment')?.open).toEqual(['time']);
  });

  test('what the assistant got wrong is kept for editors, and staff words go through the door', async () => {
    await desk.says('wrong', 'Wo ist mein Geld?');
    const id = await desk.asks('wrong');
    const given = await agent.post(api(`/cases/${id}/feedback`), {
      seq: 2,
      right: 'transfer.missing',
      comment: 'IBAN DE89370400440532013000 genannt',
    });
    expect(await bodyOf<Entry>(given)).toMatchObject({ audience: 'staff', happening: { kind: 'feedback', seq: 2 } });
    const editor = await desk.signedIn('a-editor');
    const read = await (await editor.get(api('/feedback'))).text();
    expect(read).toContain('transfer.missing');
    expect(read).not.toContain('DE8937');
    expect((await agent.post(api(`/cases/${id}/feedback`), { seq: 999 })).status).toBe(400);
    expect((await agent.post(api(`/cases/${id}/feedback`), { seq: 2, right: 'no.intent' })).status).toBe(400);
  });
});

describe('notices', () => {
  test('stand before matching answers, once, and end by themselves', async () => {
    const { clock } = desk.counter;
    const until = new Date(clock.now() + 3600_000).toISOString();
    const text = { de: 'Störung im Online-Banking bis ca. 14 Uhr.', en: 'Online banking is down until about 2 pm.' };
    const made = await lead.post(api('/notices'), { text, intents: ['online.login'], until });
    expect(await bodyOf<Notice>(made)).toMatchObject({ state: 'standing', by: { userId: 'a-lead' } });
    await desk.says('notice', 'Ich komme nicht in mein Online-Banking rein');
    await desk.says('notice', 'Wie hoch ist mein Kartenlimit?');
    expect((await visible('notice')).split('bis ca. 14 Uhr').length - 1).toBe(1);
    clock.advance(3600_000);
    await desk.says('notice-late', 'Ich komme nicht in mein Online-Banking rein');
    expect(await visible('notice-late')).not.toContain('bis ca. 14 Uhr');
    const endless = new Date(clock.now() + 15 * 24 * 3600_000).toISOString();
    expect((await lead.post(api('/notices'), { text, intents: [], until: endless })).status).toBe(400);
  });
});

describe('accounts', () => {
  const first = 'eine Blume am Fenster';
  test('an administrator makes one; its password must be changed before anything else', async () => {
    const made = await admin.post(api('/accounts'), {
      username: 'Jonas',
      name: 'Jonas <b>Krüger</b>',
      role: 'agent',
      password: first,
    });
    expect(await bodyOf<Account>(made)).toMatchObject({ userId: 'jonas', role: 'agent', mustChangePassword: true });
    expect(
      await codeOf(
        await admin.post(api('/accounts'), { username: 'jonas ', name: 'J', role: 'lead', password: first }),
      ),
    ).toEqual([409, 'UserExists']);
    expect(
      await codeOf(
        await admin.post(api('/accounts'), { username: 'mara', name: 'M', role: 'lead', password: 'aaaaaaaaaaaaaa' }),
      ),
    ).toEqual([400, 'WeakPassword']);
    const jonas = desk.client();
    await jonas.post(api('/session'), { username: 'jonas', password: first });
    expect(await codeOf(await jonas.get(api('/cases')))).toEqual([403, 'PasswordChangeNeeded']);
    expect(await codeOf(await jonas.post(api('/session/password'), { old: 'wrong', new: `${first}!` }))).toEqual([
      401,
      'WrongCredentials',
    ]);
    expect((await jonas.post(api('/session/password'), { old: first, new: `${first}!` })).status).toBe(204);
    expect((await jonas.get(api('/cases'))).status).toBe(200);
  });

  test('disabling ends sessions and puts cases back; nobody disables themselves', async () => {
    const jonas = desk.client();
    await jonas.post(api('/session'), { username: 'jonas', password: `${first}!` });
    const id = await desk.asks('disabled');
    await jonas.post(api(`/cases/${id}/accept`), {});
    expect((await admin.request('PATCH', api('/accounts/jonas'), { disabled: true })).status).toBe(200);
    expect((await jonas.get(api('/cases'))).status).toBe(401);
    expect(await desk.counter.store.case(id)).toMatchObject({ status: 'waiting' });
    expect(await codeOf(await admin.request('PATCH', api('/accounts/a-admin'), { disabled: true }))).toEqual([
      409,
      'NotYourself',
    ]);
    expect(await codeOf(await admin.request('PATCH', api('/accounts/a-admin'), { role: 'agent' }))).toEqual([
      409,
      'NotYourself',
    ]);
  });

  test('too many wrong passwords lock a name, also for a new process, until somebody unlocks it', async () => {
    const attempt = (password: string): Promise<Response> =>
      desk.client().post(api('/session'), { username: 'a-editor', password });
    for (let count = 0; count < attemptsPerUser; count += 1) await attempt('wrong');
    expect((await attempt(otherPassword)).status).toBe(429);
    expect(JSON.stringify([...(await desk.counter.store.records('attempt'))])).not.toContain('editor');
    const { accounts } = await bodyOf<{ accounts: Account[] }>(await admin.get(api('/accounts')));
    expect(accounts.find(({ userId }) => userId === 'a-editor')?.lockedUntil).not.toBeNull();
    await admin.post(api('/accounts/a-editor/unlock'), {});
    expect((await attempt(otherPassword)).status).toBe(200);
  });

  test('the trail names who did what to whom, without words', async () => {
    const auditor = await desk.signedIn('a-auditor');
    const { lines } = await bodyOf<{ lines: TrailLine[] }>(await auditor.get(api('/trail?actor=a-admin&limit=500')));
    const told = lines.map(({ action, subject }) => `${action} ${subject ?? ''}`.trim());
    for (const line of ['account.create jonas', 'account.disabled jonas', 'account.unlock a-editor'])
      expect(told).toContain(line);
    expect(JSON.stringify(lines)).not.toMatch(/Blume|Krüger/);
  });
});

describe('presence', () => {
  test('who is available is what they say, and signing out ends it', async () => {
    const sabine = await desk.signedIn('sabine');
    const { user } = await bodyOf<{ user: Me }>(await sabine.request('PUT', api('/presence'), { state: 'available' }));
    expect(user.presence).toBe('available');
    await sabine.request('DELETE', api('/session'));
    const { people } = await bodyOf<{ people: { userId: string; presence: string }[] }>(
      await agent.get(api('/people')),
    );
    expect(people.find(({ userId }) => userId === 'sabine')).toMatchObject({ presence: 'offline' });
    expect(people.some(({ userId }) => userId === 'a-auditor')).toBe(false);
  });
});
