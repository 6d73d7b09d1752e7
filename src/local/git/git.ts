// Runs the machine's own git, cut off from the person's settings (no global config, no credential store, no prompts), with secrets
// handed over by environment so that they never stand in a process list.
import { spawn } from 'node:child_process';
import { childEnvironment } from '../kernel/surroundings.ts';

export interface GitOptions {
  /** Folder to run in. */
  readonly cwd?: string;
  /** Settings for this call only, `http.extraHeader` and the like. */
  readonly config?: Readonly<Record<string, string>>;
  /** Killed after this many ms; 120 s when absent. */
  readonly timeoutMs?: number;
  /** Stops git as its time limit does. */
  readonly signal?: AbortSignal;
  readonly env?: Readonly<Record<string, string>>;
}

/** git ended with a code other than 0, or was stopped for its time limit. */
export class GitFailure extends Error {
  readonly code: number | 'timeout' | 'missing';
  /** What git wrote to standard error; may name paths of this machine. */
  readonly stderr: string;

  constructor(args: readonly string[], code: number | 'timeout' | 'missing', stderr: string) {
    super(`git ${args[0] ?? ''} failed (${code})`);
    this.name = 'GitFailure';
    this.code = code;
    this.stderr = stderr;
  }
}

const TIMEOUT_MS = 120_000;

/** Environment in which no setting of the person or machine reaches git. */
export function gitEnvironment(config: Readonly<Record<string, string>> = {}): Record<string, string> {
  const settings = {
    'core.hooksPath': '/dev/null',
    'core.symlinks': 'true',
    'gc.auto': '0',
    'safe.directory': '*',
    ...config,
  };
  const numbered = Object.entries(settings).flatMap(([key, value], index) => [
    [`GIT_CONFIG_KEY_${index}`, key],
    [`GIT_CONFIG_VALUE_${index}`, value],
  ]);
  return childEnvironment({
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: '',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_COUNT: String(numbered.length / 2),
    NO_PROXY: '127.0.0.1,localhost,::1',
    LC_ALL: 'C',
    ...(Object.fromEntries(numbered) as Record<string, string>),
  });
}

/**
 * Runs git and gives its standard output without the last line end.
 * @throws GitFailure
 */
export function git(args: readonly string[], options: GitOptions = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', args, {
      cwd: options.cwd,
      env: { ...gitEnvironment(options.config), ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      // Its own session: no controlling terminal to prompt on, and one group to stop with its children.
      detached: process.platform !== 'win32',
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    let timedOut = false;
    const giveUp = () => {
      timedOut = true;
      stop(child.pid);
    };
    const timer = setTimeout(giveUp, options.timeoutMs ?? TIMEOUT_MS);
    options.signal?.addEventListener('abort', giveUp);
    if (options.signal?.aborted === true) giveUp();
    const settle = () => {
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', giveUp);
    };
    child.stdout.on('data', (part: Buffer) => out.push(part));
    child.stderr.on('data', (part: Buffer) => err.push(part));
    child.on('error', () => {
      settle();
      reject(new GitFailure(args, 'missing', 'git is not installed'));
    });
    child.on('close', (code) => {
      settle();
      const stderr = Buffer.concat(err).toString('utf8');
      if (timedOut) reject(new GitFailure(args, 'timeout', stderr));
      else if (code === 0) resolve(Buffer.concat(out).toString('utf8').replace(/\n$/, ''));
      else reject(new GitFailure(args, code ?? -1, stderr));
    });
  });
}

/** Output of git, or undefined when it ended with a code other than 0 (for questions such as "is there such a ref?"). */
export async function askGit(args: readonly string[], options: GitOptions = {}): Promise<string | undefined> {
  try {
    return await git(args, options);
  } catch (error) {
    if (isGitFailure(error) && typeof error.code === 'number') return undefined;
    throw error;
  }
}

/** By name, because errors may cross realms. */
export function isGitFailure(error: unknown): error is GitFailure {
  return typeof error === 'object' && error !== null && 'name' in error && error.name === 'GitFailure';
}

function stop(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    // It has ended in the meantime.
  }
}
