// The client of Azure DevOps against the stand-in: each trap of the service, and the ordinary life of a build.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Fault } from '../../../src/base/errors.ts';
import { azureAddress, isOurCollection } from '../../../src/devops/azure/address.ts';
import { pipelineNamed } from '../../../src/devops/azure/pipelines.ts';
import { buildHasEnded } from '../../../src/domain/pipeline.ts';
import { type AzureWorld, CAROL, openAzureWorld, until } from './azure-world.ts';

let world: AzureWorld;
beforeAll(async () => {
  world = await openAzureWorld({
    environments: [{ name: 'production', approval: { approvers: [CAROL], instructions: 'Look first' } }],
  });
});
afterAll(() => world.close());

const faultOf = (promise: Promise<unknown>): Promise<Fault> =>
  promise.then(
    () => {
      throw new Error('it went well');
    },
    (error: unknown) => error as Fault,
  );

const ended = (id: number) =>
  until(
    () => world.client.pipelines.build(id),
    ({ state }) => buildHasEnded(state),
  );

const run = (branch: string, parameters: Readonly<Record<string, string>> = {}) =>
  world.client.pipelines.run({
    pipeline: 1,
    refName: `refs/heads/${branch}`,
    commit: world.commits[branch] ?? '',
    parameters,
  });

