import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { openScenes, scenes, type SceneService } from '../support/console-scenes.ts';
import { axeViolations } from './support/axe.ts';
import { notBuilt } from './support/built-pages.ts';
import { launchChromium, noChromium } from './support/chromium.ts';

const skip = noChromium ?? notBuilt;
if (skip !== null) process.stderr.write(`The console's states were not looked at: ${skip}.\n`);
const shots = process.env['SCREENSHOTS'];
const password = 'a password for tests';

const looks: Readonly<Record<string, BrowserContextOptions>> = {
  'wide-light-de': { viewport: { width: 1440, height: 900 }, colorScheme: 'light', locale: 'de-DE' },
  'middle-dark-en': { viewport: { width: 1024, height: 768 }, colorScheme: 'dark', locale: 'en-GB' },
  'phone-dark-de': { viewport: { width: 390, height: 844 }, colorScheme: 'dark', locale: 'de-DE' },
};

(skip === null ? describe : describe.skip)('The console, looked at in every state', () => {
  let browser: Browser;
  let service: SceneService;
  const ids: (string | null)[] = [];
  beforeAll(async () => {
    service = await openScenes({ password, pages: 'dist/web' });
    browser = await launchChromium();
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await service.close();
  });

  const signIn = async (look: BrowserContextOptions): Promise<Page> => {
    const context = await browser.newContext({ ...look, reducedMotion: 'reduce', timezoneId: 'Europe/Berlin' });
    const page = await context.newPage();
    await page.goto(`${service.base}/staff/`);
    await page.locator('[name=username]').fill('admin');
    await page.locator('[name=password]').fill(password);
    await page.keyboard.press('Enter');
    await page.locator('.bar').waitFor();
    return page;
  };
  const look = async (page: Page, name: string): Promise<void> => {
    if (shots !== undefined) await page.screenshot({ path: join(shots, `console-${name}.png`) });
    expect({ name, found: await axeViolations(page) }).toEqual({ name, found: [] });
    const sideways = await page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth');
    expect({ name, sideways }).toEqual({ name, sideways: false });
  };

  test('the door, a wrong password, the first name, an empty desk', async () => {
    const context = await browser.newContext({ locale: 'de-DE' });
    const page = await context.newPage();
    await page.goto(`${service.base}/staff/`);
    await page.locator('[name=username]').fill('admin');
    await page.locator('[name=password]').fill('wrong');
    await page.keyboard.press('Enter');
    await page.getByText('Benutzername und Passwort passen nicht zusammen.').waitFor();
    await look(page, 'refused');
    await page.locator('[name=password]').fill(password);
    await page.keyboard.press('Enter');
    await page.locator('dialog[open] input').fill('Sabine Weber');
    await look(page, 'naming');
    await page.keyboard.press('Enter');
    await page.getByText('Niemand wartet.').waitFor();
    await page.locator('.bar-person', { hasText: 'Sabine Weber' }).waitFor();
    await look(page, 'empty');
    await context.close();
  });

  test('customers come: the list, long names and long words', async () => {
    for (const [at, scene] of scenes.entries()) ids.push(await service.play(`c${at}`, scene));
    const { desk } = service.counter;
    await desk.accept(ids[1] ?? '', { userId: 'admin', name: 'Sabine Weber' });
    await desk.reply(ids[3] ?? '', { userId: 'other', name: 'Jonas Berg' }, 'Hello Tom, I am looking into it.');
    expect(ids).not.toContain(null);
  });

  describe.each(Object.keys(looks))('%s', (name) => {
    test('list, waiting, mine, a colleague’s, fraud, fold, brief, menu, keys', async () => {
      const page = await signIn(looks[name] ?? {});
      const open = async (at: number, state: string): Promise<void> => {
        await page.goto(`${service.base}/staff/#/case/${ids[at] ?? ''}`);
        await page.locator('.timeline > ol > .said').first().waitFor();
        await look(page, `${name}-${state}`);
      };
      await page.locator('.row').first().waitFor();
      await look(page, `${name}-list`);
      await open(0, 'waiting');
      await page.locator('.fold summary').click();
      await look(page, `${name}-unfolded`);
      await open(1, 'mine');
      await open(2, 'fraud');
      await open(3, 'theirs');
      await open(5, 'secrets');
      expect(await page.locator('.timeline').textContent()).not.toMatch(/4711|4111/);
      const brief = page.locator('.talk-brief');
      if (await brief.isVisible()) {
        await brief.click();
        await look(page, `${name}-brief`);
        if (await page.locator('.brief-close').isVisible()) await page.locator('.brief-close').click();
      }
      await page.keyboard.press('?');
      await page.locator('dialog[open]').waitFor();
      await look(page, `${name}-keys`);
      await page.keyboard.press('Escape');
      await page.goto(`${service.base}/staff/#/`);
      await page.locator('.bar-me').click();
      await look(page, `${name}-menu`);
      await page.context().close();
    }, 120_000);
  });

  test('a new case waits behind a line and takes neither place nor focus', async () => {
    const page = await signIn(looks['wide-light-de'] ?? {});
    await page.goto(`${service.base}/staff/#/case/${ids[0] ?? ''}`);
    await page.locator('#reply').fill('Ein Entwurf');
    const before = await page.locator('.row').allTextContents();
    await service.play('later', { lines: scenes[2]?.lines ?? [] });
    await page.locator('.held.urgent', { hasText: '1 neuer Fall' }).waitFor();
    expect(await page.locator('.row').count()).toBe(before.length);
    expect(await page.evaluate<string>('document.activeElement?.id')).toBe('reply');
    await look(page, 'held');
    await page.locator('.held').click();
    await page.locator('.row').nth(before.length).waitFor();
    await page.reload();
    await page.locator('#reply').waitFor();
    expect(await page.locator('#reply').inputValue()).toBe('Ein Entwurf');
    await page.context().close();
  });

  test('a colleague is quicker: it is said, and the text stays', async () => {
    const page = await signIn(looks['wide-light-de'] ?? {});
    const id = (await service.play('race', scenes[0] ?? { lines: [] })) ?? '';
    await page.goto(`${service.base}/staff/#/case/${id}`);
    await page.locator('#reply').fill('Guten Tag!');
    // The page must not hear of it before it sends.
    await page.route('**/messages', async (route) => {
      await service.counter.desk.reply(id, { userId: 'other', name: 'Jonas Berg' }, 'Ich bin schon da.');
      await route.continue();
    });
    await page.keyboard.press('Enter');
    await page.getByText('Jonas Berg war schneller').waitFor();
    await page.getByText('Ihr Entwurf').click();
    await page.locator('.composer-draft', { hasText: 'Guten Tag!' }).waitFor();
    await look(page, 'quicker');
    await page.context().close();
  });

  test('a broken line is said and mends itself, with what was missed', async () => {
    const page = await signIn(looks['wide-light-de'] ?? {});
    const id = ids[0] ?? '';
    await page.goto(`${service.base}/staff/#/case/${id}`);
    await page.locator('.timeline > ol > .said').first().waitFor();
    await page.context().setOffline(true);
    service.cut();
    await page.locator('.connection-lost').waitFor();
    await look(page, 'lost');
    await service.says('c0', scenes[0] ?? { lines: [] }, 'Sind Sie noch da?');
    await page.context().setOffline(false);
    await page.locator('.connection-back').waitFor();
    await page.locator('.said-body', { hasText: 'Sind Sie noch da?' }).waitFor();
    await page.context().close();
  });

  test('a shift by keyboard alone', async () => {
    const page = await signIn(looks['wide-light-de'] ?? {});
    await page.locator('.row').first().waitFor();
    await page.keyboard.press('j');
    await page.locator('#take').waitFor();
    await page.keyboard.press('r');
    expect(await page.evaluate<string>('document.activeElement?.id')).toBe('reply');
    await page.keyboard.type('Guten Tag,');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('ich bin da.');
    await page.keyboard.press('Enter');
    await page.locator('.by-staff .said-body', { hasText: 'ich bin da.' }).waitFor();
    expect(await page.locator('#reply').inputValue()).toBe('');
    await page.keyboard.press('Escape');
    const focused = await page.evaluate<string>("document.activeElement?.id ?? ''");
    expect(focused).toMatch(/^row-/);
    await page.getByRole('button', { name: 'Abschließen und zurückgeben' }).focus();
    await page.keyboard.press('Enter');
    await page.locator('.talk-end').waitFor();
    await look(page, 'ended');
    await page.context().close();
  });
});
