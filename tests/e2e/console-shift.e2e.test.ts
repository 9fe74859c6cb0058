import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { openScenes, scenes, type Scene, type SceneService } from '../support/console-scenes.ts';
import { builtFolder, notBuilt } from './support/built-pages.ts';
import { launchChromium, noChromium } from './support/chromium.ts';
import { deskOf, type DeskPage } from './support/desk-page.ts';

const skip = noChromium ?? notBuilt;
if (skip !== null) process.stderr.write(`No shift was played at the console: ${skip}.\n`);
const password = 'a password for tests';
const [erna, max, fraud, tom] = scenes as readonly [Scene, Scene, Scene, Scene];
const minute = 60_000;

(skip === null ? describe : describe.skip)('A shift of two people with several customers at once', () => {
  let browser: Browser;
  let service: SceneService;
  let sabine: DeskPage;
  let jonas: DeskPage;
  beforeAll(async () => {
    service = await openScenes({ password, pages: builtFolder });
    await service.hire('jonas', 'Jonas Berg', password);
    browser = await launchChromium();
    sabine = await deskOf(browser, service.base);
    jonas = await deskOf(browser, service.base);
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await service.close();
  });
  const heard = async (conversationId: string): Promise<string> =>
    (await service.counter.visible(conversationId)).map(({ activity }) => activity.text ?? '').join('\n');
  const said = (page: DeskPage, text: string) => page.page.locator('.said-body', { hasText: text }).last();
  const pass = (ms: number): Promise<void> => service.pass(ms);
  const play = async (id: string, scene: Scene): Promise<string> => {
    const caseId = await service.play(id, scene);
    if (caseId === null) throw new Error('No case was made.');
    return caseId;
  };

  test('both sign in; the fraud stands first, then whoever is due next', async () => {
    await play('erna', erna);
    await play('max', max);
    await play('fraud', fraud);
    await sabine.signIn('admin', password, 'Sabine Weber');
    await jonas.signIn('jonas', password);
    for (const { page } of [sabine, jonas]) {
      await page.locator('.row').nth(2).waitFor();
      expect(await page.locator('.row').first().locator('strong').textContent()).toBe('Betrug');
    }
  });

  test('both have a case open, one writes, the other sees it; one sends, the other’s text is kept', async () => {
    const caseId = (await service.counter.store.head('erna'))?.openCase ?? '';
    await sabine.open(caseId);
    await jonas.open(caseId);
    await jonas.page.locator('#reply').fill('Guten Tag, ich schaue nach.');
    await sabine.page.locator('.composer-writer', { hasText: 'Jonas Berg' }).waitFor();
    // Jonas must not hear of it before he sends.
    await jonas.page.route('**/messages', async (route) => {
      await sabine.reply('Guten Tag, ich bin schon dabei.');
      await route.continue();
    });
    await jonas.page.locator('#reply').press('Enter');
    await jonas.page.locator('.trouble', { hasText: 'Sabine Weber war schneller' }).waitFor();
    await jonas.page.unroute('**/messages');
    await jonas.page.locator('.composer-kept summary').click();
    await jonas.page.locator('.composer-kept', { hasText: 'ich schaue nach' }).waitFor();
    await pass(6000);
    expect(await heard('erna')).toContain('ich bin schon dabei');
    expect(await heard('erna')).not.toContain('ich schaue nach');
  });

  test('a reply is taken back before it leaves', async () => {
    await sabine.page.locator('#reply').fill('Das war zu schnell.');
    await sabine.page.locator('#reply').press('Enter');
    await sabine.page.locator('.said.held').waitFor();
    await sabine.page.locator('#reply').press('Control+z');
    await sabine.page.locator('.said.held').waitFor({ state: 'detached' });
    await sabine.holds('Das war zu schnell.');
    await pass(10_000);
    expect(await heard('erna')).not.toContain('zu schnell');
    await sabine.page.reload();
    await sabine.page.locator('#reply').waitFor();
    expect(await sabine.page.locator('#reply').inputValue()).toBe('Das war zu schnell.');
    await sabine.page.locator('#reply').fill('');
  });

  test('a case is passed on with a word, taken, and the word stands in the timeline', async () => {
    const caseId = (await service.counter.store.head('erna'))?.openCase ?? '';
    await sabine.page.locator('h2#customer').click();
    await sabine.page.keyboard.press('a');
    await sabine.page.getByText('Jonas Berg').click();
    await sabine.page.locator('.sheet[open] input[type=text]').last().fill('Du kennst dich mit Überweisungen aus.');
    await sabine.page.keyboard.press('Enter');
    await sabine.page.locator('.sheet[open]').waitFor({ state: 'detached' });
    await jonas.open(caseId);
    await jonas.page.locator('.happened-word', { hasText: 'Überweisungen aus' }).waitFor();
    await jonas.page.locator('#take').click();
    await jonas.reply('Jetzt bin ich dran.');
    await pass(6000);
    await said(sabine, 'Jetzt bin ich dran.').waitFor();
    expect(await heard('erna')).toContain('Jetzt bin ich dran.');
  });

  test('a note is for colleagues only', async () => {
    await sabine.page.locator('#reply').fill('Hat schon zweimal angerufen.');
    await sabine.page.locator('#reply').press('Enter');
    await said(jonas, 'zweimal angerufen').waitFor();
    expect(await jonas.page.locator('.said.note').count()).toBe(1);
    expect(await heard('erna')).not.toContain('zweimal angerufen');
  });

  test('new customers come while one works: nothing moves, and the line names the fraud', async () => {
    const before = await jonas.page.locator('.row').allTextContents();
    await jonas.page.locator('#reply').focus();
    await play('tom', tom);
    await play('late', { lines: fraud.lines });
    await jonas.page.locator('.fresh.urgent', { hasText: 'Betrug' }).waitFor();
    expect(await jonas.page.locator('.row').count()).toBe(before.length);
    expect(await jonas.page.evaluate<string>('document.activeElement?.id')).toBe('reply');
    await jonas.page.locator('.fresh').click();
    await jonas.page
      .locator('.row')
      .nth(before.length + 1)
      .waitFor();
  });

  test('put off, back when the customer writes; resolved with an outcome; found and opened again', async () => {
    const caseId = (await service.counter.store.head('erna'))?.openCase ?? '';
    await jonas.page.locator('h2#customer').click();
    await jonas.page.keyboard.press('s');
    await jonas.page.locator('.options button').first().click();
    await jonas.page.locator('.happened', { hasText: 'zurückgestellt' }).waitFor();
    await service.says('erna', erna, 'Haben Sie etwas gefunden?');
    await said(jonas, 'Haben Sie etwas gefunden?').waitFor();
    await jonas.reply('Ja, sie ist unterwegs.');
    await pass(6000);
    await jonas.page.locator('h2#customer').click();
    await jonas.page.keyboard.press('e');
    await jonas.page.locator('.sheet[open] textarea').fill('Alles Gute Ihnen.');
    await jonas.page.locator('.sheet[open] .primary').click();
    await jonas.page.locator('.talk-end').waitFor();
    expect(await heard('erna')).toContain('Alles Gute Ihnen.');
    await sabine.page.keyboard.press('Escape');
    await sabine.page.locator('#search').fill('vogelsang');
    await sabine.page.locator('.list-found', { hasText: '1 Treffer' }).waitFor();
    await sabine.page.locator('.row').first().click();
    await sabine.page.locator('.talk-end').waitFor();
    await sabine.page.locator('#take').click();
    await sabine.page.locator('.happened', { hasText: 'wieder geöffnet' }).waitFor();
    expect((await service.counter.store.case(caseId))?.status).toBe('active');
  });

  test('a case that nobody answers in time goes back to the queue', async () => {
    const caseId = (await service.counter.store.head('max'))?.openCase ?? '';
    await sabine.open(caseId);
    await sabine.page.locator('#take').click();
    await sabine.page.locator('#resolve').waitFor();
    await pass(60 * minute);
    await sabine.page.locator('.happened', { hasText: 'zurück in der Reihe' }).waitFor();
    await jonas.open(caseId);
    await jonas.page.locator('#take').waitFor();
  });

  test('whoever goes on a break says so, and colleagues see it', async () => {
    const presence = sabine.page.getByRole('switch');
    const before = await presence.getAttribute('aria-checked');
    await presence.click();
    await sabine.page.locator(`[role=switch][aria-checked=${before === 'true' ? 'false' : 'true'}]`).waitFor();
    await jonas.page.locator('h2#customer').click();
    await jonas.page.keyboard.press('a');
    const line = jonas.page.locator('.sheet[open] .check', { hasText: 'Sabine Weber' });
    await line.getByText(before === 'true' ? 'In Pause' : 'Anwesend', { exact: false }).waitFor();
    await jonas.page.keyboard.press('Escape');
  });

  test('a lead publishes a notice: colleagues see it, and customers read it before an answer, until it is ended', async () => {
    const { page } = sabine;
    await page.goto(`${service.base}/staff/#/notices`);
    const [de, en] = [page.locator('textarea').nth(0), page.locator('textarea').nth(1)];
    await de.fill('Das Online-Banking ist bis etwa 14 Uhr gestört.');
    await en.fill('Online banking is down until about 2 pm.');
    await page.locator('.form .primary').click();
    await page.locator('.notice.standing').waitFor();
    await jonas.page.goto(`${service.base}/staff/#/notices`);
    await jonas.page.locator('.notice.standing', { hasText: 'Sabine Weber' }).waitFor();
    expect(await jonas.page.locator('form').count()).toBe(0);
    await service.says('asks', { lines: [] }, 'Wie lange dauert eine Überweisung?');
    expect(await heard('asks')).toContain('bis etwa 14 Uhr gestört');
    await page.locator('.notice.standing button').click();
    await page.locator('.notice.over').waitFor();
    await jonas.page.locator('.notice.over').waitFor();
  });

  test('a broken line is said and mends itself, with what was missed', async () => {
    const caseId = (await service.counter.store.head('tom'))?.openCase ?? '';
    await jonas.open(caseId);
    await jonas.page.context().setOffline(true);
    service.cut();
    await jonas.page.locator('.connection-lost').waitFor();
    await service.says('tom', tom, 'Are you still there?');
    await jonas.page.context().setOffline(false);
    await jonas.page.locator('.connection-back').waitFor();
    await said(jonas, 'Are you still there?').waitFor();
  });

  test('a shift by keyboard alone: next, take, reply, note, label, urgency, resolve and next', async () => {
    const { page } = jonas;
    const press = async (key: string, sign: string): Promise<void> => {
      await page.keyboard.press(key);
      await page.locator(sign).first().waitFor();
    };
    await page.keyboard.press('Escape');
    await page.goto(`${service.base}/staff/#/`);
    await page.locator('.row').first().waitFor();
    await press('j', '#take');
    await page.keyboard.press('t');
    await page.locator('#reply:focus').waitFor();
    await page.keyboard.type('Guten Tag,');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('ich bin da.');
    await press('Enter', '.said.held');
    await page.keyboard.press('Escape');
    await press('n', '.composer.noting');
    await page.keyboard.type('Klingt echt.');
    await press('Enter', '.said.note');
    await page.keyboard.press('Escape');
    await press('l', '.sheet[open]');
    await page.keyboard.press('Space');
    await page.keyboard.press('Enter');
    await page.locator('.brief-labels').waitFor();
    await press('p', '.sheet[open]');
    await page.keyboard.press('2');
    await page.locator('.happened', { hasText: 'Dringlichkeit' }).waitFor();
    await press('Shift+E', '.sheet[open]');
    await page.keyboard.press('Enter');
    await page.locator('.sheet[open]').waitFor({ state: 'detached' });
    await page.locator('#take').waitFor();
    await press('Control+k', '.palette[open]');
    await page.keyboard.type('tasten');
    await press('Enter', '.sheet[open]');
    await page.keyboard.press('Escape');
  }, 60_000);
});
