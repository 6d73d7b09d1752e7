// Test runs that go wrong, each with an ending of its own; what they left behind is taken away every time.
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { openStage, type Seen, type Stage } from './stage.ts';
import { notebook, openWorld, type World } from './world.ts';

jest.setTimeout(60_000);

const SUBMIT = /^\/api\/2\.[0-9]\/jobs\/runs\/submit$/;
const NOTEBOOK = 'notebooks/unit_tests.py';

let world: World;
let stage: Stage;
beforeAll(async () => {
  world = await openWorld();
  stage = await openStage(world);
});
beforeEach(() => world.forget());
afterAll(async () => {
  await stage.close();
  await world.close();
});

const write = (branch: string, ...code: readonly string[]): Promise<string> =>
  world.push(branch, { [NOTEBOOK]: notebook(...code) }, { from: 'origin/main' });
const ended = async (words: string): Promise<Seen> => stage.ends(await stage.as('alice').says(words));
const hang = () => write('endless', 'import time', 'time.sleep(600)');
const underWay = async (): Promise<Seen> =>
  stage.shows(await stage.as('alice').says('run tests on endless --fresh'), /Tasks\n● +unit +running/);

test('a syntax error in the notebook: the error and its place', async () => {
  await write('bad-syntax', 'def broken(:', '  pass');
  const seen = await ended('run tests on bad-syntax');
  expect(seen.summary).toMatch(/^Run tests on bad-syntax: failed/);
  expect(seen.text).toContain('Notebook error. The notebook stopped before it gave results: SyntaxError');
  expect(seen.text).toContain('Nothing was changed.');
  expect(seen.text).toContain('Next: Mend the error shown and push again.');
  expect(seen.text).toContain('def broken(:');
  expect((await stage.remark(seen)).text).not.toBe('');
});

test('a test that fails: the assertion, and nothing about faults of ours', async () => {
  const seen = await ended('run tests on feature-broken');
  expect(seen.summary).toContain('failed, 1 of 9 failed');
  expect(seen.text).toContain('auc of two equal scores should be 0.5, was 1.0');
});

test('a test that never ends is stopped at its time limit', async () => {
  await hang();
  const seen = await ended('run tests on endless suite short');
  expect(seen.text).toContain('Time limit reached. The run did not end within');
  expect(seen.text).toContain('raise the limit in brickbot.yaml');
  expect(world.asked('POST', SUBMIT)).toHaveLength(1);
});

test('a notebook that says nothing readable: red, with what it said', async () => {
  await write('mute', 'dbutils.notebook.exit("all fine!")');
  const seen = await ended('run tests on mute');
  expect(seen.summary).toContain(': failed');
  expect(seen.text).toContain('Results unreadable.');
  expect(seen.text).toContain('It ended with: all fine!');
});

describe('cancelled', () => {
  test('while it runs: asked to stop, then stopped by name; a press after the end changes nothing', async () => {
    await hang();
    const running = await underWay();
    expect(running.text).not.toContain('Resumed');
    await stage.as('alice').presses(running, 'Cancel');
    const over = await stage.ends(running);
    expect(over.text).toContain('Stopped by Alice Novak. There is no verdict on this commit');
    expect(world.asked('POST', /runs\/cancel$/)).toHaveLength(1);

    const late = await stage.as('alice').presses(running, 'Cancel');
    expect(late.text).toContain('had already ended: cancelled. Nothing was changed.');
    const typed = await stage.as('alice').says(`cancel ${over.op}`);
    expect(typed.failure).toBe('already-ended');
    expect(world.asked('POST', /runs\/cancel$/)).toHaveLength(1);
  });

  test('in Databricks and not here: the card says so', async () => {
    const running = await underWay();
    const [, runId] = /run (\d{6,})/.exec(running.text) ?? [];
    await world.call('POST', '/api/2.2/jobs/runs/cancel', { run_id: Number(runId) });
    const over = await stage.ends(running);
    expect(over.summary).toContain(': cancelled');
    expect(over.text).toContain('Somebody stopped the run in Databricks.');
  });
});

test('the answer to the submit is lost: the same token, one run', async () => {
  world.faults.add({ kind: 'reset', path: '/api/2.*/jobs/runs/submit', after: true, times: 1 });
  const seen = await ended('run tests on feature-x');
  expect(seen.summary).toMatch(/: passed, 10 passed/);
  const runs = await world.call('GET', '/api/2.2/jobs/runs/list?run_type=SUBMIT_RUN&limit=25');
  const ours = (runs['runs'] as readonly Record<string, unknown>[]).filter((run) =>
    String(run['run_name']).includes(`brickbot ${seen.op}:`),
  );
  expect(ours).toHaveLength(1);
});

test('nothing is left of the temporary checkouts', async () => {
  const { services } = await stage.house.open();
  const seen = await ended('run tests on main');
  expect(seen.summary).toContain(': passed');
  expect(await services.operations.list({ active: true, limit: 10 })).toEqual([]);
  const left = async (): Promise<unknown> =>
    (await world.call('GET', '/api/2.0/repos?path_prefix=/Shared/.brickbot'))['repos'] ?? [];
  for (let look = 0; look < 100 && JSON.stringify(await left()) !== '[]'; look += 1)
    await new Promise((resolve) => setImmediate(resolve));
  expect(await left()).toEqual([]);
});
