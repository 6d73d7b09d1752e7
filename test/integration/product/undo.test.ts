// Plans, undo and rollback as people use them: what was shown is what is done, or it is refused and says what moved.
import { afterAll, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { rememberConversation } from '../../../src/store/conversations.ts';
import { openStage, type Seen, type Stage } from './stage.ts';
import { openWorld, type World } from './world.ts';

jest.setTimeout(90_000);

let world: World;
let stage: Stage;
beforeAll(async () => {
  world = await openWorld();
  stage = await openStage(world, { below: { production: '    releaseChannel: releases\n' } });
  stage.grant('approver', ['carol', 'bob']);
  stage.grant('admin', ['erin']);
}, 60_000);
beforeEach(() => world.forget());
afterAll(async () => {
  await stage.close();
  await world.close();
});

const planIn = ({ text }: Seen): string => /\bapply (\w{5})\b/.exec(text)?.[1] ?? '';
/** What really stands in the folder of an environment. */
const head = async (environment: string): Promise<unknown> => {
  const path = `/Shared/brickbot/${environment}/churn`;
  const found = await world.call('GET', `/api/2.0/repos?path_prefix=${encodeURIComponent(path)}`);
  return (found['repos'] as readonly Record<string, unknown>[])[0]?.['head_commit_id'];
};
const deployed = async (words: string): Promise<Seen> => {
  const asked = await stage.as('bob').says(words);
  const done = await stage.ends(
    asked.buttons.includes('Start') ? await stage.as('bob').presses(asked, 'Start') : asked,
  );
  expect(done.summary).toContain(': done');
  return done;
};

test('a dry run is a plan: applied exactly so, once, and its second reader is told', async () => {
  await deployed('deploy main to staging');
  world.forget();
  const plan = await stage.as('alice').says('deploy feature-x to staging --dry-run');
  expect(plan.text).toContain('A dry run: nothing was changed.');
  expect(await head('staging')).toBe(await world.commitOf('main'));
  const [first, second] = await Promise.all([
    stage.as('alice').presses(plan, `Apply ${planIn(plan)}`),
    stage.as('bob').says(`apply ${planIn(plan)}`),
  ]);
  const done = await stage.ends(first.op === '' ? second : first);
  expect(done.summary).toContain('Deploy feature-x to staging: done');
  expect(await head('staging')).toBe(await world.commitOf('feature-x'));
  expect((await stage.as('alice').says(`apply ${planIn(plan)}`)).text).toContain('was carried out already');
  expect(world.asked('PATCH', /repos/)).toHaveLength(1);
});

test('a plan whose world has moved is refused and says what moved', async () => {
  await world.push('moving', { 'a.txt': '1' }, { from: 'origin/main' });
  const plan = await stage.as('alice').says('deploy moving to staging --dry-run');
  await stage.as('bob').says('lock staging for 1h because data backfill');
  const now = await world.push('moving', { 'a.txt': '2' });
  const refused = await stage.as('alice').says(`apply ${planIn(plan)}`);
  expect(refused.failure).toBe('plan-moved');
  expect(refused.text).toContain(`is ${now.slice(0, 8)} now`);
  expect(refused.text).toContain('The lock: was nobody’s, is Bob Okafor: data backfill now.');
  expect(world.asked('PATCH', /repos/)).toEqual([]);
  await stage.as('bob').says('unlock staging');
  expect((await stage.as('dan').says(`apply ${planIn(plan)}`)).failure).toBe('not-permitted');
  expect((await stage.as('alice').says('apply ZZZZZ')).failure).toBe('plan-not-found');
  stage.clock.wind(25 * 3_600_000);
  expect((await stage.as('alice').says(`apply ${planIn(plan)}`)).failure).toBe('plan-expired');
});

test('undo shows the way back first; a developer may not, a releaser starts it', async () => {
  await deployed('deploy main to staging');
  const done = await deployed('deploy feature-x to staging');
  expect(done.buttons).toContain('Undo');
  expect((await stage.as('alice').presses(done, 'Undo')).text).toContain('needs the role releaser');
  const way = await stage.as('bob').presses(done, 'Undo');
  expect(way.text).toContain('What this does not undo');
  expect(way.text).toMatch(/Back to.*main at \w{8}, by Bob Okafor/);
  expect(await head('staging')).toBe(await world.commitOf('feature-x'));
  const back = await stage.ends(await stage.as('bob').presses(way, 'Start'));
  expect(back.summary).toMatch(/^Roll staging back to \w{8}: done/);
  expect(await head('staging')).toBe(await world.commitOf('main'));
  const again = await stage.as('bob').says(`undo ${done.op}`);
  expect(again.failure).toBe('overtaken');
  expect((await stage.as('bob').says(`rerun ${back.op}`)).failure).toBe('way-back-once');
});

test('a commit that no branch stands at any more is reached by a tag', async () => {
  const old = await world.push('tip', { 'tip.txt': '1' }, { from: 'origin/main' });
  await deployed('deploy tip to staging');
  await world.push('tip', { 'tip.txt': '2' });
  await deployed('deploy tip to staging');
  const way = await stage.as('bob').says('rollback staging');
  expect(way.text).toContain(`git gets the tag brickbot-${old.slice(0, 8)} first`);
  await stage.ends(await stage.as('bob').presses(way, 'Start'));
  expect(await head('staging')).toBe(old);
});

test('rollback passes over what is marked as bad, and does not swing back and forth', async () => {
  const good = await world.push('line', { 'l.txt': '1' }, { from: 'origin/main' });
  await deployed('deploy line to staging');
  const bad = await world.push('line', { 'l.txt': '2' });
  await deployed('deploy line to staging');
  await stage.as('bob').says(`mark ${bad.slice(0, 8)} bad because wrong units`);
  await world.push('line', { 'l.txt': '3' });
  await deployed('deploy line to staging');
  await stage.ends(await stage.as('bob').presses(await stage.as('bob').says('rollback staging'), 'Start'));
  expect(await head('staging')).toBe(good);
  const next = await stage.as('bob').says('rollback staging');
  expect(next.text).not.toMatch(/Back to +line/);
  const named = await stage.as('bob').says(`rollback staging to ${bad.slice(0, 8)}`);
  expect(named.text).toContain(bad.slice(0, 8));
  expect(named.text).toContain('The gate “marked”: closed (bad)');
  const refused = await stage.ends(await stage.as('bob').presses(named, 'Start'));
  expect(refused.text).toContain('the commit is marked as bad');
  const meant = await stage.as('bob').says(`rollback staging to ${bad.slice(0, 8)} --even-if-marked`);
  expect((await stage.ends(await stage.as('bob').presses(meant, 'Start'))).summary).toContain(': done');
  expect(await head('staging')).toBe(bad);
});

test('production: whoever asked does not start it, an approver does', async () => {
  await deployed('deploy main to production');
  await deployed('deploy feature-x to production');
  const way = await stage.as('bob').says('rollback production');
  expect(way.text).toContain('an approver other than Bob Okafor');
  expect((await stage.as('bob').presses(way, 'Start')).text).toContain('a second person');
  expect((await stage.as('alice').presses(way, 'Start')).text).toContain('needs the role approver');
  const back = await stage.ends(await stage.as('carol').presses(way, 'Start'));
  expect(back.summary).toContain(': done');
  expect(back.text).toContain('Carol Jensen');
  expect(await head('production')).toBe(await world.commitOf('main'));
});

test('an emergency needs an admin, two words and a reason, passes a lock, and the release channel is told', async () => {
  const { store } = await stage.house.open();
  const place = {
    scope: 'channel',
    conversationId: 'releases',
    serviceUrl: 'http://127.0.0.1:9/',
    channelId: 'msteams',
    botId: 'brickbot',
  } as const;
  await rememberConversation(store.db, place, { now: stage.clock.now() });
  await deployed('deploy feature-x to production');
  await stage.as('alice').says('lock production for 1h because audit');
  const way = await stage.as('erin').says('rollback production');
  const plan = planIn(way);
  const because = `production ${plan} because scoring is down`;
  expect((await stage.as('bob').says(`emergency ${plan} ${because}`)).failure).toBe('not-permitted');
  const wrong = await stage.as('erin').says(`emergency ${plan} staging ${plan} because scoring is down`);
  expect(wrong.failure).toBe('emergency-words');
  const press = { plan, words: `production ${plan}`, reason: '' };
  expect((await stage.as('erin').forges('emergency.start', press)).text).toContain('reason');
  expect(await head('production')).toBe(await world.commitOf('feature-x'));

  const begun = await stage.as('erin').forges('emergency.start', { ...press, reason: 'scoring is down' });
  const told = await stage.conversation.until(
    'Word to the channel',
    (post) => post.place.conversationId === 'releases',
  );
  expect(told.message.summary).toContain('Emergency: Erin Walsh takes production back');
  expect(told.message.summary).toContain('scoring is down');
  expect((await stage.ends(begun)).summary).toContain(': done');
  expect(await head('production')).toBe(await world.commitOf('main'));
  expect((await stage.as('erin').says('audit production')).text).toContain('scoring is down');
  await stage.as('alice').says('unlock production');
});

test('a job run is planned and applied, too; what it wrote is named by the way back', async () => {
  await deployed('deploy main to staging');
  await deployed('deploy feature-x to staging');
  const plan = await stage.as('alice').says('run job slow-job with seconds=1 --dry-run');
  expect(plan.text).toContain('A dry run: nothing was started.');
  expect(world.asked('POST', /run-now/)).toEqual([]);
  const begun = await stage.as('alice').says(`apply ${planIn(plan)}`);
  await stage.ends(begun);
  expect(world.asked('POST', /run-now/)).toHaveLength(1);
  const way = await stage.as('bob').says('rollback staging');
  expect(way.text).toContain(`started by Alice Novak (op ${begun.op}): what it wrote stays as it is`);
  const next = await stage.as('alice').says('run job slow-job with seconds=1 --dry-run');
  await stage.ends(await stage.as('bob').presses(way, 'Start'));
  expect((await stage.as('alice').says(`apply ${planIn(next)}`)).failure).toBe('plan-moved');
});

test('a way back that waited while something newer came is refused; an emergency goes first and is not', async () => {
  await deployed('deploy main to production');
  await deployed('deploy feature-x to production');
  await world.push('newer', { 'n.txt': '1' }, { from: 'origin/main' });
  const slow = await stage.as('bob').says('deploy newer to production');
  const way = await stage.as('erin').says('rollback production');
  world.faults.add({ kind: 'slow', method: 'PATCH', path: '/api/2.0/repos', times: 1, delayMs: 1_200 });
  await stage.as('bob').presses(slow, 'Start');
  const [back] = [await stage.as('carol').presses(way, 'Start')];
  const refused = await stage.ends(back);
  expect(refused.summary).toContain(': refused');
  expect(refused.text).toContain('Bob Okafor');
  expect(await head('production')).toBe(await world.commitOf('newer'));

  await stage.as('alice').says('lock production for 1h because audit');
  const waiting = await stage.as('bob').says('deploy main to production');
  await stage.as('bob').presses(waiting, 'Start');
  await stage.shows(waiting, /[Ll]ocked by Alice Novak/);
  const again = await stage.as('erin').says('rollback production');
  const plan = planIn(again);
  const begun = await stage.as('erin').says(`emergency ${plan} production ${plan} because scoring is down`);
  expect((await stage.ends(begun)).summary).toContain(': done');
  expect(await head('production')).toBe(await world.commitOf('feature-x'));
  await stage.as('bob').says(`cancel ${waiting.op}`);
  await stage.as('alice').says('unlock production');
});
