// The fault matrix: every call that the product makes to Databricks × every way in which it can go wrong, through the true client and
// the true engine. A call is found by watching the product at work, so one that is added tomorrow is in the matrix by itself. What moving
// an alias calls is in `faults-registries.test.ts`.
import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { CATALOGUE, type ErrorCode } from '../../../src/base/catalogue.ts';
import { hasEnded } from '../../../src/domain/operation.ts';
import type { FaultRule } from '../../../src/local/kernel/faults.ts';
import { findOperation } from '../../../src/store/operations.ts';
import { openStage, type Seen, type Stage } from './stage.ts';
import { openWorld, type World } from './world.ts';

jest.setTimeout(8 * 60_000);
// A matrix is not run twice: a cell that fails names itself.
jest.retryTimes(0);

type Kind = Pick<FaultRule, 'kind' | 'retryAfterSeconds' | 'delayMs' | 'times'>;
/** What passes plays twice, then the call goes through; what stays, stays. */
const PASSING: Readonly<Record<string, Kind>> = {
  '429 with Retry-After': { kind: '429', retryAfterSeconds: 1, times: 2 },
  '429 without': { kind: '429', times: 2 },
  '500': { kind: '500', times: 2 },
  '503': { kind: '503', times: 2 },
  '504': { kind: '504', times: 2 },
  reset: { kind: 'reset', times: 2 },
  'time-out': { kind: 'timeout', delayMs: 1_500, times: 1 },
  'slow body': { kind: 'slow', delayMs: 150, times: 2 },
};
const STAYING: Readonly<Record<string, Kind>> = {
  '401 expired token': { kind: 'expired-token' },
  '403': { kind: '403' },
  '404': { kind: '404' },
  'malformed JSON': { kind: 'malformed' },
  'sign-in page 200': { kind: 'signin-200' },
  'sign-in page 203': { kind: 'signin-203' },
};

let world: World;
let stage: Stage;
let jobRun = '';
let trainingRun = '';
let failed: Seen;
const MODELS = `models:
  churn:
    registry: mlflow
`;
/** A folder that the job of the repair needs, and does not find at first. */
const share = join(tmpdir(), `share-${process.pid}`);
const totals = { cells: 0, done: 0, told: 0 };
beforeAll(async () => {
  world = await openWorld();
  const created = await world.call('POST', '/api/2.2/jobs/create', {
    name: 'tiny',
    max_concurrent_runs: 100,
    git_source: { git_url: world.repository, git_provider: 'gitHub', git_branch: 'main' },
    parameters: [{ name: 'seconds', default: '0' }],
    tasks: [{ task_key: 'wait', notebook_task: { notebook_path: 'jobs/wait', source: 'GIT' } }],
  });
  await world.call('POST', '/api/2.2/jobs/create', {
    name: 'sleeper',
    max_concurrent_runs: 100,
    git_source: { git_url: world.repository, git_provider: 'gitHub', git_branch: 'main' },
    parameters: [{ name: 'seconds', default: '3' }],
    tasks: [{ task_key: 'wait', notebook_task: { notebook_path: 'jobs/wait', source: 'GIT' } }],
  });
  const { experiment_id } = await world.call('POST', '/api/2.0/mlflow/experiments/create', {
    name: '/Shared/churn',
  });
  const { run } = (await world.call('POST', '/api/2.0/mlflow/runs/create', {
    experiment_id,
    start_time: Date.now(),
  })) as { run: { info: { run_id: string } } };
  await world.call('POST', '/api/2.0/mlflow/runs/log-metric', {
    run_id: run.info.run_id,
    key: 'auc',
    value: 0.8,
    timestamp: Date.now(),
  });
  trainingRun = run.info.run_id;
  await world.call('POST', '/api/2.0/mlflow/registered-models/create', { name: 'churn' });
  await world.call('POST', '/api/2.0/mlflow/model-versions/create', {
    name: 'churn',
    source: 'models:/churn',
    run_id: trainingRun,
  });
  const { job_id: job } = created;
  jobRun = String((await world.call('POST', '/api/2.2/jobs/run-now', { job_id: job }))['run_id']);
  stage = await openStage(world, { environment: { BRICKBOT_DATABRICKS_TIMEOUT: '0.5' }, more: MODELS });
}, 60_000);
afterAll(async () => {
  console.log(
    `${totals.cells} cells: ${totals.done} ended well, ${totals.told} ended with a card that says what to do`,
  );
  await stage.close();
  await world.close();
  await rm(share, { recursive: true, force: true });
});

