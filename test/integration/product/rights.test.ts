// Who may do what: asked when the words come, when a button is pressed, and again just before the effect. A button proves nothing.
import { afterAll, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { openStage, type Stage } from './stage.ts';
import { openWorld, type World } from './world.ts';

jest.setTimeout(60_000);

const CHANGES = /^\/api\/2\.0\/repos/;

let world: World;
let stage: Stage;
beforeAll(async () => {
  world = await openWorld();
  stage = await openStage(world);
});
beforeEach(() => {
  world.forget();
  stage.grant('developer', ['alice']);
  stage.grant('releaser', ['bob']);
});
afterAll(async () => {
  await stage.close();
  await world.close();
});

test('at the dispatcher: a viewer is told which role is missing and whom to ask, by name', async () => {
  await stage.as('alice').says('whoami');
  await stage.as('bob').says('whoami');
  const seen = await stage.as('dan').says('deploy main');
  expect(seen.failure).toBe('not-permitted');
  expect(seen.text).toContain('“deploy” needs the role developer; Dan Ito is viewer.');
  expect(seen.text).toContain('Nothing was changed.');
  expect(seen.text).toContain('Next: Ask one of Alice Novak, Bob Okafor.');
  expect(world.asked('POST', CHANGES)).toEqual([]);
});

test('a developer deploys to staging and not to production', async () => {
  const seen = await stage.as('alice').says('deploy main to production');
  expect(seen.failure).toBe('not-permitted');
  expect(seen.text).toContain('Deploying to production needs the role releaser; Alice Novak is developer.');
});

test('at the press: Start of a production deploy is for a releaser, whoever sees the button', async () => {
  const held = await stage.as('bob').says('deploy main to production');
  expect(held.text).toContain('Waits for a press on Start');
  for (const name of ['alice', 'dan'] as const) {
    const answer = await stage.as(name).presses(held, 'Start');
    expect(answer.text).toContain('needs the role');
    expect(answer.text).toContain('Nothing was changed.');
  }
  expect(world.asked('POST', CHANGES)).toEqual([]);
  const done = await stage.ends(await stage.as('bob').presses(held, 'Start'));
  expect(done.summary).toContain(': done');
});

test('just before the effect: a role that was taken away meanwhile stops the deploy', async () => {
  world.faults.add({ kind: 'slow', path: '/git/', times: 2, delayMs: 300 });
  const asked = await stage.as('alice').says('deploy feature-x');
  stage.grant('developer', []);
  const ended = await stage.ends(asked);
  expect(ended.summary).toMatch(/^Deploy feature-x to staging: refused/);
  expect(ended.text).toContain('Deploying to staging needs the role developer; Alice Novak is viewer.');
  expect(ended.text).toContain('Nothing was changed.');
  expect(world.asked('POST', CHANGES)).toEqual([]);
  expect(world.asked('PATCH', CHANGES)).toEqual([]);
});

test('Start pressed twice is one deploy; the second press is told how it stands', async () => {
  const held = await stage.as('bob').says('deploy feature-x to production');
  const answers = await Promise.all([
    stage.as('bob').presses(held, 'Start'),
    stage.as('bob').presses(held, 'Start'),
  ]);
  expect(answers.filter(({ text }) => text.includes('waits for nobody any more'))).toHaveLength(1);
  await stage.ends(held);
  expect((await stage.as('bob').presses(held, 'Start')).text).toBe(
    `Operation ${held.op} waits for nobody any more: it is done. Nothing was changed. Its card shows how things stand.`,
  );
  expect(world.asked('PATCH', CHANGES)).toHaveLength(1);
});

test('a stale button of a cancelled deploy says who cancelled it', async () => {
  const held = await stage.as('bob').says('deploy main to production');
  await stage.as('bob').presses(held, 'Cancel');
  const over = await stage.ends(held);
  expect(over.text).toContain('Stopped by Bob Okafor. Nothing was changed.');
  const late = await stage.as('bob').presses(held, 'Start');
  expect(late.text).toContain('it is cancelled by Bob Okafor');
  expect(world.asked('PATCH', CHANGES)).toEqual([]);
});

test('forged data: an id that was read aloud, a code of another button, a verb that does not exist', async () => {
  const held = await stage.as('bob').says('deploy main to production');
  const forgeries = [
    ['deploy.start', { op: held.op }],
    ['deploy.start', { op: held.op, code: 'AAAAAAAAAAAAAAAA' }],
    ['deploy.start', { op: 'ZZZZ', code: 'AAAAAAAAAAAAAAAA' }],
    ['deploy.start', { op: { $ne: null }, code: [] }],
    ['cancel.op', { op: held.op, code: 7 }],
    ['deploy.everything', {}],
    ['__proto__.x', {}],
    ['say', { say: 42 }],
  ] as const;
  for (const [verb, data] of forgeries) {
    const answer = await stage.as('bob').forges(verb, data);
    expect(answer.text).toContain('does not belong to anything that brickbot has posted');
    expect(answer.text).toContain('Nothing was changed.');
  }
  const { services } = await stage.house.open();
  expect((await services.operations.get(held.op)).state).toBe('held');
});

test('words behind a button are said by the presser, with the presser’s rights', async () => {
  const answer = await stage.as('dan').forges('say', { say: 'deploy main to production' });
  expect(answer.text).toContain('Dan Ito is viewer');
  expect(answer.text).toContain('Nothing was changed.');
});
