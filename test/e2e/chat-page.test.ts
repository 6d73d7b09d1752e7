// The chat page in a real browser: a person types, sees a card, presses, and watches it change; two people share one window.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { renderCardsPage } from '../../src/local/chat/cards-page.ts';
import { type Chat, startChat } from '../../src/local/chat/start.ts';
import { type EchoBot, startEchoBot } from '../integration/local/chat/echo-bot.ts';
import { countingCard, everyElement } from '../integration/local/chat/sample-card.ts';
import { launchBrowser, picturePath } from './browser.ts';

const { browser, reason } = await launchBrowser();

if (browser === undefined) {
  test(`could not run here: ${reason}`, () => {
    expect(reason).not.toBe('');
  });
} else describe('the chat page', () => tests(browser));

function tests(chromium: Browser): void {
  let bot: EchoBot;
  let chat: Chat;
  let page: Page;
  const complaints: string[] = [];

  const openPage = async (
    options: { readonly width?: number; readonly dark?: boolean } = {},
  ): Promise<Page> => {
    const context = await chromium.newContext({
      viewport: { width: options.width ?? 1280, height: 860 },
      colorScheme: options.dark === true ? 'dark' : 'light',
    });
    const opened = await context.newPage();
    opened.setDefaultTimeout(8_000);
    opened.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    opened.on('pageerror', (error) => complaints.push(error.message));
    await opened.goto(chat.url);
    await opened.locator('html[data-ready=true]').waitFor();
    return opened;
  };
  const say = async (text: string): Promise<void> => {
    await page.getByRole('textbox', { name: 'Type a message' }).fill(text);
    await page.keyboard.press('Enter');
  };
  const column = (index: number) => page.locator('.column').nth(index);

  beforeAll(async () => {
    bot = await startEchoBot(countingCard);
    chat = await startChat({
      botEndpoint: () => bot.url,
      commands: [
        { title: 'help', description: 'What you can ask, with examples that work here' },
        { title: 'deploy', description: 'Put a branch or a tag on an environment' },
        { title: 'show experiment', description: 'Runs with their metrics and a chart' },
      ],
    });
    page = await openPage();
  }, 30_000);
  afterAll(async () => {
    await chromium.close();
    await chat.close();
    await bot.close();
  });

  test('opening it greets; a typed line is answered', async () => {
    await page.getByText('Welcome!').waitFor();
    await say('hello');
    await page.getByText('echo: hello').waitFor();
    expect(await page.getByRole('log').getAttribute('aria-live')).toBe('polite');
  });

  test('markup that people or the bot write stays text', async () => {
    await say('<img src=x onerror=alert(1)> <b>bold</b>');
    await page.getByText('echo: <img src=x onerror=alert(1)> <b>bold</b>').waitFor();
    expect(await page.locator('.log img:not(.avatar), .log b').count()).toBe(0);
  });

  test('commands are suggested and Tab takes one', async () => {
    const box = page.getByRole('textbox', { name: 'Type a message' });
    await box.fill('sh');
    await page.getByRole('option', { name: /show experiment/ }).waitFor();
    await box.press('Tab');
    expect(await box.inputValue()).toBe('show experiment ');
    await box.fill('');
  });

  test('a press shows the answer in place and keeps what was typed elsewhere', async () => {
    await say('card');
    await page.getByRole('button', { name: 'Start' }).waitFor();
    await say('card');
    await page.locator('.card-box').nth(1).waitFor();
    await page.locator('.card-box').nth(0).getByLabel('Reason').fill('half a sentence');
    await page.locator('.card-box').nth(1).getByLabel('Reason').fill('because');
    await page.locator('.card-box').nth(1).getByRole('button', { name: 'Start' }).click();
    await page.locator('.card-box').nth(1).getByText('Step 1 of 3').waitFor();
    expect(await page.locator('.card-box').count()).toBe(2);
    expect(await page.locator('.card-box').nth(0).getByLabel('Reason').inputValue()).toBe('half a sentence');
    expect(bot.heard.findLast((each) => each.type === 'invoke')?.value).toMatchObject({
      action: { verb: 'start', data: { op: '7K3F', reason: 'because' } },
    });
    await page.screenshot({ path: picturePath('chat-card') });
  });

  test('an error answer stands below the card, which works again', async () => {
    const last = page.locator('.card-box').nth(1);
    await last.getByRole('button', { name: 'Refuse me' }).click();
    await page.getByText('You may not do this').waitFor();
    expect(await last.getAttribute('aria-busy')).toBeNull();
    await last.getByRole('button', { name: 'Start' }).click();
    await last.getByText('Step 2 of 3').waitFor();
  });

  test('a drop-down searches while one types', async () => {
    const last = page.locator('.card-box').nth(1);
    await last.getByRole('combobox', { name: 'Branch' }).fill('broken');
    await last.getByRole('option', { name: 'feature-broken' }).click();
    await last.getByRole('button', { name: 'Start' }).click();
    await last.getByText('Step 3 of 3').waitFor();
    expect(bot.heard.findLast((each) => each.name === 'adaptiveCard/action')?.value).toMatchObject({
      action: { data: { branch: 'feature-broken' } },
    });
  });

  test('an own message can be edited and deleted', async () => {
    await say('a tpyo');
    await page.getByText('echo: a tpyo').waitFor();
    await page.getByRole('textbox', { name: 'Type a message' }).press('ArrowUp');
    await page.getByRole('textbox', { name: 'Type a message' }).fill('a typo');
    await page.keyboard.press('Enter');
    const message = page.locator('.message-own', { hasText: 'a typo' });
    await message.getByText('Edited').waitFor();
    await message.hover();
    await message.getByRole('button', { name: 'Delete message' }).click();
    await page.getByText('This message has been deleted.').waitFor();
  });

  test('two people side by side see one channel; a press of one changes the card of both', async () => {
    await page.getByRole('button', { name: '2 people side by side' }).click();
    for (const index of [0, 1]) {
      await column(index).locator('[data-conversation="channel/general"]').click();
    }
    const box = column(0).getByRole('textbox', { name: 'Start a post' });
    await box.fill('card please');
    await column(0).getByText('hears only messages that mention it').waitFor();
    await box.fill('@bri');
    await column(0)
      .getByRole('option', { name: /brickbot/ })
      .waitFor();
    await box.press('Enter');
    await box.pressSequentially('card');
    await box.press('Enter');
    await column(1).getByRole('button', { name: 'Start' }).click();
    await column(0).getByText('Step 1 of 3').waitFor();
    await column(1).getByText('Step 1 of 3').waitFor();
    expect(bot.heard.findLast((each) => each.type === 'invoke')?.from.name).toBe('Bob Okafor');
    await page.screenshot({ path: picturePath('chat-two-people') });
  });

  test('a card with refresh becomes the view of the one person it names', async () => {
    const box = column(0).getByRole('textbox', { name: 'Start a post' });
    await box.fill('@brickbot view');
    await box.press('Enter');
    await column(0).getByText('For Alice Novak only').waitFor();
    await column(1).getByText('Nothing for you here').waitFor();
    expect(bot.heard.findLast((each) => each.type === 'invoke')?.value).toMatchObject({
      trigger: 'automatic',
    });
  });

  test('typing is shown until the answer', async () => {
    const box = column(0).getByRole('textbox', { name: 'Start a post' });
    await box.fill('@brickbot type');
    await box.press('Enter');
    await column(1).getByText('brickbot is typing').waitFor();
  });

  test('dark by the switch, remembered; dark by the system', async () => {
    await page.getByRole('button', { name: 'Switch to dark theme' }).click();
    await page.reload();
    await page.locator('html[data-ready=true][data-theme=dark]').waitFor();
    await page.screenshot({ path: picturePath('chat-dark') });
    const other = await openPage({ dark: true });
    expect(await other.locator('html').getAttribute('data-theme')).toBe('dark');
    await other.context().close();
  });

  test('at 400 px nothing sticks out', async () => {
    const phone = await openPage({ width: 400 });
    await phone.getByText('Step 3 of 3').waitFor();
    const wide = await phone.evaluate('document.documentElement.scrollWidth');
    expect(wide).toBe(400);
    const over = await phone.evaluate(
      `[...document.querySelectorAll('.log *')].filter((each) => each.getBoundingClientRect().right > 401).length`,
    );
    expect(over).toBe(0);
    await phone.screenshot({ path: picturePath('chat-narrow') });
    await phone.context().close();
  });

  test.each([
    ['light', 520],
    ['dark', 340],
  ] as const)('every element is drawn in a cards page, %s at %i px', async (theme, width) => {
    const gallery = await chromium.newPage({ viewport: { width: width + 48, height: 900 } });
    gallery.on('pageerror', (error) => complaints.push(error.message));
    await gallery.setContent(renderCardsPage({ cards: everyElement, theme, width }));
    await gallery.locator('html[data-ready=true]').waitFor();
    expect(await gallery.locator('.chart svg[role=img]').count()).toBe(10);
    expect(await gallery.locator('.chart svg[role=img]').first().getAttribute('aria-label')).toContain(
      'candidate',
    );
    expect(await gallery.getByText('A fallback for what nobody draws').count()).toBe(1);
    expect(await gallery.locator('.frame-error').count()).toBe(0);
    expect(await gallery.locator('a[href^="javascript"]').count()).toBe(0);
    await gallery.screenshot({ path: picturePath(`cards-${theme}-${width}`), fullPage: true });
    await gallery.close();
  });

  test('the browser had nothing to complain about', () => {
    expect(complaints).toEqual([]);
  });
}
