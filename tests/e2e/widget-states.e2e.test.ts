import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { notBuilt, serveBuiltPages } from './support/built-pages.ts';
import { axeViolations } from './support/axe.ts';
import { launchChromium, noChromium } from './support/chromium.ts';
import { stageLine } from './support/staged-line.ts';
import { moreStories } from './support/more-widget-stories.ts';
import { stories as firstStories } from './support/widget-stories.ts';

const skip = noChromium ?? notBuilt;
if (skip !== null) process.stderr.write(`The chat's states were not looked at: ${skip}.\n`);
const shots = process.env['SCREENSHOTS'];

/** What the browser itself says of requests that a story lets fail. */
const expected = /ERR_INTERNET_DISCONNECTED|status of 4(?:00|09)/;
const stories = { ...firstStories, ...moreStories };

const looks = {
  'desktop-light': { viewport: { width: 1280, height: 800 }, colorScheme: 'light' },
  'desktop-dark': { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' },
  'phone-light': { viewport: { width: 390, height: 844 }, colorScheme: 'light', hasTouch: true, isMobile: true },
  'phone-dark': { viewport: { width: 390, height: 844 }, colorScheme: 'dark', hasTouch: true, isMobile: true },
} as const;

(skip === null ? describe : describe.skip)('The chat, looked at in every state', () => {
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

  /** Every state on two looks that differ in all; on all four where pictures are wanted. */
  const chosen =
    shots === undefined ? (['desktop-light', 'phone-dark'] as const) : (Object.keys(looks) as (keyof typeof looks)[]);
  describe.each(chosen)('%s', (look) => {
    // What came later differs from what is looked at above by its form, less by its colours.
    const names = Object.keys(shots === undefined && look === 'desktop-light' ? firstStories : stories);
    test.each(names)('%s', async (name) => {
      const { path = '/', history = [], play } = stories[name]!;
      const context = await browser.newContext({
        ...looks[look],
        reducedMotion: 'reduce',
        timezoneId: 'Europe/Berlin',
      });
      const page: Page = await context.newPage();
      const trouble: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error' && !expected.test(message.text())) trouble.push(message.text());
      });
      page.on('pageerror', (error) => trouble.push(error.message));
      try {
        await page.clock.setFixedTime(new Date('2026-11-20T13:05:00.000Z'));
        const line = await stageLine(page, history);
        await page.goto(pages.url + path);
        await play({ page, line });
        if (shots !== undefined) await page.screenshot({ path: join(shots, `${name}-${look}.png`) });
        expect(await axeViolations(page)).toEqual([]);
        expect(trouble).toEqual([]);
      } finally {
        await context.close();
      }
    });
  });

  /** A desktop window at 200 %, and Windows' contrast themes: nothing is cut off, nothing needs sideways scrolling. */
  test.each(['menu', 'rating', 'cards', 'file-sent'])('%s at 200 % in forced colours', async (name) => {
    const { path = '/', history = [], play } = stories[name]!;
    const context = await browser.newContext({
      viewport: { width: 640, height: 400 },
      deviceScaleFactor: 2,
      forcedColors: 'active',
      reducedMotion: 'reduce',
      timezoneId: 'Europe/Berlin',
    });
    const page = await context.newPage();
    try {
      await page.clock.setFixedTime(new Date('2026-11-20T13:05:00.000Z'));
      const line = await stageLine(page, history);
      await page.goto(pages.url + path);
      await play({ page, line });
      if (shots !== undefined) await page.screenshot({ path: join(shots, `${name}-zoom-forced.png`) });
      const hidden = await page.evaluate<readonly string[]>(`(() => {
        const window_ = document.querySelector('schalter-chat').shadowRoot.querySelector('.window');
        const log = window_.querySelector('.log');
        const wide = [window_, log].filter((box) => box.scrollWidth > box.clientWidth + 1).map((box) => box.className);
        const bottom = window_.lastElementChild.getBoundingClientRect();
        return bottom.bottom > innerHeight + 1 ? [...wide, 'below the edge'] : wide;
      })()`);
      expect(hidden).toEqual([]);
    } finally {
      await context.close();
    }
  });
});
