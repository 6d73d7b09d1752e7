// The first opening of a data folder. Making the database takes seconds of computing and 400 MB that WebAssembly never gives back, so it
// is done in a process that ends; meanwhile people are answered. It is made beside its place and moved there when it is whole: whoever is
// killed half-way leaves nothing that looks like a database.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, fsyncSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAKER = fileURLToPath(new URL('./cluster-maker.ts', import.meta.url));

/** Call with the folder's lock in hand. Does nothing where the folder exists. @throws with what the maker said when it failed */
export const makeCluster = async (folder: string): Promise<void> => {
  if (existsSync(folder)) return;
  const parent = dirname(folder);
  const prefix = `${basename(folder)}.new-`;
  for (const left of readdirSync(parent).filter((name) => name.startsWith(prefix)))
    rmSync(join(parent, left), { recursive: true, force: true });
  // The name is its own: the maker of a process that was killed may still be at work for a moment.
  const unfinished = join(parent, `${prefix}${process.pid}`);
  const maker = fork(MAKER, [unfinished], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  let complaints = '';
  maker.stderr?.on('data', (chunk: Buffer) => {
    complaints = (complaints + chunk.toString('utf8')).slice(-2_000);
  });
  const [code] = (await once(maker, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`the database could not be made (code ${code}): ${complaints}`);
  renameSync(unfinished, folder);
  // Windows has no descriptor of a directory.
  if (process.platform === 'win32') return;
  const directory = openSync(parent, 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
};
