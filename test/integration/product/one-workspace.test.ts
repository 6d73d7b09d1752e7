// Two environments in one workspace: their runs are watched by the same looks, so the workspace is not asked twice.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openStage, type Stage } from './stage.ts';
import { openWorld, type World } from './world.ts';

let world: World;
let stage: Stage;
beforeAll(async () => {
  world = await openWorld();
  stage = await openStage(world, { hosts: { dev: world.url } });
}, 60_000);
afterAll(async () => {
  await stage.close();
  await world.close();
});

test('runs of both environments are watched under one name', async () => {
  const asked = [
    await stage.as('bob').says('run job slow-job in staging with seconds=2'),
    await stage.as('bob').says('run job slow-job in dev with seconds=1'),
  ];
  for (const seen of asked) expect((await stage.ends(seen)).summary).toMatch(/: (done|passed)/);
  const { store } = await stage.house.open();
  const watched = await store.db.selectFrom('watched_runs').select(['workspace', 'run_id']).execute();
  expect(watched).toHaveLength(2);
  expect(new Set(watched.map(({ workspace }) => workspace))).toEqual(new Set(['staging']));
});
