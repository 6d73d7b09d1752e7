// Every method of the client × every way in which each of its calls can go wrong: it either does what it is for, or ends in a fault that
// names the system and what was attempted and never says “nothing was changed” of what may have been. A method or a call that is added
// tomorrow and has no row here fails the suite.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { Fault } from '../../../src/base/errors.ts';
import { silentLog } from '../../../src/base/log.ts';
import { type Databricks, databricksClient } from '../../../src/databricks/client.ts';
import { runHasEnded } from '../../../src/domain/run.ts';
import { hurriedClock } from '../product/clock.ts';
import { openWorld, type World } from '../product/world.ts';
import { DATABRICKS_CALLS, KINDS, NOT_REPEATED, shapeOf } from './call-rows.ts';

jest.setTimeout(5 * 60_000);
// A matrix is not run twice: a cell that fails names itself.
jest.retryTimes(0);

interface Row {
  /** Makes the call possible again after it was made. */
  readonly prepare?: () => Promise<unknown>;
  readonly call: () => Promise<unknown>;
}

let world: World;
let client: Databricks;
const clock = hurriedClock();
const ids = {
  repo: '',
  job: '',
  run: '',
  task: '',
  failed: '',
  experiment: '',
  training: '',
  destination: '',
};
const DOOR = { url: 'https://bot.example/api/webhooks/databricks', user: 'hook', password: 'a-password' };
const FOLDER = '/Workspace/Shared/calls';
const folder = () => ({ path: `${FOLDER}/churn`, url: world.repository, provider: 'gitHub' });
const alias = (model: string) => ({ kind: 'alias', model, alias: 'champion' }) as const;
const STAGE = { kind: 'stage', model: 'churn', stage: 'Production', archiveExisting: true } as const;
const all = async (pages: AsyncIterable<unknown>): Promise<number> => {
  let count = 0;
  for await (const _ of pages) count += 1;
  return count;
};
/** A run of the job that fails, once it is over. */
const failedRun = async (): Promise<string> => {
  const { run_id } = await world.call('POST', '/api/2.2/jobs/run-now', {
    job_id: Number(ids.job),
    job_parameters: { seconds: 'never' },
  });
  while (!runHasEnded((await client.runs.get(String(run_id))).state)) await clock.sleep(200);
  return String(run_id);
};
/** Somebody asks in Databricks for the stage; an open request stays. */
const asksForStage = (): Promise<unknown> =>
  world
    .call('POST', '/api/2.0/mlflow/transition-requests/create', {
      name: 'churn',
      version: '1',
      stage: 'Production',
    })
    .catch(() => undefined);

beforeAll(async () => {
  world = await openWorld();
  clock.hurry(100);
  client = databricksClient({
    host: world.url,
    settings: { token: world.token },
    clock,
    log: silentLog,
    userAgent: 'brickbot-test/0',
    limitScale: 100,
    timeoutMs: 400,
  });
  const { job_id } = await world.call('POST', '/api/2.2/jobs/create', {
    name: 'tiny',
    max_concurrent_runs: 100,
    git_source: { git_url: world.repository, git_provider: 'gitHub', git_branch: 'main' },
    parameters: [{ name: 'seconds', default: '0' }],
    tasks: [{ task_key: 'wait', notebook_task: { notebook_path: 'jobs/wait', source: 'GIT' } }],
  });
  ids.job = String(job_id);
  ids.repo = (await client.repos.create(folder())).id;
  await client.workspace.importFile(`${FOLDER}/note.txt`, Buffer.from('a note'));
  ids.run = await failedRun();
  ids.task = (await client.runs.get(ids.run)).tasks[0]?.runId ?? '';
  const { experiment_id } = await world.call('POST', '/api/2.0/mlflow/experiments/create', {
    name: '/Shared/churn',
  });
  ids.experiment = String(experiment_id);
  ids.destination = await client.notifications.create('brickbot', DOOR);
  const { run } = (await world.call('POST', '/api/2.0/mlflow/runs/create', { experiment_id })) as {
    run: { info: { run_id: string } };
  };
  ids.training = run.info.run_id;
  await world.call('PUT', '/api/2.0/mlflow-artifacts/artifacts/calls/rows.json', { loss: [0.1] });
  await world.call('POST', '/api/2.0/mlflow/registered-models/create', { name: 'churn' });
  await world.call('POST', '/api/2.1/unity-catalog/models', {
    catalog_name: 'prod',
    schema_name: 'ml',
    name: 'churn',
  });
  for (const family of ['mlflow', 'mlflow/unity-catalog'])
    for (let count = 0; count < 2; count += 1)
      await world.call('POST', `/api/2.0/${family}/model-versions/create`, {
        name: family === 'mlflow' ? 'churn' : 'prod.ml.churn',
        source: `models:/${count}`,
        run_id: ids.training,
      });
  for (const model of ['churn', 'prod.ml.churn'])
    await client.registry(model === 'churn' ? 'mlflow' : 'catalog').hold(alias(model), '1', 'first');
}, 60_000);
afterAll(async () => {
  await client?.close();
  await world?.close();
});

