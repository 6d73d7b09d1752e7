// Runs every suite that this machine can run, and says which it could not and why. The last line counts.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const runs = (command, ...args) => spawnSync(command, args, { stdio: 'ignore' }).status === 0;
const needs = [
  ['git', runs('git', '--version'), 'deploys and the embedded workspace', 'install git'],
  ['python3', runs('python3', '--version'), 'runs of notebooks', 'install python3'],
  [
    'mlflow for Python',
    runs('python3', '-c', 'import importlib.util,sys; sys.exit(importlib.util.find_spec("mlflow") is None)'),
    'the contract with the official MLflow client',
    'pip install -r test/contract/python/requirements.txt',
  ],
  [
    'databricks-sdk for Python',
    runs(
      'python3',
      '-c',
      'import importlib.util,sys; sys.exit(importlib.util.find_spec("databricks.sdk") is None)',
    ),
    'the contract with the official Databricks client',
    'pip install -r test/contract/python/requirements.txt',
  ],
  [
    'Chromium',
    ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].some(existsSync),
    'the chat page and the pictures of cards',
    'apt-get install chromium',
  ],
  [
    'PostgreSQL',
    ['15', '16', '17', '18'].some((version) => existsSync(`/usr/lib/postgresql/${version}/bin/postgres`)),
    'the store’s second engine',
    'apt-get install postgresql',
  ],
];
for (const [name, there, used, remedy] of needs) {
  console.log(there ? `✓ ${name}` : `✗ ${name} is missing, so ${used} cannot be tested here (${remedy})`);
}
const jest = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    join(root, 'node_modules/jest/bin/jest.js'),
    '--config',
    join(root, 'jest.config.ts'),
    // A library's idle timer or socket must not keep a pipeline waiting; what our own code leaves open is for its own suite to find.
    '--forceExit',
    // Most suites wait for other processes, so a worker a core keeps a small machine busy; on a large one four are enough.
    `--maxWorkers=${Math.min(4, availableParallelism())}`,
    ...process.argv.slice(2),
  ],
  { stdio: 'inherit', cwd: root },
);
process.exit(jest.status ?? 1);
