import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { builtFolder, notBuilt, serveBuiltPages } from './support/built-pages.ts';
import { launchChromium, noChromium } from './support/chromium.ts';
import { stageLine } from './support/staged-line.ts';
import { composer, launcher } from './support/widget-stories.ts';

const skip = noChromium ?? notBuilt;
if (skip !== null) process.stderr.write(`The embed was not tried on a bank’s page: ${skip}.\n`);

/** A bank's page with rules of its own that would break a careless guest. */
const bankPage = (service: string): string => `<!doctype html>
<html lang="de">
  <head>
    <meta charset="utf-8" />
    <title>Bank</title>
    <link rel="stylesheet" href="/bank.css" />
    <script src="${service}/widget.js" data-position="left" data-brand="#ffcc00" data-theme="light"
      data-greeting="Fragen zum Konto?" data-user="signed-by-the-bank"
      data-privacy="https://bank.test/datenschutz" data-imprint="https://bank.test/impressum" defer></script>
  </head>
  <body><main><h1>Bank</h1><p>Text</p></main></body>
</html>`;
const bankStyle = `
  html { font-size: 62.5%; }
  * { margin: 10px !important; font: 30px cursive; color: red; line-height: 3; text-transform: uppercase; }
  body > * { max-width: 300px; transform: rotate(1deg); overflow: hidden; }
  button, textarea { display: none !important; }
`;
const policy = (service: string): string =>
  [
    "default-src 'none'",
    "style-src 'self'",
    `script-src ${service}`,
    `connect-src ${service} ${service.replace('http', 'ws')}`,
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');

/** The bank's own site, on an origin of its own. */
async function serveBank(service: string): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    if (request.url === '/bank.css') response.setHeader('content-type', 'text/css').end(bankStyle);
    else if (request.url === '/')
      response
        .setHeader('content-type', 'text/html')
        .setHeader('content-security-policy', policy(service))
        .end(bankPage(service));
    else {
      response.writeHead(204);
      response.end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://localhost:${String((server.address() as AddressInfo).port)}/`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

(skip === null ? describe : describe.skip)('The chat on a bank’s own page', () => {
  let browser: Browser;
  let service: Awaited<ReturnType<typeof serveBuiltPages>>;
  let bank: Awaited<ReturnType<typeof serveBank>>;
  beforeAll(async () => {
    service = await serveBuiltPages();
    bank = await serveBank(service.url);
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
    await service.close();
    await bank.close();
  });

  test('works under a strict policy, keeps its looks and the page its own, and is found again after a reload', async () => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    context.setDefaultTimeout(10_000);
    const page = await context.newPage();
    const trouble: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') trouble.push(message.text());
    });
    const line = await stageLine(page, [{ text: 'Guten Tag' }]);
    await page.goto(bank.url);
    const before = await page.locator('main').boundingBox();
    // The bank's own line opens the chat too, and goes with it.
    const greeting = page.locator('schalter-chat').getByRole('button', { name: 'Fragen zum Konto?' });
    await greeting.click();
    await greeting.waitFor({ state: 'hidden' });
    await page.locator('schalter-chat .message').getByText('Guten Tag').waitFor();
    await composer(page).fill('Hallo');
    await composer(page).press('Enter');
    await page.locator('schalter-chat .delivery').getByText('Gesendet').waitFor();
    expect(line.received).toMatchObject([{ text: 'Hallo', locale: 'de' }]);

    // The window slides in: its place is measured once it has come to rest.
    await page.evaluate(
      "Promise.all(document.querySelector('schalter-chat').shadowRoot.querySelector('.window').getAnimations().map((one) => one.finished)).then(() => true)",
    );
    const box = await page.locator('schalter-chat .window').boundingBox();
    expect(box).toEqual({ x: 20, y: 140, width: 400, height: 640 });
    expect(await page.locator('main').boundingBox()).toEqual(before);
    const style = (selector: string, name: string): Promise<string> =>
      page.evaluate(
        `getComputedStyle(document.querySelector('schalter-chat').shadowRoot.querySelector('${selector}')).${name}`,
      );
    expect(await style('.customer .message', 'backgroundColor')).toBe('rgb(255, 204, 0)');
    // Nobody named the ink for this bright brand: dark reads better than white.
    expect(await style('.customer .message', 'color')).toBe('rgb(12, 26, 22)');
    expect(await style('.text', 'fontSize')).toBe('15px');
    expect(await style('.text', 'textTransform')).toBe('none');
    const links = page.locator('schalter-chat .notice a');
    expect(await links.first().getAttribute('href')).toBe('https://bank.test/datenschutz');

    // The credential that finds the conversation again lies in the page's own session storage, and there alone.
    const kept = await page.evaluate<string>('sessionStorage.getItem(Object.keys(sessionStorage)[0])');
    expect(JSON.parse(kept)).toMatchObject({ open: true, resume: 'staged' });
    expect(await page.evaluate('localStorage.length')).toBe(0);
    const asked = page.waitForRequest('**/api/directline/token');
    await page.reload();
    expect((await asked).postDataJSON()).toMatchObject({ resume: 'staged', user: { token: 'signed-by-the-bank' } });
    await page.locator('schalter-chat .message').getByText('Hallo').waitFor();
    expect(trouble).toEqual([]);
    await context.close();
  });

  test('says where to call when it does not load, and tries again', async () => {
    const page = await browser.newPage();
    await page.route('**/assets/chat-*', (route) => route.abort());
    await page.goto(service.url);
    await launcher(page).click();
    await page.locator('schalter-chat .launcher-failed a[href^="tel:"]').waitFor();
    expect(await launcher(page).isVisible()).toBe(true);
    await page.close();
  });

  test('takes words before the service has answered', async () => {
    const page = await browser.newPage();
    await page.route('**/api/directline/token', () => undefined);
    await page.goto(service.url);
    await launcher(page).click();
    await composer(page).fill('Hallo');
    await page.close();
  });

  test('opens by the page’s event', async () => {
    const page = await browser.newPage();
    await stageLine(page);
    await page.goto(service.url);
    await launcher(page).waitFor();
    await page.evaluate('document.dispatchEvent(new CustomEvent("schalter:open"))');
    await composer(page).waitFor();
    await page.close();
  });
});

(notBuilt === null ? test : test.skip)('The chat weighs at most 5 kB before opening and 45 kB in all', () => {
  const weight = (path: string): number => gzipSync(readFileSync(`${builtFolder}/${path}`), { level: 9 }).length;
  const loader = readFileSync(`${builtFolder}/widget.js`, 'utf8');
  const chat = readdirSync(`${builtFolder}/assets`).filter((name) => /^chat-.*\.js$/.test(name));
  expect(chat).toHaveLength(1);
  expect(loader).toContain(chat[0]);
  // Nothing else is loaded: neither file imports another.
  for (const file of ['widget.js', `assets/${chat[0]!}`])
    expect(readFileSync(`${builtFolder}/${file}`, 'utf8')).not.toMatch(/\bfrom\s*["'`]|\bimport\s*["'`]/);
  expect(weight('widget.js')).toBeLessThanOrEqual(5_000);
  expect(weight('widget.js') + weight(`assets/${chat[0]!}`)).toBeLessThanOrEqual(45_000);
});
