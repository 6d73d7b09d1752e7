// `brickbot setup` against the embedded workspace and the stand-in of Azure DevOps: it looks first, does what is missing, and the second time
// changes nothing, counted at both journals.
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { runSetup } from '../../../src/cli/setup.ts';
import { type AzureDevOps, startAzureDevOps } from '../../../src/local/azure-devops/index.ts';
import { SAMPLE } from '../../../src/local/furnished.ts';
import { openWorld, TOKEN, type World } from './world.ts';

jest.setTimeout(120_000);
jest.retryTimes(0);

const GIT_TOKEN = 'git-secret-0815';
const HOOK_PASSWORD = 'hook-secret-4711';
const PRIVATE = 'closed';

let world: World;
let azure: AzureDevOps;
let folder: string;
let file: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'setup-'));
  file = join(folder, 'brickbot.yaml');
  world = await openWorld();
  await world.createRepository(PRIVATE, (dir) => writeFileSync(join(dir, 'file.txt'), 'content'), {
    private: true,
    accessTokens: [GIT_TOKEN],
  });
  azure = await startAzureDevOps({
    repositories: { [SAMPLE]: join(world.dataDir, 'git', `${SAMPLE}.git`) },
    pipelines: [{ name: 'churn', repository: SAMPLE }],
    variableGroups: {
      'Databricks-mlops-environment': {
        DATABRICKS_HOST: { value: world.url },
        DATABRICKS_TOKEN: { value: TOKEN, isSecret: true },
      },
      'Databricks-mlops-environment-old': {},
    },
    people: { pat: { id: 'bot', displayName: 'brickbot', uniqueName: 'brickbot@example.com' } },
  });
});
afterAll(async () => {
  await azure.close();
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

const yaml = ({
  repository = world.repository,
  experiment = 'churn',
  checkout = 'staging',
}: {
  repository?: string;
  experiment?: string;
  checkout?: string;
} = {}): string => `# Ours.
git:
  url: ${repository} # the sample
environments:
  staging:
    checkout: /Workspace/Shared/brickbot/${checkout}/churn
  production:
    checkout: /Workspace/Shared/brickbot/${checkout}-production/churn
    production: true
tests:
  unit:
    notebook: notebooks/unit_tests
  integration:
    job: integration-test
jobs:
  nightly-train:
    notebook: notebooks/train
  weekly-score:
    notebook: jobs/export_scores
    parameters: { target: /mnt/scores.csv }
experiments:
  ${experiment}: # what counts
    name: /Shared/${experiment}/main
    metric: auc
teams:
  address: https://bot.example
azureDevOps:
  url: ${azure.url}
  project: ml
  repository: ${SAMPLE}
`;

let environment: Record<string, string>;
beforeEach(() => {
  world.forget();
  azure.state.subscriptions.splice(0);
  azure.traps.splice(0);
  environment = {
    DATABRICKS_HOST: world.url,
    DATABRICKS_TOKEN: TOKEN,
    AZURE_DEVOPS_EXT_PAT: 'pat',
    BRICKBOT_WEBHOOK_USER: 'hook',
    BRICKBOT_WEBHOOK_PASSWORD: HOOK_PASSWORD,
    BRICKBOT_CONFIG: file,
    BRICKBOT_DATA: join(folder, 'data'),
    PATH: process.env['PATH'] ?? '',
  };
});

interface Said {
  readonly code: number;
  readonly text: string;
}
const setup = async (argv: readonly string[], answer?: string): Promise<Said> => {
  const lines: string[] = [];
  const put = (line: string): void => void lines.push(line);
  const ask = answer === undefined ? undefined : async () => answer;
  const code = await runSetup(argv, environment, 'operator', { print: put, tell: put, ask });
  return { code, text: lines.join('\n') };
};
interface Printed {
  readonly state: string;
  readonly steps: readonly { readonly name: string; readonly state: string }[];
  readonly result: {
    readonly changed: number;
    readonly steps: readonly { readonly name: string; readonly state: string; readonly todo: string[] }[];
  };
}
const json = async (...argv: readonly string[]): Promise<Printed & { readonly code: number }> => {
  const { code, text } = await setup(['--json', ...argv]);
  return { code, ...(JSON.parse(text) as Printed) };
};
const stateOf = (printed: Printed, name: string): string | undefined =>
  printed.result.steps.find((step) => step.name === name)?.state;
/** Fetching from git posts, too, and reads. */
const WRITES = /^(POST|PUT|PATCH|DELETE)$/;
/** Requests that could have changed something, at the workspace and at Azure DevOps. */
const countingWrites = (): (() => readonly string[]) => {
  const [here, there] = [world.journal.entries().length, azure.journal.length];
  return () =>
    [...world.journal.entries().slice(here), ...azure.journal.slice(there)]
      .filter(({ method, path }) => WRITES.test(method) && !path.endsWith('/git-upload-pack'))
      .map(({ method, path }) => `${method} ${path}`);
};

test('a plan first, then everything that is missing, and the second time nothing', async () => {
  writeFileSync(file, yaml());
  const nothing = countingWrites();
  const plan = await setup(['--dry-run']);
  expect(plan.code).toBe(0);
  for (const line of [
    /→ Git folder of staging: nothing at /,
    /→ Experiment churn: no \/Shared\/churn\/main/,
    /✓ Job nightly-train: job \d+/,
    /→ Job weekly-score: no job/,
    /✓ Job integration-test: job \d+/,
    /→ Notification destination in .*: no brickbot bot\.example/,
    /→ Service hooks: 7 missing/,
    /✓ Variable group Databricks-mlops-environment: it holds/,
  ])
    expect(plan.text).toMatch(line);
  // Nobody sits there and nobody said yes; then somebody says no.
  expect(await setup([])).toEqual({ code: 2, text: expect.stringContaining('Nothing was changed') });
  expect((await setup([], 'n')).code).toBe(2);
  expect(nothing()).toEqual([]);

  const first = await setup([], 'y');
  expect([first.code, first.text]).toEqual([0, expect.stringContaining('9 done')]);
  const { experiment } = (await world.call(
    'GET',
    '/api/2.0/mlflow/experiments/get-by-name?experiment_name=/Shared/churn/main',
  )) as { experiment: { experiment_id: string } };
  const written = readFileSync(file, 'utf8');
  // As it was, with one line more.
  expect(written).toBe(
    yaml().replace('/churn/main\n', `/churn/main\n    id: "${experiment.experiment_id}"\n`),
  );
  expect(azure.state.subscriptions).toHaveLength(7);
  expect(azure.state.subscriptions[0]?.consumerInputs).toMatchObject({
    url: 'https://bot.example/api/webhooks/azure-devops',
    basicAuthPassword: HOOK_PASSWORD,
  });
  const { jobs } = (await world.call('GET', '/api/2.2/jobs/list?name=weekly-score&expand_tasks=true')) as {
    jobs: { settings: Record<string, unknown> }[];
  };
  expect(jobs).toHaveLength(1);
  expect(jobs[0]?.settings).toMatchObject({
    parameters: [{ name: 'target', default: '/mnt/scores.csv' }],
    webhook_notifications: { on_success: [{ id: expect.any(String) }], on_failure: [{}], on_start: [{}] },
    tasks: [
      { notebook_task: { notebook_path: '/Workspace/Shared/brickbot/staging/churn/jobs/export_scores' } },
    ],
  });

  const writes = countingWrites();
  // In a process of its own, as people run it.
  const second = await promisify(execFile)(
    process.execPath,
    [join(import.meta.dirname, '../../../src/cli.ts'), 'setup', '--yes', '--json'],
    { env: environment },
  );
  const printed = JSON.parse(second.stdout) as Printed & { kind: string; op: null };
  expect([printed.kind, printed.op, printed.state, printed.result.changed]).toEqual([
    'setup',
    null,
    'done',
    0,
  ]);
  expect(new Set(printed.result.steps.map(({ state }) => state))).toEqual(new Set(['there']));
  expect(writes()).toEqual([]);
  expect(readFileSync(file, 'utf8')).toBe(written);
  for (const secret of [TOKEN, HOOK_PASSWORD])
    expect(plan.text + first.text + second.stdout).not.toContain(secret);
});

test('a wrong token: that step fails, what hangs on it waits, and the rest goes on', async () => {
  writeFileSync(file, yaml());
  environment['DATABRICKS_TOKEN'] = 'dapi-wrong-0815';
  const { code, state, result } = await json('--yes');
  expect([code, state]).toEqual([1, 'failed']);
  const states = new Map(result.steps.map((step) => [step.name, step.state]));
  expect(states.get(`workspace ${world.url}`)).toBe('failed');
  expect(states.get('checkout staging')).toBe('left-out');
  expect(states.get('azure devops')).toBe('there');
  expect(JSON.stringify(result)).not.toContain('dapi-wrong');
});

test('a private repository: without a token a hand is asked for, with one the credential is stored and the folder cloned', async () => {
  writeFileSync(file, yaml({ repository: world.gitUrl(PRIVATE), checkout: 'closed', experiment: 'closed' }));
  const without = await json('--dry-run');
  expect([without.code, stateOf(without, 'repository')]).toEqual([1, 'failed']);
  const credential = without.result.steps.find(({ name }) => name.startsWith('git credential'));
  expect([credential?.state, credential?.todo[0]]).toEqual([
    'by-hand',
    expect.stringContaining('BRICKBOT_GIT_TOKEN_FILE'),
  ]);
  writeFileSync(join(folder, 'git-token'), `${GIT_TOKEN}\n`);
  environment['BRICKBOT_GIT_TOKEN_FILE'] = join(folder, 'git-token');
  const withToken = await json('--yes');
  expect([stateOf(withToken, 'repository'), stateOf(withToken, 'checkout staging')]).toEqual([
    'there',
    'done',
  ]);
  expect((await json('--yes')).result.changed).toBe(0);
  // A token that has been replaced is stored anew when that is asked for.
  const writes = countingWrites();
  expect((await json('--yes', '--renew')).code).toBe(0);
  expect(writes().filter((each) => each.includes('/git-credentials/'))).toHaveLength(1);
  expect(writes().filter((each) => each.includes('/notification-destinations/'))).toHaveLength(1);
  await world.call(
    'DELETE',
    writes()
      .find((each) => each.includes('/git-credentials/'))
      ?.split(' ')[1] ?? '',
  );
});

test('what is somebody else’s is left alone, and what brickbot may not do is told as exact steps', async () => {
  await world.call('POST', '/api/2.0/workspace/mkdirs', { path: '/Workspace/Shared/brickbot/mine' });
  await world.call('POST', '/api/2.0/repos', {
    url: world.gitUrl(SAMPLE),
    provider: 'gitHub',
    path: '/Workspace/Shared/brickbot/mine/churn',
  });
  writeFileSync(
    file,
    yaml({ repository: `${world.repository.replace('churn.git', 'other.git')}`, checkout: 'mine' }).replace(
      'integration-test',
      'no-such-job',
    ),
  );
  await world.createRepository('other', (dir) => writeFileSync(join(dir, 'file.txt'), 'content'));
  world.faults.add({ kind: '403', method: 'POST', path: '/api/2.0/notification-destinations' });
  const before = await json('--dry-run');
  expect([stateOf(before, 'checkout staging'), stateOf(before, 'job no-such-job')]).toEqual([
    'by-hand',
    'by-hand',
  ]);
  environment['BRICKBOT_WEBHOOK_USER'] = 'hook';
  writeFileSync(file, readFileSync(file, 'utf8').replace('https://bot.example', 'https://second.example'));
  const after = await json('--yes');
  expect([after.code, after.state]).toEqual([1, 'failed']);
  const destination = after.result.steps.find(({ name }) => name.startsWith('destination'));
  expect([destination?.state, destination?.todo.join(' ')]).toEqual([
    'by-hand',
    expect.stringContaining('brickbot second.example'),
  ]);
  expect(destination?.todo.join(' ')).not.toContain(HOOK_PASSWORD);
  expect(stateOf(after, 'job weekly-score tells')).toBe('left-out');
});

test('a lost answer is not known, exit code 3; the next time it is found', async () => {
  writeFileSync(file, yaml({ experiment: 'lost' }));
  azure.traps.push({ path: /hooks\/subscriptions/, kind: 'slow-down' });
  world.faults.add({ kind: 'reset', method: 'POST', path: '/api/2.2/jobs/create', times: 1, after: true });
  writeFileSync(file, readFileSync(file, 'utf8').replace('weekly-score', 'monthly-score'));
  const lost = await json('--yes');
  expect([lost.code, lost.state, stateOf(lost, 'job monthly-score')]).toEqual([3, 'unknown', 'unknown']);
  const found = await json('--yes');
  expect([found.code, stateOf(found, 'job monthly-score')]).toEqual([0, 'there']);
});

test('words that it does not know, and nothing configured, are refused', async () => {
  expect(await setup(['--all'])).toEqual({ code: 2, text: expect.stringContaining('--dry-run') });
  environment = { BRICKBOT_DATA: join(folder, 'data') };
  expect(await setup([])).toEqual({ code: 2, text: expect.stringContaining('Nothing is configured') });
});
