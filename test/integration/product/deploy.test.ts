// Deploys that meet something in the way: local changes, a branch that moves, an answer that is lost.
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { openStage, type Stage } from './stage.ts';
import { openWorld, type World } from './world.ts';

jest.setTimeout(60_000);

const REPO = /^\/api\/2\.0\/repos\/\d+$/;
const CHECKOUT = '/Shared/brickbot/staging/churn';

let world: World;
let stage: Stage;
beforeAll(async () => {
  world = await openWorld();
  stage = await openStage(world);
}, 60_000);
beforeEach(() => world.forget());
afterAll(async () => {
  await stage.close();
  await world.close();
});

const deployed = async (words: string): Promise<void> => {
  const done = await stage.ends(await stage.as('alice').says(words));
  expect(done.summary).toContain(': done');
};
/** What really stands in the folder of staging. */
const head = async (): Promise<unknown> => {
  const found = await world.call('GET', `/api/2.0/repos?path_prefix=${encodeURIComponent(CHECKOUT)}`);
  const [repo] = found['repos'] as readonly Record<string, unknown>[];
  return repo?.['head_commit_id'];
};

describe('local changes in the checkout', () => {
  const spoil = () =>
    world.call('POST', '/api/2.0/workspace/import', {
      path: `${CHECKOUT}/scratch.txt`,
      format: 'AUTO',
      overwrite: true,
      content: Buffer.from('somebody was here').toString('base64'),
    });

  test('are refused with a way out, which a releaser may take and a developer may not', async () => {
    await deployed('deploy feature-x');
    await spoil();
    const refused = await stage.ends(await stage.as('alice').says('deploy main'));
    expect(refused.summary).toMatch(/^Deploy main to staging: failed/);
    expect(refused.text).toContain('Local changes in the way.');
    expect(refused.text).toContain(CHECKOUT);
    expect(refused.text).toContain('Nothing was changed.');
    expect(refused.text).toContain('ask a releaser for a clean checkout');
    expect(await head()).toBe(await world.commitOf('feature-x'));

    const noRight = await stage.as('alice').presses(refused, 'Discard and deploy');
    expect(noRight.text).toContain('Discarding local changes in staging needs the role releaser');
    expect(await head()).toBe(await world.commitOf('feature-x'));

    const done = await stage.ends(await stage.as('bob').presses(refused, 'Discard and deploy'));
    expect(done.summary).toMatch(/^Deploy main to staging: done/);
    expect(await head()).toBe(await world.commitOf('main'));
  });

  test('--clean typed by a developer is refused before anything is asked', async () => {
    const seen = await stage.as('alice').says('deploy main --clean');
    expect(seen.failure).toBe('not-permitted');
    expect(world.asked('PATCH', REPO)).toEqual([]);
  });
});

describe('a branch that moves', () => {
  test('between asking and effect: refused with both commits, nothing changed', async () => {
    await deployed('deploy main');
    world.forget();
    const shown = await world.push('moving', { 'one.txt': '1' }, { from: 'origin/main' });
    const held = await stage.as('bob').says('deploy moving to production');
    const now = await world.push('moving', { 'two.txt': '2' });
    const ended = await stage.ends(await stage.as('bob').presses(held, 'Start'));
    expect(ended.summary).toMatch(/: refused/);
    expect(ended.text).toContain(`moving was ${shown.slice(0, 8)} when asked and is ${now.slice(0, 8)} now.`);
    expect(ended.text).toContain('Nothing was changed.');
    expect(world.asked('PATCH', REPO)).toEqual([]);
  });

  test('between the check and the update: the card says that something was changed', async () => {
    await deployed('deploy main');
    world.forget();
    const shown = await world.push('racing', { 'one.txt': '1' }, { from: 'origin/main' });
    // The folder is looked up after the check: the push falls into that gap.
    world.faults.add({ kind: 'slow', path: '/api/2.0/workspace/get-status', times: 1, delayMs: 1_500 });
    const asked = await stage.as('alice').says('deploy racing');
    await stage.shows(asked, /Running 2\/4/);
    const now = await world.push('racing', { 'two.txt': '2' });
    const ended = await stage.ends(asked);
    expect(ended.text).toContain(`racing was ${shown.slice(0, 8)} when asked and is ${now.slice(0, 8)} now.`);
    expect(ended.text).toContain('Something was changed: look at what stands there now.');
    expect(await head()).toBe(now);
  });
});

describe('the answer to the update is lost', () => {
  test('after it took effect: the head is read back, and nothing is sent twice', async () => {
    await deployed('deploy main');
    world.forget();
    world.faults.add({ kind: 'reset', method: 'PATCH', after: true, times: 1 });
    const asked = await stage.as('alice').says('deploy feature-x');
    const unknown = await stage.shows(asked, /\[Unknown\]/);
    expect(unknown.text).toContain('An answer was lost. brickbot is reading the commit back');
    const done = await stage.ends(asked);
    expect(done.summary).toContain(': done');
    expect(done.text).toContain('had taken effect already');
    expect(world.asked('PATCH', REPO)).toHaveLength(1);
    expect(await head()).toBe(await world.commitOf('feature-x'));
  });

  test('before it took effect: it is sent again', async () => {
    await deployed('deploy main');
    world.forget();
    world.faults.add({ kind: 'reset', method: 'PATCH', times: 1 });
    const done = await stage.ends(await stage.as('alice').says('deploy feature-x'));
    expect(done.summary).toContain(': done');
    expect(world.asked('PATCH', REPO)).toHaveLength(2);
    expect(await head()).toBe(await world.commitOf('feature-x'));
  });

  test('of creating the folder: the one that was made is found', async () => {
    world.faults.add({ kind: 'reset', method: 'POST', path: '/api/2.0/repos', after: true, times: 1 });
    const held = await stage.as('bob').says('deploy main to production');
    const done = await stage.ends(await stage.as('bob').presses(held, 'Start'));
    expect(done.summary).toContain(': done');
    expect(world.asked('POST', /^\/api\/2\.0\/repos$/)).toHaveLength(1);
  });
});
