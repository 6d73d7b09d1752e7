// Everything that can be known in under a minute: format, lint, types, house rules, unit tests. What is run before every commit.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = (name) => join(root, 'node_modules', '.bin', name);
const jest = [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  join(root, 'node_modules/jest/bin/jest.js'),
];
const steps = [
  ['format and lint', bin('biome'), ['check', '.']],
  ['typed lint', bin('oxlint'), []],
  ['types', bin('tsc'), ['-p', '.']],
  ['house and unit tests', process.execPath, [...jest, '--selectProjects', 'house', 'unit', '--silent']],
];
const begun = Date.now();
let failed = 0;
for (const [name, command, args] of steps) {
  const started = Date.now();
  const { status } = spawnSync(command, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    cwd: root,
    shell: process.platform === 'win32',
  });
  if (status !== 0) failed += 1;
  console.log(`${status === 0 ? '✓' : '✗'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
}
console.log(
  `${failed === 0 ? 'All well' : `${failed} of ${steps.length} failed`} after ${((Date.now() - begun) / 1000).toFixed(1)} s`,
);
process.exit(failed === 0 ? 0 : 1);
