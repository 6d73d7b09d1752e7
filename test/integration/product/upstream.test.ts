// Databricks on a bad day: unreachable, a token that is refused, everybody asked to slow down, a sign-in page, no python.
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { startFurnishedWorkspace } from '../../../src/local/furnished.ts';
import type { RunningWorkspace } from '../../../src/local/workspace.ts';
import { openStage, type Seen, type Stage } from './stage.ts';
import { openWorld, TOKEN, type World } from './world.ts';

jest.setTimeout(60_000);

let world: World;
let bare: RunningWorkspace;
let foreign: RunningWorkspace;
let stage: Stage;
beforeAll(async () => {
  world = await openWorld();
  bare = await startFurnishedWorkspace({ token: TOKEN, python: false, startDelayMs: 10 });
  foreign = await startFurnishedWorkspace({ token: 'another-token' });
  stage = await openStage(world, {
    hosts: { bare: bare.url, foreign: foreign.url, nowhere: 'http://127.0.0.1:9' },
  });
});
beforeEach(() => world.forget());
afterAll(async () => {
  await stage.close();
  await Promise.all([world.close(), bare.close(), foreign.close()]);
});

/** Says the words and lets waiting pass quickly until the operation is over. */
const ended = async (words: string): Promise<Seen> => {
  const asked = await stage.as('alice').says(words);
  return stage.hurried(asked, () => stage.ends(asked));
};

test('a token that is refused: a deploy and a question say so, and how to mend it', async () => {
  const deploy = await ended('deploy main to foreign');
  expect(deploy.summary).toMatch(/^Deploy main to foreign: refused/);
  for (const seen of [deploy, await stage.as('alice').says('show jobs in foreign')]) {
    expect(seen.text).toContain('Databricks does not accept brickbot’s token.');
    expect(seen.text).toContain('Nothing was changed.');
    expect(seen.text).toContain('Next: Renew the token');
    expect(seen.text).not.toContain(TOKEN);
  }
});

test('a workspace that cannot be reached: tried again, then told', async () => {
  const seen = await ended('deploy main to nowhere');
  expect(seen.summary).toMatch(/^Deploy main to nowhere: failed/);
  expect(seen.text).toContain('Not reachable. Databricks did not answer.');
  expect(seen.text).toContain('Nothing was changed.');
  expect(seen.text).toContain('begun 6 times');
  expect((await stage.remark(seen)).text).not.toBe('');
});

describe('everybody is asked to slow down', () => {
  test('for a while: the operation waits and ends well, with one update', async () => {
    world.faults.add({ kind: '429', path: '/api/2.0/repos', times: 8, retryAfterSeconds: 1 });
    const seen = await ended('deploy feature-x');
    expect(seen.summary).toContain(': done');
    expect(world.asked('PATCH', /./).filter(({ status }) => status === 200)).toHaveLength(1);
  });

  test('without end: a card that says so, how often it was tried, and that nothing was changed', async () => {
    world.faults.add({ kind: '429', path: '/api/', retryAfterSeconds: 1 });
    const seen = await ended('deploy main');
    expect(seen.summary).toMatch(/^Deploy main to staging: failed/);
    expect(seen.text).toContain('Too many requests. Databricks asks everybody to slow down.');
    expect(seen.text).toContain('Nothing was changed.');
    expect(seen.text).toMatch(/It was tried again \d+ times; wait a minute and ask again\./);
    expect(world.asked('PATCH', /./)).toEqual([]);
  });

  test('while the card is still waiting it says which try is next', async () => {
    world.faults.add({ kind: '503', path: '/api/2.0/workspace', times: 5 });
    const asked = await stage.as('alice').says('deploy main');
    await stage.hurried(asked, async () => {
      // Edits are coalesced: the card may jump from the first try to the end, which then tells how often it was begun.
      await stage.shows(asked, /retrying 2 of 6|begun 2 times/);
      expect((await stage.ends(asked)).summary).toContain(': done');
    });
  });
});

describe('a sign-in page in place of the API', () => {
  test.each(['signin-200', 'signin-203'] as const)('%s', async (kind) => {
    world.faults.add({ kind, path: '/api/' });
    const seen = await ended('deploy feature-x');
    expect(seen.summary).toContain(': failed');
    expect(seen.text).toContain('something that is not its API (a sign-in page or a proxy)');
    expect(seen.text).toContain('Nothing was changed.');
    expect(seen.text).toContain('Check the host name and the proxy.');
    const question = await stage.as('alice').says('show jobs');
    expect(question.failure).toBe('upstream-gibberish');
  });

  test('in front of git: no branch is said to be missing', async () => {
    world.faults.add({ kind: 'signin-200', path: '/git/' });
    const seen = await stage.as('alice').says('deploy main');
    expect(seen.failure).toBe('git-nothing-there');
    expect(seen.text).toContain('a sign-in page stands in front of it');
    expect(seen.text).toContain('Nothing was changed.');
  });
});

test('git that does not answer is git, not Databricks', async () => {
  world.faults.add({ kind: '500', path: '/git/' });
  const seen = await stage.as('alice').says('deploy main');
  expect(seen.failure).toBe('git-unreachable');
  expect(seen.text).toContain('Nothing was changed.');
});

test('no python on the machine of the embedded workspace: what to install', async () => {
  const seen = await ended('run tests on feature-x in bare');
  expect(seen.summary).toContain(': failed');
  expect(seen.text).toContain('Nothing to run it on.');
  expect(seen.text).toContain('install python3');
  expect(seen.text).toContain('Nothing was changed.');
});

test('an endpoint that is not there is named by what was attempted', async () => {
  world.faults.add({ kind: '404', path: '/api/2.*/jobs/list' });
  const seen = await stage.as('alice').says('show jobs');
  expect(seen.text).toContain('Databricks does not have what is needed to list jobs.');
});