const registryRows = (kind: 'mlflow' | 'catalog' | 'workspace'): Readonly<Record<string, Row>> => {
  const model = kind === 'catalog' ? 'prod.ml.churn' : 'churn';
  const target = kind === 'workspace' ? STAGE : alias(model);
  const registry = () => client.registry(kind);
  let copies = 0;
  return {
    names: { call: () => registry().names() },
    model: { call: () => registry().model(model) },
    version: { call: () => registry().version(model, '1') },
    holder: { call: () => registry().holder(target) },
    hold: { call: () => registry().hold(target, '1', 'a cell') },
    release: {
      prepare: () => registry().hold(target, '1', 'a cell'),
      call: () => registry().release(target),
    },
    tag: { call: () => registry().tag(model, '1', 'cell', 'x') },
    decisions: { call: () => registry().decisions(model, '1') },
    reject: {
      ...(kind === 'workspace' && { prepare: asksForStage }),
      call: () => registry().reject(target, '1', 'a cell'),
    },
    ...(kind === 'mlflow' && {
      copy: {
        prepare: async () => {
          copies += 1;
        },
        call: async () =>
          registry().copy(await registry().version(model, '1'), `copy-${copies}`, `effect-${copies}`),
      },
    }),
    ...(kind === 'workspace' && {
      'hold, asked for in Databricks': {
        prepare: async () => {
          await registry().hold({ ...STAGE, stage: 'Staging' }, '1', 'a cell');
          await asksForStage();
        },
        call: () => registry().hold(STAGE, '1', 'a cell'),
      },
    }),
  };
};