/** Something people ask for: gives what they see at its end. */
interface Scenario {
  readonly name: string;
  before?(): Promise<void>;
  /** Of its calls (`GET /api/…`) only these: the others are in another row. */
  readonly only?: RegExp;
  play(): Promise<Seen>;
}

const operation = async (words: string): Promise<Seen> => {
  const asked = await stage.as('bob').says(words);
  // Refused before an operation was made: the answer is the end.
  if (asked.op === '') return asked;
  return stage.hurried(asked, () => stage.ends(asked));
};
const forgetCheckout = async (): Promise<void> => {
  const { repos = [] } = (await world.call('GET', '/api/2.0/repos')) as {
    repos?: { id: number; path: string }[];
  };
  for (const { id } of repos) await world.call('DELETE', `/api/2.0/repos/${id}`);
};

/** Cleaning up comes after the end, and is repeated until it succeeds. */
const cleanedOrTried = async (op: string): Promise<void> => {
  const { store } = await stage.house.open();
  for (;;) {
    const stored = await findOperation(store.db, op);
    // An attempt that met something else on the way is not the one that is looked for.
    const met = (stored?.cleanupAttempts ?? 0) > 0 && world.asked('DELETE', /./).length > 0;
    if (stored?.cleanupAt === null || met) return;
    await stage.clock.sleep(100);
  }
};

const SCENARIOS: readonly Scenario[] = [
  { name: 'show jobs', play: () => stage.as('bob').says('show jobs') },
  { name: 'show experiment', play: () => stage.as('bob').says('show experiment churn') },
  { name: 'a first deploy', before: forgetCheckout, play: () => operation('deploy main') },
  {
    name: 'a deploy',
    before: async () => {
      await operation('deploy feature-x');
    },
    play: () => operation('deploy main'),
  },
  { name: 'show a run of a job', play: () => stage.as('bob').says(`show run ${jobRun}`) },
  { name: 'show a run of an experiment', play: () => stage.as('bob').says(`show run ${trainingRun}`) },
  {
    name: 'a job that is stopped',
    only: /cancel$/,
    play: async () => {
      const asked = await stage.as('bob').says('run job sleeper');
      if (asked.op === '') return asked;
      await stage.shows(asked, /going for/);
      await stage.as('bob').says(`cancel ${asked.op}`);
      return stage.hurried(asked, () => stage.ends(asked));
    },
  },
  {
    name: 'a repair',
    only: /repair$/,
    before: async () => {
      await rm(share, { recursive: true, force: true });
      failed = await operation(`run job flaky-export with target=${join(share, 'scores.csv')}`);
      await mkdir(share);
    },
    play: () => operation(`repair ${failed.op}`),
  },
  { name: 'a job', play: () => operation('run job tiny') },
  { name: 'tests', play: () => operation('run tests on feature-x --fresh') },
  { name: 'show a model', play: () => stage.as('bob').says('show model churn') },
  {
    name: 'the folder of a test run',
    only: /^DELETE /,
    play: async () => {
      const seen = await operation('run tests on feature-x --fresh');
      await stage.hurried(seen, () => cleanedOrTried(seen.op));
      return seen;
    },
  },
];

/** How often a call was dealt to already. */
const dealt = new Map<string, number>();
/**
 * Where a call is met first it goes wrong in every way; where other scenarios make it again, in four, each time the next four. What the
 * client makes of each way is played in full for each call in `test/integration/databricks/every-call.test.ts`.
 */
const waysFor = (call: string): readonly (readonly [string, Kind])[] => {
  const ways = Object.entries({ ...PASSING, ...STAYING });
  const times = dealt.get(call) ?? 0;
  dealt.set(call, times + 1);
  if (times === 0) return ways;
  return [0, 1, 2, 3].flatMap((nth) => {
    const way = ways[((times - 1) * 4 + nth) % ways.length];
    return way ? [way] : [];
  });
};

/** Calls by method and shape of the path, as the product makes them when nothing is wrong. */
const callsOf = (): readonly { readonly method: string; readonly path: string }[] => {
  const shapes = ['GET', 'POST', 'PATCH', 'DELETE']
    .flatMap((method) => world.asked(method, /./).map(({ path }) => [method, path] as const))
    .filter(([, path]) => path.startsWith('/api/'))
    .map(([method, path]) => `${method} ${path.replace(/\d{4,}/g, '*')}`);
  return [...new Set(shapes)].map((shape) => {
    const [method = '', path = ''] = shape.split(' ');
    return { method, path };
  });
};

