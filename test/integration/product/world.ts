// What lies outside of brickbot: the furnished workspace with its git, its faults and its journal, and a colleague who pushes.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type FurnishedOptions,
  type FurnishedWorkspace,
  SAMPLE,
  startFurnishedWorkspace,
} from '../../../src/local/furnished.ts';
import { git } from '../../../src/local/git/git.ts';

export interface World extends FurnishedWorkspace {
  readonly repository: string;
  /** Commits files on a branch that starts where `from` is, and pushes it; gives the commit. */
  push(
    branch: string,
    files: Readonly<Record<string, string>>,
    options?: { readonly from?: string },
  ): Promise<string>;
  tag(name: string, branch: string): Promise<void>;
  /** The commit that a branch has at the git server. */
  commitOf(branch: string): Promise<string>;
  /** Requests of a kind that reached the workspace since the last `forget`. */
  asked(method: string, path: RegExp): readonly { readonly status: number; readonly path: string }[];
  /** Takes every fault away and begins to count anew. */
  forget(): void;
  /** Calls the workspace as an administrator. */
  call(method: string, path: string, body?: unknown): Promise<Record<string, unknown>>;
}

export const TOKEN = 'dapi-product';

export const openWorld = async (options: Partial<FurnishedOptions> = {}): Promise<World> => {
  const workspace = await startFurnishedWorkspace({
    token: TOKEN,
    openPush: true,
    startDelayMs: 10,
    ...options,
  });
  const repository = workspace.gitUrl(SAMPLE);
  const clone = await mkdtemp(join(tmpdir(), 'product-clone-'));
  const run = (...args: readonly string[]) => git(args, { cwd: clone });
  await git(['clone', '--quiet', repository, clone]);
  await run('config', 'user.name', 'Frida');
  await run('config', 'user.email', 'frida@example.com');
  type Exchange = ReturnType<typeof workspace.journal.entries>[number];
  let last: Exchange | undefined;
  /** By the exchange itself, not by its place: a journal that is full drops its oldest, and places move. */
  const sinceForgotten = (): readonly Exchange[] => {
    const all = workspace.journal.entries();
    return last ? all.slice(all.lastIndexOf(last) + 1) : all;
  };
  return {
    ...workspace,
    repository,
    push: async (branch, files, { from = `origin/${branch}` } = {}) => {
      await run('fetch', '--quiet', 'origin');
      await run('checkout', '--quiet', '-B', branch, from);
      for (const [file, content] of Object.entries(files)) await writeFile(join(clone, file), content);
      await run('add', '--all');
      await run('commit', '--quiet', '--message', `Change ${Object.keys(files).join(', ')}`);
      await run('push', '--quiet', '--force', 'origin', `HEAD:refs/heads/${branch}`);
      return run('rev-parse', 'HEAD');
    },
    tag: async (name, branch) => {
      await run('fetch', '--quiet', 'origin');
      await run('push', '--quiet', 'origin', `origin/${branch}:refs/tags/${name}`);
    },
    commitOf: async (branch) =>
      (await run('ls-remote', 'origin', `refs/heads/${branch}`)).split('\t')[0] ?? '',
    asked: (method, path) =>
      sinceForgotten().filter((entry) => entry.method === method && path.test(entry.path)),
    forget: () => {
      workspace.faults.clear();
      last = workspace.journal.entries().at(-1);
    },
    call: async (method, path, body) => {
      const answer = await fetch(workspace.url + path, {
        method,
        headers: {
          authorization: `Bearer ${workspace.token}`,
          'content-type': 'application/json',
          // Tests pause for as long as a kept connection lasts: each call has its own.
          connection: 'close',
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const read: unknown = await answer.json();
      if (!answer.ok) throw new Error(`${method} ${path}: ${JSON.stringify(read)}`);
      return read as Record<string, unknown>;
    },
    close: async () => {
      await workspace.close();
      await rm(clone, { recursive: true, force: true });
    },
  };
};

/** A notebook of the sample project's form with this code in it. */
export const notebook = (...code: readonly string[]): string =>
  `# Databricks notebook source\n${code.join('\n')}\n`;
