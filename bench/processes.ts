// Starts the processes of a benchmark, each pinned to a processor where the machine lets us (taskset), and talks to them
// over Node's IPC channel.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

export interface Child {
  /** The first message: where it listens, what it offers. */
  readonly hello: unknown;
  /** Asks a question and resolves with the answer. */
  ask(question?: string): Promise<unknown>;
  /** Ends the child and resolves when it is gone. */
  stop(): Promise<void>;
}

const canPin = ((): boolean => {
  try {
    execFileSync('taskset', ['-p', String(process.pid)], { stdio: 'pipe' });
    return availableParallelism() > 1;
  } catch {
    return false;
  }
})();

/** Whether bots have a processor of their own. */
export const pinned = canPin;

/** Moves this process to another processor than the bots', where possible. */
export const stepAside = (): void => {
  if (canPin) execFileSync('taskset', ['-cp', '1', String(process.pid)], { stdio: 'pipe' });
};

/**
 * @param entry from the benchmark's folder; @param flags of Node; @param cpu the processor to pin it to
 * @param quiet drops what it says on standard error
 * @throws when it ends before its first message
 */
export const startChild = async (
  entry: string,
  {
    flags = [],
    cpu,
    env = {},
    quiet = false,
  }: {
    readonly flags?: readonly string[];
    readonly cpu: number;
    readonly env?: Readonly<Record<string, string>>;
    readonly quiet?: boolean;
  },
): Promise<Child> => {
  const line = [process.execPath, ...flags, join(import.meta.dirname, entry)];
  const [command = '', ...args] = canPin ? ['taskset', '-c', String(cpu), ...line] : line;
  const child = spawn(command, args, {
    stdio: ['ignore', 'ignore', quiet ? 'ignore' : 'inherit', 'ipc'],
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], NODE_ENV: 'production', ...env },
  });
  return {
    hello: await message(child, entry),
    ask: (question = '?') => {
      const answer = message(child, entry);
      child.send(question);
      return answer;
    },
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.disconnect();
      }),
  };
};

const message = (child: ChildProcess, entry: string): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const ended = (code: number | null): void => reject(new Error(`${entry} ended with code ${code}`));
    child.once('exit', ended);
    child.once('message', (value) => {
      child.off('exit', ended);
      resolve(value);
    });
  });