/** How an ending must read when it is not a good one: system, attempted, changed, next, and the operation to quote. */
const complaints = async (seen: Seen): Promise<readonly string[]> => {
  const missing: string[] = [];
  const stored =
    seen.op === '' ? undefined : await (await stage.house.open()).services.operations.find(seen.op);
  if (stored && !hasEnded(stored.state)) missing.push(`it is ${stored.state}`);
  const code = stored ? stored.reason?.code : seen.failure;
  if (code === undefined || !(code in CATALOGUE)) missing.push(`no code (${code})`);
  if (code === 'internal') missing.push('an internal fault');
  // A name that is not there is a slip of the asker’s: the card offers what is there, whoever keeps it.
  const isSlip = code !== undefined && code in CATALOGUE && CATALOGUE[code as ErrorCode].kind === 'input';
  if (!isSlip && !/Databricks|workspace|git/i.test(seen.text)) missing.push('no system');
  if (!/Next: \S|Did you mean/.test(seen.text)) missing.push('nothing to do next');
  if (seen.op !== '' && !seen.text.includes(`op ${seen.op}`)) missing.push('no operation to quote');
  if (!/Nothing was changed|was changed|was started|may have|changed or not|not known/i.test(seen.text))
    missing.push('not whether anything changed');
  return missing;
};

const GOOD = /: (done|passed|cancelled|promoted)/;
const isGood = (seen: Seen): boolean =>
  seen.op === '' ? seen.failure === undefined : GOOD.test(seen.summary);

describe('the fault matrix', () => {
  test.each(SCENARIOS)('$name', async (scenario) => {
    await scenario.before?.();
    world.forget();
    expect(isGood(await scenario.play())).toBe(true);
    const calls = callsOf().filter(({ method, path }) => scenario.only?.test(`${method} ${path}`) ?? true);
    expect(calls.length).toBeGreaterThan(0);
    const wrong: string[] = [];
    for (const { method, path } of calls)
      for (const [name, kind] of waysFor(`${method} ${path}`)) {
        await scenario.before?.();
        world.forget();
        world.faults.add({ ...kind, method, path });
        const seen = await scenario.play();
        world.forget();
        totals.cells += 1;
        const cell = `${method} ${path} × ${name}`;
        if (isGood(seen)) totals.done += 1;
        else {
          totals.told += 1;
          const missing = await complaints(seen);
          if (missing.length > 0) wrong.push(`${cell}: ${missing.join(', ')}\n${seen.text.slice(0, 600)}`);
          // Trouble that passes is nobody's business, except where the first answer decides.
          else if (name in PASSING && seen.op !== '')
            wrong.push(`${cell}: it passed, and yet ${seen.summary}\n${seen.text.slice(0, 600)}`);
        }
      }
    console.log(`${scenario.name}: ${calls.map(({ method, path }) => `${method} ${path}`).join(', ')}`);
    expect(wrong).toEqual([]);
  });

  test.each(['429', '500', '503', '504', 'reset'] as const)(
    '%s that does not pass ends in a card',
    async (kind) => {
      world.forget();
      world.faults.add({ kind, path: '/api/2.0/workspace/get-status' });
      const seen = await operation('deploy main');
      world.forget();
      totals.cells += 1;
      totals.told += 1;
      expect(seen.summary).toMatch(/: failed/);
      expect(await complaints(seen)).toEqual([]);
    },
  );

  test('folders that could not be taken away at once are gone in the end', async () => {
    world.forget();
    const { store } = await stage.house.open();
    const waiting = async (): Promise<readonly string[]> =>
      (
        await store.db.selectFrom('operations').select('op').where('cleanup_at', 'is not', null).execute()
      ).map(({ op }) => op);
    stage.clock.hurry(2_000);
    for (let left = await waiting(); left.length > 0; left = await waiting()) {
      for (const op of left) await store.queue.wake(undefined, 'operations', { key: op });
      await stage.clock.sleep(60_000);
    }
    stage.clock.hurry(1);
    const { repos = [] } = (await world.call('GET', '/api/2.0/repos')) as { repos?: { path: string }[] };
    expect(repos.filter(({ path }) => !/staging|production/.test(path))).toEqual([]);
  });

  test('an answer that stays lost is unknown until the truth can be read, and then it is done', async () => {
    await operation('deploy feature-x');
    world.forget();
    // The update takes effect, its answer is lost, and for a while nobody can look.
    world.faults.add({ kind: 'reset', method: 'PATCH', path: '/api/2.0/repos', after: true, times: 1 });
    world.faults.add({ kind: 'reset', method: 'GET', path: '/api/2.0/repos', skip: 1, times: 12 });
    const seen = await operation('deploy main');
    expect(seen.summary).toMatch(/: done/);
    expect(seen.text).toContain((await world.commitOf('main')).slice(0, 8));
    world.forget();
  });
});
