// The CI system in the chat: run a pipeline and follow its stages, decide what it waits for, be the gate that a stage waits for, write
// test results to the commit. Against the stand-in, whose steps really run on the repository of the workspace.
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { silentLog } from '../../../src/base/log.ts';
import type { Place } from '../../../src/domain/place.ts';
import { azureWebhookRoutes } from '../../../src/http/azure-webhooks.ts';
import { serve } from '../../../src/http/server.ts';
import { type AzureDevOps, startAzureDevOps } from '../../../src/local/azure-devops/index.ts';
import { SAMPLE } from '../../../src/local/furnished.ts';
import { rememberConversation } from '../../../src/store/conversations.ts';
import { textOf } from './conversation.ts';
import { openStage, type Stage } from './stage.ts';
import { openWorld, type World } from './world.ts';

jest.setTimeout(120_000);
jest.retryTimes(0);

const PIPELINE = `
parameters:
  - name: rows
    type: string
    default: '10'
trigger: none
stages:
  - stage: test
    displayName: Test
    jobs:
      - job: test
        steps:
          - bash: echo rows \${{ parameters.rows }} at $BUILD_SOURCEVERSION
          - bash: test ! -e fail
            displayName: Look for trouble
  - stage: ship
    displayName: Ship
    jobs:
      - deployment: ship
        environment: \${{ parameters.rows }}
        strategy: { runOnce: { deploy: { steps: [{ bash: echo shipped }] } } }
`;
const BOT = { id: 'bot', displayName: 'brickbot', uniqueName: 'brickbot@example.com' };
const HOOK = { user: 'hook', password: 'a-long-password' };

const headersOf = (account: string) => ({
  'content-type': 'application/json',
  authorization: `Basic ${Buffer.from(account).toString('base64')}`,
});
const AS_HOOK = headersOf(`${HOOK.user}:${HOOK.password}`);
const AS_BOT = headersOf(':pat');

let world: World;
let stage: Stage;
let azure: AzureDevOps;
let door: { url: string; close(): Promise<void> };

beforeAll(async () => {
  world = await openWorld();
  await world.push('main', { 'ci.yml': PIPELINE });
  await world.push('broken', { fail: 'x' }, { from: 'origin/main' });
  azure = await startAzureDevOps({
    repositories: { [SAMPLE]: join(world.dataDir, 'git', `${SAMPLE}.git`) },
    pipelines: [{ name: 'churn', repository: SAMPLE, path: 'ci.yml' }],
    environments: [
      { name: '10', approval: { approvers: [BOT], instructions: 'Look first' } },
      { name: '20', restCheck: { url: () => `${door.url}/api/gates/azure-devops`, ...HOOK } },
      {
        name: '30',
        restCheck: {
          url: () => `${door.url}/api/gates/azure-devops`,
          ...HOOK,
          body: { model: 'churn', version: '7' },
        },
      },
    ],
    people: { pat: BOT },
    hookPauses: [1],
  });
  stage = await openStage(world, {
    more: `azureDevOps:\n  url: ${azure.url}\n  project: ml\n  repository: ${SAMPLE}\n  approvalsChannel: gatekeepers\n`,
    environment: {
      AZURE_DEVOPS_EXT_PAT: 'pat',
      BRICKBOT_WEBHOOK_USER: HOOK.user,
      BRICKBOT_WEBHOOK_PASSWORD: HOOK.password,
    },
  });
  stage.grant('approver', ['carol']);
  stage.grant('developer', ['alice']);
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
});
afterAll(async () => {
  await stage.close();
  await door.close();
  await azure.close();
  await world.close();
});

const last = () => azure.state.builds.at(-1);
const postGate = (headers: Readonly<Record<string, string>>, body: object = {}) =>
  fetch(`${door.url}/api/gates/azure-devops`, {
    method: 'POST',
    headers: { ...AS_HOOK, ...headers },
    body: JSON.stringify(body),
  }).then(({ status }) => status);

/** What a service hook posts: a hint, of which nothing is believed. */
const postHook = (eventType: string, resource: object = {}) =>
  fetch(`${door.url}/api/webhooks/azure-devops`, {
    method: 'POST',
    headers: AS_HOOK,
    body: JSON.stringify({ eventType, resource }),
  }).then(({ status }) => status);
const APPROVAL_PENDING = 'ms.vss-pipelinechecks-events.approval-pending';
const decideThere = (status: 'approved' | 'rejected', comment: string) =>
  fetch(`${azure.url}ml/_apis/pipelines/approvals?api-version=7.1`, {
    method: 'PATCH',
    headers: AS_BOT,
    body: JSON.stringify([{ approvalId: azure.state.approvals.at(-1)?.id, status, comment }]),
  }).then((answer) => answer.status);
