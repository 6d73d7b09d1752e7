// The life of a lock beyond taking it: the question before its end, the merge that ends it, asking for it, handing it over, word when it
// is free; and the line that waits meanwhile, with somebody who jumps it.
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { rememberConversation } from '../../../src/store/conversations.ts';
import type { Post } from './conversation.ts';
import { openStage, type Seen, type Stage } from './stage.ts';
import { openWorld, type World } from './world.ts';

jest.setTimeout(90_000);

const MINUTE = 60_000;
let world: World;
let stage: Stage;

const alone = (name: string) =>
  ({
    scope: 'personal',
    conversationId: `${name}-alone`,
    serviceUrl: 'http://127.0.0.1:9/',
    channelId: 'msteams',
    botId: 'brickbot',
  }) as const;

beforeAll(async () => {
  world = await openWorld();
  stage = await openStage(world, { below: { staging: '    locks: { longestMinutes: 300 }\n' } });
  stage.grant('admin', ['erin']);
  const { store } = await stage.house.open();
  for (const [name, personId] of [
    ['alice', 'a11ce'],
    ['bob', 'b0b'],
  ] as const)
    await rememberConversation(store.db, alone(name), { personId, now: stage.clock.now() });
}, 60_000);
afterAll(async () => {
  await stage.close();
  await world.close();
});

/** Lets the keeper of the locks look at staging. */
const look = async (): Promise<void> => {
  const { services } = await stage.house.open();
  await services.lockKeeper.tend('staging');
};
const wordTo = (name: string, what: RegExp): Promise<Post> =>
  stage.conversation.until(
    `Word to ${name}: ${what.source}`,
    (post) => post.place.conversationId === `${name}-alone` && what.test(post.message.summary),
  );
const seen = (post: Post): Seen => ({
  text: post.message.summary,
  summary: post.message.summary,
  buttons: [],
  op: '',
  card: post.message.card,
});

test('the holder is asked a quarter of an hour before the end, and may extend by a press', async () => {
  await stage.as('alice').says('lock staging for 1h because data backfill');
  stage.clock.wind(46 * MINUTE);
  await look();
  const question = await wordTo('alice', /^Your lock on staging ends at/);
  const extended = await stage.as('alice').presses(seen(question), 'Extend 1 h');
  expect(extended.summary).toContain('extended by Alice Novak');
  expect((await stage.as('alice').says('extend staging for 5h')).failure).toBeUndefined();
  expect((await stage.as('alice').says('lock staging for 6h because long')).failure).toBe('bad-argument');
  await stage.as('alice').says('unlock staging');
});

test('a lock that nobody extends ends by itself: whoever waits in line goes on, whoever asked is told', async () => {
  await stage.as('alice').says('lock staging for 20m because demo');
  const waiting = await stage.as('bob').says('deploy main to staging');
  await stage.shows(waiting, /locked by Alice Novak/);
  expect((await stage.as('bob').says('tell me when staging is free')).text).toContain(
    'Alice Novak has it locked',
  );
  stage.clock.wind(21 * MINUTE);
  await look();
  await wordTo('alice', /^Your lock on staging is over/);
  expect((await stage.ends(waiting)).summary).toContain(': done');
  await wordTo('bob', /^staging is free now, Bob Okafor/);
  expect((await stage.as('bob').says('tell me when staging is free')).text).toBe('staging is free now.');
});

test('somebody asks for it; the holder hands it over with one press', async () => {
  await stage.as('bob').says('lock staging for 2h because review');
  const asked = await stage.as('alice').says('ask for staging because the demo is at three');
  expect(asked.text).toContain('Bob Okafor was asked one to one');
  const question = await wordTo('bob', /^Alice Novak asks for staging: the demo is at three/);
  const given = await stage.as('bob').presses(seen(question), 'Hand it over');
  expect(given.summary).toContain('handed over to Alice Novak');
  await wordTo('alice', /^Bob Okafor handed you the lock on staging/);
  // It is not Bob's any more, and a developer does not take it from Alice; a viewer gets none.
  expect((await stage.as('bob').says('unlock staging')).failure).toBe('unlock-reason');
  await stage.as('dan').says('version');
  await stage.as('carol').says('locks');
  expect((await stage.as('alice').says('give staging to nobody in particular')).failure).toBe(
    'person-unknown',
  );
  expect((await stage.as('alice').says('give staging to bob okafor')).summary).toContain('to Bob Okafor');
  await stage.as('bob').says('unlock staging');
});

