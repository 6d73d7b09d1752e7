// Starts a script of this project on a clone in which nothing is installed: it installs what is missing, then hands over to the
// Node that the lock file pins. Written for any Node from 18 on, because the machine's own Node runs it.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const read = (path) => JSON.parse(readFileSync(join(root, path), 'utf8')).packages;

/** Whether every package of the lock file that this platform needs stands in node_modules at its version (npm keeps a list there). */
const installed = () => {
  if (!existsSync(join(root, 'node_modules', '.package-lock.json'))) return false;
  const there = read('node_modules/.package-lock.json');
  return Object.entries(read('package-lock.json')).every(
    ([path, wanted]) =>
      path === '' || wanted.optional || wanted.devOptional || there[path]?.version === wanted.version,
  );
};

/** The pinned Node of this platform; the machine's own when the platform has none and its version is new enough. */
const pinnedNode = () => {
  const binary = process.platform === 'win32' ? 'node.exe' : 'bin/node';
  const names = [
    `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`,
    `node-bin-${process.platform}-${process.arch}`,
  ];
  const found = names
    .flatMap((name) => [
      join(root, 'node_modules', name, binary),
      join(root, 'node_modules', name, 'bin', 'node.exe'),
    ])
    .find((path) => existsSync(path));
  if (found) return found;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  console.error(
    `brickbot needs Node 24 or newer, and no packaged Node exists for ${process.platform}-${process.arch}. Install one, then run this again.`,
  );
  process.exit(1);
};

/** MB of all files in a folder, links not followed. */
const sizeOf = (folder) => {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true });
  // Node 18 calls the folder of an entry `path`.
  const bytes = files.map((file) =>
    file.isFile() ? lstatSync(join(file.parentPath ?? file.path, file.name)).size : 0,
  );
  return bytes.reduce((sum, size) => sum + size, 0) / 2 ** 20;
};

if (!installed()) {
  const started = Date.now();
  console.error('Installing what is missing (npm ci) …');
  // Standard output belongs to the script that follows: npm's own lines go to standard error.
  const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (npm.status !== 0) {
    console.error('The installation failed; the lines above say why. Nothing was started.');
    process.exit(npm.status ?? 1);
  }
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.error(
    `Installed in ${seconds} s; node_modules takes ${sizeOf(join(root, 'node_modules')).toFixed(0)} MB.`,
  );
}

const [script, ...rest] = process.argv.slice(2);
const flags = [];
while (rest[0]?.startsWith('--node:')) flags.push(`--${rest.shift().slice('--node:'.length)}`);
const child = spawn(pinnedNode(), [...flags, join(root, script), ...rest], {
  stdio: 'inherit',
  cwd: process.env.INIT_CWD ?? root,
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)));
