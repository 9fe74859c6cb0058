import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { axeViolations } from './support/axe.ts';
import { launchChromium, noChromium } from './support/chromium.ts';

const base = process.env['E2E_URL'];
const skip = noChromium ?? (base === undefined ? 'E2E_URL names no running service' : null);
if (skip !== null) process.stderr.write(`The chat was not driven in a browser: ${skip}.\n`);

/** What a customer does in front of the running service. */
(skip === null ? describe : describe.skip)('The chat on the demo page', () => {
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let trouble: string[];

  const chat = (in_: Page = page): Locator => in_.locator('schalter-chat');
  const field = (in_?: Page): Locator => chat(in_).locator('textarea');
  const launcher = (): Locator => chat().locator('.launcher');
  const said = (speaker: string, in_?: Page): Locator => chat(in_).locator(`.group.${speaker} .message`);
  const button = (name: string): Locator => chat().getByRole('button', { name });

  const hasFocus = (place: Locator): Promise<void> => place.and(page.locator(':focus')).waitFor();

  const visit = async (path = '/'): Promise<void> => {
    await page.goto(`${base}${path}`);
    await launcher().waitFor();
  };
  const open = async (): Promise<void> => {
    await launcher().click();
    await said('assistant').first().waitFor();
  };
  const ask = async (text: string): Promise<void> => {
    await field().fill(text);
    await field().press('Enter');
    await said('customer').getByText(text, { exact: true }).last().waitFor();
  };
  const answers = async (count: number): Promise<void> => {
    await said('assistant')
      .nth(count - 1)
      .waitFor();
  };
  const menu = async (item: string): Promise<void> => {
    await button('Menü').click();
    await chat().getByRole('menuitem', { name: item }).click();
  };

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      locale: 'de-DE',
      acceptDownloads: true,
    });
    context.setDefaultTimeout(10_000);
    page = await context.newPage();
    trouble = [];
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('ERR_INTERNET_DISCONNECTED'))
        trouble.push(message.text());
    });
    page.on('pageerror', ({ message }) => trouble.push(message));
  });
  afterEach(async () => {
    await context.close();
    expect(trouble).toEqual([]);
  });

  test('stores nothing and loads nothing before it is opened', async () => {
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await visit();
    expect(await page.evaluate('JSON.stringify([{ ...sessionStorage }, { ...localStorage }, document.cookie])')).toBe(
      '[{},{},""]',
    );
    expect(await context.cookies()).toEqual([]);
    expect(asked.filter((path) => path.includes('chat-') || path.includes('directline'))).toEqual([]);
  });

  test('is used from the first word to the last without a mouse', async () => {
    await visit();
    await launcher().focus();
    await page.keyboard.press('Enter');
    await said('assistant').first().waitFor();
    await hasFocus(field());
    await page.keyboard.type('Wo ist die nächste Filiale?');
    await page.keyboard.press('Enter');
    await answers(2);
    await chat().locator('.delivery').getByText('Gesendet').waitFor();
    // Each message of the bank's side is read out once, with its speaker; one's own is not.
    const spoken = await chat().locator('[aria-live] p').allTextContents();
    expect(spoken).toHaveLength(2);
    for (const line of spoken) expect(line).toMatch(/^Digitaler Assistent: /);
    await page.keyboard.press('Escape');
    await hasFocus(launcher());
    expect(await chat().locator('.window').isHidden()).toBe(true);
  });

  test('takes a tap on a choice for the word of the customer', async () => {
    await visit();
    await open();
    const chip = chat().locator('.chip').first();
    const title = (await chip.textContent()) ?? '';
    await chip.click();
    await said('customer').getByText(title, { exact: true }).waitFor();
    await answers(2);
  });

  test('shows the conversation again after a reload and in another tab, with the draft where it was written', async () => {
    await visit();
    await open();
    await ask('Wie lauten die Öffnungszeiten?');
    await answers(2);
    await field().fill('Und am Samst');
    await page.reload();
    await answers(2);
    expect(await field().inputValue()).toBe('Und am Samst');
    expect(await chat().locator('[aria-live] p').count()).toBe(0);
    const other = await context.newPage();
    await other.goto(`${base}/en/`);
    await chat(other).locator('.launcher').click();
    await said('customer', other).getByText('Wie lauten die Öffnungszeiten?').waitFor();
    expect(await field(other).inputValue()).toBe('');
  });

  test('begins a new conversation and never shows the old one again', async () => {
    await visit();
    await open();
    await ask('Was kostet das Girokonto?');
    await answers(2);
    await menu('Neues Gespräch');
    await button('Neu beginnen').click();
    await said('customer').first().waitFor({ state: 'detached' });
    await said('assistant').first().waitFor();
    await page.reload();
    await said('assistant').first().waitFor();
    expect(await said('customer').count()).toBe(0);
  });

  test('sends what was written without a network when there is one, once', async () => {
    await visit();
    await open();
    await context.setOffline(true);
    await chat().locator('.banner').waitFor();
    await ask('Sind Sie noch da?');
    await chat().getByText('Wird gesendet, sobald Sie verbunden sind').waitFor();
    await context.setOffline(false);
    await chat().locator('.delivery').getByText('Gesendet').waitFor();
    await answers(2);
    expect(await said('customer').count()).toBe(1);
  });

  test('speaks English when asked to', async () => {
    await visit();
    await open();
    await menu('In English, please');
    await chat().getByPlaceholder('Your message').waitFor();
    await ask('What are your opening hours?');
    await answers(2);
    expect(await chat().locator('.chat').getAttribute('lang')).toBe('en');
  });

  test('hands out a transcript of what was seen', async () => {
    await visit();
    await open();
    await ask('Danke!');
    await answers(2);
    const download = page.waitForEvent('download');
    await menu('Verlauf herunterladen');
    const file = await download;
    expect(file.suggestedFilename()).toMatch(/^gespraech-\d{4}-\d\d-\d\d\.txt$/);
    const text = readFileSync(await file.path(), 'utf8');
    expect(text).toContain('· Sie\nDanke!');
    expect(text.match(/· Digitaler Assistent\n/g)).toHaveLength(2);
  });

  test('opens from the page’s own places with their words, and gives the focus back to them', async () => {
    await visit();
    const place = page.locator('[data-schalter-open]').nth(1);
    await place.click();
    await said('assistant').first().waitFor();
    expect(await field().inputValue()).toBe(await place.getAttribute('data-schalter-open'));
    await button('Chat schließen').click();
    await hasFocus(place);
  });

  test('gives axe nothing to find with a real conversation', async () => {
    await visit();
    await open();
    await ask('Meine Karte ist weg!');
    await answers(2);
    expect(await axeViolations(page)).toEqual([]);
  });
});
