// The image without Docker: the Dockerfile is built file by file in a plain folder, and the bot starts from it as another user who may
// write to its data and nowhere else.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { PLANTED } from '../secrets/planted.ts';
import { buildImage, type Image, ignoring } from './image/dockerfile.ts';
import { keepOutput } from './produced.ts';

jest.setTimeout(600_000);

const ROOT = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const asRoot = process.getuid?.() === 0;

let folder: string;
let image: Image;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'brickbot-image-'));
  image = buildImage(read('Dockerfile'), {
    context: ROOT,
    into: folder,
    ignored: ignoring(read('.dockerignore')),
  });
});
afterAll(() => {
  spawnSync('chmod', ['-R', 'u+w', folder]);
  rmSync(folder, { recursive: true, force: true });
});

const inImage = (path: string): string => join(image.root, path);
const manifestOf = (name: string): { readonly version: string } =>
  JSON.parse(readFileSync(inImage(`app/node_modules/${name}/package.json`), 'utf8')) as { version: string };

test('holds what runs, and nothing that builds, tests or plays', () => {
  expect(existsSync(inImage('app/src/main.ts'))).toBe(true);
  expect(manifestOf('botbuilder').version).toBe('4.23.3');
  for (const absent of [
    ...['src/local', 'src/demo.ts', 'test', 'bench', 'tools/launch.mjs', '.git'],
    ...['node_modules/typescript', 'node_modules/jest', 'node_modules/playwright-core', 'node_modules/npm'],
  ])
    expect({ [absent]: existsSync(inImage(`app/${absent}`)) }).toEqual({ [absent]: false });
  expect(image.base).toMatch(/^debian:\w+-slim$/);
  // One command installs, three programs and no more; it leaves no lists behind.
  expect(image.ran.filter((command) => !command.startsWith('install -d -o 65532 -g 65532'))).toEqual([
    'apt-get update && apt-get install -y --no-install-recommends ca-certificates git openssh-client && rm -rf /var/lib/apt/lists/*',
  ]);
});

test('runs as nobody special, keeps its data in a volume, and looks after its health', () => {
  expect(image.user).toBe('65532:65532');
  expect(image.volumes).toEqual(['/data']);
  expect(image.environment['BRICKBOT_DATA']).toBe('/data');
  expect(image.port).toBe('3978');
  expect(image.health.join(' ')).toContain('/healthz');
});

test('starts from a tree that it cannot write to, answers, and stops when told', async () => {
  const data = mkdtempSync(join(tmpdir(), 'brickbot-image-data-'));
  const config = join(data, 'brickbot.yaml');
  writeFileSync(
    config,
    'git:\n  url: http://127.0.0.1:9/churn.git\nenvironments:\n  staging:\n    checkout: /Workspace/Shared/churn\n',
  );
  // Whoever runs it owns nothing of the tree; without root there is no other user, so the tree loses its write bits instead.
  chmodSync(folder, 0o755);
  if (asRoot) for (const path of [data, config]) chownSync(path, 65532, 65532);
  else spawnSync('chmod', ['-R', 'a-w', folder]);
  const [program = '', ...args] = image.entrypoint;
  const child: ChildProcess = spawn(inImage(program), args, {
    cwd: inImage(image.workdir),
    env: {
      PATH: '/usr/bin:/bin',
      ...image.environment,
      ...{ HOME: data, TMPDIR: data, BRICKBOT_DATA: join(data, 'store'), BRICKBOT_CONFIG: config },
      ...{ PORT: '0', BRICKBOT_HOST: '127.0.0.1', BRICKBOT_LOG_LEVEL: 'debug' },
      ...PLANTED,
      MicrosoftAppId: '00000000-0000-4000-8000-000000000001',
      // Nobody is there: neither Microsoft nor Databricks has to answer for the bot to be alive.
      ...{
        ToChannelFromBotLoginUrl: 'http://127.0.0.1:9/login',
        ToBotFromChannelOpenIdMetadataUrl: 'http://127.0.0.1:9/keys',
      },
      DATABRICKS_HOST: 'http://127.0.0.1:9',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(asRoot && { uid: 65532, gid: 65532 }),
  });
  keepOutput('bot', child);
  let complaints = '';
  child.stderr?.on('data', (part: Buffer) => {
    complaints = (complaints + part.toString('utf8')).slice(-4_000);
  });
  const ended = once(child, 'exit');
  try {
    const line = await new Promise<string>((resolve, reject) => {
      if (child.stdout) createInterface(child.stdout).once('line', resolve);
      void ended.then(() => reject(new Error(`it ended at once:\n${complaints}`)));
    });
    const { url } = JSON.parse(line) as { url: string };
    const health = await fetch(`${url}/healthz`);
    expect(await health.json()).toEqual({ status: 'alive' });
    // The image’s own question, asked as Docker would.
    const [asker = '', ...question] = image.health;
    const asked = spawn(inImage(asker), question, { env: { PORT: new URL(url).port }, stdio: 'ignore' });
    expect(await once(asked, 'exit')).toEqual([0, null]);
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    expect(complaints).not.toContain('EACCES');
    expect(readdirSync(data)).toContain('store');
  } finally {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await ended;
    rmSync(data, { recursive: true, force: true });
  }
});
