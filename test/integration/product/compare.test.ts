// Two things beside each other, as people ask for it: versions, runs, branches; what is unfair comes first; the buttons edit the card.
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { openStage, type Stage } from './stage.ts';
import { openWorld, type World } from './world.ts';

jest.setTimeout(120_000);

let world: World;
let stage: Stage;
const train = async (parameters: string): Promise<void> => {
  const seen = await stage.as('bob').says(`run job nightly-train with ${parameters}`);
  expect((await stage.ends(seen)).summary).toMatch(/done|passed/);
};
beforeAll(async () => {
  world = await openWorld();
  stage = await openStage(world, { more: 'models:\n  churn:\n    registry: mlflow\n    metric: auc\n' });
  for (const parameters of [
    'learning_rate=0.2 rows=400',
    'learning_rate=0.8 rows=400',
    'learning_rate=0.8 rows=500',
  ])
    await train(`${parameters} register=true`);
  await world.call('POST', '/api/2.0/mlflow/registered-models/alias', {
    name: 'churn',
    alias: 'champion',
    version: '1',
  });
});
afterAll(async () => {
  await stage.close();
  await world.close();
});

const says = (words: string) => stage.as('alice').says(words);

test('a version with the champion: the metric that counts, what differs, and a way to ask for the promotion', async () => {
  const seen = await says('compare churn v2 with champion');
  expect(seen.failure).toBeUndefined();
  expect(seen.summary).toMatch(
    /^Compare churn v2 with churn v1: (better|worse|the same) – auc 0\.\d+ against 0\.\d+/,
  );
  expect(seen.text).toContain('higher is better');
  expect(seen.text).toMatch(/learning_rate.*0\.8.*0\.2/s);
  expect(seen.text).not.toContain('Not measured alike');
  expect(seen.text).not.toMatch(/rows.*400/);
  expect(seen.buttons).toContain('Request promotion');
  const all = await stage.as('alice').presses(seen, 'All values');
  expect(all.text).toMatch(/The same on both: .*rows 400/);
  expect(all.buttons).toContain('Only differences');
  const asked = await stage.as('alice').presses(seen, 'Request promotion');
  expect(asked.text).toContain('churn');
});

test('nothing said of the other: the champion', async () => {
  expect((await says('compare churn v2')).summary).toMatch(/^Compare churn v2 with churn v1/);
});

test('other data: named before any figure', async () => {
  const { text, summary } = await says('compare churn v3 with v1');
  expect(text.indexOf('Not measured alike')).toBeGreaterThan(0);
  expect(text.indexOf('Not measured alike')).toBeLessThan(text.indexOf('is better'));
  expect(text).toMatch(/rows\s+v3\s+500\s+v1\s+400/);
  expect(summary).toContain('unfair');
});

test('runs by the beginning of their ids, with the curve where steps were logged', async () => {
  const { runs } = (await world.call('POST', '/api/2.0/mlflow/runs/search', {
    experiment_ids: [
      (
        (await world.call(
          'GET',
          '/api/2.0/mlflow/experiments/get-by-name?experiment_name=/Shared/churn',
        )) as {
          experiment: { experiment_id: string };
        }
      ).experiment.experiment_id,
    ],
    max_results: 2,
  })) as { runs: { info: { run_id: string } }[] };
  const [a, b] = runs.map(({ info }) => info.run_id);
  const seen = await says(`compare run ${a?.slice(0, 8)} and run ${b}`);
  expect(seen.failure).toBeUndefined();
  expect(seen.summary).toMatch(/^Compare run .+ with run /);
  const drawn = await stage.as('alice').presses(seen, 'Chart');
  expect(drawn.buttons).toContain('Without chart');
  const nothing = await says('compare run zzz with main');
  expect(nothing.failure).toBe('run-not-found');
});

test('a branch with main: commits between, and who has no training yet is named', async () => {
  const seen = await says('compare feature-x with main');
  expect(seen.failure).toBeUndefined();
  expect(seen.text).toMatch(/\d+ commits? ahead of main/);
  expect(seen.text).toMatch(/No finished training run is known for/);
  expect((await says('compare feature-x')).summary).toMatch(/^Compare feature-x with main/);
  expect((await says('compare main')).failure).toBe('missing-argument');
  expect((await says('compare')).failure).toBe('missing-argument');
});
