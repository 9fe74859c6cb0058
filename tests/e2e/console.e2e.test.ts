import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { prepareService, type Service } from '../support/service.ts';
import { launchChromium, noChromium } from './support/chromium.ts';

/** An address of a running service to use instead of one's own; its admin's password in STAFF_ADMIN_PASSWORD. */
const given = process.env['SCHALTER_URL'];
const password = (given === undefined ? undefined : process.env['STAFF_ADMIN_PASSWORD']) ?? 'a password for tests';
if (noChromium !== null) process.stderr.write(`The console was not tried in a browser: ${noChromium}.\n`);

/** A customer on the website, over Direct Line's plain requests. */
async function visit(base: string) {
  const ask = async <T>(path: string, init: RequestInit = {}, token?: string): Promise<T> => {
    const headers = {
      'content-type': 'application/json',
      origin: base,
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    };
    const response = await fetch(`${base}${path}`, { ...init, headers });
    if (!response.ok) throw new Error(`${path} answered ${response.status}.`);
    return (await response.json()) as T;
  };
  const { token: first } = await ask<{ token: string }>('/api/directline/token', { method: 'POST', body: '{}' });
  const { token, conversationId } = await ask<{ token: string; conversationId: string }>(
    '/v3/directline/conversations',
    { method: 'POST', body: '{}' },
    first,
  );
  const path = `/v3/directline/conversations/${conversationId}/activities`;
  const heard = async (): Promise<readonly string[]> => {
    const { activities } = await ask<{ activities: { type: string; text?: string }[] }>(path, {}, token);
    return activities.flatMap(({ type, text }) => (type === 'message' && text !== undefined ? [text] : []));
  };
  return {
    says: (text: string) =>
      ask(path, { method: 'POST', body: JSON.stringify({ type: 'message', from: { id: 'dl_x' }, text }) }, token),
    heard,
    /** Waits until something fits; what was heard by then. */
    async hears(words: RegExp): Promise<readonly string[]> {
      for (let tries = 0; tries < 100; tries += 1) {
        const all = await heard();
        if (all.some((text) => words.test(text))) return all;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      throw new Error(`The customer never heard ${String(words)}.`);
    },
  };
}

(noChromium === null ? describe : describe.skip)('A shift at the console of the running service', () => {
  let service: Service | null = null;
  let base = given ?? '';
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    if (given === undefined) {
      service = await prepareService({ env: { STAFF_ADMIN_PASSWORD: password } });
      await service.start();
      base = service.url;
    }
    browser = await launchChromium();
    page = await (await browser.newContext({ locale: 'de-DE' })).newPage();
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await service?.remove();
  });

  test('ask, be answered, ask for a person, staff reply, give back; the bot answers nothing of meanwhile', async () => {
    const customer = await visit(base);
    await customer.says('Wie lange dauert eine Überweisung?');
    await customer.hears(/Bankarbeitstag|Werktag|Geschäftstag/);
    await customer.says('Ich möchte mit einem Menschen sprechen');

    await page.goto(`${base}/staff/`);
    await page.locator('[name=username]').fill('admin');
    await page.locator('[name=password]').fill(password);
    await page.keyboard.press('Enter');
    const naming = page.locator('dialog[open] input');
    await page.locator('.row').first().waitFor();
    if (await naming.isVisible()) {
      await naming.fill('Sabine Weber');
      await page.keyboard.press('Enter');
      await page.locator('.bar-person', { hasText: 'Sabine Weber' }).waitFor();
    }
    await page.locator('.row').first().click();
    await page.getByRole('button', { name: 'Übernehmen', exact: true }).click();
    await customer.hears(/Sabine Weber/);
    await page.locator('#reply').fill('Guten Tag, wie kann ich helfen?');
    await page.keyboard.press('Enter');
    await customer.hears(/wie kann ich helfen/);

    await customer.says('Wie lange dauert eine Überweisung?');
    await page.locator('.timeline > ol > .by-customer').last().getByText('Wie lange dauert').waitFor();
    await page.getByRole('button', { name: 'Abschließen und zurückgeben' }).click();
    await page.locator('.talk-end').waitFor();
    const before = await customer.hears(/wieder/);
    // The line of the assistant comes into the open timeline by itself.
    await page
      .locator('.by-bot .said-body', { hasText: before.at(-1)?.slice(0, 30) ?? '' })
      .last()
      .waitFor();
    expect(before.slice(before.lastIndexOf('Wie lange dauert eine Überweisung?') + 1)).toHaveLength(1);

    await customer.says('Wie lange dauert eine Überweisung?');
    for (let tries = 0; tries < 100 && (await customer.heard()).length < before.length + 2; tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 100));
    expect((await customer.heard()).length).toBe(before.length + 2);
  }, 60_000);

  test('the session survives a restart of the service, and the page mends itself', async () => {
    if (service === null) return;
    await service.stop();
    await page.locator('.connection-lost').waitFor();
    await service.start();
    await page.locator('.connection-back').waitFor({ timeout: 20_000 });
    await page.reload();
    await page.locator('.list').waitFor();
    expect(await page.locator('[name=password]').count()).toBe(0);
  }, 60_000);
});
