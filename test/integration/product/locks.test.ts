// Locks as people use them: taken, waited for, released by the holder or by another with a reason, and kept over a restart.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { rememberConversation } from '../../../src/store/conversations.ts';
import { openStage, type Stage } from './stage.ts';
import { openWorld, type World } from './world.ts';

let world: World;
let stage: Stage;

beforeAll(async () => {
  world = await openWorld();
  stage = await openStage(world);
}, 120_000);

afterAll(async () => {
  await stage.close();
  await world.close();
}, 60_000);

test('a deploy waits for the end of somebody else’s lock, over a restart, and goes on at the release', async () => {
  const taken = await stage.as('bob').says('lock staging for 2h because data backfill');
  expect(taken.text).toContain('data backfill');
  expect((await stage.as('alice').says('lock staging because mine')).failure).toBe('locked');
  expect((await stage.as('alice').says('locks')).text).toContain('Bob Okafor');

  const asked = await stage.as('alice').says('deploy feature-x');
  await stage.shows(asked, /locked by Bob Okafor/);
  const before = stage;
  await before.stop();
  stage = await openStage(world, { folder: before.folder, conversation: before.conversation });
  expect((await stage.as('alice').says('locks')).text).toContain('data backfill');

  await stage.as('bob').presses(taken, 'Release');
  expect((await stage.ends(asked)).summary).toMatch(/: done/);
}, 120_000);

test('another’s lock needs a releaser and a reason', async () => {
  await stage.as('alice').says('lock staging for 30m because demo');
  expect((await stage.as('dan').says('unlock staging because I want it')).failure).toBe('not-permitted');
  expect((await stage.as('bob').says('unlock staging')).failure).toBe('unlock-reason');
  const { store } = await stage.house.open();
  const place = {
    scope: 'personal',
    conversationId: 'alice-alone',
    serviceUrl: 'http://127.0.0.1:9/',
    channelId: 'msteams',
    botId: 'brickbot',
  } as const;
  await rememberConversation(store.db, place, { personId: 'a11ce', now: stage.clock.now() });
  const released = await stage.as('bob').says('unlock staging because the demo is over');
  expect(released.text).toContain('the demo is over');
  const told = await stage.conversation.until(
    'Word to Alice',
    (post) => post.place.conversationId === 'alice-alone',
  );
  expect(told.message.summary).toBe('Bob Okafor released your lock on staging: the demo is over');
  expect((await stage.as('bob').says('unlock staging')).failure).toBe('not-locked');
});

test('the bound branch and the holder go through; a lock has a longest span and may be extended', async () => {
  expect((await stage.as('bob').says('lock staging for 48h because long')).failure).toBe('bad-argument');
  const taken = await stage.as('bob').says('lock staging for 1h branch feature-x because review');
  const deployed = await stage.ends(await stage.as('alice').says('deploy feature-x'));
  expect(deployed.summary).toMatch(/: done/);
  expect((await stage.as('bob').presses(taken, 'Extend 1 h')).summary).toContain('extended');
  expect((await stage.as('bob').says('unlock staging')).text).toContain('Released');
}, 120_000);

test('of many who take a lock at once, one has it', async () => {
  const { services } = await stage.house.open();
  const rounds = await Promise.allSettled(
    Array.from({ length: 50 }, (_, index) =>
      services.locks.take({
        environment: 'staging',
        person: { id: index % 2 === 0 ? 'a11ce' : 'b0b', name: `Person ${index}` },
        span: '1h',
        reason: 'race',
        branch: undefined,
      }),
    ),
  );
  const winners = new Set(
    rounds.flatMap((round) => (round.status === 'fulfilled' ? [round.value.holderId] : [])),
  );
  expect(winners.size).toBe(1);
  expect(rounds.filter(({ status }) => status === 'rejected')).toHaveLength(25);
});
