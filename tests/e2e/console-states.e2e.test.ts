import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { openStagedDesk, type StagedDesk } from '../support/staged-desk.ts';
import { furnish, jonas, manyCases, richWhole } from '../support/staged-scenes.ts';
import { aCase, aMe } from '../support/staged-things.ts';
import { axeViolations } from './support/axe.ts';
import { builtFolder, notBuilt } from './support/built-pages.ts';
import { launchChromium, noChromium } from './support/chromium.ts';

const skip = noChromium ?? notBuilt;
if (skip !== null) process.stderr.write(`The console's states were not looked at: ${skip}.\n`);
const shots = process.env['SCREENSHOTS'];

interface Look extends BrowserContextOptions {
  /** Both themes are looked at, not only that of the look. */
  readonly both?: true;
}
const looks: Readonly<Record<string, Look>> = {
  'wide-de': { viewport: { width: 1440, height: 900 }, colorScheme: 'light', locale: 'de-DE', both: true },
  'phone-en': { viewport: { width: 390, height: 844 }, colorScheme: 'dark', locale: 'en-GB', hasTouch: true },
  ...(shots !== undefined && {
    'middle-de': { viewport: { width: 1024, height: 768 }, colorScheme: 'dark', locale: 'de-DE' },
    'phone-de': { viewport: { width: 390, height: 844 }, colorScheme: 'light', locale: 'de-DE', hasTouch: true },
  }),
};

