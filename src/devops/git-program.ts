// Runs the real git: no shell, a clean environment, the credential in the environment and never on the command line, a time
// limit, and an end to the whole process group when somebody aborts.
import { spawn } from 'node:child_process';
import { devNull } from 'node:os';
import { Fault } from '../base/errors.ts';
import { inSpan } from '../base/telemetry.ts';

export interface GitProgram {
  /**
   * Standard output of a git command. Names from outside belong behind `--end-of-options`.
   * @throws GitRefused when git ends with an error; Fault `git-missing` without git; Fault `git-unreachable` past the time
   *   limit; the signal's reason when it aborts
   */
  run(
    args: readonly string[],
    options: { readonly timeoutMs: number; readonly signal?: AbortSignal },
  ): Promise<string>;
}

export interface GitProgramOptions {
  /** Address without credentials: shown in faults, and the one place that the credential is sent to. */
  readonly url: string;
  readonly token?: string;
  /** Variables that git may see, of which only those of the list below are passed on: proxies, certificates, ssh. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** Git said no. What it wrote is kept for sorting the reason; it may hold addresses and is not for people. */
export class GitRefused extends Error {
  override readonly name = 'GitRefused';
  readonly exitCode: number | null;
  declare readonly said: string;
  constructor(exitCode: number | null, said: string) {
    super(`git ended with ${exitCode ?? 'a signal'}`);
    this.exitCode = exitCode;
    Object.defineProperty(this, 'said', { value: said, enumerable: false });
  }
}

const PASSED_ON = [
  'PATH',
  'USERPROFILE',
  'APPDATA',
  'LOCALAPPDATA',
  'SystemRoot',
  'TEMP',
  'TMP',
  'TMPDIR',
  'SSH_AUTH_SOCK',
  'GIT_SSL_CAINFO',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  ...['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY'].flatMap((name) => [name, name.toLowerCase()]),
];
const USUAL_PATH = '/usr/local/bin:/opt/homebrew/bin:/usr/bin:/bin';
/** A list of ten thousand refs is about a megabyte. */
const LONGEST_OUTPUT = 64 * 1024 * 1024;
const LONGEST_COMPLAINT = 8 * 1024;
/** How long git may take to put its things away when it is asked to end, in ms. */
const PATIENCE_MS = 1_000;

export const gitProgram = (options: GitProgramOptions): GitProgram => {
  const program = untold(options);
  return {
    run: (args, how) =>
      inSpan(`git ${commandIn(args)}`, {}, () => program.run(args, how), { kind: 'client' }),
  };
};

/** `ls-remote` out of `--git-dir /x ls-remote …`. */
const commandIn = (args: readonly string[]): string => args.find((word) => /^[a-z][a-z-]+$/.test(word)) ?? '';

const untold = (options: GitProgramOptions): GitProgram => {
  const env = environmentOf(options);
  return {
    run: (args, { timeoutMs, signal }) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        // A group of its own: git starts transports as children, and they end with it.
        const git = spawn('git', args, {
          env,
          detached: true,
          windowsHide: true,
          stdio: ['ignore', 'pipe', 'pipe'],
        });
        const output: Buffer[] = [];
        let size = 0;
        let said = '';
        let why: unknown;
        let lastWord: NodeJS.Timeout | undefined;
        const stop = (reason: unknown): void => {
          if (why !== undefined) return;
          why = reason;
          // Asked first: git takes its lock files along only when it may.
          endGroup(git.pid, 'SIGTERM');
          lastWord = setTimeout(() => endGroup(git.pid, 'SIGKILL'), PATIENCE_MS);
        };
        const onAbort = (): void => stop(signal?.reason);
        signal?.addEventListener('abort', onAbort, { once: true });
        const unreachable = (): Fault =>
          new Fault('git-unreachable', { changed: 'no', facts: { repository: options.url } });
        const timer = setTimeout(() => stop(unreachable()), timeoutMs);
        git.stdout.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size > LONGEST_OUTPUT) stop(new GitRefused(null, 'too much output'));
          else output.push(chunk);
        });
        git.stderr.on('data', (chunk: Buffer) => {
          said = (said + chunk.toString('utf8')).slice(-LONGEST_COMPLAINT);
        });
        const settle = (act: () => void): void => {
          clearTimeout(timer);
          clearTimeout(lastWord);
          signal?.removeEventListener('abort', onAbort);
          act();
        };
        git.once('error', (error) =>
          settle(() => reject(new Fault('git-missing', { changed: 'no', cause: error }))),
        );
        git.once('close', (code) =>
          settle(() => {
            if (why !== undefined) reject(why as Error);
            else if (code === 0) resolve(Buffer.concat(output).toString('utf8'));
            else reject(new GitRefused(code, said));
          }),
        );
      }),
  };
};

const endGroup = (pid: number | undefined, signal: NodeJS.Signals): void => {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended by itself.
  }
};

/** Settings by GIT_CONFIG_COUNT: they reach git's own children and appear in no list of processes. */
const environmentOf = ({ url, token, environment = {} }: GitProgramOptions): Record<string, string> => {
  const settings: (readonly [string, string])[] = [
    ['core.hooksPath', '/dev/null'],
    ['core.fsmonitor', 'false'],
    ['gc.autoDetach', 'false'],
    ['protocol.ext.allow', 'never'],
  ];
  if (token !== undefined) {
    // Azure DevOps ignores the user name; GitHub's app tokens need this one. The scope keeps it from other hosts.
    const basic = Buffer.from(`x-access-token:${token}`).toString('base64');
    settings.push(
      ['credential.helper', ''],
      [`http.${scopeOf(url)}.extraHeader`, `Authorization: Basic ${basic}`],
      // After a redirect git goes on to send the header, to whatever host it was sent to (measured with git 2.39).
      ['http.followRedirects', 'false'],
    );
  }
  const passed = PASSED_ON.flatMap((name) => {
    const value = environment[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    PATH: USUAL_PATH,
    ...Object.fromEntries(passed),
    LC_ALL: 'C',
    // Nobody's own settings: what git does and says is the same on every machine.
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: devNull,
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: '',
    SSH_ASKPASS: '',
    GCM_INTERACTIVE: 'never',
    GIT_SSH_COMMAND: 'ssh -o BatchMode=yes -o ConnectTimeout=15',
    GIT_CONFIG_COUNT: String(settings.length),
    ...Object.fromEntries(
      settings.flatMap(([key, value], index) => [
        [`GIT_CONFIG_KEY_${index}`, key],
        [`GIT_CONFIG_VALUE_${index}`, value],
      ]),
    ),
  };
};

const scopeOf = (url: string): string => (/^https?:/.test(url) ? `${new URL(url).origin}/` : url);
