// The whole bot as a process of its own, for suites that kill it. The argument is JSON: the environment and brickbot.yaml. It says
// where it listens, and answers a line on standard input with what is left to do, or with how it is.
import { createInterface } from 'node:readline';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { sql } from 'kysely';
import { stopOnSignals } from '../../../src/app/stopping.ts';
import { startApp } from '../../../src/app.ts';
import { loadConfig } from '../../../src/base/config/load.ts';
import { readVitalSigns } from '../../../src/store/vital-signs.ts';

const { environment, yaml } = JSON.parse(process.argv[2] ?? '{}') as {
  environment: Record<string, string>;
  yaml: string;
};
const say = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);

const config = loadConfig({ environment, yaml, yamlName: 'brickbot.yaml', readSecret: () => '' });
const app = await startApp({ config, demo: true, surroundings: process.env });
say({ url: app.url });
await app.ready;
say({ ready: true });

stopOnSignals(app.close, (line) => void process.stderr.write(`${line}\n`));

const report = async (asked: string): Promise<void> => {
  const { store } = await app.house.open();
  const active = await store.db
    .selectFrom('operations')
    .select('op')
    .where((is) => is.or([is('ended_at', 'is', null), is('cleanup_at', 'is not', null)]))
    .execute();
  const unsent = await store.db
    .selectFrom('posts')
    .select('id')
    .where('state', '=', 'open')
    .whereRef('wanted', '>', 'sent')
    .execute();
  const events = await store.db.selectFrom('events').select(['run', 'told_at']).execute();
  say({
    [asked]: {
      active: active.map(({ op }) => op),
      unsent: unsent.length,
      untold: events.filter((event) => event.told_at === null).length,
      told: events.flatMap((event) => (event.told_at === null ? [] : event.run)),
    },
  });
};

/** How it is, after a full collection: what is alive, what was given up, what has failed. */
const signs = async (asked: string): Promise<void> => {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const { rss, heapUsed, external } = process.memoryUsage();
  const { store } = await app.house.open();
  const { postsParked } = await readVitalSigns(store.db, Date.now());
  const { rows } = await sql<{ state: string; count: number }>`
    select state, count(*)::int as count from operations group by state`.execute(store.db);
  say({
    [asked]: {
      rss,
      live: heapUsed + external,
      parked: postsParked,
      operations: Object.fromEntries(rows.map(({ state, count }) => [state, count])),
    },
  });
};

createInterface({ input: process.stdin }).on(
  'line',
  (asked) => void (asked.startsWith('signs') ? signs(asked) : report(asked)),
);
