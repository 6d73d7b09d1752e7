// Back-ups of the embedded database: the folder as it is, in one compressed file. Both ways hold the folder's lock, so a running bot is
// never read half way or overwritten. What is put in place was opened, and its audit trail followed, before.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { PGlite } from '@electric-sql/pglite';
import { Kysely, PGliteDialect } from 'kysely';
import { Fault } from '../base/errors.ts';
import { folderParameters } from './durable-folder.ts';
import { INT8, readInt8 } from './engine.ts';
import { lockFolder } from './folder-lock.ts';
import type { DB } from './schema.ts';

const PARSERS = { [INT8]: readInt8 };

/**
 * Writes the embedded database into a file that only its owner can read. It holds everything that the bot knows.
 * @param dataFolder the folder that holds `database`
 * @throws Fault `store-locked` while a bot runs on the folder
 */
export const backUp = async (dataFolder: string, file: string): Promise<void> => {
  const folder = join(dataFolder, 'database');
  const lock = lockFolder(folder);
  try {
    if (!existsSync(join(folder, 'PG_VERSION'))) throw unusable(folder, 'there is no database');
    const pglite = await PGlite.create({ ...folderParameters(folder), parsers: PARSERS });
    try {
      await pglite.exec('checkpoint');
      const dumped = await pglite.dumpDataDir('none');
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
      // Under another name until it is whole: half of a back-up must not look like one.
      writeFileSync(`${file}.part`, gzipSync(Buffer.from(await dumped.arrayBuffer())), {
        mode: 0o600,
        flush: true,
      });
      renameSync(`${file}.part`, file);
    } finally {
      await pglite.close();
    }
  } finally {
    lock.release();
  }
};

/** What a restored database says of itself before it is put in place. @throws Error when it is not what it should be */
export type Inspection<Report> = (db: Kysely<DB>) => Promise<Report>;

/**
 * Puts a back-up in the place of the embedded database. The one before is kept beside it.
 * @param stamp ends the name under which the one before is kept
 * @throws Fault `store-locked` while a bot runs on the folder, `backup-unusable` when the file is no whole back-up or the inspection
 * finds fault; the database in place is untouched then
 */
export const restore = async <Report>(
  dataFolder: string,
  file: string,
  stamp: string,
  inspect: Inspection<Report>,
): Promise<{ readonly report: Report; readonly keptAs: string | undefined }> => {
  if (!existsSync(file)) throw unusable(file, 'there is no such file');
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const folder = join(dataFolder, 'database');
  const lock = lockFolder(folder);
  const beside = `${folder}.restored`;
  try {
    rmSync(beside, { recursive: true, force: true });
    const report = await unpacked(beside, file, inspect);
    const keptAs = existsSync(folder) ? `${folder}.before-${stamp}` : undefined;
    if (keptAs !== undefined) renameSync(folder, keptAs);
    renameSync(beside, folder);
    return { report, keptAs };
  } finally {
    rmSync(beside, { recursive: true, force: true });
    lock.release();
  }
};

const unpacked = async <Report>(
  folder: string,
  file: string,
  inspect: Inspection<Report>,
): Promise<Report> => {
  try {
    // Unpacked here, with its check sum: the database's own unpacking reports a file that is cut short past its caller.
    const loadDataDir = new Blob([gunzipSync(readFileSync(file))], { type: 'application/x-tar' });
    const pglite = await PGlite.create({ ...folderParameters(folder), parsers: PARSERS, loadDataDir });
    try {
      const report = await inspect(new Kysely<DB>({ dialect: new PGliteDialect({ pglite }) }));
      await pglite.exec('checkpoint');
      return report;
    } finally {
      await pglite.close();
    }
  } catch (error) {
    throw error instanceof Fault ? error : unusable(file, 'it cannot be opened as a database', error);
  }
};

const unusable = (file: string, problem: string, cause?: unknown): Fault =>
  new Fault('backup-unusable', { changed: 'no', facts: { file, problem }, cause });
