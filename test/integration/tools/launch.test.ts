// The first command on a clone: what is missing is installed once, also when two commands are given at the same time.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';

jest.setTimeout(120_000);

const LAUNCH = join(import.meta.dirname, '../../../tools/launch.mjs');
const NODE = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
/** An npm that notes when it begins, waits for leave, and installs this machine's Node as the pinned one. */
const NPM = `#!/bin/sh
echo begun >> begun
until [ -e leave ]; do sleep 0.05; done
mkdir -p node_modules/${NODE}/bin
ln -sf "$STUB_NODE" node_modules/${NODE}/bin/node
cp package-lock.json node_modules/.package-lock.json
`;

let clone: string;
beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), 'brickbot-launch-'));
  for (const folder of ['tools', 'path']) mkdirSync(join(clone, folder));
  copyFileSync(LAUNCH, join(clone, 'tools/launch.mjs'));
  writeFileSync(join(clone, 'path/npm'), NPM);
  chmodSync(join(clone, 'path/npm'), 0o755);
  writeFileSync(join(clone, 'said.mjs'), "console.log('it runs');");
  const packages = { '': {}, [`node_modules/${NODE}`]: { version: '26.10.0', optional: true } };
  writeFileSync(join(clone, 'package-lock.json'), JSON.stringify({ packages }));
});
afterEach(() => rmSync(clone, { recursive: true, force: true }));

const begun = (): number => {
  const file = join(clone, 'begun');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').length : 0;
};
const leave = (): void => writeFileSync(join(clone, 'leave'), '');

const launch = () => {
  const child: ChildProcess = spawn(process.execPath, ['tools/launch.mjs', 'said.mjs'], {
    cwd: clone,
    env: { PATH: `${join(clone, 'path')}:${process.env['PATH']}`, STUB_NODE: process.execPath },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      for (const look of listeners) look();
    });
  const closed = once(child, 'close');
  return {
    child,
    says: (what: RegExp): Promise<void> =>
      new Promise((resolve) => {
        const look = (): void => {
          if (what.test(text)) resolve();
        };
        listeners.add(look);
        look();
      }),
    /** Its exit code and all that it said. */
    over: async (): Promise<readonly [number | null, string]> => {
      await closed;
      return [child.exitCode, text];
    },
  };
};

test('of two commands at once one installs, and both run', async () => {
  const first = launch();
  await first.says(/Installing/);
  const second = launch();
  await second.says(/Another command installs already/);
  leave();
  for (const [code, text] of [await first.over(), await second.over()]) {
    expect(text).toMatch(/it runs/);
    expect(code).toBe(0);
  }
  expect(begun()).toBe(1);
  expect(existsSync(join(clone, '.installing'))).toBe(false);
});

test('a lock dies with its holder', async () => {
  const gone = spawnSync(process.execPath, ['--eval', '']).pid;
  writeFileSync(join(clone, '.installing'), String(gone));
  leave();
  expect(await launch().over()).toEqual([0, expect.stringContaining('it runs')]);
  expect(begun()).toBe(1);
});

test('a clone without its pinned Node is installed anew; a whole one is not', async () => {
  leave();
  await launch().over();
  await launch().over();
  expect(begun()).toBe(1);
  rmSync(join(clone, 'node_modules', NODE), { recursive: true });
  expect(await launch().over()).toEqual([0, expect.stringContaining('it runs')]);
  expect(begun()).toBe(2);
});
