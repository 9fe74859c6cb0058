import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { prepareService, type Service } from '../support/service.ts';
import { launchChromium, noChromium } from './support/chromium.ts';
import { deskOf, type DeskPage } from './support/desk-page.ts';
import { composer, launcher } from './support/widget-stories.ts';

/** An address of a running service to use instead of one's own; its admin's password in STAFF_ADMIN_PASSWORD. */
const given = process.env['SCHALTER_URL'];
const password = (given === undefined ? undefined : process.env['STAFF_ADMIN_PASSWORD']) ?? 'a password for tests';
if (noChromium !== null) process.stderr.write(`The way from customer to staff was not walked: ${noChromium}.\n`);

(noChromium === null ? describe : describe.skip)('A customer on the website and a person at the desk', () => {
  let service: Service | null = null;
  let base = given ?? '';
  let browser: Browser;
  let customer: Page;
  let desk: DeskPage;
  const hears = (words: string | RegExp): Promise<void> =>
    customer.locator('schalter-chat .log').getByText(words).last().waitFor();
  const says = async (text: string): Promise<void> => {
    await composer(customer).fill(text);
    await composer(customer).press('Enter');
    await hears(text);
  };
  beforeAll(async () => {
    if (given === undefined) {
      service = await prepareService({ env: { STAFF_ADMIN_PASSWORD: password } });
      await service.start();
      base = service.url;
    }
    browser = await launchChromium();
    customer = await (await browser.newContext({ locale: 'de-DE', reducedMotion: 'reduce' })).newPage();
    desk = await deskOf(browser, base);
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await service?.remove();
  });

  test('ask, be answered, ask for a person, be helped, be given back', async () => {
    await customer.goto(base);
    await launcher(customer).click();
    await composer(customer).waitFor();
    await says('Wie lange dauert eine Überweisung?');
    await hears(/Bankarbeitstag|Werktag|Geschäftstag/);
    await says('Ich möchte mit einem Menschen sprechen');

    await desk.signIn('admin', password, 'Sabine Weber');
    await desk.page.locator('.row').first().click();
    await desk.page.locator('#take').click();
    await hears('Sabine Weber');
    await desk.reply('Guten Tag, worum geht es denn genau?');
    await hears('worum geht es denn genau');

    await says('Wie lange dauert eine Überweisung?');
    await desk.page.locator('.by-customer .said-body', { hasText: 'Wie lange dauert' }).last().waitFor();
    await desk.page.locator('#resolve').click();
    await desk.page.locator('.sheet[open] .primary').click();
    await desk.page.locator('.talk-end').waitFor();
    await hears(/wieder/);
    // Of what was written meanwhile nothing is answered: since then the assistant has said one line.
    const log = customer.locator('schalter-chat .log');
    const since = (await log.innerText()).split('worum geht es denn genau?')[1] ?? '';
    expect(since).not.toMatch(/Bankarbeitstag|Werktag|Geschäftstag/);
    await says('Wie lange dauert eine Überweisung?');
    await log
      .getByText(/Bankarbeitstag|Werktag|Geschäftstag/)
      .nth(1)
      .waitFor();
  }, 90_000);

  test('the session survives a restart of the service, and the page mends itself', async () => {
    if (service === null) return;
    await service.stop();
    await desk.page.locator('.connection-lost').waitFor();
    await service.start();
    await desk.page.locator('.connection-back').waitFor();
    await desk.page.reload();
    await desk.page.locator('.list').waitFor();
    expect(await desk.page.locator('[name=password]').count()).toBe(0);
  }, 90_000);
});
