// The bot is killed with SIGKILL at random moments, again and again, while people ask and jobs end. Afterwards nothing is stuck, no
// card is missing, every ending was told, and the workspace has seen each effect once. CRASH_SEED repeats a run, CRASH_KILLS makes
// it longer or shorter.
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { noPostgres, startPostgres, type TestServer } from '../postgres.ts';
import { chanceOf } from './chaos/chance.ts';
import { GROUP, openTown, type Town } from './chaos/town.ts';
import { judge } from './chaos/verdict.ts';

const SEED = Number(process.env['CRASH_SEED'] ?? Date.now() % 1_000_000);
/** On each of the two databases: fifty or more in all. */
const KILLS = Math.ceil(Number(process.env['CRASH_KILLS'] ?? 52) / 2);
const WORDS = [
  'deploy main',
  'deploy feature-x',
  'deploy main to dev',
  'deploy feature-x to dev',
  'run tests on feature-x',
  'run tests on main --fresh',
  'run job tiny',
  'deploy feature-broken',
  'run tests on feature-broken',
] as const;
/** Far beyond what a storm takes on a quiet machine, in ms: two cores that others use, too, make it many times as long. */
const LONG = 40 * 60_000;

// A storm that went wrong is not looked at a second time: the seed repeats it.
jest.retryTimes(0);

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** @param url PostgreSQL; undefined for the embedded database */
const storm = async (town: Town, url: string | undefined, seed: number): Promise<void> => {
  const chance = chanceOf(seed);
  const outside: string[] = [];
  const asked: string[] = [];
  const ask = (words: string): void => {
    asked.push(words);
    town.say(words);
  };
  const startedAt = Date.now();

  // A quiet beginning: somebody listens before the first kill, so that every later run has a listener.
  const first = town.spawn(url);
  town.exchange.connect(String(await first.hears('url')));
  await first.hears('ready');
  await town.chat.api.open({ as: 'bob', in: GROUP });
  ask('subscribe job tiny all here');
  await town.chat.api.waitFor(
    GROUP,
    ({ author, summary }) => author === 'bot' && /tiny/.test(summary),
    60_000,
  );
  await first.end('SIGKILL');

  let early = 0;
  for (let kill = 1; kill < KILLS; kill += 1) {
    town.exchange.connect(undefined);
    const child = town.spawn(url);
    const wishes = [chance.oneOf(WORDS), chance.oneOf(WORDS)];
    for (const words of wishes) ask(words);
    if (chance.next() < 0.5) outside.push(await town.startOutside());
    if (chance.next() < 0.25) {
      // Before it can have opened its store, or in the middle of that.
      early += 1;
      await sleep(chance.between(50, 900));
    } else {
      town.exchange.connect(String(await child.hears('url')));
      await child.hears('ready');
      await sleep(chance.between(0, 2_500));
      const last = town.posts().at(-1);
      const op = /\bop (\w{4,6})\b/.exec(JSON.stringify(last?.attachments ?? ''))?.[1];
      if (op !== undefined && chance.next() < 0.15) ask(`cancel ${op}`);
    }
    await child.end('SIGKILL');
  }

  const last = town.spawn(url);
  town.exchange.connect(String(await last.hears('url')));
  await town.exchange.quiet();
  // A run that ends after the last kill, so that whoever listens is seen to listen still.
  outside.push(await town.startOutside());
  const ended = async (): Promise<boolean> => {
    const { runs = [] } = (await town.world.call('GET', '/api/2.2/jobs/runs/list?active_only=true')) as {
      runs?: unknown[];
    };
    return runs.length === 0;
  };
  while (!(await ended())) await sleep(200);
  await town.settled(last, outside);
  await last.end('SIGTERM');
  expect(last.process.exitCode).toBe(0);

  const verdict = await judge(
    town,
    url === undefined ? { folder: `${town.folder}/store` } : { url },
    outside,
  );
  await town.keepRows(url);
  const shownRuns = outside.filter((run) => town.shown().some((text) => text.includes(`run ${run}`))).length;
  console.log(
    `${url === undefined ? 'embedded' : 'PostgreSQL'}: seed ${seed}, ${KILLS} kills (${early} while starting), ` +
      `${asked.length} messages, ${town.exchange.redelivered()} redelivered, ` +
      `${verdict.operations} operations ${JSON.stringify(verdict.byKind)}, ` +
      `${verdict.runsStarted} runs by the bot with ${verdict.tokensUsed} tokens, ` +
      `${verdict.outsideRuns} runs by others all told of, ${shownRuns} on cards of their own, ` +
      `${verdict.repeatedPosts} first posts repeated, ${verdict.parkedPosts} parked, ` +
      `${((Date.now() - startedAt) / 1_000).toFixed(0)} s`,
  );
  expect(verdict).toMatchObject({
    stuck: [],
    withoutCard: [],
    withoutEnd: [],
    untoldRuns: [],
    parkedPosts: 0,
    foldersLeft: [],
  });
  expect(verdict.operations).toBeGreaterThan(KILLS / 3);
  expect(verdict.runsStarted).toBe(verdict.tokensUsed);
  expect(verdict.runsStarted).toBeLessThanOrEqual(verdict.runsWanted);
  expect(verdict.repeatedPosts).toBeLessThanOrEqual(KILLS);
};

describe('killed again and again', () => {
  let town: Town;
  let server: TestServer | undefined;
  beforeAll(async () => {
    console.log(`CRASH_SEED=${SEED} CRASH_KILLS=${KILLS * 2}`);
    if (noPostgres() === undefined) server = await startPostgres();
  }, 60_000);
  afterAll(async () => {
    await server?.stop();
  });

  test(
    'on the embedded database nothing is lost and nothing happens twice',
    async () => {
      town = await openTown();
      try {
        await storm(town, undefined, SEED);
      } finally {
        await town.close();
      }
    },
    LONG,
  );

  test(
    'on PostgreSQL nothing is lost and nothing happens twice',
    async () => {
      if (!server) {
        console.log(`could not run here: ${noPostgres()}`);
        return;
      }
      town = await openTown();
      try {
        await storm(town, await server.database(), SEED + 1);
      } finally {
        await town.close();
      }
    },
    LONG,
  );
});
