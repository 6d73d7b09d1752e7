import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openState, transact } from '../../../../src/local/kernel/state.ts';
import { makeTables } from '../../../../src/local/mlflow/schema.ts';
import { type MlflowGuest, openMlflow } from './mlflow-guest.ts';

const RUNS = 10_000;
let dataDir: string;
let guest: MlflowGuest;

/** Ten thousand runs with three metrics, two params and a tag each, put straight into the tables. */
function seed(dir: string): void {
  const state = openState(dir);
  makeTables(state);
  const run = state.prepare(
    `INSERT INTO mlflow_runs VALUES (?, '1', ?, 'ada', 'FINISHED', ?, ?, 'mlflow-artifacts:/1/x/artifacts', 'active')`,
  );
  const metric = state.prepare('INSERT INTO mlflow_latest VALUES (?, ?, 0, 1, ?, 0, NULL, NULL, NULL)');
  const param = state.prepare('INSERT INTO mlflow_params VALUES (?, ?, ?)');
  const tag = state.prepare(`INSERT INTO mlflow_tags VALUES ('run', ?, 'branch', ?)`);
  transact(state, () => {
    state.exec(
      `INSERT INTO mlflow_experiments VALUES ('1', '/Shared/many', 'mlflow-artifacts:/1', 'active', 1, 1)`,
    );
    for (let index = 0; index < RUNS; index += 1) {
      const id = `run${index}`;
      run.run(id, `name ${index}`, index, index + 1);
      for (const key of ['auc', 'loss', 'rmse']) metric.run(id, key, (index * 7919) % RUNS);
      for (const key of ['lr', 'depth']) param.run(id, key, String(index % 5));
      tag.run(id, index % 2 === 0 ? 'main' : 'feature-x');
    }
  });
  state.close();
}

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'mlflow-many-'));
  seed(dataDir);
  guest = await openMlflow({ dataDir });
});
afterAll(async () => {
  await guest.close();
  await rm(dataDir, { recursive: true, force: true });
});

test.each([
  [{ max_results: 20 }, 20],
  [{ max_results: 100, order_by: ['metrics.auc DESC'] }, 100],
  [{ max_results: 20, filter: "metrics.auc >= 9990 AND params.lr = '0'" }, 2],
  [{ max_results: 20, filter: "tags.branch ILIKE 'M%'", order_by: ['params.depth', 'metrics.loss'] }, 20],
  [{ max_results: 20, filter: 'metrics.none > 1' }, 0],
])('a search among ten thousand runs is short: %j', async (body, expected) => {
  const times: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const from = performance.now();
    const answer = await guest.post('runs/search', { experiment_ids: ['1'], ...body });
    times.push(performance.now() - from);
    expect((answer['runs'] as unknown[] | undefined)?.length ?? 0).toBe(expected);
  }
  // Measured 5 to 50 ms; the bound leaves room for a busy machine and none for a scan per run.
  expect(Math.min(...times)).toBeLessThan(300);
});
