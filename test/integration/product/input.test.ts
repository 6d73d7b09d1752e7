// What people type wrong: each answer says what was attempted, that nothing was changed, and what to do next; nothing is started.
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { openStage, type Stage } from './stage.ts';
import { openWorld, type World } from './world.ts';

jest.setTimeout(60_000);

let world: World;
let stage: Stage;
beforeAll(async () => {
  world = await openWorld();
  stage = await openStage(world);
}, 60_000);
afterAll(async () => {
  await stage.close();
  await world.close();
});

/** Operations that were ever started. */
const started = async (): Promise<number> =>
  (await (await stage.house.open()).services.operations.list({ limit: 100 })).length;

test('an unknown command: the nearest are offered, none runs by itself, and a press says one', async () => {
  const alice = stage.as('alice');
  const seen = await alice.says('deploi feature-x');
  expect(seen.failure).toBe('unknown-command');
  expect(seen.text).toContain('There is no command like “deploi feature-x”. Nothing was started.');
  expect(seen.buttons).toContain('deploy feature-x');
  expect(await started()).toBe(0);
  const done = await stage.ends(await alice.presses(seen, 'deploy feature-x'));
  expect(done.summary).toMatch(/^Deploy feature-x to staging: done/);
});

test('words that mean nothing here: help is the way out', async () => {
  const seen = await stage.as('alice').says('what is the weather');
  expect(seen.failure).toBe('unknown-command');
  expect(seen.text).toContain('Type help to see what can be asked here.');
  expect((await stage.as('alice').presses(seen, 'Help')).text).toContain('deploy');
});

test('an ambiguous branch: the ones that fit as buttons', async () => {
  const before = await started();
  const seen = await stage.as('alice').says('run tests on feature');
  expect(seen.failure).toBe('ref-ambiguous');
  expect(seen.text).toContain('“feature” fits more than one branch or tag.');
  expect(seen.text).toContain('Nothing was changed.');
  expect(seen.buttons).toEqual(['feature-broken', 'feature-x']);
  expect(await started()).toBe(before);
});

test('a branch that is also a tag: the button says which of the two', async () => {
  await world.tag('main', 'feature-x');
  const seen = await stage.as('alice').says('deploy main');
  expect(seen.failure).toBe('ref-ambiguous');
  const done = await stage.ends(await stage.as('alice').presses(seen, 'refs/tags/main'));
  expect(done.text).toContain((await world.commitOf('feature-x')).slice(0, 8));
});

test('a missing branch: the nearest as buttons that keep the rest of the sentence', async () => {
  const seen = await stage.as('bob').says('deploy fature-x to production');
  expect(seen.failure).toBe('ref-not-found');
  expect(seen.text).toContain('There is no branch or tag “fature-x”');
  expect(seen.text).toContain('Nothing was changed.');
  const card = await stage.as('bob').presses(seen, 'feature-x');
  expect(card.summary).toMatch(/^Deploy feature-x to production: needs you/);
});

test('a missing environment: the ones that exist, the near one as a button', async () => {
  const seen = await stage.as('alice').says('deploy feature-x to stagin');
  expect(seen.failure).toBe('environment-not-found');
  expect(seen.text).toContain('There is no environment “stagin”.');
  expect(seen.buttons).toEqual(['staging']);
});

test.each([
  ['run job nope', 'job-not-found', 'No job is called “nope”.'],
  ['show run 12345', 'run-not-found', 'There is no run “12345”.'],
  ['run tests on main suite nope', 'suite-not-found', 'Known suites: unit, short.'],
  ['cancel ZZZZ', 'operation-not-found', 'There is no operation ZZZZ.'],
  ['deploy --force', 'bad-argument', '--force is no option of deploy.'],
])('%s: %s', async (words, code, says) => {
  const seen = await stage.as('alice').says(words);
  expect(seen.failure).toBe(code);
  expect(seen.text).toContain(says);
  expect(seen.text).toMatch(/Nothing was changed\.\nNext: /);
});

test('an argument that was left out is asked for with what exists', async () => {
  const seen = await stage.as('alice').says('run job');
  expect(seen.failure).toBe('missing-argument');
  expect(seen.text).toContain('Nothing was started.');
  expect(seen.buttons.length).toBeGreaterThan(0);
});

test('a message too long is not read', async () => {
  const seen = await stage.as('alice').says(`deploy main ${'x'.repeat(2_000)}`);
  expect(seen.failure).toBe('message-too-long');
  expect(seen.text).toContain('2012 characters; 1000 is the most that is read.');
  expect(seen.text).toContain('Nothing was changed.');
});

describe('hostile names of branches', () => {
  test.each([
    '--upload-pack=touch${IFS}/tmp/x',
    '"-c core.sshCommand=x"',
    '../../../etc/passwd',
    '$(reboot)',
    '"main; rm -rf /"',
    'refs/heads/../x',
    'main@{upstream}',
    'HEAD',
    ':main',
    '[a](http://127.0.0.1/)',
    '<at>everybody</at>',
    'a\u202Eb\u0000c',
    'x'.repeat(300),
  ])('deploy %s', async (name) => {
    world.forget();
    const before = await started();
    const seen = await stage.as('alice').says(`deploy ${name}`);
    expect(seen.failure).toMatch(/^(ref-not-found|bad-argument)$/);
    expect(seen.text).toContain('Nothing was changed.');
    // Where markdown is read no link arrives, and nobody is mentioned.
    expect(JSON.stringify(seen.card)).not.toMatch(/"TextBlock","text":"[^"]*\]\(http|<at>|"msteams"/);
    expect(await started()).toBe(before);
    expect(world.asked('POST', /^\/api/)).toEqual([]);
  });

  test('one that git allows is deployed and stands on the card as its letters', async () => {
    const name = "odd/'$(x)_<b>";
    await world.push(name, { 'odd.txt': 'odd' }, { from: 'origin/feature-x' });
    const done = await stage.ends(await stage.as('alice').says(`deploy "${name}"`));
    expect(done.summary).toContain(': done');
    expect(done.text).toContain('$(x)');
  });
});

test('the same message delivered twice is one operation and one card', async () => {
  world.forget();
  const alice = stage.as('alice');
  const [one, two] = await Promise.all([
    alice.says('deploy feature-x', { id: 'activity-1' }),
    alice.says('deploy feature-x', { id: 'activity-1' }),
  ]);
  expect(two.op).toBe(one.op);
  await stage.ends(one);
  expect((await alice.says('deploy feature-x', { id: 'activity-1' })).op).toBe(one.op);
  expect(world.asked('PATCH', /^\/api\/2.0\/repos/)).toHaveLength(1);
  const cards = stage.conversation.posts().filter(({ message }) => message.summary.includes(`op ${one.op}`));
  expect(cards).toHaveLength(1);
});
