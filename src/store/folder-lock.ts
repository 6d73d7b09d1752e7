// One process a folder: two would destroy each other's rows without an error. The lock is SQLite's on a file beside the
// folder, so the kernel frees it however the process ends; there is no stale lock and no pid to check.
import { DatabaseSync } from 'node:sqlite';
import { Fault } from '../base/errors.ts';

export interface FolderLock {
  release(): void;
}

const SQLITE_BUSY = 5;

/** @throws Fault `store-locked` when another process has it */
export const lockFolder = (folder: string): FolderLock => {
  const file = new DatabaseSync(`${folder}.lock`, { timeout: 0 });
  try {
    file.exec('PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (error) {
    file.close();
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY)
      throw new Fault('store-locked', { changed: 'no', facts: { folder } });
    throw error;
  }
  return { release: () => file.close() };
};