const ROWS: Readonly<Record<string, Readonly<Record<string, Row>>>> = {
  repos: {
    byPath: { call: () => client.repos.byPath(folder().path) },
    get: { call: () => client.repos.get(ids.repo) },
    list: { call: () => all(client.repos.list(FOLDER)) },
    create: {
      prepare: async () => {
        const there = await client.repos.byPath(`${FOLDER}/new`);
        if (there) await client.repos.remove(there.id);
      },
      call: () => client.repos.create({ ...folder(), path: `${FOLDER}/new` }),
    },
    update: { call: () => client.repos.update(ids.repo, { branch: 'feature-x' }) },
    remove: {
      prepare: async () => {
        ids.failed = (await client.repos.create({ ...folder(), path: `${FOLDER}/old` })).id;
      },
      call: () => client.repos.remove(ids.failed),
    },
  },
  gitCredentials: {
    list: { call: () => client.gitCredentials.list() },
    put: {
      prepare: () => client.gitCredentials.put({ provider: 'gitHub', userName: 'ada', token: 'ghp-x' }),
      call: () => client.gitCredentials.put({ provider: 'gitHub', userName: 'ada', token: 'ghp-x' }),
    },
    'put, the first': {
      prepare: async () => {
        for (const { id } of await client.gitCredentials.list())
          await world.call('DELETE', `/api/2.0/git-credentials/${id}`);
      },
      call: () => client.gitCredentials.put({ provider: 'gitHub', userName: 'ada', token: 'ghp-x' }),
    },
  },
  workspace: {
    getStatus: { call: () => client.workspace.getStatus(`${FOLDER}/note.txt`) },
    mkdirs: { call: () => client.workspace.mkdirs(`${FOLDER}/more`) },
    list: { call: () => client.workspace.list(FOLDER) },
    importFile: { call: () => client.workspace.importFile(`${FOLDER}/note.txt`, Buffer.from('a note')) },
    export: { call: () => client.workspace.export(`${FOLDER}/note.txt`) },
    remove: {
      prepare: () => client.workspace.mkdirs(`${FOLDER}/gone`),
      call: () => client.workspace.remove(`${FOLDER}/gone`),
    },
  },
  jobs: {
    list: { call: () => all(client.jobs.list()) },
    byName: { call: () => client.jobs.byName('tiny') },
    get: { call: () => client.jobs.get(ids.job) },
    create: {
      call: () =>
        client.jobs.create({
          name: `made-${Math.random()}`,
          notebook: '/Shared/wait',
          parameters: {},
          timeoutSeconds: 60,
        }),
    },
    runNow: {
      call: () =>
        client.jobs.runNow({ jobId: ids.job, parameters: {}, idempotencyToken: `cell-${Math.random()}` }),
    },
    submit: {
      call: () =>
        client.jobs.submit({
          runName: 'a cell',
          idempotencyToken: `cell-${Math.random()}`,
          gitSource: { url: world.repository, provider: 'gitHub', commit: '0'.repeat(40) },
          tasks: [{ taskKey: 'only', notebook: { path: 'jobs/wait', source: 'GIT', parameters: {} } }],
        }),
    },
  },
  runs: {
    get: { call: () => client.runs.get(ids.run) },
    activePages: { call: () => all(client.runs.activePages()) },
    completedPages: { call: () => all(client.runs.completedPages(0)) },
    completedOf: { call: () => all(client.runs.completedOf(ids.job, 0)) },
    latest: { call: () => client.runs.latest(ids.job) },
    latestRepair: { call: () => client.runs.latestRepair(ids.run) },
    cancelAll: { call: () => client.runs.cancelAll(ids.job) },
    output: { call: () => client.runs.output(ids.task) },
    cancel: { call: () => client.runs.cancel(ids.run) },
    repair: {
      prepare: async () => {
        ids.failed = await failedRun();
      },
      call: () => client.runs.repair({ runId: ids.failed }),
    },
  },
  notifications: {
    named: { call: () => client.notifications.named('brickbot') },
    create: { call: () => client.notifications.create(`cell-${Math.random()}`, DOOR) },
    update: { call: () => client.notifications.update(ids.destination, DOOR) },
    ofJob: { call: () => client.notifications.ofJob(ids.job) },
    tell: {
      prepare: async () => {
        await world.call('POST', '/api/2.2/jobs/update', {
          job_id: Number(ids.job),
          new_settings: { webhook_notifications: {} },
        });
      },
      call: () => client.notifications.tell(ids.job, ids.destination),
    },
  },
  experiments: {
    byId: { call: () => client.experiments.byId(ids.experiment) },
    byName: { call: () => client.experiments.byName('/Shared/churn') },
    list: { call: () => client.experiments.list(10) },
    create: { call: () => client.experiments.create(`/Shared/cell-${Math.random()}`) },
    runs: { call: () => client.experiments.runs(ids.experiment, 10) },
    run: { call: () => client.experiments.run(ids.training) },
    history: { call: () => client.experiments.history(ids.training, 'auc') },
    setTag: { call: () => client.experiments.setTag(ids.training, 'cell', 'x') },
  },
  // The storage behind a workspace is no part of it: `artifact-storage.test.ts` plays what goes wrong there.
  artifacts: {
    json: {
      call: () =>
        client.artifacts.json({ runId: ids.training, artifacts: 'mlflow-artifacts:/calls' }, 'rows.json'),
    },
  },
  models: {
    aliases: { call: () => client.models.aliases('churn') },
    'aliases, in Unity Catalog': { call: () => client.models.aliases('prod.ml.churn') },
    versionsOfRun: { call: () => client.models.versionsOfRun(ids.training) },
  },
  me: { me: { call: () => client.me() } },
  'the registry of MLflow': registryRows('mlflow'),
  'the registry of Unity Catalog': registryRows('catalog'),
  'the registry of the workspace': registryRows('workspace'),
};

/** Codes in which a call may end when this happens to it; what passes need not end in one at all. */
const ENDS: Readonly<Record<string, readonly string[]>> = {
  '401 expired token': ['upstream-unauthenticated'],
  '403': ['upstream-forbidden'],
  '404': ['upstream-not-found', 'run-not-found', 'job-not-found', 'model-not-found', 'version-not-found'],
  '429 with Retry-After': [],
  '429 without': [],
  '500': ['upstream-broken'],
  '503': [],
  '504': [],
  reset: [],
  'time-out': [],
  'slow body': [],
  'malformed JSON': ['upstream-gibberish'],
  'sign-in page 200': ['upstream-gibberish'],
  'sign-in page 203': ['upstream-gibberish'],
};
/** The same for what must not be sent twice. */
const ONCE: Readonly<Record<string, readonly string[]>> = {
  '503': ['upstream-broken'],
  '504': ['outcome-unknown'],
  reset: ['outcome-unknown'],
  'time-out': ['outcome-unknown'],
};

const observed = new Set<string>();
const count = { cells: 0, well: 0, told: 0 };

/** What is wrong with how a cell ended; nothing when all is well. */
const complaint = (
  shape: string,
  kind: string,
  outcome: { readonly error?: unknown },
): string | undefined => {
  const isWrite = !shape.startsWith('GET ') && !shape.endsWith('/search');
  if (!('error' in outcome)) {
    const mustEnd = isWrite && ['401 expired token', '403', '500'].includes(kind);
    return mustEnd ? 'it is told as done, and was refused' : undefined;
  }
  const { error } = outcome;
  if (!(error instanceof Fault)) return `no fault: ${String(error)}`;
  const allowed = [...(ENDS[kind] ?? []), ...(NOT_REPEATED.has(shape) ? (ONCE[kind] ?? []) : [])];
  if (!allowed.includes(error.code)) return `it ended in ${error.code}`;
  const { changed, attempted, system } = error.details;
  if (error.code === 'outcome-unknown' && changed !== 'unknown') return `changed is ${changed}`;
  if (kind === 'malformed JSON' && isWrite && changed !== 'unknown')
    return `it may have changed something, and changed is ${changed}`;
  if (error.code.startsWith('upstream-') && system !== 'Databricks') return 'it names no system';
  if (error.code.startsWith('upstream-') && !attempted) return 'it does not say what was attempted';
  return undefined;
};

