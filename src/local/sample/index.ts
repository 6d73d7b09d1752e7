// Makes the sample ML project as a git repository: real commits by several people, on `main`, `feature-x` and `feature-broken`.
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { git } from '../git/git.ts';
import { COMMITS, type Edit, type SampleCommit } from './history-of-commits.ts';

export { seedHistory } from './history.ts';
export { type SampleDoor, seedJobs } from './jobs.ts';

const PROJECT = join(import.meta.dirname, 'project');

/**
 * Writes the project into an empty folder, as a git work tree that stands on `main`. The same commit ids on every machine.
 * @throws Error when the folder is a repository already
 */
export async function seedSample(dir: string): Promise<void> {
  await git(['init', '--quiet', '--initial-branch=main', '--object-format=sha1'], { cwd: dir });
  let branch = 'main';
  for (const commit of COMMITS) {
    if (commit.branch !== branch) {
      await git(['checkout', '--quiet', '-b', commit.branch, 'main'], { cwd: dir });
      branch = commit.branch;
    }
    await write(dir, commit);
    await git(['add', '--all'], { cwd: dir });
    await git(['commit', '--quiet', '--no-gpg-sign', '--message', commit.message], {
      cwd: dir,
      env: identityOf(commit),
      config: { 'core.autocrlf': 'false' },
    });
  }
  await git(['checkout', '--quiet', 'main'], { cwd: dir });
}

async function write(dir: string, commit: SampleCommit): Promise<void> {
  for (const file of commit.files ?? []) {
    await mkdir(dirname(join(dir, file)), { recursive: true });
    await cp(join(PROJECT, file), join(dir, file), {
      recursive: true,
      filter: (source) => !source.includes('__pycache__'),
    });
  }
  for (const edit of commit.edits ?? []) await apply(dir, edit);
}

async function apply(dir: string, [file, find, replace]: Edit): Promise<void> {
  const text = await readFile(join(dir, file), 'utf8');
  if (!text.includes(find)) throw new Error(`the sample's ${file} no longer contains "${find}"`);
  await writeFile(
    join(dir, file),
    text.replace(find, () => replace),
  );
}

function identityOf({ author, date }: SampleCommit): Record<string, string> {
  return {
    GIT_AUTHOR_NAME: author.name,
    GIT_AUTHOR_EMAIL: author.email,
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_NAME: author.name,
    GIT_COMMITTER_EMAIL: author.email,
    GIT_COMMITTER_DATE: date,
  };
}
