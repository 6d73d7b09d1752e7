// int64 ids. A workspace promises int64, not "fits a double": with `bigIds` every id issued lies beyond 2^53, so that a client
// that reads ids as doubles is found out.
import type { DatabaseSync } from 'node:sqlite';

export interface Ids {
  /** A new id, unique in this workspace for ever (also after a restart), ascending. */
  next(): bigint;
}

const SMALL_START = 410_000_000_000_001n;
const BIG_START = 8_700_000_000_000_000_001n;

/** Opens the id counter that is kept in the workspace's own database. */
export function openIds(state: DatabaseSync, options: { readonly bigIds: boolean }): Ids {
  state.exec(
    'CREATE TABLE IF NOT EXISTS kernel_ids (one INTEGER PRIMARY KEY CHECK (one = 1), issued INTEGER NOT NULL)',
  );
  state.exec('INSERT OR IGNORE INTO kernel_ids VALUES (1, 0)');
  const take = state.prepare('UPDATE kernel_ids SET issued = issued + 1 RETURNING issued');
  take.setReadBigInts(true);
  const start = options.bigIds ? BIG_START : SMALL_START;
  return {
    next() {
      const issued = take.get()?.['issued'];
      if (typeof issued !== 'bigint') throw new Error('the id counter of the workspace is gone');
      // A prime stride, so that neighbouring objects do not look like a sequence a client could guess.
      return start + issued * 7919n;
    },
  };
}

/** Reads an int64 id from a JSON field, a query value or a path segment; undefined when it is none. */
export function readId(value: unknown): bigint | undefined {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : undefined;
  return typeof value === 'string' && /^-?\d{1,19}$/.test(value) ? BigInt(value) : undefined;
}
