// Starts a headless Chromium for tests that look at pages. A machine without one gets a printed reason instead of a failure.
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  String.raw`C:\Program Files\Google\Chrome\Application\chrome.exe`,
];

const quietFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export type Launched =
  | { readonly browser: Browser; readonly reason?: undefined }
  | { readonly browser?: undefined; readonly reason: string };

/** The browser, or why there is none (also printed). `CHROMIUM` in the environment names another program. */
export async function launchBrowser(): Promise<Launched> {
  const program = [process.env['CHROMIUM'] ?? '', ...usualPlaces].find(
    (path) => path !== '' && existsSync(path),
  );
  if (program === undefined) {
    const reason = 'no Chromium on this machine: install it or name its program in CHROMIUM';
    process.stderr.write(`browser tests could not run here: ${reason}\n`);
    return { reason };
  }
  return { browser: await chromium.launch({ executablePath: program, headless: true, args: quietFlags }) };
}

/** Where a picture of that name goes: `artifacts/<name>.png`, outside version control. */
export function picturePath(name: string): string {
  const folder = join(import.meta.dirname, '../../artifacts');
  mkdirSync(folder, { recursive: true });
  return join(folder, `${name}.png`);
}