(skip === null ? describe : describe.skip)('The console, looked at in every state', () => {
  let browser: Browser;
  let desk: StagedDesk;
  const now = Date.now();
  const mine = aCase('mine', {
    status: 'active',
    owner: { userId: 'weber', name: 'Sabine Weber' },
    customerName: 'Maximilian-Alexander Freiherr von Hohenlohe-Waldenburg-Schillingsfürst',
    reason: 'not-understood',
    preview: 'Brauche dringend die Freistellungsauftragsbestätigung',
    labels: ['card', 'certificate'],
    details: [{ id: 'phone', title: { de: 'Rückruf unter', en: 'Call back at' }, value: '+49 …67' }],
    createdAt: new Date(now - 28 * 60_000).toISOString(),
    waitingSince: new Date(now - 28 * 60_000).toISOString(),
    due: new Date(now + 2 * 60_000).toISOString(),
  });
  const theirs = aCase('theirs', { status: 'active', owner: jonas, channel: 'facebook', customerName: 'Tom Baker' });
  const done = aCase('done', {
    status: 'resolved',
    owner: jonas,
    awaits: null,
    resolvedAt: new Date(now - 60_000).toISOString(),
    returnedToBot: true,
    outcome: 'solved',
  });
  beforeAll(async () => {
    desk = await openStagedDesk(builtFolder, aMe());
    furnish(desk.stage, now);
    browser = await launchChromium();
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await desk.close();
  });
  const fill = (count: number): void => {
    const all = [...manyCases(count, now, 'weber'), ...(count === 0 ? [] : [mine, theirs, done])];
    desk.stage.cases = new Map(all.map((item) => [item.id, item]));
    desk.stage.wholes = new Map(all.map((item) => [item.id, richWhole(item, now - 30 * 60_000)]));
  };

  describe.each(Object.entries(looks))('%s', (look, { both, ...options }) => {
    let page: Page;
    const errors: string[] = [];
    const english = look.endsWith('en');
    const see = async (name: string): Promise<void> => {
      if (shots !== undefined) await page.screenshot({ path: join(shots, `${look}-${name}.png`) });
      expect({ name, found: await axeViolations(page) }).toEqual({ name, found: [] });
      const sideways = await page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth');
      expect({ name, sideways }).toEqual({ name, sideways: false });
      if (both !== true) return;
      await page.emulateMedia({ colorScheme: 'dark' });
      if (shots !== undefined) await page.screenshot({ path: join(shots, `${look}-dark-${name}.png`) });
      expect({ name, dark: await axeViolations(page, ['color-contrast']) }).toEqual({ name, dark: [] });
      await page.emulateMedia({ colorScheme: 'light' });
    };
    const visit = async (hash: string, sign: string): Promise<void> => {
      await page.goto(`${desk.base}/staff/${hash}`);
      await page.locator(sign).first().waitFor();
    };
    const open = (id: string): Promise<void> => visit(`#/case/${id}`, '.timeline > ol > .said');
    const key = async (stroke: string, sign: string): Promise<void> => {
      await page.keyboard.press(stroke);
      await page.locator(sign).waitFor();
    };
    const close = async (): Promise<void> => {
      await page.keyboard.press('Escape');
      await page.locator('dialog[open]').waitFor({ state: 'detached' });
    };
    beforeAll(async () => {
      const context = await browser.newContext({ ...options, reducedMotion: 'reduce', timezoneId: 'Europe/Berlin' });
      page = await context.newPage();
      page.setDefaultTimeout(Number(process.env['PATIENCE'] ?? 30_000));
      page.on('pageerror', (error) => errors.push(String(error.stack)));
    });
    afterEach(() => expect(errors.splice(0)).toEqual([]));
    afterAll(() => page.context().close());

    test('an empty desk, a full one, one that fails', async () => {
      fill(0);
      await visit('', '.empty');
      await see('empty');
      fill(200);
      await page.reload();
      await page.locator('.row').first().waitFor();
      await see('full');
      desk.tell('alert', { kind: 'fraud', caseId: 'c3', number: '261120-00003', lead: false, to: null });
      desk.tell('case', aCase('fresh', { reason: 'despair', priority: 0, due: null }));
      await page.locator('.strip.alarm').waitFor();
      await page.locator('.fresh.urgent').waitFor();
      await see('alerts');
      desk.stage.failing = 'StorageUnavailable';
      await page.reload();
      await page.locator('.list [role=alert] button').waitFor();
      await see('failing');
      desk.stage.failing = null;
    });

    test('a waiting fraud, a case of mine, a colleague’s, a resolved one', async () => {
      fill(40);
      await open('c3');
      await see('fraud');
      await open('mine');
      if (look === 'wide-de') {
        await page.locator('.suggest li').first().waitFor();
        await page.locator('.files li').first().waitFor();
      }
      await page.locator('.fold summary').click();
      await see('mine');
      if (look !== 'wide-de') {
        await page.locator('.talk-brief').click();
        await page.locator('.suggest li').first().waitFor();
        await page.locator('.files li').first().waitFor();
        await see('brief');
        await page.locator('.brief-close').click();
      }
      await open('theirs');
      await see('theirs');
      await open('done');
      await see('resolved');
    });

    test('writing: findings, a note, a reply that can be taken back, somebody else writing', async () => {
      fill(12);
      desk.stage.check = {
        ...desk.stage.check,
        blocked: true,
        findings: [
          {
            kind: 'confirms-customer',
            level: 'block',
            text: {
              de: 'Bestätigt jemanden als Kunden. Wer hier schreibt, hat sich nicht ausgewiesen.',
              en: 'Confirms somebody as a customer. Whoever writes here has not been identified.',
            },
            at: { from: 0, to: 3 },
          },
          {
            kind: 'address-form',
            level: 'warn',
            text: { de: 'Sie und du sind gemischt.', en: 'Formal and informal address are mixed.' },
            at: null,
          },
        ],
      };
      await open('mine');
      await page.locator('#reply').fill('Sie sind ja schon lange unser Kunde, das kannst du gern machen.');
      await page.locator('.finding.block').waitFor();
      desk.tell('writing', { caseId: 'mine', by: jonas, until: new Date(Date.now() + 60_000).toISOString() });
      await page.locator('.composer-writer', { hasText: 'Jonas Berg' }).waitFor();
      await see('findings');
      await page.locator('#reply').fill('');
      await page.keyboard.press('Escape');
      await key('n', '.composer.noting');
      await see('note');
      const whole = desk.stage.wholes.get('mine');
      const held = {
        id: 'h1',
        text: 'Ich kümmere mich darum.',
        until: new Date(Date.now() + 60_000).toISOString(),
        by: { userId: 'weber', name: 'Sabine Weber' },
      };
      if (whole !== undefined) desk.stage.wholes.set('mine', { ...whole, held: [held] });
      desk.tell('held', { caseId: 'mine' });
      await page.locator('.said.held').waitFor();
      await see('held');
    });

    test('the sheets and the palette', async () => {
      fill(12);
      await open('mine');
      await page.locator('.talk-actions').waitFor();
      await page.locator('h2#customer').click();
      await key('a', '.sheet[open]');
      await see('assign');
      await close();
      await key('s', '.sheet[open]');
      await see('snooze');
      await close();
      await key('p', '.sheet[open]');
      await see('priority');
      await close();
      await key('l', '.sheet[open]');
      await see('labels');
      await close();
      await key('d', '.sheet[open]');
      await see('ask-file');
      await close();
      await key('e', '.sheet[open]');
      await see('resolve');
      await close();
      await key('Control+k', '.palette[open]');
      await see('palette');
      await page.keyboard.type(english ? 'put off' : 'zuruck');
      await page.locator('.offer').first().waitFor();
      await close();
      await key('v', '.palette[open]');
      await see('texts');
      await close();
      await key('w', '.palette[open]');
      await see('wrong');
      await close();
      await key('?', '.sheet[open]');
      await see('keys');
      await close();
      await page.locator('.talk-actions > [popovertarget]').click();
      await see('more');
      await page.keyboard.press('Escape');
      await visit('#/', '.row');
      await page.locator('.rail > [popovertarget=menu]').click();
      await page.locator('#menu').waitFor();
      await see('menu');
      await page.keyboard.press('Escape');
      await page.locator('.list-filter').click();
      await page.locator('#filters').waitFor();
      await page.locator('#filters select').nth(2).selectOption('facebook');
      await page.locator('.list-active .chip').waitFor();
      await see('filters');
      await page.keyboard.press('Escape');
    });

    test('the other pages', async () => {
      await visit('#/notices', '.notice');
      await see('notices');
      await visit('#/reports', 'td');
      await see('reports');
      await visit('#/figures', '.tile');
      await see('figures');
      await visit('#/trail', 'td');
      await see('trail');
      await visit('#/accounts', 'td');
      await see('accounts');
      await page.locator('.page-tools .primary').click();
      await page.locator('.sheet[open]').waitFor();
      await see('new-account');
      await close();
      await page.locator('.cell-actions button').last().click();
      await page.locator('.sheet[open]').waitFor();
      await see('account');
      await close();
    });

    test('the door: a first password, a first name, an end that is near', async () => {
      const { me } = desk.stage;
      desk.stage.me = aMe({ mustChangePassword: true });
      await visit('', 'input[name=old]');
      await page.reload();
      await page.locator('input[name=old]').waitFor();
      await see('first-password');
      desk.stage.me = aMe({ role: 'agent', named: false, endsAt: new Date(Date.now() + 120_000).toISOString() });
      await page.reload();
      await page.locator('.sheet[open]').waitFor();
      await see('naming');
      await close();
      await page.locator('.strip.person').waitFor();
      await see('session-end');
      desk.stage.me = me;
    });
  });
});
