// A real MLflow tracking server on loopback, with SQLite and files in a folder that goes with it.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environmentForPython } from './python.ts';

export interface MlflowServer {
  readonly url: string;
  close(): Promise<void>;
}

/** The first start makes the tables of the database, which takes a while on a busy machine. */
const LIMIT_MS = 120_000;

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

/** @throws Error with what the server said, when it does not come up */
export const startMlflow = async (): Promise<MlflowServer> => {
  const folder = await mkdtemp(join(tmpdir(), 'mlflow-'));
  const port = await freePort();
  const child = spawn(
    'python3',
    [
      '-m',
      'mlflow',
      'server',
      '--host=127.0.0.1',
      `--port=${port}`,
      '--workers=1',
      `--backend-store-uri=sqlite:///${join(folder, 'mlflow.db')}`,
      `--artifacts-destination=${join(folder, 'artifacts')}`,
    ],
    {
      cwd: folder,
      // A group of its own: the server starts workers, and they end with it.
      detached: true,
      env: { ...environmentForPython(), MLFLOW_DISABLE_TELEMETRY: 'true', DO_NOT_TRACK: 'true' },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (part: Buffer) => said.push(part.toString('utf8')));
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const close = async (): Promise<void> => {
    stop(child);
    await ended;
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await answering(`http://127.0.0.1:${port}/health`, child);
  } catch (error) {
    await close();
    throw new Error(`MLflow did not start: ${said.join('').slice(-2_000)}`, { cause: error });
  }
  return { url: `http://127.0.0.1:${port}`, close };
};

const stop = ({ pid, exitCode }: ChildProcess): void => {
  if (pid === undefined || exitCode !== null) return;
  try {
    process.kill(-pid, 'SIGTERM');
  } catch {
    // It has gone by itself.
  }
};

/** The server says nothing when it is ready, so it is asked until it answers. */
const answering = async (address: string, child: ChildProcess): Promise<void> => {
  const until = Date.now() + LIMIT_MS;
  for (;;) {
    if (child.exitCode !== null || Date.now() > until) throw new Error(`no answer from ${address}`);
    const well = await fetch(address).then(
      ({ ok }) => ok,
      () => false,
    );
    if (well) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
};
