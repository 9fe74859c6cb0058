import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { notBuilt, serveBuiltPages } from './support/built-pages.ts';
import { launchChromium, noChromium } from './support/chromium.ts';
import { fileRequest } from './support/more-widget-stories.ts';
import { stageLine, type StagedLine } from './support/staged-line.ts';
import { launcher } from './support/widget-stories.ts';

const skip = noChromium ?? notBuilt;
if (skip !== null) process.stderr.write(`The keyboard was not tried: ${skip}.\n`);

(skip === null ? describe : describe.skip)('Without a mouse', () => {
  let browser: Browser;
  let pages: Awaited<ReturnType<typeof serveBuiltPages>>;
  beforeAll(async () => {
    pages = await serveBuiltPages();
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
    await pages.close();
  });

  const visit = async (): Promise<{ page: Page; line: StagedLine; context: BrowserContext; chat: Locator }> => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
    context.setDefaultTimeout(10_000);
    const page = await context.newPage();
    await page.clock.setFixedTime(new Date('2026-11-20T13:05:00.000Z'));
    const line = await stageLine(page);
    await page.goto(pages.url);
    await launcher(page).focus();
    await page.keyboard.press('Enter');
    await page.locator('schalter-chat textarea').and(page.locator(':focus')).waitFor();
    await line.opened;
    return { page, line, context, chat: page.locator('schalter-chat') };
  };
  const hasFocus = (page: Page, place: Locator): Promise<void> => place.and(page.locator(':focus')).waitFor();
  const spoken = (chat: Locator, words: string): Promise<void> =>
    chat.locator('[aria-live] p').getByText(words).last().waitFor({ state: 'attached' });
  /** Opens the menu and walks down to an item. */
  const choose = async (page: Page, chat: Locator, name: string): Promise<void> => {
    await chat.getByRole('button', { name: 'Menü' }).focus();
    await page.keyboard.press('Enter');
    const item = chat.getByRole(/(Ton|merken)/.test(name) ? 'menuitemcheckbox' : 'menuitem', { name });
    await item.waitFor();
    for (let steps = 0; steps < 10 && (await item.and(page.locator(':focus')).count()) === 0; steps += 1)
      await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
  };

  test('a file is sent, saved and taken back', async () => {
    const { page, line, context, chat } = await visit();
    // From early on, so that the browser surely hands the dialog over when it opens.
    const chooser = page.waitForEvent('filechooser');
    line.say({ text: 'Bitte schicken Sie den Brief.', staff: 'Sabine Berger' });
    line.tell('schalter.uploads', fileRequest);
    await spoken(chat, 'Sie können jetzt Dateien schicken.');
    await page.keyboard.press('Shift+Tab');
    await hasFocus(page, chat.locator('.attach'));
    await page.keyboard.press('Enter');
    await (await chooser).setFiles({ name: 'Brief.png', mimeType: 'image/png', buffer: Buffer.from('x') });
    const save = chat.getByRole('button', { name: 'Brief.png herunterladen' });
    await save.focus();
    const download = page.waitForEvent('download');
    await page.keyboard.press('Enter');
    expect((await download).suggestedFilename()).toBe('Brief.png');
    await page.keyboard.press('Tab');
    await hasFocus(page, chat.getByRole('button', { name: 'Brief.png löschen' }));
    await page.keyboard.press('Enter');
    await chat.getByText('Diese Nachricht wurde gelöscht.').waitFor();
    await context.close();
  });

  test('a conversation is rated, and the thanks are heard', async () => {
    const { page, line, context, chat } = await visit();
    line.say({ text: 'Alles Gute!', staff: 'Sabine Berger' }, { text: 'Ich bin wieder da.' });
    await chat.locator('.chip.rate').focus();
    await page.keyboard.press('Enter');
    await hasFocus(page, chat.getByRole('radio').first());
    await page.keyboard.press('Space');
    for (let step = 1; step < 5; step += 1) await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Sehr freundlich');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await hasFocus(page, chat.locator('.composer textarea'));
    await line.sent('feedback');
    line.say({ text: 'Danke für Ihre Bewertung.' });
    await spoken(chat, 'Danke für Ihre Bewertung.');
    expect(line.received.at(-1)).toMatchObject({
      type: 'event',
      name: 'feedback',
      value: { rating: 5, comment: 'Sehr freundlich' },
    });
    await context.close();
  });

  test('the place in the queue is heard once for each change', async () => {
    const { line, context, chat } = await visit();
    line.tell('schalter.queue', { place: 2 });
    await spoken(chat, 'Vor Ihnen wartet noch eine Person.');
    line.tell('schalter.queue', { place: 2 });
    line.tell('schalter.queue', { place: 1 });
    await spoken(chat, 'Sie sind als Nächstes dran.');
    expect(await chat.locator('[aria-live] p').count()).toBe(2);
    await context.close();
  });

  test('remembering and sound are switches, off at first, and nothing stays when they are off again', async () => {
    const { page, context, chat } = await visit();
    const kept = (): Promise<string> => page.evaluate('JSON.stringify({ ...localStorage })');
    expect(await kept()).toBe('{}');
    const remembered = page.waitForRequest('**/api/directline/token');
    await choose(page, chat, 'Verlauf auf diesem Gerät merken');
    expect((await remembered).postDataJSON()).toMatchObject({ remember: true });
    // On the service's own page a cookie holds the credential: scripts never see it.
    expect(await kept()).toMatch(/"schalter:[^"]*":"\{\\"resume\\":\\"\\"/);
    await choose(page, chat, 'Verlauf auf diesem Gerät merken');
    expect(await kept()).toBe('{}');
    await choose(page, chat, 'Ton bei neuen Nachrichten');
    expect(await page.evaluate('sessionStorage.getItem(Object.keys(sessionStorage)[0])')).toContain('"sound":true');
    await context.close();
  });

  test('a conversation is deleted after a question whose way back has the focus', async () => {
    const { page, line, context, chat } = await visit();
    line.say({ text: 'Guten Tag' });
    await chat.locator('.message').first().waitFor();
    await choose(page, chat, 'Gespräch löschen');
    await hasFocus(page, chat.getByRole('button', { name: 'Weiterschreiben' }));
    await page.keyboard.press('Escape');
    await hasFocus(page, chat.locator('.composer textarea'));
    await choose(page, chat, 'Gespräch löschen');
    await hasFocus(page, chat.getByRole('button', { name: 'Weiterschreiben' }));
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await chat.getByText('Ihr Gespräch ist gelöscht.').waitFor();
    await hasFocus(page, chat.getByRole('button', { name: 'Neues Gespräch' }));
    expect(await chat.locator('.message').count()).toBe(0);
    await context.close();
  });
});
