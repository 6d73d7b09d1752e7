// A newcomer's first minutes in a real browser: three commands typed into the chat page, true answers on the cards.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Locator, Page } from 'playwright-core';
import { launchBrowser, picturePath } from './browser.ts';
import { type Product, startProduct } from './product.ts';

const { browser, reason } = await launchBrowser();

if (browser === undefined) {
  test(`could not run here: ${reason}`, () => {
    expect(reason).not.toBe('');
  });
} else describe('the main job in the chat page', () => tests(browser));

function tests(chromium: Browser): void {
  const folder = mkdtempSync(join(tmpdir(), 'brickbot-e2e-'));
  const data = join(folder, 'data');
  const clone = join(folder, 'clone');
  const git = (...args: readonly string[]): string =>
    execFileSync('git', args, { cwd: clone, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  let product: Product;
  let page: Page;

  const openPage = async (): Promise<void> => {
    const context = await chromium.newContext({ viewport: { width: 1180, height: 900 } });
    page = await context.newPage();
    page.setDefaultTimeout(30_000);
    await page.goto(product.chat);
    await page.locator('html[data-ready=true]').waitFor();
  };
  const say = async (text: string): Promise<void> => {
    await page.getByRole('textbox', { name: 'Type a message' }).fill(text);
    await page.keyboard.press('Enter');
  };
  /** The newest card whose text has all of these. */
  const card = (...texts: readonly string[]): Locator =>
    texts.reduce((found, text) => found.filter({ hasText: text }), page.locator('.card-box')).last();
  const mlflow = async (path: string, body: unknown): Promise<Record<string, unknown>> => {
    const answer = await fetch(`${product.workspace}/api/2.0/mlflow/${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        authorization: `Bearer ${readFileSync(join(data, 'workspace-token'), 'utf8').trim()}`,
        'content-type': 'application/json',
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return (await answer.json()) as Record<string, unknown>;
  };

  beforeAll(async () => {
    product = await startProduct(data);
    execFileSync('git', ['clone', '-q', `${product.workspace}/git/churn.git`, clone]);
    git('config', 'user.name', 'Newcomer');
    git('config', 'user.email', 'newcomer@example.com');
    await openPage();
  }, 90_000);
  afterAll(async () => {
    await chromium.close();
    await product.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }, 30_000);

  test('`deploy feature-x` ends with the commit that git has', async () => {
    await say('deploy feature-x');
    const done = card('Deploy feature-x to staging', 'Done');
    await done.waitFor();
    expect(await done.innerText()).toContain(git('rev-parse', 'origin/feature-x').slice(0, 8));
    await page.screenshot({ path: picturePath('main-1-deploy') });
    const [repo] = (
      (await (
        await fetch(`${product.workspace}/api/2.0/repos?path_prefix=/Workspace/Shared`, {
          headers: { authorization: `Bearer ${readFileSync(join(data, 'workspace-token'), 'utf8').trim()}` },
        })
      ).json()) as { repos: { head_commit_id: string }[] }
    ).repos;
    expect(repo?.head_commit_id).toBe(git('rev-parse', 'origin/feature-x'));
  }, 60_000);

  test('`run tests` really runs them, and shows the asserted metric', async () => {
    await say('run tests on feature-x');
    const green = card('Run tests on feature-x', 'Passed');
    await green.waitFor();
    expect(await green.innerText()).toMatch(/10 passed/);
    expect(await green.innerText()).toMatch(/auc[\s\S]*0\.8\d+/);
    await page.screenshot({ path: picturePath('main-2-green') });
  }, 60_000);

  test('a push that breaks a test turns the next run red, with its assertion', async () => {
    git('checkout', '-q', 'feature-x');
    const file = join(clone, 'churn', 'metrics.py');
    const before = readFileSync(file, 'utf8');
    writeFileSync(
      file,
      before.replace(/def accuracy\([^)]*\):\n/, (head) => `${head}    return 0.123\n`),
    );
    git('commit', '-qam', 'break accuracy');
    git('push', '-q', 'origin', 'feature-x');
    await say('run tests on feature-x');
    const red = card('Run tests on feature-x', 'Failed');
    await red.waitFor();
    const text = await red.innerText();
    expect(text).toContain(git('rev-parse', 'HEAD').slice(0, 8));
    expect(text).toContain('accuracy');
    expect(text).toContain('three of four are right');
    await page.screenshot({ path: picturePath('main-3-red') });
  }, 60_000);

  test('`show experiment` shows the metric that the newest run logged, with a chart', async () => {
    await say('show experiment churn');
    // The card of the greeting names the experiment, too.
    const shown = card('Experiment churn', 'auc');
    await shown.waitFor();
    const { experiment } = (await mlflow(
      'experiments/get-by-name?experiment_name=/Shared/churn',
      undefined,
    )) as { experiment: { experiment_id: string } };
    const { runs } = (await mlflow('runs/search', {
      experiment_ids: [experiment.experiment_id],
      max_results: 1,
      order_by: ['attributes.start_time DESC'],
    })) as {
      runs: { data: { metrics: { key: string; value: number }[] } }[];
    };
    const auc = runs[0]?.data.metrics.find((metric) => metric.key === 'auc')?.value ?? Number.NaN;
    expect(await shown.innerText()).toContain(String(Number(auc.toPrecision(4))).slice(0, 5));
    expect(await shown.locator('svg').count()).toBeGreaterThan(0);
    expect(await shown.innerText()).toContain('champion');
    await page.screenshot({ path: picturePath('main-4-experiment') });
  }, 60_000);

  test('a slip of the keyboard becomes buttons, and a button says the command', async () => {
    await say('depoly feature-x');
    const guess = card('deploy feature-x', 'Did you mean');
    await guess.waitFor();
    await guess.getByRole('button', { name: 'deploy feature-x' }).click();
    await expect(card('Deploy feature-x to staging').waitFor()).resolves.toBeUndefined();
  }, 60_000);

  test('a terminal beside it prints JSON, lists for auditors, and failures with their code', async () => {
    const environments: unknown = JSON.parse(await product.terminal('show', 'environments', '--json'));
    expect(environments).toHaveProperty('result.environments');
    // One's own doings are everybody's to read.
    expect(await product.terminal('audit', '--jsonl')).toContain('show environments');
    expect(await product.terminal('audit', '--csv')).toContain('show environments');
    expect(await product.terminal('deploy', 'nowhere', '--json')).toMatch(/"code":/);
  }, 60_000);

  test('killed in the middle, it goes on by itself when it is back', async () => {
    await say('run tests on main');
    await card('Run tests on main').waitFor();
    await product.kill();
    product = await startProduct(data);
    await page.context().close();
    await openPage();
    const ended = card('Run tests on main');
    await ended.filter({ hasText: /Passed|Failed/ }).waitFor();
    expect(await page.locator('.card-box').filter({ hasText: 'Run tests on main' }).count()).toBe(1);
    await page.screenshot({ path: picturePath('main-5-restarted') });
  }, 90_000);
}
