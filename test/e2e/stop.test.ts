// The bot is told to stop (SIGTERM) in the middle of a deploy and of a turn, while the workspace answers neither. It ends by itself in
// good order, and a second process takes up the deploy where the first one left it.
import { expect, jest, test } from '@jest/globals';
import { noPostgres, startPostgres } from '../postgres.ts';
import { GROUP, openTown, type Town } from './chaos/town.ts';
import { judge } from './chaos/verdict.ts';

jest.retryTimes(0);
jest.setTimeout(240_000);

/** Far longer than a process gets for its end, in ms: whoever waited for the answer would be late. */
const NEVER = 10 * 60_000;
/** Far beyond what a deploy takes, in ms. */
const LONG = 120_000;
const FOLDER = '/Workspace/Shared/brickbot/staging/churn';

const folderHead = async ({ world }: Town): Promise<unknown> => {
  const path = `/api/2.0/repos?path_prefix=${encodeURIComponent(FOLDER)}`;
  const { repos } = (await world.call('GET', path)) as { repos?: { head_commit_id: string }[] };
  return repos?.[0]?.head_commit_id;
};

/** @param url PostgreSQL; undefined for the embedded database */
const stopInTheMiddle = async (url: string | undefined): Promise<void> => {
  const town = await openTown({ quiet: true });
  try {
    const { world, exchange, chat } = town;
    const first = town.spawn(url);
    exchange.connect(String(await first.hears('url')));
    await first.hears('ready');
    await chat.api.open({ as: 'bob', in: GROUP });
    // A deploy that is over makes the folder, so that the next one moves it.
    town.say('deploy main');
    await chat.api.waitFor(GROUP, ({ summary }) => /main.*: done/i.test(summary), LONG);

    world.faults.add({ kind: 'slow', method: 'PATCH', path: '/api/2.0/repos/*', delayMs: NEVER });
    world.faults.add({ kind: 'slow', method: 'GET', path: '/api/2.2/jobs/list*', delayMs: NEVER });
    town.say('deploy feature-x');
    town.say('show jobs');
    await town.held();
    expect(await folderHead(town)).toBe(await world.commitOf('main'));

    await first.end('SIGTERM');
    // It ended by itself: the limit of 9.5 s, counted by its own clock, would have complained.
    expect({ code: first.process.exitCode, complaints: first.complaints() }).toEqual({
      code: 0,
      complaints: '',
    });
    // The turn was answered by the process that had it in hand.
    await exchange.quiet();
    expect(exchange.redelivered()).toBe(0);
    const asked = town.posts().map(({ summary, text }) => `${summary} ${text}`);
    expect(asked.filter((said) => /restart/i.test(said))).toHaveLength(1);

    world.faults.clear();
    const second = town.spawn(url);
    exchange.connect(String(await second.hears('url')));
    const left = await town.settled(second, []);
    expect(left).toMatchObject({ active: [], unsent: 0 });
    await second.end('SIGTERM');
    expect(second.process.exitCode).toBe(0);

    const verdict = await judge(town, url === undefined ? { folder: `${town.folder}/store` } : { url }, []);
    expect(verdict).toMatchObject({
      operations: 2,
      stuck: [],
      withoutCard: [],
      withoutEnd: [],
      repeatedPosts: 0,
      parkedPosts: 0,
    });
    expect(await folderHead(town)).toBe(await world.commitOf('feature-x'));
    await town.keepRows(url);
  } finally {
    await town.close();
  }
};

test('stopped in the middle of a deploy and a turn, on the embedded database', () =>
  stopInTheMiddle(undefined));

test('stopped in the middle of a deploy and a turn, on PostgreSQL', async () => {
  const missing = noPostgres();
  if (missing !== undefined) return console.log(`could not run here: ${missing}`);
  const server = await startPostgres();
  try {
    await stopInTheMiddle(await server.database());
  } finally {
    await server.stop();
  }
});
