// The whole way with no human but the approvers: a push starts the sample's own pipeline, whose steps are brickbot's command line in
// real processes; tests run on the workspace, a version is trained, two people approve, the alias moves, the build is green.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { serviceFile } from '../../src/app/service-file.ts';
import { silentLog } from '../../src/base/log.ts';
import { azureWebhookRoutes } from '../../src/http/azure-webhooks.ts';
import { healthRoutes } from '../../src/http/health.ts';
import { serve } from '../../src/http/server.ts';
import { terminalRoutes } from '../../src/http/terminal.ts';
import { type AzureDevOps, startAzureDevOps } from '../../src/local/azure-devops/index.ts';
import { SAMPLE } from '../../src/local/furnished.ts';
import { openStage, type Stage } from '../integration/product/stage.ts';
import { openWorld, TOKEN, type World } from '../integration/product/world.ts';

jest.setTimeout(300_000);
jest.retryTimes(0);

const ROOT = join(import.meta.dirname, '../..');
const KEY = 'terminal-key';
const HOOK = { user: 'hook', password: 'a-long-password' };
const MORE = (url: string): string => `  unit-of-pipeline:
    notebook: notebooks/unit_tests
  integration:
    notebook: jobs/integration_test
models:
  churn:
    registry: mlflow
    metric: auc
    gates: { minimum: { auc: 0.7 }, tests: unit }
    approvals: { quorum: 2 }
azureDevOps:
  url: ${url}
  project: ml
  repository: ${SAMPLE}
`;

let world: World;
let stage: Stage;
let azure: AzureDevOps;
let door: { port: number; close(): Promise<void> };
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'agent-'));
  const programs = join(folder, 'bin');
  mkdirSync(programs);
  writeFileSync(
    join(programs, 'brickbot'),
    `#!/bin/bash\nexec "${process.execPath}" "${join(ROOT, 'src/cli.ts')}" "$@"\n`,
  );
  chmodSync(join(programs, 'brickbot'), 0o755);
  world = await openWorld();
  azure = await startAzureDevOps({
    repositories: { [SAMPLE]: join(world.dataDir, 'git', `${SAMPLE}.git`) },
    pipelines: [{ name: 'churn', repository: SAMPLE }],
    variableGroups: {
      'Databricks-mlops-environment': {
        DATABRICKS_HOST: { value: world.url },
        DATABRICKS_TOKEN: { value: TOKEN, isSecret: true },
      },
    },
    people: { pat: { id: 'bot', displayName: 'brickbot', uniqueName: 'brickbot@example.com' } },
    agent: () => ({ PATH: `${programs}:${process.env['PATH'] ?? ''}`, BRICKBOT_DATA: join(folder, 'data') }),
  });
  stage = await openStage(world, {
    folder: join(folder, 'data'),
    more: MORE(azure.url),
    environment: {
      AZURE_DEVOPS_EXT_PAT: 'pat',
      BRICKBOT_WEBHOOK_USER: HOOK.user,
      BRICKBOT_WEBHOOK_PASSWORD: HOOK.password,
    },
  });
  stage.grant('approver', ['carol', 'erin']);
  (stage.house.config.roles.developer as string[]).push('terminal');
  const { house } = stage;
  const { services, store } = await house.open();
  door = await serve({
    port: 0,
    host: '127.0.0.1',
    log: silentLog,
    thisMachineOnly: true,
    routes: [
      ...terminalRoutes({ key: KEY, dispatch: house.dispatch, follow: house.follow, paint: house.paint }),
      ...azureWebhookRoutes({ ...HOOK, hint: services.pipelines.hint, check: services.pipelines.check }),
      ...healthRoutes({ store: () => store.ping() }, house.clock),
    ],
  });
  writeFileSync(
    serviceFile(join(folder, 'data')),
    JSON.stringify({ url: `http://127.0.0.1:${door.port}`, key: KEY, pid: process.pid }),
  );
});
afterAll(async () => {
  await azure.close();
  await stage.close();
  await door.close();
  await world.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

const logs = () =>
  azure.state.builds
    .flatMap(({ logs: all }) => [...all.values()].map((lines) => lines.join('\n')))
    .join('\n---\n');
/** What the agent does takes its own time in other processes; nothing here tells how long. */
const until = async <T>(what: string, look: () => Promise<T | undefined> | T | undefined): Promise<T> => {
  for (let turn = 0; turn < 4_000; turn += 1) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${what} did not come to be:\n${logs()}`);
};

test('a feature branch is deployed and tested, with results that the pipeline publishes, and not promoted', async () => {
  const commit = await world.push('feature-y', { 'note.txt': 'y\n' }, { from: 'origin/feature-x' });
  await azure.lookForPushes();
  const build = await until('the build', () =>
    azure.state.builds.find((each) => each.sourceVersion === commit && each.status === 'completed'),
  );
  expect([build.result, logs()]).toEqual(['succeeded', expect.stringContaining('Published')]);
  expect(build.records.filter(({ type }) => type === 'Stage').map(({ result }) => result)).toEqual([
    'succeeded',
    'skipped',
  ]);
  expect(build.tests.length).toBeGreaterThan(5);
  expect(build.tests.every(({ passed }) => passed)).toBe(true);
  expect(logs()).not.toContain(TOKEN);
  const state = () =>
    (
      azure.state.statuses.findLast((each) => each.commit === commit)?.status as
        | { state?: string }
        | undefined
    )?.state;
  await until('the status', () => (state() === 'succeeded' ? true : undefined));
});

test('a branch whose test fails fails its build, and says which test', async () => {
  const commit = await world.push('feature-z', { 'note.txt': 'z\n' }, { from: 'origin/feature-broken' });
  await azure.lookForPushes();
  const build = await until('the build', () =>
    azure.state.builds.find((each) => each.sourceVersion === commit && each.status === 'completed'),
  );
  expect(build.result).toBe('failed');
  expect(build.tests.some(({ passed }) => !passed)).toBe(true);
});

test('main: trained, asked for, approved by two, and the alias stands at the new version', async () => {
  const commit = await world.push('main', { 'note.txt': 'main\n' });
  await azure.lookForPushes();
  const { services } = await stage.house.open();
  const approval = await until('the request', async () => (await services.promotions.pending())[0]);
  for (const name of ['carol', 'erin'] as const)
    expect((await stage.as(name).says(`approve ${approval.op}`)).failure).toBeUndefined();
  const build = await until('the build', () =>
    azure.state.builds.find((each) => each.sourceVersion === commit && each.status === 'completed'),
  );
  expect([build.result, logs()]).toEqual(['succeeded', expect.any(String)]);
  const { registered_model: model } = (await world.call(
    'GET',
    '/api/2.0/mlflow/registered-models/get?name=churn',
  )) as { registered_model: { aliases?: { alias: string; version: string }[] } };
  expect(model.aliases).toContainEqual({ alias: 'champion', version: approval.evidence.candidate.version });
});
