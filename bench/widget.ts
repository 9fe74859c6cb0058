// From nothing to a send box that takes words: the widget beside Microsoft's Web Chat, in the same browser and run.
import { readdirSync, readFileSync } from 'node:fs';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { openBrowser } from './support/browser.ts';
import { servePages, type PageFile } from './support/pages.ts';
import { freePort, startProcess, temporaryFolder } from './support/process.ts';
import { webChat, webChatVersion } from './support/web-chat-package.ts';

const runs = 7;
/** How many times sooner than Web Chat, at least. */
const wanted = 4;
/** Bytes, gzip: before opening, and in all. */
const budget = { loader: 5_000, all: 45_000 };

/** A network as Lighthouse's "slow 4G" has it: 1.6 Mbit/s down, 0.75 up, 150 ms. */
const slow = { offline: false, latency: 150, downloadThroughput: 204_800, uploadThroughput: 96_000 };

const page = (head: string, body: string): string =>
  `<!doctype html><html lang="de"><head><meta charset="utf-8"><title>Bank</title>${head}</head><body>${body}</body></html>`;

/** Notes when the field at the end of `path` can be seen and written in. */
const watch = (find: string): string => `
  const look = () => {
    const field = (() => { try { return ${find}; } catch { return null; } })();
    if (field && !field.disabled && !field.readOnly && field.getClientRects().length > 0) window.usable = performance.now();
    else requestAnimationFrame(look);
  };
  look();`;

async function usableAfter(browser: Browser, url: string, isSlow: boolean): Promise<number> {
  // A context of its own has nothing in its cache.
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const tab = await context.newPage();
  if (isSlow) {
    const session = await context.newCDPSession(tab);
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', slow);
  }
  await tab.goto(url, { waitUntil: 'commit' });
  await tab.waitForFunction('window.usable', undefined, { timeout: 120_000 });
  const ms = await tab.evaluate<number>('window.usable');
  await context.close();
  return ms;
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
const kB = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;

function weigh(): boolean {
  const gzip = (path: string): number => gzipSync(readFileSync(`dist/web/${path}`), { level: 9 }).length;
  const chat = readdirSync('dist/web/assets').find((name) => /^chat-.*\.js$/.test(name)) ?? '';
  const loader = gzip('widget.js');
  const all = loader + gzip(`assets/${chat}`);
  console.log(`gzip: ${kB(loader)} before opening (at most 5), ${kB(all)} in all (at most 45)`);
  return loader <= budget.loader && all <= budget.all;
}

async function race(browser: Browser, library: Buffer): Promise<boolean> {
  const folder = temporaryFolder('widget');
  const port = await freePort();
  const service = `http://127.0.0.1:${port}`;
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };
  const pages = await servePages(
    new Map<string, PageFile>([
      [
        '/widget',
        {
          type: 'text/html',
          body: page(
            `<script src="${service}/widget.js" defer></script><script>${watch("document.querySelector('schalter-chat').shadowRoot.querySelector('textarea')")}
             addEventListener('DOMContentLoaded', () => document.dispatchEvent(new CustomEvent('schalter:open')));</script>`,
            '<h1>Bank</h1>',
          ),
        },
      ],
      [
        '/web-chat',
        {
          type: 'text/html',
          body: page(
            '<script src="/webchat.js"></script>',
            `<div id="chat" style="height:640px"></div><script>${watch("document.querySelector('[data-id=webchat-sendbox-input]')")}
             fetch('${service}/api/directline/token', { method: 'POST' }).then((answer) => answer.json()).then(({ token }) =>
               WebChat.renderWebChat({ directLine: WebChat.createDirectLine({ domain: '${service}/v3/directline', token }) }, document.getElementById('chat')));</script>`,
          ),
        },
      ],
      ['/webchat.js', { type: 'text/javascript', encoding: 'br', body: brotliCompressSync(library, quality) }],
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
  let isWon = true;
  try {
    for (const [name, isSlow, count] of [
      ['this machine’s own network', false, runs],
      ['slow 4G (1.6 Mbit/s, 150 ms)', true, 3],
    ] as const) {
      const ours: number[] = [];
      const theirs: number[] = [];
      // In turn, so that whatever else the machine does hits both.
      for (let run = 0; run < count; run += 1) {
        ours.push(await usableAfter(browser, `${pages.url}/widget`, isSlow));
        theirs.push(await usableAfter(browser, `${pages.url}/web-chat`, isSlow));
      }
      const ratio = median(theirs) / median(ours);
      console.log(
        `${name}: send box usable after ${median(ours).toFixed(0)} ms, Web Chat ${webChatVersion} ${median(theirs).toFixed(0)} ms: ${ratio.toFixed(1)} times sooner (at least ${wanted})`,
      );
      isWon &&= ratio >= wanted;
    }
  } finally {
    await running.stop();
    pages.close();
    folder.remove();
  }
  return isWon;
}

const isLight = weigh();
const [browser, library] = [await openBrowser(), webChat()];
if (browser === null) console.log('No comparison: no Chromium was found (install it, or set CHROMIUM_PATH).');
else if (library === null) console.log('No comparison: Web Chat could not be downloaded from the package registry.');
const isSooner = browser === null || library === null || (await race(browser, library));
await browser?.close();
process.exitCode = isLight && isSooner ? 0 : 1;
