import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

/** The console as somebody uses it. */
export interface DeskPage {
  readonly page: Page;
  /** Signs in; the first time under the name that customers read. */
  signIn(user: string, password: string, name?: string): Promise<void>;
  open(caseId: string): Promise<void>;
  /** Writes and sends; resolves when it has left the field. */
  reply(text: string): Promise<void>;
  /** Waits until the field holds this text. */
  holds(text: string): Promise<void>;
  close(): Promise<void>;
}

const look: BrowserContextOptions = {
  locale: 'de-DE',
  timezoneId: 'Europe/Berlin',
  reducedMotion: 'reduce',
  viewport: { width: 1440, height: 900 },
};

/** Opens a browser window of its own on the console at `base`. */
export async function deskOf(browser: Browser, base: string, options: BrowserContextOptions = {}): Promise<DeskPage> {
  const context = await browser.newContext({ ...look, ...options });
  const page = await context.newPage();
  const field = page.locator('#reply');
  return {
    page,
    async signIn(user, password, name) {
      await page.goto(`${base}/staff/`);
      await page.locator('[name=username]').fill(user);
      await page.locator('[name=password]').fill(password);
      await page.keyboard.press('Enter');
      await page.locator('.rail').waitFor();
      if (name === undefined) return;
      const naming = page.locator('.sheet[open] input');
      if ((await naming.count()) === 0) return;
      await naming.fill(name);
      await page.keyboard.press('Enter');
      await page.locator('.sheet[open]').waitFor({ state: 'detached' });
    },
    async open(caseId) {
      await page.goto(`${base}/staff/#/case/${caseId}`);
      await page.locator('.timeline > ol > .said').first().waitFor();
    },
    async reply(text) {
      await field.fill(text);
      await field.press('Enter');
      await page.locator('.by-staff .said-body', { hasText: text }).last().waitFor();
    },
    async holds(text) {
      for (let tries = 0; (await field.inputValue()) !== text; tries += 1) {
        if (tries === 200) throw new Error(`The field never held: ${text}`);
        await page.waitForTimeout(50);
      }
    },
    close: () => context.close(),
  };
}
