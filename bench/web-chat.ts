// Unmodified Web Chat against the service: is it greeted, answered, taken at its buttons, and shown its history again?
import { openBrowser } from './support/browser.ts';
import { servePages, type PageFile } from './support/pages.ts';
import { freePort, startProcess, temporaryFolder } from './support/process.ts';
import { webChat, webChatVersion } from './support/web-chat-package.ts';

const library = webChat();
const browser = await openBrowser();
if (browser === null || library === null) {
  console.log(
    browser === null
      ? 'Not tried: no Chromium was found (install it, or set CHROMIUM_PATH).'
      : 'Not tried: Web Chat could not be downloaded from the package registry.',
  );
  await browser?.close();
  process.exit(0);
}

const folder = temporaryFolder('web-chat');
const port = await freePort();
const service = `http://127.0.0.1:${port}`;
/** As a bank's page would: the credential in the tab's storage finds the conversation again. */
const script = `
  fetch('${service}/api/directline/token', { method: 'POST', body: JSON.stringify({ resume: sessionStorage.resume, locale: 'de-DE' }) })
    .then((answer) => answer.json())
    .then(({ token, resume }) => {
      sessionStorage.resume = resume;
      const directLine = WebChat.createDirectLine({ domain: '${service}/v3/directline', token });
      WebChat.renderWebChat({ directLine, locale: 'de-DE' }, document.getElementById('chat'));
    });`;
const pages = await servePages(
  new Map<string, PageFile>([
    [
      '/',
      {
        type: 'text/html',
        body: `<!doctype html><meta charset="utf-8"><script src="/webchat.js"></script><div id="chat" style="height:640px"></div><script src="/page.js"></script>`,
      },
    ],
    ['/page.js', { type: 'text/javascript', body: script }],
    ['/webchat.js', { type: 'text/javascript', body: library }],
  ]),
);
const running = await startProcess(
  'dist/service/main.js',
  {
    PUBLIC_URL: service,
    DATA_DIR: folder.path,
    DIRECT_LINE_ALLOWED_ORIGINS: pages.url,
    RATE_LIMITS: 'off',
    LOG_LEVEL: 'warn',
  },
  '/readyz',
  port,
);

const page = await browser.newPage({ locale: 'de-DE' });
page.setDefaultTimeout(30_000);
const bubbles = page.locator('.webchat__bubble__content');
const field = page.locator('[data-id=webchat-sendbox-input]');
const buttons = page.locator('button.webchat__suggested-action');
let passed = 0;
let failed = 0;
async function step(what: string, run: () => Promise<unknown>): Promise<void> {
  try {
    await run();
    passed += 1;
    console.log(`ok    ${what}`);
  } catch (error) {
    failed += 1;
    console.log(`FAIL  ${what}: ${String(error).split('\n')[0] ?? ''}`);
  }
}
const atLeast = (count: number): Promise<void> => bubbles.nth(count - 1).waitFor();

console.log(`Web Chat ${webChatVersion}, as published`);
try {
  await page.goto(pages.url);
  await step('is greeted', () => atLeast(1));
  await step('taps a button and is answered', async () => {
    await buttons.first().click();
    await atLeast(3);
  });
  await step('asks and is answered', async () => {
    await field.fill('Wie lauten die Öffnungszeiten?');
    await field.press('Enter');
    await atLeast(5);
  });
  await step('says that the message was sent, not that it failed', async () => {
    await page.getByText('Wie lauten die Öffnungszeiten?').first().waitFor();
    if ((await page.getByText(/Senden fehlgeschlagen|konnte nicht gesendet/i).count()) > 0)
      throw new Error('It failed.');
  });
  await step('shows its history after a reload, in order, nothing twice', async () => {
    const before = await bubbles.allInnerTexts();
    await page.reload();
    await atLeast(before.length);
    const after = await bubbles.allInnerTexts();
    if (JSON.stringify(after) !== JSON.stringify(before))
      throw new Error(`${before.length} before, ${after.length} after.`);
  });
  await step('goes on after the reload', async () => {
    const before = await bubbles.count();
    await field.fill('Danke!');
    await field.press('Enter');
    await atLeast(before + 2);
  });
} finally {
  await browser.close();
  await running.stop();
  pages.close();
  folder.remove();
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
