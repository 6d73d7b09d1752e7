// A decision may be taken in several places: transition requests and deployment jobs in Databricks, approvals of a stage in Azure DevOps.
// What is decided there ends the request here and says where; what is decided here is told there.
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { silentLog } from '../../../src/base/log.ts';
import { azureWebhookRoutes } from '../../../src/http/azure-webhooks.ts';
import { serve } from '../../../src/http/server.ts';
import { type AzureDevOps, startAzureDevOps } from '../../../src/local/azure-devops/index.ts';
import { SAMPLE } from '../../../src/local/furnished.ts';
import { openStage, type Seen, type Stage } from './stage.ts';
import { notebook, openWorld, type World } from './world.ts';

jest.setTimeout(120_000);
jest.retryTimes(0);

const OFF = 'gates: { tests: false, improvement: false }';
const CATALOG = 'main.ml.retention';
const MODELS = `models:
  staged: { registry: workspace, ${OFF} }
  retention: { name: ${CATALOG}, ${OFF} }
  gated: { registry: mlflow, ${OFF} }
`;
const PIPELINE = `
parameters:
  - name: where
    type: string
    default: live
trigger: none
stages:
  - stage: ship
    displayName: Ship
    jobs:
      - deployment: ship
        environment: \${{ parameters.where }}
        strategy: { runOnce: { deploy: { steps: [{ bash: echo shipped }] } } }
`;
const BOT = { id: 'bot', displayName: 'brickbot', uniqueName: 'brickbot@example.com' };
const HELGA = { id: 'helga', displayName: 'Helga Holm', uniqueName: 'helga@example.com' };
const HOOK = { user: 'hook', password: 'a-long-password' };

let world: World;
let stage: Stage;
let azure: AzureDevOps;
let door: { url: string; close(): Promise<void> };
let job: number;

beforeAll(async () => {
  world = await openWorld();
  await world.push('main', {
    'ci.yml': PIPELINE,
    'approval_check.py': notebook('raise ValueError("the version does not carry the tag yet")'),
  });
  const created = await world.call('POST', '/api/2.2/jobs/create', {
    name: 'deploy-retention',
    git_source: { git_url: world.repository, git_provider: 'gitHub', git_branch: 'main' },
    parameters: [
      { name: 'model_name', default: '' },
      { name: 'model_version', default: '' },
    ],
    tasks: [
      { task_key: 'Approval_Check', notebook_task: { notebook_path: 'approval_check', source: 'GIT' } },
    ],
  });
  job = Number(created['job_id']);
  for (const name of ['staged', 'gated']) {
    await world.call('POST', '/api/2.0/mlflow/registered-models/create', { name });
    for (const count of [1, 2])
      await world.call('POST', '/api/2.0/mlflow/model-versions/create', {
        name,
        source: `s3://models/${count}`,
      });
  }
  // The third of the gated ones was trained from the commit that the pipeline builds.
  const { experiment_id } = await world.call('POST', '/api/2.0/mlflow/experiments/create', {
    name: '/Shared/g',
  });
  const { run } = (await world.call('POST', '/api/2.0/mlflow/runs/create', {
    experiment_id,
    start_time: Date.now(),
    tags: [{ key: 'mlflow.source.git.commit', value: await world.commitOf('main') }],
  })) as { run: { info: { run_id: string } } };
  await world.call('POST', '/api/2.0/mlflow/model-versions/create', {
    name: 'gated',
    source: 's3://models/3',
    run_id: run.info.run_id,
  });
  await world.call('POST', '/api/2.0/mlflow/unity-catalog/registered-models/create', {
    name: CATALOG,
    deployment_job_id: String(job),
  });
  for (const count of [1, 2, 3])
    await world.call('POST', '/api/2.0/mlflow/unity-catalog/model-versions/create', {
      name: CATALOG,
      source: `s3://models/${count}`,
    });
  azure = await startAzureDevOps({
    repositories: { [SAMPLE]: join(world.dataDir, 'git', `${SAMPLE}.git`) },
    pipelines: [{ name: 'ship', repository: SAMPLE, path: 'ci.yml' }],
    environments: [
      {
        name: 'live',
        approval: { approvers: [HELGA] },
        restCheck: {
          url: () => `${door.url}/api/gates/azure-devops`,
          ...HOOK,
          body: { model: 'gated', version: '1' },
        },
      },
      {
        name: 'fresh',
        approval: { approvers: [HELGA] },
        restCheck: {
          url: () => `${door.url}/api/gates/azure-devops`,
          ...HOOK,
          body: { model: 'gated' },
        },
      },
    ],
    people: { pat: BOT, helga: HELGA },
    hookPauses: [1],
  });
  stage = await openStage(world, {
    more: `${MODELS}azureDevOps:\n  url: ${azure.url}\n  project: ml\n  repository: ${SAMPLE}\n`,
    environment: {
      AZURE_DEVOPS_EXT_PAT: 'pat',
      BRICKBOT_WEBHOOK_USER: HOOK.user,
      BRICKBOT_WEBHOOK_PASSWORD: HOOK.password,
    },
  });
  stage.grant('approver', ['carol', 'erin']);
  const { services } = await stage.house.open();
  door = await serve({
    port: 0,
    host: '127.0.0.1',
    log: silentLog,
    thisMachineOnly: true,
    routes: azureWebhookRoutes({
      ...HOOK,
      hint: (build) => services.pipelines.hint(build),
      check: (call) => services.pipelines.check(call),
    }),
  });
}, 90_000);
afterAll(async () => {
  await stage?.close();
  await door?.close();
  await azure?.close();
  await world?.close();
});

