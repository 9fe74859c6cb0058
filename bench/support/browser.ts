import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const places = [
  process.env['CHROMIUM_PATH'] ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** Chromium, or null where none is installed. */
export async function openBrowser(): Promise<Browser | null> {
  const executablePath = places.find((path) => path !== '' && existsSync(path));
  if (executablePath === undefined) return null;
  return chromium.launch({ executablePath, args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic'] });
}
