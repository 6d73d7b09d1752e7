// Draws the app's icons: the two drawings of manifest/icons as the PNG files that Teams takes. Run it after a change to a drawing:
// `node tools/manifest/icons.ts` (needs Chromium), look at both, commit them.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const folder = join(import.meta.dirname, '../../manifest/icons');
const program = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
if (program === undefined) {
  console.error('The icons were not drawn: no Chromium on this machine.');
  process.exit(1);
}
const browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox', '--disable-gpu'] });
for (const [name, size] of [
  ['color', 192],
  ['outline', 32],
] as const) {
  const page = await browser.newPage({ viewport: { width: size, height: size }, deviceScaleFactor: 1 });
  const drawing = readFileSync(join(folder, `${name}.svg`), 'utf8');
  await page.setContent(`<style>*{margin:0}svg{display:block}</style>${drawing}`);
  await page.screenshot({ path: join(folder, `${name}.png`), omitBackground: true });
  console.log(`manifest/icons/${name}.png  ${size}×${size}`);
}
await browser.close();
