// Git work on a git folder: first clone, and moving to a branch or a tag with real git, refusing what would lose somebody's work.
import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { askGit, git } from '../git/git.ts';
import { findCommit, isAncestor } from '../git/points.ts';
import type { RemoteAccess, Remotes } from '../git/remote.ts';
import { ApiRefusal } from '../kernel/route.ts';

/** What a run of a notebook leaves in its folder is nobody's change. */
const NO_CHANGE = '__pycache__/\n*.pyc\n.pytest_cache/\n.ipynb_checkpoints/\n';

export interface CloneOrder {
  readonly url: string;
  /** Folder to make; must not exist. */
  readonly dir: string;
  /** Folder on the same disk for unfinished work. */
  readonly scratch: string;
  readonly sparse: readonly string[] | undefined;
  readonly access: RemoteAccess;
}

/** Clones to the side and moves the finished clone into place, so that a failure leaves nothing. @throws ApiRefusal */
export async function cloneInto(remotes: Remotes, order: CloneOrder): Promise<void> {
  const aside = join(order.scratch, randomUUID());
  await mkdir(order.scratch, { recursive: true });
  try {
    const sparse = order.sparse === undefined ? [] : ['--sparse'];
    await remotes.run(
      order.url,
      ['clone', '--quiet', ...sparse, remotes.current(order.url), aside],
      order.access,
    );
    if (order.sparse !== undefined) await setSparse(aside, order.sparse);
    await writeFile(join(aside, '.git', 'info', 'exclude'), NO_CHANGE);
    await mkdir(dirname(order.dir), { recursive: true });
    await rename(aside, order.dir);
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

/** Changes the cone patterns of a sparse clone. */
export async function setSparse(dir: string, patterns: readonly string[]): Promise<void> {
  await git(['sparse-checkout', 'set', '--cone', '--', ...patterns], { cwd: dir });
}

export interface MoveOrder {
  readonly url: string;
  readonly dir: string;
  /** Exactly one of the two. */
  readonly to: { readonly branch: string } | { readonly tag: string };
  /** Throws away staged, unstaged and untracked changes first. */
  readonly discard: boolean;
  readonly access: RemoteAccess;
}

/**
 * Fetches and checks out the branch's latest commit, or the tag with a detached HEAD.
 * @throws ApiRefusal GIT_REMOTE_ERROR, GIT_UNKNOWN_REF, GIT_CONFLICT (local changes, or local commits that the remote lacks)
 */
export async function moveTo(remotes: Remotes, order: MoveOrder): Promise<void> {
  const { dir, to } = order;
  await dropStaleLocks(dir);
  const branch = 'branch' in to ? to.branch : undefined;
  const lastSeen = branch === undefined ? undefined : await findCommit(dir, { branch });
  await remotes.run(
    order.url,
    [
      'fetch',
      '--quiet',
      '--prune',
      '--force',
      '--no-tags',
      remotes.current(order.url),
      '+refs/heads/*:refs/remotes/origin/*',
      '+refs/tags/*:refs/tags/*',
    ],
    order.access,
    { cwd: dir },
  );
  const target = await findCommit(dir, to);
  if (target === undefined) {
    const what = branch === undefined ? `tag "${'tag' in to ? to.tag : ''}"` : `branch "${branch}"`;
    throw new ApiRefusal(400, 'GIT_UNKNOWN_REF', `The git remote has no ${what}.`);
  }
  if (order.discard) await discardChanges(dir);
  else await refuseDirty(dir);
  if (branch === undefined) {
    await git(['checkout', '--quiet', '--detach', target], { cwd: dir });
    return;
  }
  await refuseOwnCommits(dir, branch, target, lastSeen);
  await git(['checkout', '--quiet', '-B', branch, target], { cwd: dir });
}

/** Locks of a git that was killed in the middle; nobody else works in this folder while we do. */
async function dropStaleLocks(dir: string): Promise<void> {
  for (const name of ['index.lock', 'HEAD.lock', 'packed-refs.lock'])
    await rm(join(dir, '.git', name), { force: true });
}

async function discardChanges(dir: string): Promise<void> {
  await git(['reset', '--quiet', '--hard'], { cwd: dir });
  await git(['clean', '--quiet', '-d', '--force'], { cwd: dir });
}

async function refuseDirty(dir: string): Promise<void> {
  const changes = await git(['status', '--porcelain', '--untracked-files=all'], { cwd: dir });
  if (changes === '') return;
  const files = changes.split('\n').map((line) => line.slice(3));
  const shown = files.slice(0, 5).join(', ') + (files.length > 5 ? ` and ${files.length - 5} more` : '');
  throw new ApiRefusal(
    400,
    'GIT_CONFLICT',
    `There are local changes in the git folder that are not committed: ${shown}. Commit or discard them first.`,
  );
}

/** A branch that somebody committed to here is not moved; one that only followed its remote is, also after a rewrite there. */
async function refuseOwnCommits(
  dir: string,
  branch: string,
  target: string,
  lastSeen: string | undefined,
): Promise<void> {
  const local = await askGit(['show-ref', '--verify', '--hash', `refs/heads/${branch}`], { cwd: dir });
  if (local === undefined || (await isAncestor(dir, local, target))) return;
  if (lastSeen !== undefined && (await isAncestor(dir, local, lastSeen))) return;
  throw new ApiRefusal(
    400,
    'GIT_CONFLICT',
    `The branch "${branch}" has local commits that the remote does not have. Push or drop them first.`,
  );
}
