// The memory of the embedded workspace: one SQLite file in the data folder. Each room makes its own tables in it, named with the
// room's word first (`repos_folders`, `jobs_runs`).
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * Opens (or makes) `workspace.db` in the folder. Two habits follow from int64 ids: statements that read one call
 * `setReadBigInts(true)` (integers beyond 2^53 throw otherwise), and tables keyed by one are made `WITHOUT ROWID`. In a rowid table
 * the id would become the connection's last row id, which every later `run()` of any statement reports, and throws on.
 */
export function openState(dir: string): DatabaseSync {
  mkdirSync(dir, { recursive: true });
  const state = new DatabaseSync(join(dir, 'workspace.db'));
  state.exec('PRAGMA journal_mode = WAL');
  state.exec('PRAGMA synchronous = NORMAL');
  state.exec('PRAGMA busy_timeout = 5000');
  state.exec('PRAGMA foreign_keys = ON');
  return state;
}

/** Runs the function in one transaction: all of it happens or none. The function must not await. */
export function transact<T>(state: DatabaseSync, work: () => T): T {
  state.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    state.exec('COMMIT');
    return result;
  } catch (error) {
    state.exec('ROLLBACK');
    throw error;
  }
}
