// A throw-away PostgreSQL of one's own: a new cluster in a temporary folder on a loopback port, gone with the suite. With
// DATABASE_URL set, that server is used, a new database for each store.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

export interface TestServer {
  /** A new, empty database; its address. */
  database(): Promise<string>;
  stop(): Promise<void>;
}

/** Folder of PostgreSQL's programs, newest version first: Debian's place. */
const programs = (): string | undefined => {
  const root = '/usr/lib/postgresql';
  if (!existsSync(root)) return undefined;
  return readdirSync(root)
    .filter((version) => Number(version) >= 15 && existsSync(join(root, version, 'bin', 'postgres')))
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(root, version, 'bin'))[0];
};

/** Why there is no PostgreSQL to test with, in words for whoever wants one; undefined when there is. */
export const noPostgres = (): string | undefined =>
  process.env['DATABASE_URL'] || programs()
    ? undefined
    : 'no PostgreSQL here: apt-get install postgresql, or set DATABASE_URL to a server where databases may be created';

/** PostgreSQL refuses to run as root. */
const runAs = (): { uid: number; gid: number } | undefined => {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string): number =>
    Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout.trim());
  return { uid: id('-u'), gid: id('-g') };
};

const freePort = async (): Promise<number> => {
  const { promise, resolve } = Promise.withResolvers<number>();
  const server = createServer().listen(0, '127.0.0.1', () => {
    const address = server.address();
    server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
  });
  return promise;
};

/** Starts a server (about 2 s). Call only when `noPostgres()` is undefined. */
export const startPostgres = async (): Promise<TestServer> => {
  const given = process.env['DATABASE_URL'];
  if (given) return serverAt(given, async () => {});
  const bin = programs();
  if (!bin) throw new Error(noPostgres());
  const user = runAs();
  const folder = mkdtempSync(join(tmpdir(), 'brickbot-pg-'));
  if (user) chownSync(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  const made = spawnSync(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'brickbot', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
    { encoding: 'utf8', ...user },
  );
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`);
  const port = await freePort();
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: folder,
    fsync: 'off',
    max_connections: '60',
    shared_buffers: '32MB',
  };
  const child = spawn(
    join(bin, 'postgres'),
    ['-D', data, ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`])],
    { stdio: ['ignore', 'ignore', 'pipe'], ...user },
  );
  await ready(child);
  const end = (): void => {
    child.kill('SIGINT');
  };
  process.once('exit', end);
  return serverAt(`postgres://brickbot@127.0.0.1:${port}/postgres`, async () => {
    process.off('exit', end);
    const { promise, resolve } = Promise.withResolvers<void>();
    child.once('exit', () => resolve());
    child.kill('SIGINT');
    await promise;
    rmSync(folder, { recursive: true, force: true });
  });
};

const ready = (child: ChildProcess): Promise<void> => {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    if (said.length < 10_000) said += chunk.toString();
    if (said.includes('ready to accept connections')) resolve();
  });
  child.once('exit', () => reject(new Error(`PostgreSQL did not start: ${said}`)));
  return promise;
};

const serverAt = (url: string, stop: () => Promise<void>): TestServer => ({
  database: async () => {
    const name = `brickbot_${randomUUID().replaceAll('-', '')}`;
    const client = new pg.Client(url);
    await client.connect();
    await client.query(`create database ${name}`);
    await client.end();
    const address = new URL(url);
    address.pathname = `/${name}`;
    return address.href;
  },
  stop,
});
