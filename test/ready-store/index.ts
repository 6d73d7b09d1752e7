// A database that has its tables, made once for each form of the store and copied by every suite that wants one: making it takes a
// suite ten times as long as copying it. How it is made from nothing, the suites of the store show.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const PREFIX = 'brickbot-ready-';
/** Forms that nobody has made for so long are removed, in ms. */
const OLD = 2 * 24 * 3_600_000;

/** Names everything that decides what a new database looks like. */
const form = (): string => {
  const hash = createHash('sha256');
  const folder = join(ROOT, 'src/store');
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted())
    if (name.endsWith('.ts')) hash.update(name).update(readFileSync(join(folder, name)));
  for (const name of ['@electric-sql/pglite', 'pg-boss', 'kysely'])
    hash.update(readFileSync(join(ROOT, 'node_modules', name, 'package.json')));
  return hash.digest('hex').slice(0, 16);
};

let place: string | undefined;

/** The folder of this form, made when it is not there. Several may make it at once: the first that is done has made it. */
export const readyStore = (): string => {
  place ??= join(tmpdir(), `${PREFIX}${form()}`);
  if (existsSync(place)) return place;
  const unfinished = `${place}.${process.pid}`;
  const made = spawnSync(process.execPath, [join(import.meta.dirname, 'maker.ts'), unfinished], {
    encoding: 'utf8',
  });
  if (made.status !== 0) throw new Error(`the store of the tests could not be made: ${made.stderr}`);
  try {
    renameSync(unfinished, place);
  } catch (error) {
    if (!existsSync(place)) throw error;
    rmSync(unfinished, { recursive: true, force: true });
  }
  return place;
};

/** Puts the database into a data folder of brickbot that has none yet. */
export const putReadyStore = (dataFolder: string): void => {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  cpSync(join(readyStore(), 'database'), join(dataFolder, 'database'), { recursive: true });
};

/** The database as the embedded engine loads it into memory. */
export const readyDump = (): Blob => new Blob([readFileSync(join(readyStore(), 'dump.tar'))]);

/** Before the first suite, so that no two of them make it; old forms go. */
export default (): void => {
  readyStore();
  for (const name of readdirSync(tmpdir()).filter((each) => each.startsWith(PREFIX))) {
    const folder = join(tmpdir(), name);
    if (folder !== place && Date.now() - statSync(folder).mtimeMs > OLD)
      rmSync(folder, { recursive: true, force: true });
  }
};