describe('traps', () => {
  test('a sign-in page with status 203 or 302 is a refused token, not an answer', async () => {
    for (const kind of ['sign-in', 'redirect'] as const) {
      world.service.traps.push({ path: /_apis\/pipelines\?/, kind });
      const fault = await faultOf(world.client.pipelines.list());
      expect(fault.code).toBe('upstream-unauthenticated');
    }
    expect((await faultOf(world.clientWith('wrong').pipelines.list())).code).toBe('upstream-unauthenticated');
  });

  test('Retry-After beside a good answer: the answer counts, the next call waits, nothing is sent twice', async () => {
    world.service.traps.push({ path: /_apis\/pipelines\?/, kind: 'slow-down' });
    const client = world.clientWith('pat-bot');
    const [sent, paused] = [world.service.journal.length, world.pauses.length];
    expect(await client.pipelines.list()).toHaveLength(2);
    expect(world.service.journal.slice(sent)).toHaveLength(1);
    expect(world.pauses.slice(paused)).toEqual([]);
    // Whoever speaks through the same client keeps away as well.
    await client.git.branches('', 10);
    const [pause = 0] = world.pauses.slice(paused);
    expect(pause).toBeGreaterThan(0);
    expect(pause).toBeLessThanOrEqual(1_000);
  });

  test('429 is repeated after its time', async () => {
    world.service.traps.push({ path: /_apis\/pipelines\?/, kind: 'throttled', times: 2 });
    expect(await world.client.pipelines.list()).toHaveLength(2);
  });

  test('continuation tokens come in a header and are followed, also where a page holds fewer than were asked for', async () => {
    world.service.traps.push({ path: /_apis\/git\/repositories\/churn\/refs/, kind: 'short-page', times: 3 });
    const before = world.service.journal.length;
    expect(await world.client.git.branches('', 1000)).toEqual([
      'feature/broken',
      'feature/x',
      'main',
      'main-old',
    ]);
    expect(world.service.journal.slice(before)).toHaveLength(4);
    // Enough is enough: no page beyond the limit is asked for.
    world.service.traps.push({ path: /_apis\/git\/repositories\/churn\/refs/, kind: 'short-page', times: 2 });
    expect(await world.client.git.branches('', 2)).toHaveLength(2);
    expect(world.service.journal.slice(before)).toHaveLength(6);
  });

  test('what is a preview needs to be asked for as one', async () => {
    const about = {
      method: 'GET',
      path: '_apis/connectionData',
      attempted: 'a',
      what: 'b',
      repeatable: true,
    } as const;
    expect((await faultOf(world.client.http.call(about))).code).toBe('upstream-rejected');
    const answer = await world.client.http.call({ ...about, version: '7.1-preview.1' });
    expect(answer.body).toMatchObject({ authenticatedUser: { providerDisplayName: 'brickbot' } });
  });

  test('a filter finds longer names, the client does not', async () => {
    expect(await world.client.git.commitOf('refs/heads/main')).toBe(world.commits['main']);
    expect(await world.client.git.commitOf('refs/heads/mai')).toBeUndefined();
    expect(await world.client.git.commitOf('refs/heads/feature')).toBeUndefined();
    // An annotated tag is told by the commit that it stands for.
    expect(await world.client.git.commitOf('refs/tags/v1')).toBe(world.commits['main']);
  });

  test('a filter of variable groups and of pipelines finds longer names, too; ours are exact', async () => {
    expect(await world.client.library.variables('Databricks-mlops-environment')).toEqual([
      'DATABRICKS_HOST',
      'DATABRICKS_TOKEN',
    ]);
    expect(await world.client.library.variables('Databricks-mlops')).toBeUndefined();
    const all = await world.client.pipelines.list();
    expect(pipelineNamed(all.toReversed(), 'churn', []).id).toBe(1);
    expect(pipelineNamed(all, 'Churn-Nightly', []).id).toBe(2);
    expect(() => pipelineNamed(all, 'chur', ['churn'])).toThrow(
      expect.objectContaining({ code: 'pipeline-not-found' }),
    );
  });

  test('what lies between two commits is history, not the alphabet of their ids', async () => {
    const from = world.commits['main'] ?? '';
    const to = world.commits['feature/x'] ?? '';
    const { ahead, aheadCount, behind } = await world.client.git.between(from, to, 20);
    expect([ahead.length, aheadCount, behind]).toEqual([3, 3, 0]);
    expect(ahead[0]?.id).toBe(to);
    expect((await world.client.git.between(to, from, 20)).ahead).toEqual([]);
    const newest = (await world.client.git.between(from, to, 2)).ahead;
    expect([newest.length, newest[0]?.id]).toEqual([2, to]);
    // No call bounds commits by their ids: the service would compare their letters.
    expect(world.service.journal.filter(({ path }) => /(from|to)CommitId/.test(path))).toEqual([]);
  });

  test('a lost answer to a change is unknown, and the refusal never shows a token', async () => {
    world.service.traps.push({ path: /pipelines\/1\/runs/, kind: 'drop-answer' });
    const at = Date.now() - 1_000;
    const fault = await faultOf(run('feature/x', { rows: '77' }));
    expect(fault.code).toBe('outcome-unknown');
    expect(JSON.stringify(fault)).not.toContain('pat-bot');
    const [found] = await world.client.pipelines.since(1, at);
    expect(found).toMatchObject({ commit: world.commits['feature/x'], parameters: { rows: '77' } });
    await world.client.pipelines.cancel(found?.id ?? 0);
    expect((await ended(found?.id ?? 0)).state).toBe('cancelled');
  });

  test('parameters that the pipeline does not declare are refused', async () => {
    const fault = await faultOf(run('main', { nonsense: '1' }));
    expect(fault.code).toBe('upstream-rejected');
    expect(fault.details.facts?.['reason']).toContain('nonsense');
  });
});

