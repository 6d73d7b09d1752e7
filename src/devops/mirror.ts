// A bare mirror of the remote in a cache folder: commits and trees without file contents. It is brought up to date when
// somebody asks; who asks while a fetch runs gets the next one, since the running one may have missed their push.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../base/errors.ts';
import { type GitProgram, GitRefused } from './git-program.ts';

export interface Mirror {
  /** Brings every branch and tag up to date. @throws Fault `git-unreachable`, `git-refused`, `git-missing` */
  refresh(signal?: AbortSignal): Promise<void>;
  /** Runs git in the mirror, on what is there already. @throws GitRefused when git says no */
  ask(args: readonly string[], signal?: AbortSignal): Promise<string>;
}

export interface MirrorOptions {
  readonly git: GitProgram;
  readonly url: string;
  readonly cacheFolder: string;
  readonly fetchTimeoutMs: number;
  readonly askTimeoutMs: number;
}

interface Round {
  readonly done: Promise<void>;
  readonly stop: AbortController;
  waiting: number;
}

export const openMirror = ({
  git,
  url,
  cacheFolder,
  fetchTimeoutMs,
  askTimeoutMs,
}: MirrorOptions): Mirror => {
  const folder = join(cacheFolder, `${createHash('sha256').update(url).digest('hex').slice(0, 24)}.git`);
  const inFolder = (args: readonly string[]): string[] => ['--git-dir', folder, ...args];

  const fetchAll = async (signal: AbortSignal): Promise<void> => {
    const limits = { timeoutMs: askTimeoutMs, signal };
    if (!existsSync(join(folder, 'HEAD'))) {
      await mkdir(cacheFolder, { recursive: true, mode: 0o700 });
      await git.run(['init', '--quiet', '--bare', '--end-of-options', folder], limits);
    }
    await git.run(
      inFolder([
        'fetch',
        '--quiet',
        '--force',
        '--prune',
        '--no-tags',
        '--no-write-fetch-head',
        '--no-recurse-submodules',
        '--filter=blob:none',
        '--end-of-options',
        url,
        '+refs/heads/*:refs/heads/*',
        '+refs/tags/*:refs/tags/*',
      ]),
      { timeoutMs: fetchTimeoutMs, signal },
    );
  };

  let running: Round | undefined;
  let next: Round | undefined;

  const start = (after: Promise<void>): Round => {
    const stop = new AbortController();
    const round: Round = {
      stop,
      waiting: 0,
      done: after.then(async () => {
        // From here on new askers need a round of their own.
        if (next === round) next = undefined;
        running = round;
        try {
          await fetchAll(stop.signal);
        } catch (error) {
          throw reasonOf(error, url);
        } finally {
          if (running === round) running = undefined;
        }
      }),
    };
    round.done.catch(() => {});
    return round;
  };

  return {
    refresh: async (signal) => {
      signal?.throwIfAborted();
      next ??= start(running ? running.done.catch(() => {}) : Promise.resolve());
      const round = next;
      round.waiting += 1;
      const { promise: gone, reject } = Promise.withResolvers<never>();
      const leave = (): void => {
        // The fetch belongs to all who wait for it, and ends when the last one has left.
        round.waiting -= 1;
        if (round.waiting === 0) round.stop.abort(signal?.reason);
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', leave, { once: true });
      try {
        await Promise.race([round.done, gone]);
      } finally {
        signal?.removeEventListener('abort', leave);
      }
    },
    ask: (args, signal) => git.run(inFolder(args), { timeoutMs: askTimeoutMs, ...(signal && { signal }) }),
  };
};

/** git has one exit code for every trouble, so its words tell refusal from silence. They are asked for in English (LC_ALL). */
const REFUSALS =
  /authentication failed|could not read (username|password)|permission denied|returned error: 40[13]|access denied|invalid credentials|http basic: access denied/i;

/** Something answers there that is no repository: a wrong address, one that is hidden from strangers, a sign-in page. */
const NOTHING_THERE =
  /is this a git repository|does not appear to be a git repository|repository .{0,300} (not found|does not exist)|returned error: 404|unable to update url base from redirection/i;

const reasonOf = (error: unknown, url: string): unknown => {
  if (!(error instanceof GitRefused)) return error;
  const code = REFUSALS.test(error.said)
    ? 'git-refused'
    : NOTHING_THERE.test(error.said)
      ? 'git-nothing-there'
      : 'git-unreachable';
  return new Fault(code, { changed: 'no', facts: { repository: url }, cause: error });
};
