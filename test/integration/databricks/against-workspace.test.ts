// The true client over HTTP against the embedded workspace: git folders on real git, and runs by real python3 with ids
// beyond 2^53.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { systemClock } from '../../../src/base/clock.ts';
import { silentLog } from '../../../src/base/log.ts';
import { type Databricks, databricksClient } from '../../../src/databricks/client.ts';
import type { CredentialSettings } from '../../../src/databricks/credentials.ts';
import type { GitProvider } from '../../../src/devops/git.ts';
import { gitRemote } from '../../../src/devops/git-remote.ts';
import { type JobRun, runHasEnded } from '../../../src/domain/run.ts';
import { type FurnishedWorkspace, SAMPLE, startFurnishedWorkspace } from '../../../src/local/furnished.ts';
import { SERVICE_IDENTITY } from '../../../src/local/workspace.ts';
import { ending } from './server.ts';

const TOKEN = 'dapi-against-workspace';
const SECRET = 'against-workspace-secret';
let workspace: FurnishedWorkspace;
let client: Databricks;
/** A workspace whose ids are beyond 2^53. */
let bigWorkspace: FurnishedWorkspace;
let big: Databricks;
let git: GitProvider;
let cacheFolder: string;

const clientWith = (settings: CredentialSettings, host = workspace.url): Databricks =>
  databricksClient({
    host,
    settings,
    clock: systemClock,
    log: silentLog,
    userAgent: 'brickbot-test/0',
    limitScale: 100,
  });
beforeAll(async () => {
  workspace = await startFurnishedWorkspace({ token: TOKEN, clientSecret: SECRET });
  bigWorkspace = await startFurnishedWorkspace({ token: TOKEN, bigIds: true, startDelayMs: 5 });
  big = clientWith({ token: TOKEN }, bigWorkspace.url);
  client = clientWith({ token: TOKEN });
  cacheFolder = mkdtempSync(join(tmpdir(), 'against-workspace-'));
  git = gitRemote({ url: workspace.gitUrl(SAMPLE), cacheFolder });
}, 60_000);
afterAll(async () => {
  await client?.close();
  await big?.close();
  await workspace?.close();
  await bigWorkspace?.close();
  if (cacheFolder) rmSync(cacheFolder, { recursive: true, force: true });
});

const folder = (path: string) => ({ path, url: workspace.gitUrl(SAMPLE), provider: 'gitHub' });
const isBeyond = (id: string): boolean => BigInt(id) > 2n ** 53n;
const notebook = async (name: string, code: string): Promise<string> => {
  const path = `/Workspace/Shared/notebooks/${name}.py`;
  await big.workspace.mkdirs('/Workspace/Shared/notebooks');
  await big.workspace.importFile(path, Buffer.from(`# Databricks notebook source\n${code}\n`));
  return path.replace(/\.py$/, '');
};
const submit = (path: string, idempotencyToken: string): Promise<string> =>
  big.jobs.submit({
    runName: 'against',
    idempotencyToken,
    tasks: [{ taskKey: 'only', notebook: { path, source: 'WORKSPACE', parameters: { who: 'Ada' } } }],
  });
/** The run once it is over; every look is a real call. */
const ended = async (runId: string): Promise<JobRun> => {
  for (;;) {
    const run = await big.runs.get(runId);
    if (runHasEnded(run.state)) return run;
  }
};

describe('who and where', () => {
  test('by a personal token and by OAuth', async () => {
    const me = await client.me();
    expect(me).toMatchObject({ userName: SERVICE_IDENTITY, kind: 'service-principal' });
    const machine = clientWith({ clientId: SERVICE_IDENTITY, clientSecret: SECRET });
    expect(await machine.me()).toEqual(me);
    await machine.close();
    const stranger = clientWith({ token: 'dapi-nobody' });
    expect(await ending(stranger.me())).toBe('upstream-unauthenticated');
    await stranger.close();
    expect(client.links.job('1')).toBe(`${workspace.url}/jobs/1?o=${me.workspaceId}`);
  });
});

