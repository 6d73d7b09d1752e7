// What an approver is shown, gathered from trainings that really ran: metrics, parameters, rows, commits, people, and what is missing.
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Evidence, GateResult } from '../../../src/domain/evidence.ts';
import { openStage, type Stage } from './stage.ts';
import { openWorld, type World } from './world.ts';

jest.setTimeout(120_000);

const MODELS = `models:
  churn:
    registry: mlflow
    gates:
      minimum: { auc: 0.7 }
      freshnessDays: 3
      winRate: { least: 0.8, resamples: 400 }
  bare:
    registry: mlflow
    gates: { tests: false, winRate: { required: false } }
`;

let world: World;
let stage: Stage;
beforeAll(async () => {
  world = await openWorld();
  stage = await openStage(world, { more: MODELS });
  for (const words of [
    'learning_rate=0.05 epochs=10 register=true',
    'learning_rate=0.8 epochs=60 register=true',
    'learning_rate=0.8 epochs=60 rows=1200 register=true',
    'learning_rate=0.8 epochs=60 seed=8 register=true',
  ]) {
    const seen = await stage.as('bob').says(`run job nightly-train with ${words}`);
    expect((await stage.ends(seen)).summary).toMatch(/done|passed/);
  }
});
afterAll(async () => {
  await stage?.close();
  await world?.close();
});

const gather = async (version: string, model = 'churn'): Promise<Evidence> => {
  const { services } = await stage.house.open();
  const { models } = services;
  return models.evidence(await models.find(model, version), models.target(model, 'champion'));
};
const gate = (evidence: Evidence, name: string): GateResult | undefined =>
  evidence.gates.find((each) => each.name === name);
const hold = async (version: string): Promise<void> => {
  await world.call('POST', '/api/2.0/mlflow/registered-models/alias', {
    name: 'churn',
    alias: 'champion',
    version,
  });
};

