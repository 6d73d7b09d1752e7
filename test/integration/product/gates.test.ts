// Gates as people meet them: the order between environments, tests on the commit, a freeze that an approver lets through, and the
// same gates read again just before the effect.
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { openStage, type Stage } from './stage.ts';
import { openWorld, type World } from './world.ts';

jest.setTimeout(90_000);

const DAY = 86_400_000;
let world: World;
let stage: Stage;
/** The freeze begins in three hours: a test winds the clock into it. */
const freeze = { from: Date.now() + 3 * 3_600_000, until: Date.now() + DAY };

beforeAll(async () => {
  world = await openWorld();
  const iso = (at: number): string => new Date(at).toISOString();
  stage = await openStage(world, {
    below: {
      production: `    gates: { after: staging, suite: unit, freshForMinutes: 120 }
    freeze: [{ from: '${iso(freeze.from)}', until: '${iso(freeze.until)}', reason: end of the quarter }]
`,
    },
  });
  stage.grant('approver', ['carol']);
}, 60_000);
afterAll(async () => {
  await stage.close();
  await world.close();
});

const closed = (text: string): readonly string[] =>
  [...text.matchAll(/✕ (\w+)/g)].map(([, gate]) => gate ?? '');

test('production wants the commit on staging and its tests green, and says what to do', async () => {
  const asked = await stage.as('bob').says('can I deploy main to production?');
  expect(asked.summary).toMatch(/^May main go to production: not yet/);
  expect(closed(asked.text)).toEqual(['Order', 'Tests']);
  expect(asked.buttons).toEqual(['Deploy to staging', 'Run tests']);

  const refused = await stage.as('bob').says('deploy main to production');
  expect(refused.failure).toBe('gates-closed');
  expect(refused.text).toContain('Nothing was changed.');

  await stage.ends(await stage.as('bob').presses(asked, 'Deploy to staging'));
  await stage.ends(await stage.as('bob').presses(asked, 'Run tests'));
  const now = await stage.as('bob').says("why can't I deploy main to production");
  expect(now.summary).toMatch(/: yes$/);
  const held = await stage.as('bob').presses(now, 'Deploy');
  expect(held.text).toContain('stands on staging');
  expect((await stage.ends(await stage.as('bob').presses(held, 'Start'))).summary).toContain(': done');
});

test('a viewer is told that a role is missing', async () => {
  const asked = await stage.as('dan').says('can I deploy main to production');
  expect(closed(asked.text)).toEqual(['Rights']);
  expect(asked.text).toContain('releaser');
});

test('what moved between asking and Start closes the gate again: nothing is changed', async () => {
  const held = await stage.as('bob').says('deploy main to production');
  await stage.ends(await stage.as('alice').says('deploy feature-x to staging'));
  world.forget();
  const ended = await stage.ends(await stage.as('bob').presses(held, 'Start'));
  expect(ended.summary).toMatch(/: refused/);
  expect(ended.text).toContain('the commit does not stand on the environment before');
  expect(ended.text).toContain('Nothing was changed.');
  expect(world.asked('PATCH', /repos/)).toEqual([]);
  await stage.ends(await stage.as('alice').says('deploy main to staging'));
});

test('a commit that is marked as bad needs --even-if-marked', async () => {
  const commit = (await world.commitOf('main')).slice(0, 8);
  expect((await stage.as('alice').says(`mark ${commit} bad because wrong units`)).failure).toBe(
    'not-permitted',
  );
  await stage.as('bob').says(`mark ${commit} bad because wrong units`);
  const refused = await stage.as('alice').says('deploy main');
  expect(refused.failure).toBe('gates-closed');
  expect(refused.text).toContain('marked bad by Bob Okafor: wrong units');
  const done = await stage.ends(await stage.as('alice').says('deploy main --even-if-marked'));
  expect(done.summary).toContain(': done');
  await stage.as('bob').says(`mark ${commit} good`);
  expect((await stage.as('alice').says('can I deploy main to staging')).summary).toMatch(/: yes$/);
});

test('during a freeze nothing goes to production until an approver lets it through with a reason', async () => {
  stage.clock.wind(freeze.from + 60_000 - stage.clock.now());
  await stage.ends(await stage.as('bob').says('run tests on main --fresh'));
  const refused = await stage.as('bob').says('deploy main to production');
  expect(closed(refused.text)).toEqual(['Freeze']);
  expect(refused.text).toContain('end of the quarter');
  expect((await stage.as('bob').says('override freeze production because outage')).failure).toBe(
    'not-permitted',
  );
  const through = await stage.as('carol').says('override freeze production for 30m because outage');
  expect(through.text).toContain('outage');
  const held = await stage.as('bob').says('deploy main to production');
  expect(held.text).toContain('let through by Carol Jensen: outage');
  expect((await stage.ends(await stage.as('bob').presses(held, 'Start'))).summary).toContain(': done');
  const rows = await stage.as('carol').says('audit production');
  expect(rows.text).toContain('outage');

  stage.clock.wind(31 * 60_000);
  expect(closed((await stage.as('bob').says('can I deploy main to production')).text)).toEqual(['Freeze']);
  expect((await stage.as('carol').says('override freeze staging because x')).failure).toBe('no-freeze');
});

test('where is a branch, and what each environment asks for', async () => {
  const commit = await world.commitOf('main');
  const found = await stage.as('dan').says('where is main');
  expect(found.summary).toBe(`Where is main: staging, production – ${commit.slice(0, 8)}`);
  const other = await stage.as('dan').says('where is feature-x');
  expect(other.summary).toContain('nowhere');
  expect(other.text).toContain('not any more');
  expect((await stage.as('dan').says(`where is ${commit.slice(0, 8)}`)).summary).toContain(
    'staging, production',
  );
  expect((await stage.as('dan').says('where is 0123abcd')).failure).toBe('commit-unknown');
  await stage.as('alice').says('lock staging for 1h because backfill');
  const standing = await stage.as('dan').says('show environments');
  expect(standing.text).toContain('locked by Alice Novak');
  expect(standing.text).toContain('wants the commit on staging and unit green first');
  expect(standing.text).toContain('end of the quarter');
});