describe('git folders', () => {
  const path = '/Workspace/Shared/against/churn';
  test('created with parents, found by path, moved to a branch and read back as git has it', async () => {
    expect(await client.repos.byPath(path)).toBeUndefined();
    const made = await client.repos.create(folder(path));
    const wanted = await git.resolve('feature-x');
    const moved = await client.repos.update(made.id, { branch: 'feature-x' });
    expect(moved).toMatchObject({ branch: 'feature-x', headCommit: wanted.commit.id });
    expect((await client.repos.byPath(path))?.id).toBe(made.id);
    const listed: string[] = [];
    for await (const repo of client.repos.list('/Workspace/Shared')) listed.push(repo.id);
    expect(listed).toContain(made.id);
    expect((await client.repos.create(folder(path))).id).toBe(made.id);
  });

  test('a branch that is not there, and an answer that is lost after the effect', async () => {
    const made = await client.repos.create(folder('/Workspace/Shared/against/lost'));
    expect(await ending(client.repos.update(made.id, { branch: 'nowhere' }))).toBe('git-unknown-ref');
    workspace.faults.add({ kind: 'reset', method: 'PATCH', path: '/api/2.0/repos/', times: 1, after: true });
    expect(await ending(client.repos.update(made.id, { branch: 'feature-x' }))).toBe('outcome-unknown');
    expect((await client.repos.get(made.id)).branch).toBe('feature-x');
    await client.repos.remove(made.id);
    await client.repos.remove(made.id);
    expect(await ending(client.repos.get(made.id))).toBe('upstream-not-found');
  });

  test('a credential is stored once for a provider', async () => {
    const wanted = { provider: 'gitHub', userName: 'robot' };
    const first = await client.gitCredentials.put({ ...wanted, token: 'one' });
    expect((await client.gitCredentials.put({ ...wanted, token: 'two' })).id).toBe(first.id);
    expect((await client.gitCredentials.list()).map(({ id }) => id)).toEqual([first.id]);
  });
});

test('workspace files come back as they went', async () => {
  const path = '/Workspace/Shared/files/ü.txt';
  await client.workspace.mkdirs('/Workspace/Shared/files');
  await client.workspace.importFile(path, Buffer.from('ünï'));
  expect(Buffer.from(await client.workspace.export(path)).toString()).toBe('ünï');
  expect((await client.workspace.list('/Workspace/Shared/files')).map((file) => file.path)).toEqual([path]);
  await client.workspace.remove('/Workspace/Shared/files');
  expect(await client.workspace.getStatus(path)).toBeUndefined();
});

describe('jobs and runs', () => {
  test('jobs are listed and found by name', async () => {
    const names: string[] = [];
    for await (const job of big.jobs.list()) {
      expect(isBeyond(job.jobId)).toBe(true);
      names.push(job.name);
    }
    expect(names.length).toBeGreaterThan(0);
    const [found] = await big.jobs.byName(names[0] as string);
    expect((await big.jobs.get(found?.jobId as string)).name).toBe(names[0]);
    expect(await ending(big.jobs.get('1'))).toBe('job-not-found');
  });

  test('a notebook runs: exit value, link that opens, the same token gives the same run even when the answer was lost', async () => {
    const path = await notebook('passes', 'dbutils.notebook.exit("hello " + dbutils.widgets.get("who"))');
    bigWorkspace.faults.add({
      kind: 'reset',
      method: 'POST',
      path: '/api/2.2/jobs/runs/submit',
      times: 1,
      after: true,
    });
    const runId = await submit(path, 'token-1');
    expect(await submit(path, 'token-1')).toBe(runId);
    expect(isBeyond(runId)).toBe(true);
    const run = await ended(runId);
    expect(run).toMatchObject({ state: 'passed', name: 'against' });
    expect(run.url).toMatch(new RegExp(`^${bigWorkspace.url}/jobs/\\d+/runs/${runId}`));
    expect((await fetch(run.url as string)).status).toBe(200);
    const [task] = run.tasks;
    expect(await big.runs.output(task?.runId as string)).toMatchObject({ exitValue: 'hello Ada' });
  }, 60_000);

  test('a notebook fails: error and trace, then repaired once and again', async () => {
    const path = await notebook('fails', 'assert 1 == 2, "one is not two"');
    const runId = await submit(path, 'token-2');
    const run = await ended(runId);
    expect(run).toMatchObject({ state: 'failed', code: 'RUN_EXECUTION_ERROR' });
    const output = await big.runs.output(run.tasks[0]?.runId as string);
    expect(output.error).toContain('one is not two');
    expect(output.trace).not.toContain('\u001b');
    expect(await big.runs.latestRepair(runId)).toBeUndefined();
    const repair = await big.runs.repair({ runId });
    const repaired = await ended(runId);
    expect(repaired.tasks).toHaveLength(1);
    expect(repaired.tasks[0]?.runId).not.toBe(run.tasks[0]?.runId);
    expect(await big.runs.latestRepair(runId)).toBe(repair);
    await big.runs.repair({ runId, latestRepairId: repair, tasks: ['only'] });
    expect((await ended(runId)).state).toBe('failed');
  }, 60_000);

  test('an active run is seen in the pages, and is cancelled', async () => {
    const path = await notebook('waits', 'import time\ntime.sleep(120)');
    const runId = await submit(path, 'token-3');
    const active: string[] = [];
    for await (const page of big.runs.activePages()) active.push(...page.map((run) => run.runId));
    expect(active).toContain(runId);
    await big.runs.cancel(runId);
    expect((await ended(runId)).state).toBe('cancelled');
    const over: string[] = [];
    for await (const page of big.runs.completedPages(0)) over.push(...page.map((run) => run.runId));
    expect(over).toContain(runId);
  }, 60_000);

  test('a run that is not there', async () => {
    expect(await ending(big.runs.get('8700000000000009999'))).toBe('run-not-found');
  });
});