const ask = async (words: string): Promise<Seen> =>
  stage.shows(await stage.as('alice').says(`promote ${words} because of the test`), /Votes 0 of 1/);
const hint = async (): Promise<void> => (await stage.house.open()).services.promotions.hint();
const holder = async (model: string, target?: string): Promise<string | undefined> => {
  const { models } = (await stage.house.open()).services;
  return models.registry(model).holder(models.target(model, target));
};
const until = async (fits: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await fits())) await stage.clock.sleep(20);
};

describe('transition requests of the workspace registry', () => {
  const about = { name: 'staged', version: '1', stage: 'Production' };
  const request = (comment: string) =>
    world.call('POST', '/api/2.0/mlflow/transition-requests/create', { ...about, comment });
  const open = async (): Promise<unknown[]> => {
    const { requests = [] } = (await world.call(
      'GET',
      '/api/2.0/mlflow/transition-requests/list?name=staged&version=1',
    )) as { requests?: unknown[] };
    return requests;
  };

  test('is shown while it is open; rejected there, the card here takes it and says where', async () => {
    const asked = await ask('staged v1');
    await request('from the page of the model');
    await hint();
    const shown = await stage.shows(asked, /Databricks.*asks for the same there/);
    expect(shown.text).toContain('from the page of the model');
    await world.call('POST', '/api/2.0/mlflow/transition-requests/reject', about);
    await hint();
    const ended = await stage.ends(asked);
    expect(ended.summary).toMatch(/rejected/);
    expect(ended.text).toMatch(/Rejected in Databricks/);
    expect(await holder('staged')).toBeUndefined();
    const late = await stage.as('carol').says(`approve ${asked.op}`);
    expect(late.text).toMatch(/already rejected in Databricks at \d\d:\d\d UTC/);
  });

  test('rejected here, it is closed there with the name of whoever decided', async () => {
    await request('once more');
    const asked = await ask('staged v1');
    await stage.as('carol').says(`reject ${asked.op} because the slices are worse`);
    await stage.ends(asked);
    await until(async () => (await open()).length === 0);
    expect(world.asked('POST', /transition-requests\/reject/).at(-1)?.status).toBe(200);
    expect(await holder('staged')).toBeUndefined();
    const { models } = (await stage.house.open()).services;
    await until(async () => 'brickbot.verdict' in (await models.find('staged', 'v1')).tags);
    expect((await models.find('staged', 'v1')).tags['brickbot.verdict']).toMatch(
      /^rejected by Carol Jensen: the slices are worse/,
    );
  });

  test('approved there, the stage is moved: the card here takes that, too', async () => {
    await request('and again');
    const asked = await ask('staged v1');
    await hint();
    await stage.shows(asked, /asks for the same there/);
    await world.call('POST', '/api/2.0/mlflow/transition-requests/approve', {
      ...about,
      archive_existing_versions: true,
    });
    await hint();
    const ended = await stage.ends(asked);
    expect(ended.text).toMatch(/Decided by .* in Databricks/);
    expect(ended.buttons).not.toContain('Undo');
  });
});

