// The product as people start it: its own process on a data folder, found by the line of JSON that it prints. Every place that takes a
// secret has a planted one, and all that it brings forth is kept, so that the suite is searched for them when it is over.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { serviceFile } from '../../src/app/service-file.ts';
import { PLANTED, planted } from '../secrets/planted.ts';
import { rowsAt } from '../secrets/rows.ts';
import { keep, keepEach, keepOutput, secretIs } from './produced.ts';

export interface Product {
  readonly url: string;
  readonly workspace: string;
  readonly chat: string;
  /** What the command line beside it prints, whatever its exit code. */
  terminal(...words: readonly string[]): Promise<string>;
  /** Ends it at any line, as a crash would. */
  kill(): Promise<void>;
  /** Ends it in good order and keeps what its database holds. */
  stop(): Promise<void>;
}

const ROOT = join(import.meta.dirname, '../..');
const WORKSPACE_TOKEN = planted('workspace-token');
secretIs('token of the workspace', WORKSPACE_TOKEN);

export const startProduct = async (data: string): Promise<Product> => {
  mkdirSync(data, { recursive: true, mode: 0o700 });
  // The demo makes a token of its own unless there is one already.
  writeFileSync(join(data, 'workspace-token'), WORKSPACE_TOKEN, { mode: 0o600 });
  const env = {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    BRICKBOT_DATA: data,
    PORT: '0',
    BRICKBOT_LOG_LEVEL: 'debug',
    BRICKBOT_WEBHOOK_USER: 'hook',
    ...PLANTED,
  };
  const child: ChildProcess = spawn(process.execPath, ['src/main.ts'], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  keepOutput('product', child);
  let complaints = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    complaints = (complaints + chunk.toString('utf8')).slice(-4_000);
  });
  const ended = once(child, 'exit');
  const ready = new Promise<Pick<Product, 'url' | 'workspace' | 'chat'>>((resolve, reject) => {
    if (child.stdout)
      createInterface(child.stdout).on('line', (line) => resolve(JSON.parse(line) as Product));
    ended.then(() => reject(new Error(`the product ended before it was ready:\n${complaints}`)), reject);
  });
  const { url, workspace, chat } = await ready;
  const { key } = JSON.parse(readFileSync(serviceFile(data), 'utf8')) as { key: string };
  secretIs(`key of the terminal at ${url}`, key);
  const heard = keepChat(chat);
  const endBy = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await Promise.all([ended, heard]);
  };
  return {
    ...{ url, workspace, chat },
    terminal: async (...words) => {
      const { stdout, stderr } = await promisify(execFile)(process.execPath, ['src/cli.ts', ...words], {
        cwd: ROOT,
        env,
      }).catch((error: unknown) => error as { stdout: string; stderr: string });
      keep('terminal', `${words.join(' ')}\n${stdout}\n${stderr}`);
      return stdout;
    },
    kill: () => endBy('SIGKILL'),
    stop: async () => {
      for (const path of ['/metrics', '/readyz'])
        keep('door', await fetch(url + path).then((answer) => answer.text()));
      await endBy('SIGTERM');
      keep('database', await rowsAt({ folder: join(data, 'store') }));
    },
  };
};

/** Keeps every message of the chat, and every change of one, until the chat is gone. */
const keepChat = async (chat: string): Promise<void> => {
  const line = keepEach('chat');
  try {
    const { body } = await fetch(`${chat}/api/events`);
    const decoder = new TextDecoder();
    for await (const chunk of body ?? []) line(decoder.decode(chunk as Uint8Array, { stream: true }));
  } catch {
    // Its process ended.
  }
};
