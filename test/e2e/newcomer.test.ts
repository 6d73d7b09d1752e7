// A newcomer plays a whole promotion in one browser window: a developer and two approvers side by side, from the first deploy to the
// undo. A picture of each step is kept in `artifacts/`.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Browser, Locator, Page } from 'playwright-core';
import { launchBrowser, picturePath } from './browser.ts';
import { type Product, startProduct } from './product.ts';

// One visit: a second try of its middle would meet what the first left behind.
jest.retryTimes(0);

const CHANNEL = 'channel/general';
const PATIENCE = 90_000;

const { browser, reason } = await launchBrowser();

if (browser === undefined) {
  test(`could not run here: ${reason}`, () => {
    expect(reason).not.toBe('');
  });
} else describe('a newcomer with two approvers beside them', () => tests(browser));

function tests(chromium: Browser): void {
  const folder = mkdtempSync(join(tmpdir(), 'brickbot-newcomer-'));
  const data = join(folder, 'data');
  let product: Product;
  let page: Page;

  const column = (person: string): Locator => page.locator(`.column[data-person="${person}"]`);
  const say = async (person: string, text: string): Promise<void> => {
    const box = column(person).getByRole('textbox', { name: 'Start a post' });
    await box.fill(`@brickbot ${text}`);
    await box.press('Enter');
  };
  /** The newest card that a person sees with all of these texts. */
  const card = (person: string, ...texts: readonly (string | RegExp)[]): Locator =>
    texts
      .reduce((found, text) => found.filter({ hasText: text }), column(person).locator('.card-box'))
      .last();
  const champion = async (): Promise<string | undefined> => {
    const token = readFileSync(join(data, 'workspace-token'), 'utf8').trim();
    const answer = await fetch(`${product.workspace}/api/2.0/mlflow/registered-models/get?name=churn`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const { registered_model: model } = (await answer.json()) as {
      registered_model?: { aliases?: { alias: string; version: string }[] };
    };
    return model?.aliases?.find(({ alias }) => alias === 'champion')?.version;
  };
  const picture = (name: string) => page.screenshot({ path: picturePath(`newcomer-${name}`) });

  beforeAll(async () => {
    product = await startProduct(data);
    const context = await chromium.newContext({ viewport: { width: 1800, height: 1100 } });
    page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    const people = ['alice', 'carol', 'erin'].map((person) => [person, CHANNEL]);
    await page.addInitScript((columns) => localStorage.setItem('columns', columns), JSON.stringify(people));
    await page.goto(product.chat);
    await page.locator('html[data-ready=true]').waitFor();
    // The sample project's past is played while people already look around.
    while ((await champion()) === undefined) await page.waitForTimeout(250);
  }, 4 * PATIENCE);
  afterAll(async () => {
    await chromium.close();
    await product.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }, 30_000);

  test(
    'is greeted with things to try, deploys a branch and runs its tests',
    async () => {
      await card('alice', 'Three things to try', 'deploy feature-x', 'show experiment churn').waitFor();
      await picture('0-hello');
      await say('alice', 'deploy feature-x');
      await card('alice', 'Deploy feature-x to staging', 'Done').waitFor();
      await picture('1-deploy');
      await say('alice', 'run tests on main');
      await card('alice', 'Run tests on main', 'Passed').waitFor();
      await picture('2-tests');
    },
    PATIENCE,
  );

  test(
    'trains a version and sees its chart',
    async () => {
      await say('alice', 'run job nightly-train with register=true');
      await card('alice', 'nightly-train', 'Passed').waitFor();
      await say('alice', 'show experiment churn');
      const shown = card('alice', 'Experiment churn');
      await shown.locator('svg').first().waitFor();
      await picture('3-chart');
    },
    PATIENCE,
  );

  test(
    'asks for a promotion; two people approve, each in their own window',
    async () => {
      const before = await champion();
      await say('alice', 'promote churn latest to champion');
      const why = card('alice', 'Promote churn', 'Nothing was started');
      await why.getByRole('textbox').fill('it was trained on the newest customers');
      await why.getByRole('button', { name: 'Request' }).click();
      for (const person of ['alice', 'carol', 'erin'])
        await card(person, 'Votes 0 of 2', 'it was trained on the newest customers').waitFor();
      // Whoever asked sees buttons of their own; typing it is refused, and nothing changes.
      await card('alice', 'Votes 0 of 2').getByRole('button', { name: 'Withdraw' }).waitFor();
      expect(await card('alice', 'Votes 0 of 2').getByRole('button', { name: 'Approve' }).count()).toBe(0);
      await picture('4-asked');
      const [, op] = /op (\w{4,8})/.exec(await card('alice', 'Votes 0 of 2').innerText()) ?? [];
      await say('alice', `approve ${op}`);
      await card('alice', 'Nothing was changed', /needs the role approver|cannot decide on it/).waitFor();

      await card('carol', 'Votes 0 of 2').getByRole('button', { name: 'Approve' }).click();
      await card('carol', 'Yours is approval 1 of 2').waitFor();
      await picture('5-sure');
      await card('carol', 'Yours is approval 1 of 2').getByRole('button', { name: 'Yes, approve' }).click();
      await card('erin', 'Votes 1 of 2').waitFor();
      expect(await champion()).toBe(before);
      await card('erin', 'Votes 1 of 2').getByRole('button', { name: 'Approve' }).click();
      await card('erin', 'the last approval that is needed')
        .getByRole('button', { name: 'Yes, approve' })
        .click();
      await card('alice', 'Promote churn', 'Promoted').waitFor();
      await picture('6-receipt');
      expect(await champion()).not.toBe(before);
    },
    2 * PATIENCE,
  );

  test(
    'undoes it from the receipt, with one approval',
    async () => {
      const after = await champion();
      await card('carol', 'Promote churn', 'Promoted').getByRole('button', { name: 'Undo' }).click();
      const way = card('carol', 'Undo op', 'What this does not undo');
      await way.waitFor();
      await picture('7-way-back');
      await way.getByRole('button', { name: 'Start' }).click();
      const asked = card('erin', 'Bring back churn', 'Votes 0 of 1');
      await asked.waitFor();
      await asked.getByRole('button', { name: 'Approve' }).click();
      await card('erin', 'the last approval that is needed')
        .getByRole('button', { name: 'Yes, approve' })
        .click();
      await card('alice', 'Bring back churn', /Promoted|Brought back/).waitFor();
      await picture('8-back');
      expect(await champion()).not.toBe(after);
      await say('alice', 'history model churn');
      await card('alice', 'churn', 'brought back').waitFor();
      await picture('9-history');
    },
    2 * PATIENCE,
  );
}
