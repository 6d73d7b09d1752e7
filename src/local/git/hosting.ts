// Bare repositories in the data folder, served over smart HTTP by git's own CGI, so that clone, fetch and push are the real thing.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { basicCredentials } from '../kernel/authentication.ts';
import type { Principal } from '../kernel/route.ts';
import type { StreamRoute } from '../kernel/server.ts';
import { git, gitEnvironment } from './git.ts';

export interface RepositoryOptions {
  /** Private: reading needs a workspace token or one of `accessTokens`. */
  readonly private?: boolean;
  /** Personal access tokens of this repository's pretended provider, good for reading and pushing. */
  readonly accessTokens?: readonly string[];
}

export interface GitHosting {
  readonly stream: StreamRoute;
  /**
   * Makes the repository from what `seed` leaves in the folder: a git work tree with its branches and tags, or plain files, which
   * become one commit on `main`. Does nothing when the repository is there already.
   */
  createRepository(
    name: string,
    seed: (dir: string) => Promise<void> | void,
    options?: RepositoryOptions,
  ): Promise<void>;
  has(name: string): boolean;
  /** All hosted repositories. */
  names(): readonly string[];
  /** Folder of the bare repository. */
  bareDir(name: string): string;
  /** Name of the hosted repository behind this URL (any loopback port: the port may have been another one before a restart). */
  nameOf(url: string): string | undefined;
}

const NAME = /^[A-Za-z0-9][\w.-]{0,99}$/;
const OPTIONS_FILE = 'workspace-options.json';

/** `openPush`: pushing needs no token (for a demo on one person's machine). */
export function openGitHosting(dataDir: string, options: { readonly openPush?: boolean } = {}): GitHosting {
  const root = join(dataDir, 'git');
  mkdirSync(root, { recursive: true });
  const bareDir = (name: string) => join(root, `${name}.git`);
  const has = (name: string) => NAME.test(name) && existsSync(bareDir(name));

  async function serve(
    request: IncomingMessage,
    response: ServerResponse,
    url: URL,
    principal: Principal | undefined,
  ): Promise<void> {
    const [, name, rest] = /^\/git\/([^/]+?)(?:\.git)?(\/.*)$/.exec(url.pathname) ?? [];
    if (name === undefined || rest === undefined || !has(name))
      return plain(response, 404, 'Repository not found.');
    const repository = await optionsOf(bareDir(name));
    const pushes =
      rest.endsWith('/git-receive-pack') || url.searchParams.get('service') === 'git-receive-pack';
    const password = basicCredentials(request.headers.authorization)?.password;
    const known =
      principal !== undefined ||
      (password !== undefined && repository.accessTokens?.includes(password) === true);
    const needed = pushes ? options.openPush !== true : repository.private === true;
    if (needed && !known) {
      response.setHeader('www-authenticate', 'Basic realm="git"');
      return plain(response, 401, 'This repository needs a token as the password.');
    }
    return await backend(request, response, url, {
      root,
      path: `/${name}.git${rest}`,
      user: principal?.userName ?? 'git',
    });
  }

  return {
    stream: { prefix: '/git/', handle: serve },
    has,
    bareDir,
    names: () => readdirSync(root).flatMap((entry) => /^(.+)\.git$/.exec(entry)?.[1] ?? []),
    nameOf(url) {
      const parsed = URL.parse(url);
      if (parsed === null || !/^(127\.0\.0\.1|localhost|\[::1\])$/.test(parsed.hostname)) return undefined;
      const name = /^\/git\/([^/]+?)(?:\.git)?\/?$/.exec(parsed.pathname)?.[1];
      return name !== undefined && has(name) ? name : undefined;
    },
    async createRepository(name, seed, repository = {}) {
      if (!NAME.test(name)) throw new RangeError(`not a repository name: ${name}`);
      if (has(name)) return;
      const work = await mkdtemp(join(tmpdir(), 'workspace-seed-'));
      const bare = `${bareDir(name)}.new`;
      try {
        await seed(work);
        if (!existsSync(join(work, '.git'))) await commitAll(work);
        await rm(bare, { recursive: true, force: true });
        await git(['clone', '--quiet', '--bare', '--no-hardlinks', work, bare]);
        await git(['config', 'http.receivepack', 'true'], { cwd: bare });
        await git(['remote', 'remove', 'origin'], { cwd: bare });
        await writeFile(join(bare, OPTIONS_FILE), JSON.stringify(repository), { mode: 0o600 });
        await rename(bare, bareDir(name));
      } finally {
        await rm(work, { recursive: true, force: true });
      }
    },
  };
}

/** Makes one commit on `main` of everything in the folder. */
async function commitAll(dir: string): Promise<void> {
  const config = { 'user.name': 'Workspace', 'user.email': 'workspace@localhost' };
  await git(['init', '--quiet', '--initial-branch=main'], { cwd: dir });
  await git(['add', '--all'], { cwd: dir });
  await git(['commit', '--quiet', '--allow-empty', '--message', 'Start'], { cwd: dir, config });
}

async function optionsOf(bare: string): Promise<RepositoryOptions> {
  try {
    return JSON.parse(await readFile(join(bare, OPTIONS_FILE), 'utf8')) as RepositoryOptions;
  } catch {
    return {};
  }
}

/** One exchange through `git http-backend`, speaking CGI. */
export function backend(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  target: { readonly root: string; readonly path: string; readonly user: string },
): Promise<void> {
  const header = (name: string) => String(request.headers[name] ?? '');
  const child = spawn('git', ['http-backend'], {
    env: {
      ...gitEnvironment(),
      GIT_PROJECT_ROOT: target.root,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: target.path,
      REQUEST_METHOD: request.method ?? 'GET',
      QUERY_STRING: url.search.slice(1),
      CONTENT_TYPE: header('content-type'),
      CONTENT_LENGTH: header('content-length'),
      HTTP_CONTENT_ENCODING: header('content-encoding'),
      GIT_PROTOCOL: header('git-protocol'),
      REMOTE_USER: target.user,
      REMOTE_ADDR: '127.0.0.1',
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  return new Promise((resolve) => {
    let head: Buffer | undefined = Buffer.alloc(0);
    response.on('close', () => {
      if (!response.writableFinished) child.kill();
    });
    child.stdin.on('error', () => undefined);
    request.pipe(child.stdin);
    child.stdout.on('data', (part: Buffer) => {
      if (head === undefined) {
        if (!response.write(part)) child.stdout.pause();
        return;
      }
      head = Buffer.concat([head, part]);
      const end = head.indexOf('\r\n\r\n');
      if (end < 0) return;
      writeHead(response, head.subarray(0, end).toString('latin1'));
      response.write(head.subarray(end + 4));
      head = undefined;
    });
    response.on('drain', () => child.stdout.resume());
    child.on('error', () => {
      plain(response, 500, 'git is not installed.');
      resolve();
    });
    child.on('close', () => {
      if (head !== undefined && !response.headersSent) plain(response, 500, 'git gave no answer.');
      else response.end();
      resolve();
    });
  });
}

function writeHead(response: ServerResponse, head: string): void {
  let status = 200;
  for (const line of head.split('\r\n')) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    if (name === 'status') status = Number.parseInt(value, 10);
    else if (colon > 0) response.setHeader(name, value);
  }
  response.writeHead(status);
}

function plain(response: ServerResponse, status: number, text: string): void {
  if (response.headersSent) response.destroy();
  else response.writeHead(status, { 'content-type': 'text/plain' }).end(`${text}\n`);
}
