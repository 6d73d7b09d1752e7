// A real repository in a temporary folder, written to by the real git.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface RealRepository {
  readonly folder: string;
  readonly url: string;
  git(...args: readonly string[]): string;
  /** Commits one file and gives the id. */
  commit(subject: string, secondsSinceEpoch?: number): string;
  remove(): void;
}

export const realRepository = (): RealRepository => {
  const folder = mkdtempSync(join(tmpdir(), 'real-repository-'));
  let count = 0;
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-C', folder, ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trim();
  git('init', '--quiet', '--initial-branch=main');
  git('config', 'user.name', 'Ada Lovelace');
  git('config', 'user.email', 'ada@example.com');
  git('config', 'uploadpack.allowFilter', 'true');
  return {
    folder,
    url: `file://${folder}`,
    git,
    commit: (subject, secondsSinceEpoch = 1_790_000_000 + count) => {
      count += 1;
      writeFileSync(join(folder, 'file.txt'), `content ${count}`);
      git('add', 'file.txt');
      const date = `${secondsSinceEpoch} +0000`;
      execFileSync('git', ['-C', folder, 'commit', '--quiet', '-m', subject], {
        env: { PATH: '/usr/local/bin:/usr/bin:/bin', GIT_COMMITTER_DATE: date, GIT_AUTHOR_DATE: date },
      });
      return git('rev-parse', 'HEAD');
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
};