describe('the deployment job of a model in Unity Catalog', () => {
  const runFor = async (version: string): Promise<string> => {
    const { run_id } = await world.call('POST', '/api/2.2/jobs/run-now', {
      job_id: job,
      job_parameters: { model_name: CATALOG, model_version: version },
    });
    await until(async () => {
      const run = await world.call('GET', `/api/2.2/jobs/runs/get?run_id=${String(run_id)}`);
      return (run['status'] as { state: string }).state === 'TERMINATED';
    });
    return String(run_id);
  };
  const tagsOf = async (version: string) =>
    (await (await stage.house.open()).services.models.find('retention', version)).tags;
  const tag = (version: string, value: string) =>
    world.call('POST', '/api/2.0/mlflow/unity-catalog/model-versions/set-tag', {
      name: CATALOG,
      version,
      key: 'Approval_Check',
      value,
    });
  const REPAIRS = /jobs\/runs\/repair/;

  test('approved here: the run that waits gets its tag and goes on, once', async () => {
    await runFor('2');
    const waits = await runFor('1');
    world.forget();
    const asked = await ask('retention v1');
    await stage.as('carol').says(`approve ${asked.op}`);
    expect((await stage.ends(asked)).summary).toMatch(/promoted/);
    expect(await holder('retention')).toBe('1');
    expect(await tagsOf('1')).toMatchObject({ Approval_Check: 'Approved', 'brickbot.op': asked.op });
    expect(world.asked('POST', REPAIRS)).toHaveLength(1);
    const { services } = await stage.house.open();
    const release = (await services.operations.get(asked.op)).steps.find(({ name }) => name === 'release');
    expect(release?.detail).toBe(`run ${waits} goes on after Approval_Check`);
    expect(await tagsOf('2')).not.toHaveProperty('Approval_Check');
  });

  test('approved there: it is shown and is no vote here; rejected there: that is taken', async () => {
    const asked = await ask('retention v3');
    await tag('3', 'Approved');
    await hint();
    const shown = await stage.shows(asked, /Databricks.*approved there: its deployment job goes on/);
    expect(shown.text).toContain('Votes 0 of 1');
    expect(await holder('retention')).toBe('1');
    await tag('3', 'Rejected');
    await hint();
    const ended = await stage.ends(asked);
    expect(ended.text).toMatch(/Rejected in Databricks.*by the tag Approval_Check/s);
    // An old answer is none to a new question.
    const again = await ask('retention v3');
    await hint();
    await stage.as('carol').says(`approve ${again.op}`);
    expect((await stage.ends(again)).summary).toMatch(/promoted/);
    expect(await holder('retention')).toBe('3');
  });
});

describe('a stage in Azure DevOps that waits for the version', () => {
  const rejectThere = async (): Promise<void> => {
    const approval = azure.state.approvals.at(-1);
    const answer = await fetch(`${azure.url}ml/_apis/pipelines/approvals?api-version=7.1`, {
      method: 'PATCH',
      headers: {
        'content-type': 'application/json',
        authorization: `Basic ${Buffer.from(':helga').toString('base64')}`,
      },
      body: JSON.stringify([{ approvalId: approval?.id, status: 'rejected', comment: 'not before May' }]),
    });
    expect(answer.status).toBe(200);
  };

  test.each([
    ['the version itself', 'v1', 'live'],
    ['what was trained from its commit', 'v3', 'fresh'],
  ])(
    'for %s; rejected there by a person: the card here says who, where and why',
    async (_what, version, where) => {
      // Of another commit: what is rejected there says nothing about it.
      const other = await ask('gated v2');
      const asked = await ask(`gated ${version}`);
      const checks = azure.state.checks.length;
      const build = await stage.as('alice').says(`run pipeline ship on main with where=${where}`);
      await stage.shows(build, /waits for a decision/);
      await until(() => azure.state.checks.length > checks);
      await hint();
      await rejectThere();
      await hint();
      const ended = await stage.ends(asked);
      expect(ended.text).toMatch(/Rejected by Helga Holm in Azure DevOps/);
      expect(ended.text).toContain('not before May');
      expect(await holder('gated')).toBeUndefined();
      expect((await stage.as('carol').says(`approve ${asked.op}`)).text).toMatch(
        /already rejected by Helga Holm in Azure DevOps at/,
      );
      await stage.hurried(build, () => stage.ends(build));
      const { services } = await stage.house.open();
      expect((await services.promotions.approval(other.op)).outcome).toBeUndefined();
      await stage.as('alice').says(`withdraw ${other.op}`);
      await stage.ends(other);
    },
  );
});
