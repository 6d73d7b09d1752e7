// A registry that takes a move and never shows it: it is read back with patience, then people are told that nobody knows, and where to look.
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { unseenFindings } from '../../../src/app/doctor.ts';
import { openStage, type Stage } from './stage.ts';
import { openWorld, type World } from './world.ts';

jest.setTimeout(180_000);

let world: World;
let stage: Stage;
beforeAll(async () => {
  world = await openWorld();
  await world.call('POST', '/api/2.0/mlflow/registered-models/create', { name: 'churn' });
  await world.call('POST', '/api/2.0/mlflow/model-versions/create', {
    name: 'churn',
    source: 's3://models/1',
  });
  stage = await openStage(world, {
    more: 'models:\n  churn: { registry: mlflow, gates: { tests: false, improvement: false } }\n',
  });
  stage.grant('approver', ['carol']);
});
afterAll(async () => {
  await stage?.close();
  await world?.close();
});

test('the outcome is unknown: the card and the doctor say what was attempted and where to look', async () => {
  const asked = await stage.shows(
    await stage.as('alice').says('promote churn v1 because of a fault'),
    /Votes 0 of 1/,
  );
  world.forget();
  world.faults.add({ kind: '404', method: 'GET', path: '/api/2.0/mlflow/registered-models/alias' });
  await stage.as('carol').says(`approve ${asked.op}`);
  const { store, services } = await stage.house.open();
  const state = async () => (await services.operations.get(asked.op)).state;
  await stage.shows(asked, /An answer was lost/);
  for (let rests = 0; rests < 1_000 && (await state()) === 'unknown'; rests += 1) {
    stage.clock.wind(10_000);
    await store.queue.wake(undefined, 'operations', { key: asked.op });
    await stage.clock.sleep(50);
  }
  const seen = await stage.shows(asked, /looked for 10 minutes/);
  world.forget();
  expect(seen.summary).toMatch(/: outcome unknown/);
  expect(seen.text).toMatch(
    /could not see whether this took effect: set champion of churn to version 1\.[\s\S]*Next: It may have\. Look in Databricks at champion of churn/,
  );
  expect(await services.operations.get(asked.op)).toMatchObject({
    state: 'failed',
    reason: { code: 'outcome-unseen', changed: 'unknown' },
  });
  // It had taken effect all the while.
  expect(await services.models.registry('churn').holder(services.models.target('churn', undefined))).toBe(
    '1',
  );
  const [finding] = await unseenFindings(store.db, stage.clock.now());
  expect(finding?.what).toContain(`Outcome unknown: op ${asked.op}, “promote churn v1 because of a fault”`);
  expect(finding?.remedy).toContain('Look in Databricks at champion of churn');
});
