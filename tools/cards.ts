// `npm run cards`: every card of every command as static pages in artifacts/, and the README's picture, drawn by the product's own cards
// and the chat page's renderer.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { gallery } from '../src/cards/gallery.ts';
import { renderCardsPage } from '../src/local/chat/cards-page.ts';

const root = join(import.meta.dirname, '..');
const artifacts = join(root, 'artifacts');
const PICTURE = 'promotion / happy: needs you';
const PICTURE_FILE = 'docs/pictures/promotion.png';
const PAGES = [
  { name: 'gallery-light', theme: 'light', width: 640 },
  { name: 'gallery-dark', theme: 'dark', width: 640 },
  { name: 'gallery-phone', theme: 'light', width: 360 },
] as const;

mkdirSync(artifacts, { recursive: true });
const cards = gallery().map(({ title, face }) => ({ title, card: face.card }));
for (const { name, theme, width } of PAGES) {
  writeFileSync(join(artifacts, `${name}.html`), renderCardsPage({ cards, theme, width }));
  console.log(`artifacts/${name}.html  ${cards.length} cards`);
}

const program = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
if (program === undefined) {
  console.log('The README’s picture was not drawn: no Chromium on this machine.');
} else {
  const browser = await chromium.launch({
    executablePath: program,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync'],
  });
  const page = await browser.newPage({ viewport: { width: 700, height: 900 }, deviceScaleFactor: 2 });
  await page.setContent(
    renderCardsPage({ cards: cards.filter(({ title }) => title === PICTURE), theme: 'light', width: 600 }),
  );
  await page.locator('[data-ready=true]').waitFor();
  mkdirSync(join(root, 'docs/pictures'), { recursive: true });
  await page.locator('[data-card="0"]').screenshot({ path: join(root, PICTURE_FILE) });
  await browser.close();
  console.log(PICTURE_FILE);
}
