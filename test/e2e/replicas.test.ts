// Two whole bots on one PostgreSQL: they start at once on an empty database, share the work, take over from each other, and are
// replaced one after the other without anybody noticing.
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Child } from '../child-process.ts';
import { noPostgres, startPostgres, type TestServer } from '../postgres.ts';
import { GROUP, openTown, type Town } from './chaos/town.ts';
import { judge, type Verdict } from './chaos/verdict.ts';

jest.retryTimes(0);

const missing = noPostgres();
/** What the product promises for a dead leader, in ms. */
const REPLACED_MS = 15_000;
/** What the run itself, the look at the workspace and the sending may take on a machine that is busy with other suites, in ms. */
const LOADED_MS = 30_000;

describe('two replicas on one database', () => {
  let server: TestServer | undefined;
  let town: Town;
  let url: string;
  beforeAll(async () => {
    if (missing !== undefined) return;
    server = await startPostgres();
  }, 60_000);
  afterAll(async () => {
    await server?.stop();
  });

  /** Two at once on a database with nothing in it: the migrations must not race. */
  const begin = async (): Promise<readonly [Child, Child]> => {
    town = await openTown();
    url = (await server?.database()) ?? '';
    const pair = [town.spawn(url), town.spawn(url)] as const;
    const urls = await Promise.all(pair.map((child) => child.hears('url')));
    await Promise.all(pair.map((child) => child.hears('ready')));
    // Each activity goes to the next replica, as a load balancer would send it.
    town.exchange.connect(urls.join(' '));
    await town.chat.api.open({ as: 'bob', in: GROUP });
    town.say('subscribe job tiny all here');
    await town.chat.api.waitFor(
      GROUP,
      ({ author, summary }) => author === 'bot' && /tiny/.test(summary),
      60_000,
    );
    return pair;
  };
  const whole = (verdict: Verdict): void => {
    expect(verdict).toMatchObject({
      stuck: [],
      withoutCard: [],
      withoutEnd: [],
      untoldRuns: [],
      parkedPosts: 0,
      foldersLeft: [],
    });
    expect(verdict.runsStarted).toBe(verdict.tokensUsed);
  };

  if (missing !== undefined)
    test(`could not run here: ${missing}`, () => {
      console.log(`replicas: ${missing}`);
      expect(missing).not.toBe('');
    });
  else {
    test('a killed leader is replaced: runs are told of within fifteen seconds', async () => {
      const [first, second] = await begin();
      try {
        const outside = [await town.startOutside()];
        await town.settled(second, outside);
        // Whichever of the two led: each is killed once, and another one comes in its place.
        let [victim, survivor]: [Child, Child] = [first, second];
        for (let kill = 0; kill < 2; kill += 1) {
          await victim.end('SIGKILL');
          const killedAt = Date.now();
          town.exchange.connect(String(await survivor.hears('url')));
          town.say(kill === 0 ? 'deploy main' : 'deploy feature-x');
          outside.push(await town.startOutside());
          const left = await town.settled(survivor, outside);
          const took = Date.now() - killedAt;
          console.log(`a run that ended after the kill was told of ${(took / 1_000).toFixed(1)} s later`);
          expect(left).toMatchObject({ active: [], unsent: 0, untold: 0 });
          // The lapse of the leader's job, the run, the look at the workspace and the sending are all in it.
          expect(took).toBeLessThan(REPLACED_MS + LOADED_MS);
          const next = town.spawn(url);
          await next.hears('ready');
          [victim, survivor] = [survivor, next];
        }
        await Promise.all([victim.end('SIGTERM'), survivor.end('SIGTERM')]);
        const verdict = await judge(town, { url }, outside);
        whole(verdict);
        expect(verdict.repeatedPosts).toBeLessThanOrEqual(2);
      } finally {
        await town.close();
      }
    }, 240_000);

    test('a rolling restart loses nothing and repeats nothing', async () => {
      const [first, second] = await begin();
      try {
        const outside: string[] = [];
        for (const words of ['deploy main', 'run tests on feature-x', 'run job tiny']) town.say(words);
        outside.push(await town.startOutside());
        await first.end('SIGTERM');
        expect(first.process.exitCode).toBe(0);
        const third = town.spawn(url);
        town.exchange.connect(`${String(await second.hears('url'))} ${String(await third.hears('url'))}`);
        await third.hears('ready');
        for (const words of ['deploy feature-x to dev', 'run tests on main']) town.say(words);
        outside.push(await town.startOutside());
        await second.end('SIGTERM');
        expect(second.process.exitCode).toBe(0);
        town.exchange.connect(String(await third.hears('url')));
        await town.exchange.quiet();
        outside.push(await town.startOutside());
        await town.settled(third, outside);
        await third.end('SIGTERM');
        const verdict = await judge(town, { url }, outside);
        console.log(
          `rolling restart: ${verdict.operations} operations, ${town.exchange.redelivered()} redelivered, ` +
            `${verdict.repeatedPosts} first posts repeated`,
        );
        whole(verdict);
        await town.keepRows(url);
        expect(verdict.operations).toBe(5);
        // A graceful stop leaves no answer in doubt.
        expect(verdict.repeatedPosts).toBe(0);
      } finally {
        await town.close();
      }
    }, 240_000);
  }
});
