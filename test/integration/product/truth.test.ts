// “Nothing was changed” is said of the operation as a whole: when something was started or moved, and what comes after it goes wrong in a
// way that stays, the card says what there is.
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { FaultRule } from '../../../src/local/kernel/faults.ts';
import { openStage, type Seen, type Stage } from './stage.ts';
import { openWorld, type World } from './world.ts';

jest.setTimeout(10 * 60_000);

const STAYING = [
  ['401 expired token', 'expired-token'],
  ['403', '403'],
  ['404', '404'],
  ['malformed JSON', 'malformed'],
  ['a sign-in page with 200', 'signin-200'],
  ['a sign-in page with 203', 'signin-203'],
] as const satisfies readonly (readonly [string, FaultRule['kind']])[];

let world: World;
let stage: Stage;
beforeAll(async () => {
  world = await openWorld();
  await world.call('POST', '/api/2.2/jobs/create', {
    name: 'tiny',
    max_concurrent_runs: 100,
    git_source: { git_url: world.repository, git_provider: 'gitHub', git_branch: 'main' },
    parameters: [{ name: 'seconds', default: '0' }],
    tasks: [{ task_key: 'wait', notebook_task: { notebook_path: 'jobs/wait', source: 'GIT' } }],
  });
  stage = await openStage(world);
  await stage.ends(await stage.as('bob').says('deploy main'));
}, 120_000);
afterAll(async () => {
  await stage?.close();
  await world?.close();
});

const played = async (words: string): Promise<Seen> => {
  const asked = await stage.as('bob').says(words);
  return stage.hurried(asked, () => stage.ends(asked));
};

describe.each(STAYING)('%s', (_, kind) => {
  test.each([
    ['a job', 'run job tiny'],
    ['a test run', 'run tests on feature-x --fresh'],
  ])('%s: its run was started, and cannot be read', async (_name, words) => {
    world.forget();
    world.faults.add({ kind, method: 'GET', path: '/api/2.2/jobs/runs/' });
    const seen = await played(words);
    world.forget();
    expect(seen.summary).toMatch(/: (?:failed|refused)/);
    expect(seen.text).not.toContain('Nothing was changed');
    // One that is gone may have changed something before it went.
    expect(seen.text).toMatch(kind === '404' ? /not known yet/ : /A run was started in Databricks/);
  });

  test('a deploy: the git folder was moved, and cannot be read back', async () => {
    world.forget();
    await played('deploy main');
    world.forget();
    // The folder is found by the first look at it; those after the update go wrong.
    world.faults.add({ kind, method: 'GET', path: '/api/2.0/repos/', skip: 1 });
    const seen = await played('deploy feature-x');
    const updates = world.asked('PATCH', /repos/).filter(({ status }) => status === 200);
    world.forget();
    expect(updates).toHaveLength(1);
    expect(seen.summary).toMatch(/: (?:failed|refused)/);
    expect(seen.text).not.toContain('Nothing was changed');
    expect(seen.text).toMatch(/Something was changed|not known yet/);
  });
});
