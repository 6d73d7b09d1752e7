// Promotion as people talk it through: train two versions, ask, decide, see the alias move in the registry, undo.
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { openStage, type Seen, type Stage } from './stage.ts';
import { openWorld, type World } from './world.ts';

jest.setTimeout(60_000);

const MODELS = `models:
  churn:
    registry: mlflow
    metric: auc
    gates:
      minimum: { auc: 0.7 }
      improvement: 0
      tests: false
    owners: [e2in]
    approvals:
      quorum: 2
`;

let world: World;
let stage: Stage;
beforeAll(async () => {
  world = await openWorld();
  stage = await openStage(world, { more: MODELS });
  stage.grant('approver', ['carol', 'erin', 'alice']);
  await train('0.2', 'true');
  await train('0.8', 'true');
});
afterAll(async () => {
  await stage.close();
  await world.close();
});

const train = async (rate: string, register: string): Promise<void> => {
  const seen = await stage
    .as('bob')
    .says(`run job nightly-train with learning_rate=${rate} register=${register}`);
  expect((await stage.ends(seen)).summary).toMatch(/done|passed/);
};
const holder = async (alias: string): Promise<string | undefined> => {
  const { registered_model: model } = (await world.call(
    'GET',
    '/api/2.0/mlflow/registered-models/get?name=churn',
  )) as { registered_model: { aliases?: { alias: string; version: string }[] } };
  return model.aliases?.find((each) => each.alias === alias)?.version;
};
const ask = async (words: string): Promise<Seen> => {
  const asked = await stage.as('alice').says(words);
  return stage.shows(asked, /0 of 2|approv/i);
};

describe('a promotion', () => {
  test('two approvers move the alias; a receipt shows it, and undo brings nothing back in its place', async () => {
    const asked = await ask('promote churn v1 to champion because it is the first');
    expect(asked.text).toContain('it is the first');
    const first = await stage.as('carol').presses(asked, 'Approve');
    expect(first.text).toMatch(/v1/);
    const voted = await stage.as('carol').presses(first, 'Yes, approve');
    expect(voted.failure).toBeUndefined();
    await stage.shows(asked, /1 of 2/);
    expect(await holder('champion')).toBeUndefined();
    await stage.as('erin').says(`approve ${asked.op}`);
    const receipt = await stage.ends(asked);
    expect(receipt.summary).toMatch(/done|promoted/i);
    expect(await holder('champion')).toBe('1');
    expect(receipt.buttons).toContain('Undo');
  });
});
