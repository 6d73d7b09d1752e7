// The whole way with no human but the approvers: a push starts the sample's own pipeline, whose steps are brickbot's command line in
// real processes; tests run on the workspace, their verdict goes to the commit, a version is trained, a stage waits at brickbot's gate for
// the promotion and for an approval of its own, people decide, the alias moves, the build is green. Service hooks post all along.
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { serviceFile } from '../../src/app/service-file.ts';
import { systemClock } from '../../src/base/clock.ts';
import { silentLog } from '../../src/base/log.ts';
import { patCredentials } from '../../src/devops/azure/http.ts';
import { azureDevOps } from '../../src/devops/azure/index.ts';
import { azureWebhookRoutes } from '../../src/http/azure-webhooks.ts';
import { healthRoutes } from '../../src/http/health.ts';
import { serve } from '../../src/http/server.ts';
import { terminalRoutes } from '../../src/http/terminal.ts';
import { type AzureDevOps, startAzureDevOps } from '../../src/local/azure-devops/index.ts';
import { SAMPLE } from '../../src/local/furnished.ts';
import { rememberConversation } from '../../src/store/conversations.ts';
import { openStage, type Stage } from '../integration/product/stage.ts';
import { openWorld, type World } from '../integration/product/world.ts';
import { PLANTED, planted } from '../secrets/planted.ts';
import { rowsOf } from '../secrets/rows.ts';
import { keep, secretIs } from './produced.ts';

jest.setTimeout(300_000);
jest.retryTimes(0);