describe('the evidence of a promotion', () => {
  test('with nothing to compare to', async () => {
    const evidence = await gather('v1');
    expect(evidence.champion).toBeUndefined();
    expect(gate(evidence, 'relative')).toMatchObject({ state: 'passed', value: 'no holder' });
    expect(gate(evidence, 'win-rate')).toMatchObject({ state: 'passed', value: 'no holder' });
    expect(evidence.metrics.find(({ name }) => name === 'auc')).toMatchObject({
      comparison: 'incomparable',
      counts: true,
      samples: { candidate: 800 },
    });
    expect(evidence.curves.map(({ side }) => side)).toEqual(['candidate']);
    expect(evidence.missing).toEqual([]);
  });

  test('beside a holder: better by its metric and by its rows, measured on the same customers', async () => {
    await hold('1');
    const evidence = await gather('v2');
    expect(evidence.champion?.version).toBe('1');
    expect(evidence.metrics[0]).toMatchObject({ name: 'auc', counts: true, comparison: 'better' });
    expect(evidence.params.map(({ name }) => name)).toEqual(['epochs', 'learning_rate']);
    expect(evidence.unfair).toEqual([]);
    expect(gate(evidence, 'win-rate')).toMatchObject({ state: 'passed', value: '100 %' });
    expect(gate(evidence, 'win-rate')?.sentence).toContain('800 rows, 400 resamples');
    expect(gate(evidence, 'freshness')).toMatchObject({ state: 'passed' });
    expect(evidence.curves).toHaveLength(2);
    // The job ran as a service principal; Bob had it run, and is no judge of it.
    expect(evidence.makers).toMatchObject({ starter: 'Bob Okafor' });
    expect(evidence.makers.trainer).toBeDefined();
    expect(evidence.makers.committer?.name).toMatch(/Novak|Okafor|Jensen/);
  });

  test('the other way round it is worse by every measure', async () => {
    await hold('2');
    const evidence = await gather('v1');
    expect(evidence.metrics[0]?.comparison).toBe('worse');
    expect(gate(evidence, 'relative')?.state).toBe('failed');
    expect(gate(evidence, 'win-rate')).toMatchObject({ state: 'failed', value: '0 %' });
    await hold('1');
  });

  test('other customers make the comparison unfair, and rows that do not pair are said', async () => {
    const evidence = await gather('v3');
    expect(evidence.unfair.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['data.digest', 'rows', 'test_rows']),
    );
    // The first half of the customers is the same: these are compared, one by one.
    expect(gate(evidence, 'win-rate')?.sentence).toContain('400 rows');
    const others = await gather('v4');
    expect(others.unfair.map(({ name }) => name)).toEqual(['data.digest', 'seed']);
    expect(gate(others, 'win-rate')?.state).toBe('unknown');
    expect(others.missing.join(' ')).toMatch(/Results row by row/);
  });

  test('tests on its commit: nobody ran them, then they are green', async () => {
    const before = await gather('v2');
    expect(gate(before, 'tests')).toMatchObject({ state: 'failed', value: 'not run' });
    const run = await stage.as('alice').says('run tests main');
    expect((await stage.ends(run)).summary).toMatch(/passed/);
    expect(gate(await gather('v2'), 'tests')).toMatchObject({ state: 'passed' });
  });

  test('a model of which next to nothing is configured is judged by what its runs have', async () => {
    const { services } = await stage.house.open();
    await world.call('POST', '/api/2.0/mlflow/registered-models/create', { name: 'bare' });
    for (const version of ['v1', 'v2', 'v4'])
      await world.call('POST', '/api/2.0/mlflow/model-versions/create', {
        name: 'bare',
        source: 'models:/churn',
        run_id: (await services.models.find('churn', version)).runId,
      });
    await world.call('POST', '/api/2.0/mlflow/registered-models/alias', {
      name: 'bare',
      alias: 'champion',
      version: '1',
    });
    const evidence = await gather('v2', 'bare');
    expect(evidence.metrics.find(({ counts }) => counts)?.name).toBe('auc');
    expect(gate(evidence, 'relative')?.state).toBe('passed');
    // Asked for where both log their rows, and they do.
    expect(gate(evidence, 'win-rate')).toMatchObject({ state: 'passed', limit: '≥ 50 %' });
    // No rows in common, and they need not be: nothing is amiss, and the card says so.
    const others = await gather('v3', 'bare');
    expect(gate(others, 'win-rate')).toMatchObject({ state: 'off' });
    expect(others.missing.join(' ')).not.toMatch(/row by row/);
  });

  test('what cannot be read is named, and the gate that needs it is unknown, not green', async () => {
    world.faults.add({ kind: '403', path: '/api/2.0/mlflow-artifacts/' });
    const evidence = await gather('v2');
    world.forget();
    expect(evidence.missing.join(' ')).toMatch(/Results row by row could not be read/);
    expect(gate(evidence, 'win-rate')?.state).toBe('unknown');
    expect(gate(evidence, 'relative')?.state).toBe('passed');
  });

  test('the registry itself does not answer: there is no evidence at all', async () => {
    world.faults.add({ kind: '403', path: '/api/2.0/mlflow/registered-models/' });
    await expect(gather('v2')).rejects.toMatchObject({ name: 'Fault' });
    world.forget();
  });
});

describe('show model', () => {
  test('who holds what, versions with their metric, the way to a promotion; slips are answered with names', async () => {
    const seen = await stage.as('dan').says('show model churn');
    expect(seen.text).toMatch(/champion is v1/);
    expect(seen.text).toMatch(/v4/);
    expect(seen.buttons).toEqual(expect.arrayContaining(['Promote v4', 'History']));
    const slip = await stage.as('dan').says('show model churm');
    expect(slip.failure).toBe('model-not-found');
    expect(slip.text).toMatch(/churn/);
  });

  test('approvals and history of a model when there is nothing to tell', async () => {
    expect((await stage.as('dan').says('approvals')).text).toContain('Nothing waits for a decision.');
    expect((await stage.as('dan').says('history model churn')).text).toMatch(/has moved nothing here/);
  });
});