/** Starts a build that brickbot has not asked for. */
const startThere = (branch: string, rows: string) =>
  fetch(`${azure.url}ml/_apis/pipelines/1/runs?api-version=7.1`, {
    method: 'POST',
    headers: AS_BOT,
    body: JSON.stringify({
      resources: { repositories: { self: { refName: `refs/heads/${branch}` } } },
      templateParameters: { rows },
    }),
  })
    .then((answer) => answer.json())
    .then((run) => (run as { id: number }).id);
const within = async (what: string, fits: () => boolean): Promise<void> => {
  for (let left = 1_000; !fits(); left -= 1) {
    if (left === 0) throw new Error(`${what} did not come`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};
const elsewhere = (conversationId: string): Place => ({ ...stage.place, scope: 'channel', conversationId });
const postedIn = (conversationId: string, fits: RegExp) =>
  stage.conversation
    .until(
      `${fits} in ${conversationId}`,
      ({ place, message }) => place.conversationId === conversationId && fits.test(textOf(message)),
    )
    .then(({ message }) => ({ ...message, text: textOf(message) }));

// First of all: what hurries brings brickbot's clock before that of Azure DevOps, and what seems older than a subscription is not told.
describe('what nobody asked for', () => {
  test('a stage that waits is posted where approvers are, once, and redrawn when it is decided in Azure DevOps', async () => {
    const { store } = await stage.house.open();
    await rememberConversation(store.db, elsewhere('gatekeepers'), { now: stage.clock.now() });
    const build = await startThere('main', '10');
    await within('the approval', () => azure.state.approvals.some((each) => each.build.id === build));
    expect(await postHook(APPROVAL_PENDING)).toBe(200);
    expect(await postHook(APPROVAL_PENDING)).toBe(200);
    const asked = await postedIn('gatekeepers', new RegExp(`approve stage ${build}`));
    expect(asked.text).toContain('Look first');
    expect(asked.summary).toContain('needs you');
    expect(await decideThere('rejected', 'not on a Friday')).toBe(200);
    await postHook('ms.vss-pipelinechecks-events.approval-completed');
    const over = await postedIn('gatekeepers', /not on a Friday/);
    expect(over.summary).toContain('rejected');
    const posts = await store.db
      .selectFrom('posts')
      .select('id')
      .where('conversation', '=', 'gatekeepers')
      .execute();
    expect(posts).toHaveLength(1);
  });

  test('decided here, the card says who', async () => {
    const build = await startThere('main', '10');
    await within('the approval', () => azure.state.approvals.some((each) => each.build.id === build));
    await postHook(APPROVAL_PENDING);
    await postedIn('gatekeepers', new RegExp(`approve stage ${build}`));
    expect(
      (await stage.as('carol').says(`approve stage ${build} because it is fine`)).failure,
    ).toBeUndefined();
    const over = await postedIn('gatekeepers', /Carol Jensen, through brickbot: it is fine/);
    expect(over.summary).toContain('approved');
  });

  test('a pipeline that is listened to tells of its failure and of its fix', async () => {
    const place = elsewhere('listeners');
    const said = await stage.as('alice').says('subscribe pipeline churn', { place });
    expect(said.summary).toContain('pipeline churn');
    await world.push('mended', { fail: 'x' }, { from: 'origin/main' });
    const bad = await startThere('mended', '10');
    await within('its end', () => azure.state.builds.find(({ id }) => id === bad)?.status === 'completed');
    expect(await postHook('build.complete', { id: bad })).toBe(200);
    const failed = await postedIn('listeners', new RegExp(`build ${bad}`));
    expect(failed.text).toContain('Test');
    expect(failed.summary).toContain('failed');
    // What passes on another branch would not mend it.
    await world.push('mended', { succeed: 'x' }, { from: 'origin/main' });
    const good = await startThere('mended', '10');
    await within('the approval', () => azure.state.approvals.some((each) => each.build.id === good));
    await postHook(APPROVAL_PENDING);
    // Who listens to it hears that it waits, too.
    await postedIn('listeners', new RegExp(`approve stage ${good}`));
    await decideThere('approved', 'go');
    await within('its end', () => azure.state.builds.find(({ id }) => id === good)?.status === 'completed');
    await postHook('ms.vss-pipelines.run-state-changed-event', { run: { id: good } });
    expect((await postedIn('listeners', new RegExp(`It works again[^]*build ${good}`))).summary).toContain(
      'fixed',
    );
    expect((await stage.as('alice').says('subscribe pipeline chrun', { place })).failure).toBe(
      'pipeline-not-found',
    );
  });

  test('a pull request that is listened to has one card, edited when it is merged', async () => {
    const place = elsewhere('reviewers');
    await stage.as('alice').says('subscribe pull requests of main', { place });
    await world.push('tenure', { 'tenure.txt': 'months' }, { from: 'origin/main' });
    const ask = (path: string, method: string, body: object) =>
      fetch(`${azure.url}ml/_apis/git/repositories/${SAMPLE}/pullrequests${path}?api-version=7.1`, {
        method,
        headers: AS_BOT,
        body: JSON.stringify(body),
      }).then((answer) => answer.json() as Promise<{ pullRequestId: number; lastMergeSourceCommit: object }>);
    const pull = await ask('', 'POST', {
      ...{ sourceRefName: 'refs/heads/tenure', targetRefName: 'refs/heads/main' },
      title: 'Tenure **in** months',
    });
    await postHook('git.pullrequest.created', { pullRequestId: pull.pullRequestId });
    const opened = await postedIn('reviewers', new RegExp(`Pull request ${pull.pullRequestId}`));
    expect(opened.summary).toContain('open');
    expect(opened.text).toContain('tenure → main');
    const deployed = await stage.as('alice').says('where is tenure');
    expect(deployed.text).toContain(`Pull request ${pull.pullRequestId}`);
    await ask(`/${pull.pullRequestId}`, 'PATCH', { status: 'abandoned' });
    await postHook('git.pullrequest.updated', { pullRequestId: pull.pullRequestId });
    expect((await postedIn('reviewers', /Closed/)).summary).toContain('closed');
    const { store } = await stage.house.open();
    const posts = await store.db
      .selectFrom('posts')
      .select('id')
      .where('conversation', '=', 'reviewers')
      .execute();
    expect(posts).toHaveLength(1);
  });
});

describe('a pipeline in the chat', () => {
  test('runs on the commit of the branch, shows its stages, waits for the approval, and goes on', async () => {
    const seen = await stage.as('alice').says('run pipeline churn on main');
    const waits = await stage.shows(seen, /Ship \(waits for a decision\)/);
    expect(waits.summary).toContain('needs you');
    expect(last()).toMatchObject({
      sourceBranch: 'refs/heads/main',
      sourceVersion: await world.commitOf('main'),
    });
    const shown = await stage.as('alice').says(`show build ${last()?.id}`);
    expect(shown.text).toContain('Look first');
    expect((await stage.as('alice').says(`approve stage ${last()?.id}`)).failure).toBe('not-permitted');
    expect(last()?.status).not.toBe('completed');
    expect((await stage.as('carol').says(`reject stage ${last()?.id}`)).failure).toBe('reason-missing');
    await stage.as('carol').presses(waits, 'Approve');
    const over = await stage.ends(seen);
    expect(over.summary).toContain('passed');
    expect(azure.state.approvals.at(-1)?.steps[0]?.comment).toBe(
      'Approved by Carol Jensen, through brickbot',
    );
  });

  test('a decision that is made in Azure DevOps itself moves the card', async () => {
    const seen = await stage.as('alice').says('run pipeline churn on main');
    await stage.shows(seen, /waits for a decision/);
    expect(await decideThere('rejected', 'not on a Friday')).toBe(200);
    expect((await stage.ends(seen)).summary).toContain('failed');
    expect((await stage.as('carol').says(`approve stage ${last()?.id}`)).failure).toBe('nothing-waits');
  });

  test('a name that is not there is answered with the nearest ones', async () => {
    const seen = await stage.as('alice').says('run pipeline chrun on main');
    expect(seen.failure).toBe('pipeline-not-found');
    expect(seen.buttons).toContain('churn');
    expect((await stage.as('dan').says('run pipeline churn on main')).failure).toBe('not-permitted');
    expect((await stage.as('dan').says('show pipelines')).text).toContain('churn');
  });

  test('fails with the stage that failed, and its failed jobs run again in the same build', async () => {
    const seen = await stage.ends(await stage.as('alice').says('run pipeline churn on broken'));
    expect(seen.summary).toContain('failed');
    expect(seen.text).toMatch(/Test/);
    const builds = azure.state.builds.length;
    const again = await stage.ends(await stage.as('alice').presses(seen, 'Retry failed'));
    expect(again.summary).toContain('failed');
    expect(azure.state.builds).toHaveLength(builds);
    expect(last()?.records.find(({ type }) => type === 'Stage')?.attempt).toBe(2);
  });

  test('an answer that is lost at the start does not start a second build', async () => {
    azure.traps.push({ path: /pipelines\/1\/runs/, kind: 'drop-answer' });
    const before = azure.state.builds.length;
    const seen = await stage.as('alice').says('run pipeline churn on main');
    const waits = await stage.hurried(seen, () => stage.shows(seen, /waits for a decision/));
    expect(azure.state.builds).toHaveLength(before + 1);
    await stage.as('alice').presses(waits, 'Cancel');
    expect((await stage.hurried(seen, () => stage.ends(seen))).summary).toContain('cancelled');
    expect(last()?.result).toBe('canceled');
  });
});

describe('the bot as a gate', () => {
  test('a stage waits for the decision; a second call changes nothing; the event is sent once', async () => {
    const seen = await stage.as('alice').says('run pipeline churn on main with rows=20');
    const waits = await stage.shows(seen, /waits for a decision/);
    const check = azure.state.checks.at(-1);
    if (!check) throw new Error('no check');
    const headers = {
      PlanUrl: azure.url,
      ProjectId: azure.state.project.id,
      HubName: 'Checks',
      PlanId: check.planId,
      JobId: check.jobId,
      TaskInstanceId: check.taskInstanceId,
      AuthToken: check.authToken,
      BuildId: String(check.build.id),
    };
    expect(await postGate(headers)).toBe(200);
    expect(await postGate({ ...headers, PlanUrl: 'https://evil.example/contoso/' })).toBe(403);
    expect(await postGate({ ...headers, JobId: 'nonsense' })).toBe(400);
    expect(await postGate({ ...headers, authorization: 'Basic bm9ib2R5Og==' })).toBe(401);
    // The token is not readable in the database.
    const { store } = await stage.house.open();
    const rows = await store.db
      .withTables<{ pipeline_checks: { sealed_token: string | null } }>()
      .selectFrom('pipeline_checks')
      .selectAll()
      .execute();
    expect(JSON.stringify(rows)).not.toContain(check.authToken);
    await stage.as('carol').presses(waits, 'Approve');
    expect((await stage.hurried(seen, () => stage.ends(seen))).summary).toContain('passed');
    expect([check.status, check.completions]).toEqual(['approved', 1]);
  });

  test('rejected: the stage fails; an event that meets a fault is sent again', async () => {
    const seen = await stage.as('alice').says('run pipeline churn on main with rows=20');
    await stage.shows(seen, /waits for a decision/);
    azure.traps.push({ path: /hubs\/Checks/, kind: 'unavailable', times: 6 });
    await stage.as('carol').says(`reject stage ${last()?.id} because the numbers are off`);
    expect((await stage.hurried(seen, () => stage.ends(seen))).summary).toContain('failed');
    expect(azure.state.checks.at(-1)).toMatchObject({ status: 'rejected', completions: 1 });
  });

  test('a gate about a model waits for its promotion and is not decided by hand', async () => {
    const seen = await stage.as('alice').says('run pipeline churn on main with rows=30');
    await stage.shows(seen, /waits for a decision/);
    const answer = await stage.as('carol').says(`approve stage ${last()?.id}`);
    expect([answer.failure, answer.text]).toEqual([
      'stage-waits-for-promotion',
      expect.stringContaining('promote churn 7'),
    ]);
    const shown = await stage.as('carol').says(`show build ${last()?.id}`);
    expect(shown.text).toContain('waits for the promotion of churn 7');
    expect(shown.buttons).not.toContain('Approve');
    await stage.as('alice').says(`cancel ${seen.op}`);
    await stage.hurried(seen, () => stage.ends(seen));
  });
});

test('tests write their verdict to the commit; that it cannot be written changes nothing', async () => {
  const seen = await stage.as('alice').says('run tests on main');
  await stage.ends(seen);
  const commit = await world.commitOf('main');
  const statuses = () =>
    azure.state.statuses
      .filter((each) => each.commit === commit)
      .map(({ status }) => (status as { state: string }).state);
  await stage.hurried(seen, async () => {
    while (statuses().at(-1) !== 'succeeded') await new Promise((resolve) => setTimeout(resolve, 20));
  });
  expect(new Set(statuses())).toEqual(
    new Set(statuses().includes('pending') ? ['pending', 'succeeded'] : ['succeeded']),
  );
});