const ROOT = join(import.meta.dirname, '../..');
const KEY = planted('terminal-key');
secretIs('key of the terminal', KEY);
const { DATABRICKS_TOKEN: TOKEN = '', AZURE_DEVOPS_EXT_PAT: PAT = '' } = PLANTED;
const HOOK = { user: 'hook', password: PLANTED['BRICKBOT_WEBHOOK_PASSWORD'] ?? '' };
const BOT = { id: 'bot', displayName: 'brickbot', uniqueName: 'brickbot@example.com' };
/** The sample's pipeline for a team that lets a gate wait in place of an agent, with a stage behind that gate. */
const GATED = readFileSync(join(ROOT, 'src/local/sample/project/azure-pipelines.yml'), 'utf8')
  .replace(/(because "build .*) --wait/, '$1 --no-wait')
  .concat(`
  - stage: release
    displayName: Release
    jobs:
      - deployment: release
        environment: production
        strategy:
          runOnce:
            deploy:
              steps:
                - bash: brickbot show model "$(model)"
                  env:
                    DATABRICKS_TOKEN: $(DATABRICKS_TOKEN)
`);
const SUITES = `  integration:
    notebook: jobs/integration_test
`;
const MORE = (url: string): string => `models:
  churn:
    registry: mlflow
    metric: auc
    gates: { minimum: { auc: 0.7 }, tests: unit }
    approvals: { quorum: 2, channel: team }
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
const at = (path: string): string => `http://127.0.0.1:${door.port}${path}`;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'agent-'));
  const programs = join(folder, 'bin');
  mkdirSync(programs);
  writeFileSync(
    join(programs, 'brickbot'),
    `#!/bin/bash\nexec "${process.execPath}" "${join(ROOT, 'src/cli.ts')}" "$@"\n`,
  );
  chmodSync(join(programs, 'brickbot'), 0o755);
  world = await openWorld({ token: TOKEN });
  azure = await startAzureDevOps({
    repositories: { [SAMPLE]: join(world.dataDir, 'git', `${SAMPLE}.git`) },
    pipelines: [{ name: 'churn', repository: SAMPLE }],
    variableGroups: {
      'Databricks-mlops-environment': {
        DATABRICKS_HOST: { value: world.url },
        DATABRICKS_TOKEN: { value: TOKEN, isSecret: true },
      },
    },
    environments: [
      {
        name: 'production',
        // The version is not known when the check is written down: the one that was trained from the build's commit is meant.
        restCheck: { url: () => at('/api/gates/azure-devops'), ...HOOK, body: { model: 'churn' } },
        approval: { approvers: [BOT], instructions: 'Look at the traffic first' },
      },
    ],
    people: { [PAT]: BOT },
    hookPauses: [50, 50],
    agent: () => ({ PATH: `${programs}:${process.env['PATH'] ?? ''}`, BRICKBOT_DATA: join(folder, 'data') }),
  });
  stage = await openStage(world, {
    folder: join(folder, 'data'),
    suites: SUITES,
    more: MORE(azure.url),
    environment: {
      AZURE_DEVOPS_EXT_PAT: PAT,
      BRICKBOT_WEBHOOK_USER: HOOK.user,
      BRICKBOT_WEBHOOK_PASSWORD: HOOK.password,
    },
  });
  // The approvers' channel, as brickbot knows it from the day it was added there.
  await rememberConversation((await stage.house.open()).store.db, stage.place, { now: Date.now() });
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
  const client = azureDevOps(
    { collection: azure.url, project: 'ml', repository: SAMPLE },
    { credentials: patCredentials(PAT), clock: systemClock, userAgent: 'brickbot/test' },
  );
  await client.hooks.ensure({ url: at('/api/webhooks/azure-devops'), ...HOOK });
  await client.close();
  writeFileSync(
    serviceFile(join(folder, 'data')),
    JSON.stringify({ url: at(''), key: KEY, pid: process.pid }),
  );
});
/** What the agents, the chat, the hooks and the database hold so far. */
afterEach(async () => {
  const { store } = await stage.house.open();
  keep('builds', logs());
  keep('posts', JSON.stringify(stage.conversation.posts()));
  keep('statuses', JSON.stringify(azure.state.statuses));
  keep('database', await rowsOf(store.db));
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

/** Both suites of a commit are told at the git host. */
const green = (commit: string) =>
  until('the statuses', () => {
    const newest = new Map(
      azure.state.statuses
        .filter((each) => each.commit === commit)
        .map(({ status }) => {
          const { state, context } = status as { state: string; context: { genre: string; name: string } };
          return [`${context.genre}/${context.name}`, state];
        }),
    );
    return ['brickbot/tests', 'brickbot/tests-integration'].every((name) => newest.get(name) === 'succeeded')
      ? true
      : undefined;
  });

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
  await green(commit);
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

test('main: trained and asked for; the stage waits at the gate until two have approved, then for its own approval', async () => {
  const commit = await world.push('main', { 'azure-pipelines.yml': GATED });
  await azure.lookForPushes();
  const { services } = await stage.house.open();
  const approval = await until('the request', async () => (await services.promotions.pending())[0]);
  expect(approval.evidence.candidateCommit).toBe(commit);
  // The agent is free: the build waits at its environment, for the gate and for a person.
  const check = await until('the check', () => azure.state.checks.at(-1));
  const build = check.build;
  expect([build.sourceVersion, build.status, check.status]).toEqual([commit, 'inProgress', 'running']);
  // The request came from a machine, and its card stands before those who decide.
  await stage.shows(await stage.as('carol').says(`approve ${approval.op}`), /Carol Jensen/);
  expect(check.status).toBe('running');
  expect((await stage.as('erin').says(`approve ${approval.op}`)).failure).toBeUndefined();
  await until('the callback', () => (check.status === 'running' ? undefined : true));
  expect([check.status, check.completions]).toEqual(['approved', 1]);
  expect(build.status).toBe('inProgress');
  const waits = await stage.as('carol').says(`show build ${build.id}`);
  expect(waits.text).toContain('Look at the traffic first');
  expect((await stage.as('carol').says(`approve stage ${build.id}`)).failure).toBeUndefined();
  await until('the end', () => (build.status === 'completed' ? true : undefined));
  expect([build.result, logs()]).toEqual(['succeeded', expect.any(String)]);
  const { registered_model: model } = (await world.call(
    'GET',
    '/api/2.0/mlflow/registered-models/get?name=churn',
  )) as { registered_model: { aliases?: { alias: string; version: string }[] } };
  expect(model.aliases).toContainEqual({ alias: 'champion', version: approval.evidence.candidate.version });
  await green(commit);
  await azure.hooks.settled();
  const posted = azure.hooks.sent.filter(({ status }) => status === 200).map(({ eventType }) => eventType);
  for (const event of [
    'ms.vss-pipelines.run-state-changed-event',
    'ms.vss-pipelines.stage-state-changed-event',
    'ms.vss-pipelinechecks-events.approval-pending',
    'ms.vss-pipelinechecks-events.approval-completed',
  ])
    expect(posted).toContain(event);
  expect(azure.hooks.sent.filter(({ status }) => status !== 200)).toEqual([]);
});
