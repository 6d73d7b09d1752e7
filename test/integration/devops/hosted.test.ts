// The provider against git hosting over HTTP: the embedded workspace serves it by git's own CGI.
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect, promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Fault } from '../../../src/base/errors.ts';
import { type GitRemoteOptions, gitRemote } from '../../../src/devops/git-remote.ts';
import { type RunningWorkspace, startWorkspace } from '../../../src/local/workspace.ts';
import { type RealRepository, realRepository } from './real-repository.ts';

/** Without blocking: the server that git talks to lives in this process. */
const run = promisify(execFile);

const WORKSPACE_TOKEN = 'workspace-secret-0815';
const ACCESS_TOKEN = 'access-secret-4711';

let workspace: RunningWorkspace;
let clone: RealRepository;
let scratch: string;

beforeAll(async () => {
  workspace = await startWorkspace({ token: WORKSPACE_TOKEN, openPush: true });
  const seed = (dir: string): void => writeFileSync(join(dir, 'file.txt'), 'content');
  await workspace.createRepository('open', seed);
  await workspace.createRepository('closed', seed, { private: true, accessTokens: [ACCESS_TOKEN] });
  scratch = mkdtempSync(join(tmpdir(), 'git-hosted-'));
  clone = realRepository();
});
afterAll(async () => {
  await workspace.close();
  clone.remove();
  rmSync(scratch, { recursive: true, force: true });
});

const providerOf = (name: string, more: Partial<GitRemoteOptions> = {}) =>
  gitRemote({ url: workspace.gitUrl(name), cacheFolder: mkdtempSync(join(scratch, 'cache-')), ...more });

const faultOf = async (promise: Promise<unknown>): Promise<Fault> =>
  promise.then(
    () => {
      throw new Error('it succeeded');
    },
    (error: unknown) => error as Fault,
  );

const contentsUnder = (folder: string): string =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');

test('pushes, forced pushes, new and deleted branches and tags are seen between two answers', async () => {
  const provider = providerOf('open');
  const { commit: seeded } = await provider.resolve('main');
  const push = (...args: string[]): Promise<unknown> =>
    run('git', ['-C', clone.folder, 'push', '--quiet', workspace.gitUrl('open'), ...args], {
      timeout: 10_000,
    });

  const first = clone.commit('first');
  await push('--force', 'HEAD:refs/heads/main', 'HEAD:refs/heads/feature-x', 'HEAD:refs/tags/v1');
  expect((await provider.resolve('main')).commit.id).toBe(first);
  expect(await provider.resolve('v1')).toMatchObject({ kind: 'tag', commit: { id: first } });

  const second = clone.commit('second');
  await push('HEAD:refs/heads/feature-x');
  expect((await provider.resolve('feature-x')).commit.id).toBe(second);
  expect(await provider.between(first, second, 10)).toEqual({
    ahead: [await provider.commit(second)],
    behind: 0,
  });

  await push('--force', `${first}:refs/heads/feature-x`);
  expect((await provider.resolve('feature-x')).commit.id).toBe(first);
  // What a branch left behind can still be compared with.
  expect((await provider.between(second, first, 10)).behind).toBe(1);
  expect((await provider.commit(seeded.id)).id).toBe(seeded.id);

  await push('--delete', 'feature-x');
  // A branch may take the place of a folder of branches.
  await push('HEAD:refs/heads/feature-x/deep');
  expect((await faultOf(provider.resolve('feature-x'))).code).toBe('ref-not-found');
  expect((await provider.resolve('feature-x/deep')).commit.id).toBe(second);
});

test('a private repository: the right token opens it and stays out of the mirror', async () => {
  const cacheFolder = mkdtempSync(join(scratch, 'cache-'));
  const provider = providerOf('closed', { cacheFolder, token: ACCESS_TOKEN });
  expect(await provider.branches()).toEqual(['main']);
  const kept = contentsUnder(cacheFolder);
  expect(kept).toContain(workspace.gitUrl('closed'));
  expect(kept).not.toContain(ACCESS_TOKEN);
  expect(kept).not.toContain(Buffer.from(`x-access-token:${ACCESS_TOKEN}`).toString('base64'));
});

test.each([
  ['without a token', undefined],
  ['with a wrong token', 'wrong-secret-1234'],
])('a private repository %s is refused, and the fault tells no secret', async (_, token) => {
  const fault = await faultOf(providerOf('closed', token === undefined ? {} : { token }).resolve('main'));
  expect([fault.code, fault.details.facts?.['repository'], fault.details.changed]).toEqual([
    'git-refused',
    workspace.gitUrl('closed'),
    'no',
  ]);
  const told = inspect(fault, { depth: 9, showHidden: true }) + inspect(fault.cause, { showHidden: true });
  expect(told).not.toContain('wrong-secret');
  expect(told).not.toContain(Buffer.from('x-access-token:wrong-secret-1234').toString('base64'));
});

test('a repository that is not there', async () => {
  const lost = gitRemote({ url: `${workspace.url}/git/absent.git`, cacheFolder: join(scratch, 'absent') });
  expect((await faultOf(lost.resolve('main'))).code).toBe('git-nothing-there');
});

test('nobody’s own settings are read: a machine’s configuration cannot send git elsewhere', async () => {
  const home = mkdtempSync(join(scratch, 'home-'));
  writeFileSync(join(home, '.gitconfig'), `[url "file:///nowhere/"]\n\tinsteadOf = ${workspace.url}/\n`);
  // The trap works on a git that reads it.
  await expect(
    run('git', ['ls-remote', workspace.gitUrl('open')], {
      env: { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: home },
      timeout: 10_000,
    }),
  ).rejects.toMatchObject({ code: 128 });
  expect(await providerOf('open', { environment: { HOME: home } }).branches()).toContain('main');
});
