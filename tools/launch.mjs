// Starts a script of this project on a clone in which nothing is installed: it installs what is missing, then hands over to the
// Node that the lock file pins. Written for any Node from 18 on, because the machine's own Node runs it.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const read = (path) => JSON.parse(readFileSync(join(root, path), 'utf8')).packages;

/** The packages that may bring the pinned Node of this platform. */
const nodePackages = [
  `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`,
  `node-bin-${process.platform}-${process.arch}`,
];

/** The pinned Node of this platform, where it is installed. */
const pinnedNode = () =>
  nodePackages
    .flatMap((name) =>
      ['bin/node', 'bin/node.exe', 'node.exe'].map((file) => join(root, 'node_modules', name, file)),
    )
    .find((path) => existsSync(path));

/**
 * Whether every package of the lock file that this platform needs stands in node_modules at its version (npm keeps a list there), the
 * pinned Node included: it is optional to npm, which goes on without it when its download is cut short.
 */
const installed = () => {
  if (!existsSync(join(root, 'node_modules', '.package-lock.json'))) return false;
  const there = read('node_modules/.package-lock.json');
  const wants = read('package-lock.json');
  if (nodePackages.some((name) => wants[`node_modules/${name}`]) && !pinnedNode()) return false;
  return Object.entries(wants).every(
    ([path, wanted]) =>
      path === '' || wanted.optional || wanted.devOptional || there[path]?.version === wanted.version,
  );
};

/** The pinned Node; the machine's own when the platform has none and its version is new enough. */
const nodeToRun = () => {
  const found = pinnedNode();
  if (found) return found;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  console.error(
    `brickbot needs Node 24 or newer, and no packaged Node exists for ${process.platform}-${process.arch}. Install one, then run this again.`,
  );
  process.exit(1);
};

/** Holds the number of the process that installs. */
const lock = join(root, '.installing');

/** The process that installs; undefined when there is none, or none that lives. */
const holder = (file) => {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    // Made a moment ago, and not yet written.
    if (!pid) return Date.now() - lstatSync(file).mtimeMs < 5_000 ? 'another' : undefined;
    process.kill(pid, 0);
    return pid;
  } catch (error) {
    // A process of somebody else lives, too.
    return error.code === 'EPERM' ? 'another' : undefined;
  }
};

/** Two commands at once would install over each other: the second waits for the first, and a lock whose process is gone is none. */
const takeLock = () => {
  for (let told = false; ; ) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const who = holder(lock);
    if (who === undefined) {
      const aside = `${lock}.${process.pid}`;
      try {
        renameSync(lock, aside);
        // Somebody else was faster, and has it now: it goes back.
        if (holder(aside) === undefined) rmSync(aside, { force: true });
        else renameSync(aside, lock);
      } catch (error) {
        if (error.code !== 'ENOENT') throw error;
      }
      continue;
    }
    if (!told) console.error(`Another command installs already (process ${who}, ${lock}); waiting for it …`);
    told = true;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  }
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

const install = () => {
  takeLock();
  // Whoever had the lock before has perhaps done it.
  if (installed()) return;
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
    rmSync(lock, { force: true });
    process.exit(npm.status ?? 1);
  }
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.error(
    `Installed in ${seconds} s; node_modules takes ${sizeOf(join(root, 'node_modules')).toFixed(0)} MB.`,
  );
};
if (!installed()) {
  install();
  rmSync(lock, { force: true });
}

const [script, ...rest] = process.argv.slice(2);
const flags = [];
while (rest[0]?.startsWith('--node:')) flags.push(`--${rest.shift().slice('--node:'.length)}`);
const child = spawn(nodeToRun(), [...flags, join(root, script), ...rest], {
  stdio: 'inherit',
  cwd: process.env.INIT_CWD ?? root,
  // From the first file on: without it the entry alone costs a start the loading of the compiler that takes its types away.
  env: { NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache'), ...process.env },
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)));
