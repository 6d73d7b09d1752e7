// Fifty channels, five hundred people, two hundred runs at once, two replicas on one PostgreSQL: as long as a pipeline may take
// (SOAK_MINUTES makes it longer). Memory does not grow, nothing waits for more than five seconds, nothing fails.
import { availableParallelism, loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import pg from 'pg';
import { percentile } from '../../bench/numbers.ts';
import { type Child, startChild } from '../child-process.ts';
import { noPostgres, startPostgres, type TestServer } from '../postgres.ts';
import { type ConnectorStub, startConnector } from '../protocol-cloud/connector-stub.ts';
import { PLANTED, withPassword } from '../secrets/planted.ts';
import { chanceOf } from './chaos/chance.ts';
import { keepOutput } from './produced.ts';
import { type Crowd, letThemTalk, personId, speak } from './soak/crowd.ts';
import { growthPerMinute, type Sample, typical } from './soak/steadiness.ts';
import { type Waiting, watchWaiting } from './soak/waiting.ts';
import { openQuietWorkspace, type QuietWorkspace } from './soak/workspace.ts';

jest.retryTimes(0);

const CHANNELS = 50;
const PEOPLE = 500;
const RUNS = 200;
const MINUTES = Number(process.env['SOAK_MINUTES'] ?? 2);
const SECONDS = 1_000;
const LENGTH_MS = MINUTES * 60 * SECONDS;
/** Until caches are full and code is compiled nothing can be said of growth. */
const WARM_UP_MS = Math.min(LENGTH_MS / 4, 120 * SECONDS);
const SAMPLE_MS = 3 * SECONDS;
/** Turns a second. */
const RATE = 8;
const MOST_LAG_MS = 5 * SECONDS;
/** Processes that want each processor; both replicas, the database and this suite together make less than two. */
const CROWDED = 3;
/** Of what is alive after a full collection, over the whole of the measured time. */
const STILL_FLAT = 0.08;

interface Signs {
  readonly rss: number;
  /** Bytes that are alive after a full collection. */
  readonly live: number;
  readonly parked: number;
  /** How many operations are in which state. */
  readonly operations: Readonly<Record<string, number>>;
}

const missing = noPostgres();
const chance = chanceOf(Number(process.env['SOAK_SEED'] ?? 8));
const runLasts = (): number => chance.between(20, 60) * SECONDS;

const yaml = `git:
  url: http://127.0.0.1:9/churn.git
environments:
  staging:
    checkout: /Workspace/Shared/churn
defaults:
  environment: staging
roles:
  developer: [${Array.from({ length: PEOPLE }, (_, nth) => personId(nth)).join(', ')}]
`;

describe('two replicas under the load of a large department', () => {
  let server: TestServer | undefined;
  let workspace: QuietWorkspace;
  let connector: ConnectorStub;
  let replicas: readonly Child[] = [];
  beforeAll(async () => {
    if (missing === undefined) server = await startPostgres();
  }, 60_000);
  afterAll(async () => {
    await Promise.all(replicas.map((child) => child.end()));
    await connector?.close();
    await workspace?.close();
    await server?.stop();
  }, 60_000);

  const spawn = (database: string): Child => {
    const child = startChild(
      new URL('./children/bot.ts', import.meta.url).pathname,
      JSON.stringify({
        environment: {
          DATABRICKS_HOST: workspace.url,
          ...PLANTED,
          DATABASE_URL: withPassword(database),
          BRICKBOT_HOST: '127.0.0.1',
          BRICKBOT_LOG_LEVEL: 'error',
          PORT: '0',
        },
        yaml,
      }),
    );
    keepOutput('replica', child.process);
    return child;
  };
  /** Asked one replica after the other: the collection of one must not meet the turns of both. */
  const signsOf = async (child: Child, nth: number): Promise<Signs> => {
    child.process.stdin?.write(`signs${nth}\n`);
    return (await child.hears(`signs${nth}`)) as Signs;
  };

  if (missing !== undefined)
    test(`could not run here: ${missing}`, () => {
      console.log(`soak: ${missing}`);
      expect(missing).not.toBe('');
    });
  else
    test(
      `for ${MINUTES} minutes nothing grows, waits or fails`,
      async () => {
        workspace = await openQuietWorkspace(CHANNELS, runLasts);
        connector = await startConnector(undefined, false);
        const database = (await server?.database()) ?? '';
        replicas = [spawn(database), spawn(database)];
        const bots = (await Promise.all(replicas.map((child) => child.hears('url')))).map(String);
        await Promise.all(replicas.map((child) => child.hears('ready')));
        for (let channel = 0; channel < CHANNELS; channel += 1) {
          const words = `subscribe job job-${channel + 1} all here`;
          const who = { person: channel, channel };
          const { status } = await speak(bots[channel % 2] ?? '', connector.serviceUrl, who, words);
          expect(status).toBe(200);
        }

        const [from, until] = [Date.now(), Date.now() + LENGTH_MS];
        const outside = keepRunning(workspace, until);
        const waits = watchWaiting(database, until);
        const talk = letThemTalk({
          ...{ bots, connector, chance, until },
          ...{ channels: CHANNELS, people: PEOPLE, rate: RATE },
        });
        const loads: Sample[] = [];
        const samples: { at: number; nth: number; signs: Signs }[] = [];
        for (let round = 0; Date.now() < until; round += 1) {
          for (const [nth, child] of replicas.entries())
            samples.push({ at: Date.now(), nth, signs: await signsOf(child, round) });
          loads.push({ at: Date.now(), value: (loadavg()[0] ?? 0) / availableParallelism() });
          await sleep(SAMPLE_MS);
        }
        const [crowd, started, waiting] = await Promise.all([talk, outside, waits]);
        const settled = samples.filter(({ at }) => at >= from + WARM_UP_MS);
        const growth = replicas.map((_, nth) => {
          const of = (pick: (signs: Signs) => number): Sample[] =>
            settled
              .filter((each) => each.nth === nth)
              .map(({ at, signs }) => ({ at, value: pick(signs) / 2 ** 20 }));
          const [live, rss] = [of(({ live: value }) => value), of(({ rss: value }) => value)];
          return {
            live: typical(live),
            perMinute: growthPerMinute(live),
            rss: typical(rss),
            rssPerMinute: growthPerMinute(rss),
          };
        });
        const most = (pick: (signs: Signs) => number): number =>
          Math.max(...samples.map(({ signs }) => pick(signs)));
        tell(
          crowd,
          {
            started,
            ended: workspace.ended(),
            posts: connector.count(),
            operations: samples.at(-1)?.signs.operations ?? {},
          },
          growth,
          waiting,
        );

        expect(crowd.trouble).toEqual([]);
        expect(replicas.map((child) => child.complaints())).toEqual(['', '']);
        expect(most(({ parked }) => parked)).toBe(0);
        for (const state of ['failed', 'unknown', 'refused'])
          expect({ state, most: most(({ operations }) => operations[state] ?? 0) }).toEqual({
            state,
            most: 0,
          });
        const wanted = typical(loads);
        // Whoever shares the processors with others waits for them; that says nothing of the bot.
        if (wanted > CROWDED)
          console.log(
            `others use this machine (${wanted.toFixed(1)} processes a processor): waits are told, not judged`,
          );
        else expect(Math.max(waiting.post, waiting.wakeUp)).toBeLessThan(MOST_LAG_MS);
        const measured = (LENGTH_MS - WARM_UP_MS) / 60_000;
        for (const { live, perMinute } of growth)
          expect((perMinute * measured) / live).toBeLessThan(STILL_FLAT);
        await untold(database);
      },
      LENGTH_MS + 300_000,
    );

  /** Every run that ended is told of, a while after the last one. */
  const untold = async (database: string): Promise<void> => {
    const client = new pg.Client(database);
    await client.connect();
    try {
      for (let look = 0; look < 120; look += 1) {
        const { rows } = await client.query<{ left: string }>(
          `select (select count(*) from events where told_at is null)
                + (select count(*) from posts where state = 'open' and wanted > sent) as left`,
        );
        if (Number(rows[0]?.left) === 0) return;
        await sleep(500);
      }
      throw new Error('something is still to be told a minute after the end');
    } finally {
      await client.end();
    }
  };
});

/** Keeps so many runs of others under way. @returns how many were started */
const keepRunning = async (workspace: QuietWorkspace, until: number): Promise<number> => {
  let started = 0;
  while (Date.now() < until) {
    while (workspace.active() < RUNS) {
      started += 1;
      workspace.start(1 + (started % CHANNELS), runLasts());
    }
    await sleep(200);
  }
  return started;
};

const tell = (
  { said, times }: Crowd,
  runs: {
    readonly started: number;
    readonly ended: number;
    readonly posts: number;
    readonly operations: Signs['operations'];
  },
  growth: readonly {
    readonly live: number;
    readonly perMinute: number;
    readonly rss: number;
    readonly rssPerMinute: number;
  }[],
  waiting: Waiting,
): void => {
  const sorted = times.toSorted((a, b) => a - b);
  console.log(
    [
      `${MINUTES} minutes, ${CHANNELS} channels, ${PEOPLE} people, ${RUNS} runs at once, two replicas`,
      `${times.length} turns (${Array.from(said, ([words, count]) => `${words} ${count}`).join(', ')}): p50 ${percentile(sorted, 0.5).toFixed(0)} ms, p99 ${percentile(sorted, 0.99).toFixed(0)} ms`,
      `${runs.started} runs started by others, ${runs.ended} runs ended, ${runs.posts} posts and edits at the connector; operations: ${JSON.stringify(runs.operations)}`,
      `longest wait: a post ${(waiting.post / 1_000).toFixed(1)} s, a wake-up ${(waiting.wakeUp / 1_000).toFixed(1)} s`,
      ...growth.map(
        ({ live, perMinute, rss, rssPerMinute }, nth) =>
          `replica ${nth + 1}: ${live.toFixed(1)} MB alive (${perMinute.toFixed(2)} MB a minute), ${rss.toFixed(0)} MB resident (${rssPerMinute.toFixed(2)} MB a minute)`,
      ),
    ].join('\n'),
  );
};
