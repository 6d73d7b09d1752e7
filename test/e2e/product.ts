// The product as people start it: its own process on a data folder, found by the line of JSON that it prints.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface Product {
  readonly url: string;
  readonly workspace: string;
  readonly chat: string;
  /** Ends it at any line, as a crash would. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

const ROOT = join(import.meta.dirname, '../..');

export const startProduct = async (data: string): Promise<Product> => {
  const child: ChildProcess = spawn(process.execPath, ['src/main.ts'], {
    cwd: ROOT,
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      BRICKBOT_DATA: data,
      PORT: '0',
      BRICKBOT_LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let complaints = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    complaints = (complaints + chunk.toString('utf8')).slice(-4_000);
  });
  const ended = once(child, 'exit');
  const ready = new Promise<Omit<Product, 'kill' | 'stop'>>((resolve, reject) => {
    if (child.stdout)
      createInterface(child.stdout).on('line', (line) => resolve(JSON.parse(line) as Product));
    ended.then(() => reject(new Error(`the product ended before it was ready:\n${complaints}`)), reject);
  });
  const endBy = (signal: NodeJS.Signals) => async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await ended;
  };
  return { ...(await ready), kill: endBy('SIGKILL'), stop: endBy('SIGTERM') };
};