describe('a build', () => {
  test('runs its steps in a checkout of the commit, waits for the approval, and is seen in its stages', async () => {
    const { id } = await run('feature/x', { rows: '20' });
    const waiting = await until(
      () => world.client.pipelines.stages(id),
      (stages) => stages.some(({ state }) => state === 'waiting'),
    );
    expect(waiting.map(({ name, state }) => [name, state])).toEqual([
      ['build', 'passed'],
      ['ship', 'waiting'],
    ]);
    const log = world.service.state.builds.find((build) => build.id === id)?.logs.get(1);
    expect(log).toEqual(['hello x 20', 'host https://workspace.example token=[***] bare=[]', 'two 3']);
    const [approval] = (await world.client.approvals.pending()).filter(({ build }) => build === id);
    expect(approval).toMatchObject({ instructions: 'Look first', steps: [{ approver: 'Carol Jensen' }] });
    expect((await faultOf(world.client.approvals.decide(approval?.id ?? '', 'approved', ''))).code).toBe(
      'upstream-forbidden',
    );
    await world.clientWith('pat-carol').approvals.decide(approval?.id ?? '', 'approved', 'fine');
    expect((await ended(id)).state).toBe('passed');
    expect(await world.client.approvals.get(approval?.id ?? '')).toMatchObject({
      state: 'approved',
      steps: [{ by: 'Carol Jensen', comment: 'fine' }],
    });
  });

  test('fails where a step fails, tells why, and is retried within itself', async () => {
    const { id } = await run('feature/broken');
    expect((await ended(id)).state).toBe('failed');
    const stages = await world.client.pipelines.stages(id);
    expect(stages.map(({ state, attempt }) => [state, attempt])).toEqual([
      ['failed', 1],
      ['skipped', 1],
    ]);
    await world.client.pipelines.retry(id);
    await ended(id);
    expect((await world.client.pipelines.stages(id))[0]?.attempt).toBe(2);
  });

  test('statuses of a commit: the newest of a context counts', async () => {
    const commit = world.commits['main'] ?? '';
    const status = { context: 'brickbot/tests', description: 'unit', url: 'https://bot.example/op/7K3F' };
    await world.client.git.setStatus(commit, { ...status, state: 'pending' });
    await world.client.git.setStatus(commit, { ...status, state: 'succeeded' });
    expect(await world.client.git.statuses(commit)).toEqual([{ ...status, state: 'succeeded' }]);
  });

  test('hooks are made once, found the second time, and post with their password', async () => {
    const door = { url: `${world.service.url}nowhere`, user: 'hook', password: 'pass-word' };
    expect((await world.client.hooks.ensure(door)).every(({ did }) => did === 'made')).toBe(true);
    expect((await world.client.hooks.ensure(door)).every(({ did }) => did === 'found')).toBe(true);
    const [first] = world.service.state.subscriptions;
    if (first) first.status = 'disabledBySystem';
    expect((await world.client.hooks.ensure(door))[0]?.did).toBe('enabled');
  });
});

test('addresses of a repository in every form, and which of them may get a token', () => {
  const dev = { collection: 'https://dev.azure.com/contoso/', project: 'My Team', repository: 'churn' };
  expect(azureAddress('https://dev.azure.com/contoso/My%20Team/_git/churn')).toEqual(dev);
  expect(azureAddress('https://contoso@dev.azure.com/contoso/My%20Team/_git/churn')).toEqual(dev);
  expect(azureAddress('git@ssh.dev.azure.com:v3/contoso/My%20Team/churn')).toEqual(dev);
  expect(azureAddress('https://contoso.visualstudio.com/DefaultCollection/ml/_git/churn')).toEqual({
    collection: 'https://contoso.visualstudio.com/',
    project: 'ml',
    repository: 'churn',
  });
  expect(azureAddress('https://github.com/contoso/churn.git')).toBeUndefined();
  const good = [
    'https://dev.azure.com/contoso/',
    'https://dev.azure.com/Contoso',
    'https://contoso.visualstudio.com/',
  ];
  const bad = [
    'https://dev.azure.com/contoso-evil/',
    'https://dev.azure.com.evil.example/contoso/',
    'http://dev.azure.com/contoso/',
    'https://dev.azure.com@evil.example/contoso/',
    'https://x:y@dev.azure.com/contoso/',
    'https://contoso.visualstudio.com.evil.example/',
    'https://fabrikam.visualstudio.com/',
    'nonsense',
  ];
  for (const each of good) expect([each, isOurCollection(each, dev)]).toEqual([each, true]);
  for (const each of bad) expect([each, isOurCollection(each, dev)]).toEqual([each, false]);
});
