// One conversation, every kind of target: an alias in Unity Catalog, a stage of the workspace registry, a copy for production.
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { openStage, type Seen, type Stage } from './stage.ts';
import { openWorld, type World } from './world.ts';

jest.setTimeout(120_000);

const OFF = 'gates: { tests: false, improvement: false }';
const MODELS = `models:
  churn:
    registry: mlflow
    ${OFF}
    targets:
      production: { copy: churn-production, alias: live }
      trial: { alias: challenger }
  staged:
    registry: workspace
    ${OFF}
  retention:
    name: main.ml.retention
    ${OFF}
`;

let world: World;
let stage: Stage;
beforeAll(async () => {
  world = await openWorld();
  stage = await openStage(world, { more: MODELS });
  stage.grant('approver', ['carol']);
  const create = '/api/2.0/mlflow/model-versions/create';
  for (const name of ['churn', 'staged']) {
    await world.call('POST', '/api/2.0/mlflow/registered-models/create', { name });
    for (const count of [1, 2]) await world.call('POST', create, { name, source: `s3://models/${count}` });
  }
  await world.call('POST', '/api/2.1/unity-catalog/models', {
    catalog_name: 'main',
    schema_name: 'ml',
    name: 'retention',
  });
  for (const count of [1, 2])
    await world.call('POST', '/api/2.0/mlflow/unity-catalog/model-versions/create', {
      name: 'main.ml.retention',
      source: `s3://models/${count}`,
    });
});
afterAll(async () => {
  await stage?.close();
  await world?.close();
});

const promote = async (words: string): Promise<Seen> => {
  const asked = await stage.as('alice').says(`promote ${words} because of the test`);
  expect(asked.failure).toBeUndefined();
  await stage.shows(asked, /Votes 0 of 1/);
  await stage.as('carol').says(`approve ${asked.op}`);
  return stage.ends(asked);
};
/** Undoes a promotion by its card, with one approver. */
const undo = async (receipt: Seen): Promise<Seen> => {
  const plan = await stage.as('bob').presses(receipt, 'Undo');
  const back = await stage.as('bob').presses(plan, 'Start');
  await stage.shows(back, /Votes 0 of 1/);
  await stage.as('carol').says(`approve ${back.op}`);
  return stage.ends(back);
};
const holder = async (model: string, target?: string): Promise<string | undefined> => {
  const { models } = (await stage.house.open()).services;
  const found = models.target(model, target);
  return models.registry(model).holder(found);
};

describe('a stage of the workspace registry', () => {
  test('without a word it is Production; who held it is archived; undo brings it back', async () => {
    expect((await promote('staged v1')).summary).toMatch(/promoted/);
    const receipt = await promote('staged v2 to production');
    expect(receipt.summary).toMatch(/promoted/);
    const { models } = (await stage.house.open()).services;
    expect((await models.find('staged', 'v1')).stage).toBe('Archived');
    expect(await holder('staged')).toBe('2');
    await undo(receipt);
    expect(await holder('staged')).toBe('1');
  });

  test('an alias is not its way: the stages are offered', async () => {
    const seen = await stage.as('alice').says('promote staged v2 to champion because of the test');
    expect(seen.failure).toBe('target-not-found');
    expect(seen.buttons).toEqual(['Production', 'Staging']);
  });

  test('somebody asks in Databricks for the same: the decision here answers it there', async () => {
    await world.call('POST', '/api/2.0/mlflow/transition-requests/create', {
      name: 'staged',
      version: '2',
      stage: 'Staging',
      comment: 'from the other side',
    });
    await promote('staged v2 to staging');
    const { requests = [] } = (await world.call(
      'GET',
      '/api/2.0/mlflow/transition-requests/list?name=staged&version=2',
    )) as { requests?: unknown[] };
    expect(requests).toEqual([]);
    expect(await holder('staged', 'Staging')).toBe('2');
  });
});

describe('Unity Catalog', () => {
  test('an alias is set, tagged, moved and brought back', async () => {
    await promote('retention v1');
    const receipt = await promote('retention v2 to champion');
    expect(receipt.summary).toMatch(/promoted/);
    expect(await holder('retention')).toBe('2');
    const { models } = (await stage.house.open()).services;
    expect((await models.find('retention', 'v2')).tags).toMatchObject({ 'brickbot.op': receipt.op });
    expect((await stage.as('dan').says('show model retention')).text).toMatch(
      /Unity Catalog.*champion is v2/s,
    );
    await undo(receipt);
    expect(await holder('retention')).toBe('1');
  });
});

describe('targets by name', () => {
  test('a copy for production: made once, held by its alias, and undone on the copy', async () => {
    expect((await promote('churn v1 to production')).summary).toMatch(/promoted/);
    const receipt = await promote('churn v2 to production');
    expect(receipt.summary).toMatch(/promoted/);
    const { registered_model: copy } = (await world.call(
      'GET',
      '/api/2.0/mlflow/registered-models/get?name=churn-production',
    )) as { registered_model: { aliases: { alias: string; version: string }[] } };
    expect(copy.aliases).toEqual([{ alias: 'live', version: '2' }]);
    expect((await stage.as('dan').says('history model churn')).text).toMatch(/production/);
    await undo(receipt);
    expect(await holder('churn', 'production')).toBe('1');
  });

  test('a word of the configuration stands for an alias; an environment without a target is none', async () => {
    await promote('churn v2 to trial');
    expect(await holder('churn', 'challenger')).toBe('2');
    const seen = await stage.as('alice').says('promote churn v2 to staging because of the test');
    expect(seen.failure).toBe('target-not-found');
    expect(seen.buttons).toEqual(['champion', 'production', 'trial']);
  });

  test('what is asked of the wrong registry or with a slip is answered with what there is', async () => {
    expect((await stage.as('alice').says('promote churn v9 because of the test')).buttons).toEqual([
      'v2',
      'v1',
    ]);
    expect((await stage.as('alice').says('promote churm v1 because of the test')).text).toMatch(/churn/);
  });
});
