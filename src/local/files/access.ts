// What jobs may ask of the workspace's files (see contract.ts): find a notebook on the disk, or make a checkout of their own.
import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { askGit, git } from '../git/git.ts';
import { readHead } from '../git/head.ts';
import { findCommit } from '../git/points.ts';
import type { Remotes } from '../git/remote.ts';
import { ApiRefusal } from '../kernel/route.ts';
import type { GitPoint, LocatedFile, WorkspaceFiles } from './contract.ts';
import { NOTEBOOK_EXTENSIONS, notebookLanguageOf, withoutExtension } from './notebooks.ts';
import { normalPath, parentOf } from './paths.ts';
import { containedStat, type Tree } from './tree.ts';

/** Opens the door for other rooms; checkouts left over from a crash are removed. */
export function openFiles(dataDir: string, tree: Tree, remotes: Remotes): WorkspaceFiles {
  const checkouts = join(dataDir, 'checkouts');
  rmSync(checkouts, { recursive: true, force: true });
  mkdirSync(checkouts, { recursive: true });
  return {
    async locate(workspacePath) {
      const path = normalPath(workspacePath);
      const object = await tree.find(path);
      if (object === undefined) return undefined;
      const folder = tree.folders.around(path);
      const isFolder = object.type === 'DIRECTORY' || object.type === 'REPO';
      const rootPath = folder?.path ?? (isFolder ? path : parentOf(path));
      return {
        file: object.file,
        root: tree.diskOf(rootPath),
        rootPath,
        kind: object.type === 'REPO' ? 'DIRECTORY' : object.type,
        commit: folder === undefined ? undefined : (await readHead(tree.diskOf(folder.path)))?.commit,
      };
    },
    locateIn,
    async cloneAt(url, at, principal, provider) {
      const dir = join(checkouts, randomUUID());
      const dispose = () => rm(dir, { recursive: true, force: true });
      try {
        const args = ['clone', '--quiet', '--no-checkout', remotes.current(url), dir];
        await remotes.run(url, args, { principal, provider });
        const commit = await findCommit(dir, at);
        if (commit === undefined) {
          throw new ApiRefusal(400, 'GIT_UNKNOWN_REF', `The git remote has no ${describe(at)}.`);
        }
        await git(['checkout', '--quiet', '--detach', commit], { cwd: dir });
        return { dir, commit, dispose };
      } catch (error) {
        await dispose();
        throw error;
      }
    },
  };
}

async function locateIn(dir: string, path: string): Promise<LocatedFile | undefined> {
  if ((await containedStat(dir, dir)) === undefined) return undefined;
  const wanted = resolve(dir, path);
  const commit = await askGit(['rev-parse', '--verify', '--quiet', 'HEAD'], { cwd: dir });
  for (const file of [wanted, ...NOTEBOOK_EXTENSIONS.map((extension) => wanted + extension)]) {
    const inside = await containedStat(file, dir);
    if (inside === undefined) continue;
    const isNotebook = !inside.isDirectory() && (await notebookLanguageOf(file)) !== undefined;
    if (isNotebook && withoutExtension(file) !== wanted) continue;
    if (!isNotebook && file !== wanted) continue;
    const kind = inside.isDirectory() ? 'DIRECTORY' : isNotebook ? 'NOTEBOOK' : 'FILE';
    return { file, root: dir, rootPath: '/', kind, commit };
  }
  return undefined;
}

function describe(at: GitPoint): string {
  if (at.branch !== undefined) return `branch "${at.branch}"`;
  return at.tag === undefined ? `commit "${at.commit ?? ''}"` : `tag "${at.tag}"`;
}
