// A child of a suite: started with the same Node, speaks JSON lines on standard output, ended by its own handle.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface Child {
  readonly process: ChildProcess;
  /** Everything it has said. */
  readonly said: Readonly<Record<string, unknown>>[];
  /** The first line with this key, said already or to come; rejects when the process ends without it. */
  hears(key: string): Promise<unknown>;
  /** What it has written to standard error, the first 5,000 characters. */
  complaints(): string;
  /** Kills it (SIGKILL unless told) and waits for its end. */
  end(signal?: NodeJS.Signals): Promise<void>;
}

export const startChild = (script: string, ...args: readonly string[]): Child => {
  const child = spawn(process.execPath, [script, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  const said: Record<string, unknown>[] = [];
  const listeners = new Set<() => void>();
  const tell = (): void => {
    for (const listener of Array.from(listeners)) listener();
  };
  let errors = '';
  let over = false;
  child.stderr.on('data', (chunk: Buffer) => {
    if (errors.length < 5_000) errors += chunk.toString();
  });
  createInterface({ input: child.stdout })
    .on('line', (line) => {
      const value: unknown = JSON.parse(line);
      said.push(value as Record<string, unknown>);
      tell();
    })
    .on('close', () => {
      over = true;
      tell();
    });
  const exited = once(child, 'exit');
  return {
    process: child,
    said,
    hears: (key) => {
      const { promise, resolve, reject } = Promise.withResolvers<unknown>();
      const look = (): void => {
        const line = said.find((each) => key in each);
        if (!line && !over) return;
        listeners.delete(look);
        if (line) resolve(line[key]);
        else reject(new Error(`the child ended without saying ${key}: ${JSON.stringify(said)} ${errors}`));
      };
      listeners.add(look);
      look();
      return promise;
    },
    complaints: () => errors,
    end: async (signal = 'SIGKILL') => {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      await exited;
    },
  };
};
