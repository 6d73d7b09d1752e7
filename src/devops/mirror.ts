// A bare mirror of the remote in a cache folder: commits and trees without file contents. It is brought up to date when
// somebody asks; who asks while a fetch runs gets the next one, since the running one may have missed their push.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { devNull } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../base/clock.ts';
import { Fault } from '../base/errors.ts';
import { outside } from '../base/telemetry.ts';
import { type GitProgram, GitRefused } from './git-program.ts';
import { sentElsewhere, troubleIn } from './git-words.ts';
import { type Round, sharedRounds } from './rounds.ts';

export interface Mirror {
  /**
   * Brings every branch and tag up to date.
   * @throws Fault `git-unreachable`, `git-refused`, `git-nothing-there`, `git-missing`; the signal's reason when it aborts
   */
  readonly refresh: Round;
  /** Runs git in the mirror, on what is there already. @throws GitRefused when git says no */
  ask(args: readonly string[], signal?: AbortSignal): Promise<string>;
  /** Sends one ref to the remote, never over another one. @throws GitRefused when git or the remote says no */
  send(refspec: string, signal?: AbortSignal): Promise<void>;
}

export interface MirrorOptions {
  readonly git: GitProgram;
  readonly url: string;
  readonly cacheFolder: string;
  readonly fetchTimeoutMs: number;
  readonly askTimeoutMs: number;
  readonly clock: Clock;
}

/** Waits before a fetch is tried again while the remote is well: another process may hold the mirror's locks for a moment. */
const WAITS_MS = [100, 300, 900, 2_000];

/** No fetch lasts as long. */
const LEFT_BEHIND_MS = 24 * 3_600_000;

export const openMirror = (options: MirrorOptions): Mirror => {
  const { git, url, cacheFolder, fetchTimeoutMs, askTimeoutMs, clock } = options;
  const name = createHash('sha256').update(url).digest('hex').slice(0, 24);
  const folder = join(cacheFolder, `${name}.git`);
  const unfinishedPrefix = `unfinished-${name}-`;
  let address = url;

  const fetchInto = (place: string, signal: AbortSignal): Promise<string> =>
    git.run(
      [
        '--git-dir',
        place,
        'fetch',
        '--quiet',
        '--force',
        '--prune',
        '--no-tags',
        '--no-write-fetch-head',
        '--no-recurse-submodules',
        // A server that knows no filters is asked for everything: git sees to that by itself.
        '--filter=blob:none',
        '--end-of-options',
        address,
        '+refs/heads/*:refs/heads/*',
        '+refs/tags/*:refs/tags/*',
      ],
      { timeoutMs: fetchTimeoutMs, signal },
    );

  /** Takes away what processes left unfinished that were killed while they made a mirror. */
  const sweep = async (): Promise<void> => {
    for (const entry of await readdir(cacheFolder)) {
      if (!entry.startsWith(unfinishedPrefix)) continue;
      const place = join(cacheFolder, entry);
      const made = await stat(place).then(
        (found) => found.mtimeMs,
        () => undefined,
      );
      if (made !== undefined && clock.now() - made > LEFT_BEHIND_MS)
        await rm(place, { recursive: true, force: true });
    }
  };

  /** A fresh mirror, put into its place when it is whole; of two processes that make one, the first wins. */
  const make = async (signal: AbortSignal): Promise<void> => {
    await mkdir(cacheFolder, { recursive: true, mode: 0o700 });
    await sweep();
    const unfinished = await mkdtemp(join(cacheFolder, unfinishedPrefix));
    try {
      await git.run(['init', '--quiet', '--bare', '--template=', '--end-of-options', unfinished], {
        timeoutMs: askTimeoutMs,
        signal,
      });
      await fetchInto(unfinished, signal);
      await rename(unfinished, folder).catch((error: unknown) => {
        if (!existsSync(join(folder, 'HEAD'))) throw error;
      });
    } finally {
      await rm(unfinished, { recursive: true, force: true });
    }
  };

  /** Takes a mirror out of the way that nothing can be fetched into: a lock that a crash left behind, a damaged file. */
  const setAside = async (): Promise<void> => {
    const aside = await mkdtemp(join(cacheFolder, unfinishedPrefix));
    await rename(folder, join(aside, 'old')).catch(() => {});
    await rm(aside, { recursive: true, force: true });
  };

  const attempt = (signal: AbortSignal): Promise<unknown> =>
    existsSync(join(folder, 'HEAD')) ? fetchInto(folder, signal) : make(signal);

  /** Whether it is the remote that is in trouble. Asked outside the mirror, so that the mirror's own trouble does not count. */
  const remoteTrouble = async (refused: GitRefused, signal: AbortSignal): Promise<Fault | undefined> => {
    const fault = (because: GitRefused): Fault =>
      new Fault(troubleIn(because.said), { changed: 'no', facts: { repository: url }, cause: because });
    if (troubleIn(refused.said) !== 'git-unreachable') return fault(refused);
    try {
      await git.run(['--git-dir', devNull, 'ls-remote', '--quiet', '--end-of-options', address, 'HEAD'], {
        timeoutMs: askTimeoutMs,
        signal,
      });
      return undefined;
    } catch (error) {
      if (error instanceof GitRefused) return fault(error);
      throw error;
    }
  };

  const bringUpToDate = async (signal: AbortSignal): Promise<void> => {
    for (let tries = 0; ; tries += 1) {
      try {
        await attempt(signal);
        return;
      } catch (error) {
        if (!(error instanceof GitRefused)) throw error;
        // Some hosts send `/churn` to `/churn.git`; git must not follow by itself, see git-program.ts.
        if (sentElsewhere(error.said) && !/\.git\/?$/.test(address)) {
          address = `${address.replace(/\/$/, '')}.git`;
          continue;
        }
        const trouble = await remoteTrouble(error, signal);
        if (trouble) {
          address = url;
          throw trouble;
        }
        const wait = WAITS_MS[tries];
        if (wait !== undefined) await clock.sleep(wait, signal);
        else if (tries === WAITS_MS.length) await setAside();
        else throw error;
      }
    }
  };

  return {
    refresh: sharedRounds((signal) => outside('Git', 'fetch', () => bringUpToDate(signal))),
    send: async (refspec, signal) => {
      await git.run(['--git-dir', folder, 'push', '--quiet', '--end-of-options', address, refspec], {
        timeoutMs: fetchTimeoutMs,
        ...(signal && { signal }),
      });
    },
    ask: (args, signal) =>
      git.run(['--git-dir', folder, ...args], { timeoutMs: askTimeoutMs, ...(signal && { signal }) }),
  };
};
