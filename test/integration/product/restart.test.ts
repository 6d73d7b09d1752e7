// The bot ends in the middle and is started again on the same folder: what was begun goes on, nothing is done twice, and the card
// that stood there is the card that tells the end.
import { afterAll, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { openStage, type Stage } from './stage.ts';
import { notebook, openWorld, type World } from './world.ts';

jest.setTimeout(60_000);

let world: World;
let first: Stage;
let next: Stage;
beforeAll(async () => {
  world = await openWorld({ startDelayMs: 1_000 });
});
beforeEach(async () => {
  world.forget();
  first = await openStage(world);
});
afterAll(() => world.close());

test('in the middle of a deploy: the update is not sent again when it has taken effect', async () => {
  await first.ends(await first.as('alice').says('deploy main'));
  world.forget();
  world.faults.add({ kind: 'slow', method: 'PATCH', after: true, times: 1, delayMs: 1_000 });
  const asked = await first.as('alice').says('deploy feature-x');
  await first.shows(asked, /Running 3\/4/);
  await first.stop();
  next = await openStage(world, { folder: first.folder, conversation: first.conversation });
  const done = await next.ends(asked);
  expect(done.summary).toMatch(/^Deploy feature-x to staging: done/);
  expect(done.text).toContain((await world.commitOf('feature-x')).slice(0, 8));
  expect(world.asked('POST', /^\/api\/2\.0\/repos$/)).toEqual([]);
  expect(world.asked('PATCH', /repos/).length).toBeLessThanOrEqual(2);
  const cards = first.conversation.posts().filter(({ message }) => message.card !== undefined);
  expect(cards.filter(({ message }) => message.summary.includes(`op ${asked.op}`))).toHaveLength(1);
  await next.close();
});

test('in the middle of a test run: the run is followed to its end, submitted once', async () => {
  await world.push(
    'slow',
    { 'notebooks/unit_tests.py': notebook('import time', 'time.sleep(2)', 'print("done")') },
    { from: 'origin/main' },
  );
  const asked = await first.as('alice').says('run tests on slow');
  await first.shows(asked, /Running 3\/4/);
  await first.stop();
  next = await openStage(world, { folder: first.folder, conversation: first.conversation });
  const done = await next.ends(asked);
  expect(done.summary).toMatch(/^Run tests on slow: passed/);
  expect(world.asked('POST', /runs\/submit$/)).toHaveLength(1);
  await next.close();
});

test('a production deploy still waits for Start, and the old button still works', async () => {
  const held = await first.as('bob').says('deploy main to production');
  await first.stop();
  next = await openStage(world, { folder: first.folder, conversation: first.conversation });
  const done = await next.ends(await next.as('bob').presses(held, 'Start'));
  expect(done.summary).toMatch(/^Deploy main to production: done/);
  await next.close();
});
