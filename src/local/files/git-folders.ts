// Which folders of the workspace are git folders: one row each. Where they stand (branch, commit) is read from the clone itself.
import type { DatabaseSync } from 'node:sqlite';
import { isWithin } from './paths.ts';

export interface GitFolder {
  readonly id: bigint;
  /** Normal path, without `/Workspace`. */
  readonly path: string;
  readonly url: string;
  readonly provider: string;
  readonly credentialId: bigint | undefined;
  /** Cone patterns; undefined when the folder was made without sparse checkout. */
  readonly sparse: readonly string[] | undefined;
  /** Principal who made it. */
  readonly creator: string;
}

export interface GitFolders {
  /** All of them, by id. */
  all(): readonly GitFolder[];
  byId(id: bigint): GitFolder | undefined;
  /** The git folder that this path is, or lies in. */
  around(path: string): GitFolder | undefined;
  save(folder: GitFolder): void;
  remove(id: bigint): void;
}

export function openGitFolders(state: DatabaseSync): GitFolders {
  state.exec(`CREATE TABLE IF NOT EXISTS repos_folders (
    id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, url TEXT NOT NULL, provider TEXT NOT NULL, credential_id INTEGER,
    sparse TEXT, creator TEXT NOT NULL) WITHOUT ROWID`);
  const select = state.prepare('SELECT * FROM repos_folders ORDER BY id');
  select.setReadBigInts(true);
  const insert = state.prepare('INSERT OR REPLACE INTO repos_folders VALUES (?, ?, ?, ?, ?, ?, ?)');
  const drop = state.prepare('DELETE FROM repos_folders WHERE id = ?');
  const all = () => select.all().map(folderOf);
  return {
    all,
    byId: (id) => all().find((folder) => folder.id === id),
    around: (path) => all().find((folder) => isWithin(path, folder.path)),
    save(folder) {
      const sparse = folder.sparse === undefined ? null : folder.sparse.join('\n');
      const { id, path, url, provider, credentialId, creator } = folder;
      insert.run(id, path, url, provider, credentialId ?? null, sparse, creator);
    },
    remove(id) {
      drop.run(id);
    },
  };
}

function folderOf(row: Record<string, unknown>): GitFolder {
  const sparse = row['sparse'];
  return {
    id: row['id'] as bigint,
    path: String(row['path']),
    url: String(row['url']),
    provider: String(row['provider']),
    credentialId: row['credential_id'] === null ? undefined : (row['credential_id'] as bigint),
    sparse: typeof sparse === 'string' ? sparse.split('\n').filter((line) => line !== '') : undefined,
    creator: String(row['creator']),
  };
}
