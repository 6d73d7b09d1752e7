// A running embedded workspace for a test, one hosted repository in it, and a short way to call it.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { git } from '../../../src/local/git/git.ts';
import { parseJson, printJson } from '../../../src/local/kernel/json.ts';
import {
  type RunningWorkspace,
  startWorkspace,
  type WorkspaceOptions,
} from '../../../src/local/workspace.ts';

export const TOKEN = 'dapi-service';
export const PERSON = { token: 'dapi-person', userName: 'ada@example.com', displayName: 'Ada' };
export const PROVIDER_PAT = 'provider-pat';

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly headers: Headers;
}

export interface Guest extends RunningWorkspace {
  /** Calls the API as the service identity, or with the headers given. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** A clone of a hosted repository on the disk, with a push token in its remote. */
  clone(name: string): Promise<string>;
}

/** A workspace that hosts `churn` (main, feature-x, feature/with/slash, tag v1) and the private `secret`. */
export async function openGuest(options: Partial<WorkspaceOptions> = {}): Promise<Guest> {
  const clones: string[] = [];
  const crashes: unknown[] = [];
  const workspace = await startWorkspace({
    token: TOKEN,
    principals: [PERSON],
    onError: (error) => crashes.push(error),
    ...options,
  });
  await workspace.createRepository('churn', seedChurn);
  await workspace.createRepository('secret', (dir) => writeFile(join(dir, 'README.md'), 'secret\n'), {
    private: true,
    accessTokens: [PROVIDER_PAT],
  });
  return {
    ...workspace,
    call: (method, path, body, headers) => call(workspace.url, method, path, body, headers),
    async clone(name) {
      const dir = await mkdtemp(join(tmpdir(), 'guest-clone-'));
      clones.push(dir);
      await git(['clone', '--quiet', workspace.gitUrl(name).replace('//', `//me:${TOKEN}@`), dir]);
      await git(['config', 'user.name', 'Ada'], { cwd: dir });
      await git(['config', 'user.email', 'ada@example.com'], { cwd: dir });
      return dir;
    },
    async close() {
      await workspace.close();
      for (const dir of clones) await rm(dir, { recursive: true, force: true });
      if (crashes.length > 0) process.stderr.write(`the workspace crashed inside: ${inspect(crashes)}\n`);
    },
  };
}

/** Runs the work with such a workspace and closes it afterwards. */
export async function withGuest(
  options: Partial<WorkspaceOptions>,
  work: (guest: Guest) => Promise<void>,
): Promise<void> {
  const guest = await openGuest(options);
  try {
    await work(guest);
  } finally {
    await guest.close();
  }
}

/** Writes a file, commits it on the branch (made when it is new) and pushes; gives the commit. */
export async function pushChange(
  clone: string,
  branch: string,
  file: string,
  content: string,
): Promise<string> {
  await git(['checkout', '--quiet', '-B', branch, `origin/${branch}`], { cwd: clone }).catch(() =>
    git(['checkout', '--quiet', '-B', branch], { cwd: clone }),
  );
  await writeFile(join(clone, file), content);
  await git(['add', '--all'], { cwd: clone });
  await git(['commit', '--quiet', '--message', `Change ${file}`], { cwd: clone });
  await git(['push', '--quiet', 'origin', branch], { cwd: clone });
  return await git(['rev-parse', 'HEAD'], { cwd: clone });
}

async function call(
  url: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const answer = await fetch(url + path, {
    method,
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: printJson(body) }),
  });
  return {
    status: answer.status,
    body: parseJson(await answer.text()) as Record<string, unknown>,
    headers: answer.headers,
  };
}

async function seedChurn(dir: string): Promise<void> {
  const run = (...args: readonly string[]) => git(args, { cwd: dir });
  const commit = async (file: string, content: string) => {
    await writeFile(join(dir, file), content);
    await run('add', '--all');
    await run(
      '-c',
      'user.name=Ada',
      '-c',
      'user.email=ada@example.com',
      'commit',
      '--quiet',
      '--message',
      `Add ${file}`,
    );
  };
  await run('init', '--quiet', '--initial-branch=main');
  await commit('unit_tests.py', '# Databricks notebook source\nprint("tests")\n');
  await commit('train.py', 'print("train")\n');
  await run('tag', '--annotate', 'v1', '--message', 'First', '--no-sign').catch(() => run('tag', 'v1'));
  await run('checkout', '--quiet', '-b', 'feature-x');
  await commit('feature.txt', 'x\n');
  await run('checkout', '--quiet', '-b', 'feature/with/slash');
  await commit('slash.txt', 'x\n');
  await run('checkout', '--quiet', 'main');
}
