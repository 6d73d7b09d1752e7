// `npm run fresh`: proves the two commands on a clone of the last commit in which nothing is installed, with an empty npm cache: `npm
// start` until it is ready, and in a second clone `npm test` with the unit suites, or with those that are named: `npm run fresh -- --test
// house unit` (kinds of suites, or files). Prints time and disk.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const work = mkdtempSync(join(tmpdir(), 'brickbot-fresh-'));
const KINDS = ['unit', 'house', 'integration', 'contract', 'e2e'];
const named = process.argv.slice(2).filter((word) => word !== '--test');
const kinds = named.filter((word) => KINDS.includes(word));
/** What npm test is told: files first, as the list of kinds takes every word behind it. */
const wanted =
  named.length === 0
    ? ['--selectProjects', 'unit']
    : [
        ...named.filter((word) => !KINDS.includes(word)),
        ...(kinds.length > 0 ? ['--selectProjects', ...kinds] : []),
      ];

/** What a new machine has: no modules on the path, no npm settings of this process, an npm cache of its own. */
const surroundings = (cache) => ({
  PATH: process.env.PATH.split(':')
    .filter((folder) => !folder.includes('node_modules'))
    .join(':'),
  HOME: process.env.HOME,
  npm_config_cache: join(work, cache),
  PORT: '0',
  BRICKBOT_DATA: join(work, 'data'),
});

const clone = (name) => {
  const folder = join(work, name);
  const git = spawnSync('git', ['clone', '--quiet', '--no-hardlinks', root, folder], { stdio: 'inherit' });
  if (git.status !== 0) throw new Error('the clone failed');
  return folder;
};

const seconds = (since) => `${((Date.now() - since) / 1_000).toFixed(1)} s`;

/** Runs until the line that says that it is ready, then stops it. */
const start = async () => {
  const since = Date.now();
  const child = spawn('npm', ['start', '--silent'], {
    cwd: clone('start'),
    env: surroundings('cache-start'),
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const ready = await new Promise((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => resolve(line.includes('"ready":true')));
    void ended.then(() => resolve(false));
  });
  const took = seconds(since);
  // npm does not hand every signal on: the group is this child's own.
  if (child.exitCode === null) process.kill(-child.pid, 'SIGTERM');
  await ended;
  return { ready, took };
};

try {
  const started = await start();
  console.log(
    `npm start: ${started.ready ? 'ready' : 'NOT ready'} after ${started.took}, the set-up included`,
  );
  const since = Date.now();
  const test = spawnSync('npm', ['test', '--', ...wanted], {
    cwd: clone('test'),
    env: surroundings('cache-test'),
    stdio: 'inherit',
  });
  console.log(`npm test: ended with ${test.status} after ${seconds(since)}, the set-up included`);
  process.exitCode = started.ready && test.status === 0 ? 0 : 1;
} finally {
  rmSync(work, { recursive: true, force: true, maxRetries: 5 });
}