describe('every call of the client', () => {
  test('every method has its row', () => {
    const faces = Object.entries(client).filter(
      ([name]) => !['links', 'credentials', 'close'].includes(name),
    );
    const methods = faces.flatMap(([name, face]): readonly string[] => {
      if (name === 'registry')
        return Object.entries({
          mlflow: 'the registry of MLflow',
          catalog: 'the registry of Unity Catalog',
          workspace: 'the registry of the workspace',
        } as const).flatMap(([kind, room]) =>
          Object.entries(client.registry(kind as 'mlflow'))
            // Only MLflow copies; the others say at once that they cannot.
            .filter(
              ([method, value]) => typeof value === 'function' && (method !== 'copy' || kind === 'mlflow'),
            )
            .map(([method]) => `${room}: ${method}`),
        );
      return typeof face === 'function'
        ? [`me: ${name}`]
        : Object.keys(face).map((each) => `${name}: ${each}`);
    });
    const rows = Object.entries(ROWS).flatMap(([room, row]) =>
      Object.keys(row).map((each) => `${room}: ${each}`),
    );
    expect(methods.filter((method) => !rows.includes(method))).toEqual([]);
  });

  test.each(Object.keys(ROWS))('%s', async (room) => {
    const wrong: string[] = [];
    for (const [name, { prepare, call }] of Object.entries(ROWS[room] ?? {})) {
      await prepare?.();
      world.forget();
      await call();
      const shapes = new Set(
        ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'].flatMap((method) =>
          world.asked(method, /^\/api\//).map(({ path }) => shapeOf(method, path)),
        ),
      );
      for (const shape of shapes) {
        observed.add(shape);
        const [method = '', path = ''] = shape.split(' ');
        for (const [kind, rule] of Object.entries(KINDS)) {
          await prepare?.();
          world.forget();
          world.faults.add({ ...rule, method, path: `${path}$` });
          const outcome = await call().then(
            () => ({}),
            (error: unknown) => ({ error }),
          );
          world.forget();
          count.cells += 1;
          count['error' in outcome ? 'told' : 'well'] += 1;
          const found = complaint(shape, kind, outcome);
          if (found !== undefined) wrong.push(`${room}: ${name}: ${shape} × ${kind}: ${found}`);
        }
        if (method === 'GET') continue;
        // The effect takes place and its answer is lost: whatever is said, it is not that nothing was changed.
        await prepare?.();
        world.forget();
        world.faults.add({ kind: 'reset', after: true, times: 1, method, path: `${path}$` });
        const outcome: { error?: unknown } = await call().then(
          () => ({}),
          (error: unknown) => ({ error }),
        );
        world.forget();
        count.cells += 1;
        if (outcome.error instanceof Fault && outcome.error.details.changed === 'no')
          wrong.push(`${room}: ${name}: ${shape} × a lost answer: “nothing was changed”`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test('the list of calls is what the client really asks, neither more nor less', () => {
    console.log(
      `${observed.size} calls, ${count.cells} cells: ${count.well} did what they are for, ${count.told} ended in a fault`,
    );
    expect([...observed].sort()).toEqual(Object.keys(DATABRICKS_CALLS).sort());
  });

  test('what is played at the client alone is asked for by nothing that people say', async () => {
    const root = join(import.meta.dirname, '../../..');
    const sources = ['src/services', 'src/commands', 'src/workers', 'src/teams', 'dialogs'].map((room) =>
      readdir(join(root, room), { recursive: true, withFileTypes: true }),
    );
    // Setting up is done at a terminal, by whoever installs brickbot.
    const files = (await Promise.all(sources))
      .flat()
      .filter(({ name, parentPath }) => name.endsWith('.ts') && !parentPath.endsWith('services/setup'));
    const asks = await Promise.all(
      files.map(async (file) => {
        const source = await readFile(join(file.parentPath, file.name), 'utf8');
        return /\bgitCredentials\b|\brepos\.list\(|\bworkspace\.(?:list|export|importFile|remove)\(|\bcancelAll\(|\bsetTag\(|\.me\(/.test(
          source,
        )
          ? [file.name]
          : [];
      }),
    );
    expect(asks.flat()).toEqual([]);
  });
});
