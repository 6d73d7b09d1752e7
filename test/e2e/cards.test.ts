// Every card sample drawn by the real renderer in a real browser: light and dark, as wide as a desktop chat and as narrow as a phone.
// Nothing may stick out of its card, nothing may be blank, text must stand out from its ground. The pictures are kept for people.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { gallery } from '../../src/cards/gallery.ts';
import { renderCardsPage } from '../../src/local/chat/cards-page.ts';
import { launchBrowser, picturePath } from './browser.ts';

const cards = gallery().map(({ title, face }) => ({ title, card: face.card }));

/** Runs in the page: a function expression that answers what is wrong with the drawn cards, one line each. */
const faultsScript = readFileSync(join(import.meta.dirname, 'card-faults.js'), 'utf8');
const faultsIn = async (page: Page): Promise<readonly string[]> => page.evaluate<string[]>(faultsScript);

describe('cards in a browser', () => {
  let browser: Browser | undefined;
  let reason = '';
  beforeAll(async () => {
    const launched = await launchBrowser();
    browser = launched.browser;
    reason = launched.reason ?? '';
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
  });

  for (const theme of ['light', 'dark'] as const) {
    for (const width of [640, 360]) {
      test(`${theme}, ${width} px: nothing sticks out, is blank or hard to see`, async () => {
        if (!browser) {
          expect(`could not run here: ${reason}`).toContain('could not run here');
          return;
        }
        const page = await browser.newPage({ viewport: { width: width + 48, height: 900 } });
        const complaints: string[] = [];
        page.on('pageerror', (error) => complaints.push(String(error)));
        await page.setContent(renderCardsPage({ cards, theme, width }));
        await page.waitForSelector('html[data-ready="true"]');
        const faults = await faultsIn(page);
        await page.screenshot({ path: picturePath(`cards-${theme}-${width}`), fullPage: true });
        await page.close();
        expect([...complaints, ...faults]).toEqual([]);
      }, 120_000);
    }
  }

  test('the checks can fail: a card that is too wide for its frame is found', async () => {
    if (!browser) return;
    const page = await browser.newPage({ viewport: { width: 408, height: 600 } });
    const image = {
      type: 'Image',
      altText: 'wide',
      url: 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7',
      width: '900px',
    };
    await page.setContent(
      renderCardsPage({
        cards: [{ title: 'wide', card: { type: 'AdaptiveCard', version: '1.5', body: [image] } }],
        width: 360,
      }),
    );
    await page.waitForSelector('html[data-ready="true"]');
    expect((await faultsIn(page)).join()).toMatch(/sticks out|blank/);
    await page.close();
  }, 60_000);
});