test('the merge of the bound branch ends the lock', async () => {
  await world.push('story', { 'story.txt': '1' }, { from: 'origin/main' });
  await stage.as('alice').says('lock staging for 2h branch story because review');
  await look();
  expect((await stage.as('bob').says('locks')).text).toContain('Alice Novak');
  await world.push('main', { 'other.txt': '1' }, { from: 'origin/story' });
  await look();
  await wordTo('alice', /^story was merged: your lock on staging is released/);
  expect((await stage.as('bob').says('locks')).text).not.toContain('Alice Novak');
});

test('the line is seen with positions; an admin jumps it with a reason, others do not', async () => {
  await stage.as('bob').says('lock staging for 1h because hold');
  const first = await stage.as('alice').says('deploy feature-x to staging');
  await stage.shows(first, /locked by Bob Okafor/);
  const second = await stage.as('alice').says('deploy main to staging');
  const third = await stage.as('erin').says('deploy story to staging');
  await stage.shows(third, /Behind 2/);
  const line = await stage.as('dan').says('queue staging');
  expect(line.text.indexOf(first.op)).toBeLessThan(line.text.indexOf(second.op));
  expect(line.text.indexOf(second.op)).toBeLessThan(line.text.indexOf(third.op));

  expect((await stage.as('bob').says(`jump ${third.op} because I can`)).failure).toBe('not-permitted');
  expect((await stage.as('erin').says(`jump ${first.op} because it is at work`)).failure).toBe('not-in-line');
  await stage.as('erin').says(`jump ${third.op} because it mends the outage`);
  await stage.shows(second, /Behind 2/);
  const after = (await stage.as('dan').says('queue staging')).text;
  expect(after.indexOf(third.op)).toBeLessThan(after.indexOf(first.op));
  await stage.as('alice').says(`cancel ${second.op}`);
  expect((await stage.ends(second)).summary).toContain(': cancelled');
  await stage.as('bob').says('unlock staging');
  expect((await stage.ends(third)).summary).toContain(': done');
  expect((await stage.as('erin').says(`audit op ${third.op}`)).text).toContain('mends the outage');
});

test('whom the lock keeps out does not keep the holder out: they rest in their places', async () => {
  await stage.as('alice').says('lock staging for 1h branch story because review');
  const main = await stage.as('bob').says('deploy main to staging');
  await stage.shows(main, /[Ll]ocked by Alice Novak/);
  const again = await stage.as('erin').says('deploy feature-x to staging');
  await stage.shows(again, /Behind 1/);
  // The holder, and whoever deploys the bound branch, go through while others wait.
  expect((await stage.ends(await stage.as('alice').says('deploy main to staging'))).summary).toContain(
    ': done',
  );
  expect((await stage.ends(await stage.as('bob').says('deploy story to staging'))).summary).toContain(
    ': done',
  );
  const line = (await stage.as('dan').says('queue staging')).text;
  expect(line.indexOf(main.op)).toBeLessThan(line.indexOf(again.op));
  const { services } = await stage.house.open();
  expect(await services.operations.behind(again.op)).toEqual([main.op]);
  // Leaving while resting changes nothing, and says so.
  await stage.as('bob').says(`cancel ${main.op}`);
  const left = await stage.ends(main);
  expect(left.text).toContain('Nothing was changed');
  await stage.as('alice').says('unlock staging');
  expect((await stage.ends(again)).summary).toContain(': done');
});

test('a holder whom brickbot cannot reach alone is named where it was asked', async () => {
  await stage.as('erin').says('lock staging for 1h because audit');
  const asked = await stage.as('alice').says('ask for staging because the demo is at three');
  expect(asked.text).toContain('was asked here');
  const post = await stage.conversation.until(
    'The question in the group',
    ({ place, message }) =>
      place.conversationId === 'team' && message.mention?.name === 'Erin Walsh' && message.card === undefined,
  );
  expect(post.message.text).toContain('Alice Novak asks for staging: the demo is at three');
  expect(post.message.text).toContain('give staging to Alice Novak');
  expect((await stage.as('erin').says('give staging to Alice Novak')).summary).toContain('to Alice Novak');
  await stage.as('alice').says('unlock staging');
});
