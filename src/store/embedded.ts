// The embedded engine: PostgreSQL in WebAssembly on a folder (or in memory, for tests), owned by exactly one process.
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { Kysely, PGliteDialect } from 'kysely';
import { Fault } from '../base/errors.ts';
import { folderParameters, memoryParameters } from './durable-folder.ts';
import { embeddedSession } from './embedded-session.ts';
import { type Engine, INT8, readInt8 } from './engine.ts';
import { makeCluster } from './first-opening.ts';
import { lockFolder } from './folder-lock.ts';
import { querySpan } from './query-span.ts';
import type { DB } from './schema.ts';

/** PostgreSQL's major version inside the pinned PGlite; a folder of another major version cannot be opened. */
const MAJOR = '18';

/** Keeps everything in memory. @param loadDataDir a dump to begin with */
export const openInMemory = async (loadDataDir?: Blob): Promise<Engine> =>
  engineOf(
    await PGlite.create({ ...memoryParameters(), parsers: PARSERS, ...(loadDataDir && { loadDataDir }) }),
  );

/**
 * @param dataFolder the data folder of brickbot
 * @throws Fault `store-locked` or `store-version`
 */
export const openEmbedded = async (dataFolder: string): Promise<Engine> => {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const folder = join(dataFolder, 'database');
  const lock = lockFolder(folder);
  try {
    await makeCluster(folder);
    checkVersion(folder);
    const pglite = await PGlite.create({ ...folderParameters(folder), parsers: PARSERS });
    return engineOf(pglite, () => lock.release());
  } catch (error) {
    lock.release();
    throw error;
  }
};

const PARSERS = { [INT8]: readInt8 };

const checkVersion = (folder: string): void => {
  const file = join(folder, 'PG_VERSION');
  if (!existsSync(file)) return;
  const version = readFileSync(file, 'utf8').trim();
  if (version !== MAJOR)
    throw new Fault('store-version', { changed: 'no', facts: { folder, version, expected: MAJOR } });
};

const engineOf = (pglite: PGlite, afterwards: () => void = () => {}): Engine => ({
  kind: 'embedded',
  db: new Kysely<DB>({ dialect: new PGliteDialect({ pglite }), log: querySpan }),
  queue: { db: embeddedSession(pglite), backend: 'pglite' },
  maintain: async () => {
    // Single-user mode has neither autovacuum nor a checkpointer. VACUUM must be alone in its statement.
    await pglite.exec('vacuum (analyze)');
    await pglite.exec('checkpoint');
  },
  close: async () => {
    try {
      if (!pglite.closed) await pglite.close();
    } finally {
      afterwards();
    }
  },
});
