// The workspace's objects as they lie on the disk: `<data>/files/<path>`, notebooks with their extension, git folders as clones.
// Object ids are handed out on first sight and kept.
import { mkdirSync, type Stats } from 'node:fs';
import { mkdir, readdir, realpath, rm, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { WorkspaceContext } from '../kernel/context.ts';
import type { GitFolders } from './git-folders.ts';
import { type Language, NOTEBOOK_EXTENSIONS, notebookLanguageOf, withoutExtension } from './notebooks.ts';
import { isWithin, parentOf } from './paths.ts';

export interface WorkspaceObject {
  /** Normal path, without `/Workspace`. */
  readonly path: string;
  readonly type: 'DIRECTORY' | 'REPO' | 'NOTEBOOK' | 'FILE';
  /** Absolute path on the disk. */
  readonly file: string;
  readonly language: Language | undefined;
  readonly size: number;
  /** ms since the epoch. */
  readonly createdAt: number;
  readonly modifiedAt: number;
}

export interface Tree {
  /** The object at a normal path. Links that lead out of the tree are not there. */
  find(path: string): Promise<WorkspaceObject | undefined>;
  /** Objects directly in the folder, by name. */
  children(path: string): Promise<readonly WorkspaceObject[]>;
  /** Where a file or folder of that path would lie. */
  diskOf(path: string): string;
  /** For a git folder the id of the git folder. */
  idOf(path: string): bigint;
  makeFolder(path: string): Promise<void>;
  /** Removes object, ids and git folders at and below the path. */
  remove(object: WorkspaceObject): Promise<void>;
  readonly folders: GitFolders;
}

/** Folders that every workspace has. */
const TOP_FOLDERS = ['Repos', 'Shared', 'Users'];

export function openTree(context: WorkspaceContext, folders: GitFolders): Tree {
  const { state } = context;
  const root = join(context.dataDir, 'files');
  for (const folder of TOP_FOLDERS) mkdirSync(join(root, folder), { recursive: true });
  state.exec('CREATE TABLE IF NOT EXISTS files_objects (path TEXT PRIMARY KEY, object_id INTEGER NOT NULL)');
  const selectId = state.prepare('SELECT object_id FROM files_objects WHERE path = ?');
  selectId.setReadBigInts(true);
  const insertId = state.prepare('INSERT INTO files_objects VALUES (?, ?)');
  const forget = state.prepare(
    "DELETE FROM files_objects WHERE path = ? OR substr(path, 1, length(?) + 1) = ? || '/'",
  );

  const diskOf = (path: string) => join(root, ...path.split('/'));

  async function look(path: string): Promise<WorkspaceObject | undefined> {
    const plain = await objectAt(path, diskOf(path));
    if (plain !== undefined) return plain;
    for (const extension of NOTEBOOK_EXTENSIONS) {
      const notebook = await objectAt(path, diskOf(path) + extension);
      if (notebook !== undefined) return notebook;
    }
    return undefined;
  }

  /** The object that this file is, when `path` is how it is called in the workspace. */
  async function objectAt(path: string, file: string): Promise<WorkspaceObject | undefined> {
    const inside = await containedStat(file, root);
    if (inside === undefined) return undefined;
    const facts = {
      path,
      file,
      size: inside.size,
      createdAt: Math.floor(inside.birthtimeMs),
      modifiedAt: Math.floor(inside.mtimeMs),
    };
    if (inside.isDirectory()) {
      const type = folders.around(path)?.path === path ? 'REPO' : 'DIRECTORY';
      return file === diskOf(path) ? { ...facts, type, language: undefined } : undefined;
    }
    const language = await notebookLanguageOf(file);
    const called = language === undefined ? file : withoutExtension(file);
    if (called !== diskOf(path)) return undefined;
    return { ...facts, type: language === undefined ? 'FILE' : 'NOTEBOOK', language };
  }

  return {
    folders,
    diskOf,
    find: look,
    async children(path) {
      const names = (await readdir(diskOf(path))).filter((name) => name !== '.git').toSorted();
      const objects = await Promise.all(
        names.map(async (name) => {
          const child = `${path === '/' ? '' : path}/${name}`;
          return (
            (await objectAt(child, diskOf(child))) ?? (await objectAt(withoutExtension(child), diskOf(child)))
          );
        }),
      );
      return objects.filter((object) => object !== undefined);
    },
    idOf(path) {
      const folder = folders.around(path);
      if (folder?.path === path) return folder.id;
      const known = selectId.get(path)?.['object_id'];
      if (typeof known === 'bigint') return known;
      const id = context.ids.next();
      insertId.run(path, id);
      return id;
    },
    async makeFolder(path) {
      await mkdir(diskOf(path), { recursive: true });
    },
    async remove(object) {
      for (const folder of folders.all()) if (isWithin(folder.path, object.path)) folders.remove(folder.id);
      forget.run(object.path, object.path, object.path);
      await rm(object.file, { recursive: true, force: true });
    },
  };
}

/** `stat` of a file whose real place is in the folder; undefined when it is not there or a link leads out. */
export async function containedStat(file: string, folder: string): Promise<Stats | undefined> {
  try {
    const [real, realFolder] = await Promise.all([realpath(file), realpath(folder)]);
    return real === realFolder || real.startsWith(realFolder + sep) ? await stat(real) : undefined;
  } catch {
    return undefined;
  }
}

/** True when the parent of the path is there and may hold objects. */
export async function hasParent(tree: Tree, path: string): Promise<boolean> {
  const parent = await tree.find(parentOf(path));
  return parent?.type === 'DIRECTORY' || parent?.type === 'REPO';
}
