// Git folders over HTTP, `/api/2.0/repos`. The HTTP call is the operation: an update fetches and checks out before it answers.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { GitFolder } from '../files/git-folders.ts';
import { isWithin, normalPath, parentOf } from '../files/paths.ts';
import { hasParent, type Tree } from '../files/tree.ts';
import { readHead } from '../git/head.ts';
import type { Remotes } from '../git/remote.ts';
import type { WorkspaceContext } from '../kernel/context.ts';
import { readId } from '../kernel/ids.ts';
import { ApiRefusal, type LocalRequest, type Principal, type Route } from '../kernel/route.ts';
import { turnstile } from '../kernel/turnstile.ts';
import { cloneInto, moveTo, setSparse } from './checkout.ts';
import type { GitCredentials } from './credentials.ts';
import {
  optionalText,
  pageToken,
  readPageToken,
  readSparse,
  repositoryName,
  requiredText,
} from './fields.ts';
import { providerNames, readProvider } from './providers.ts';

export interface ReposDeps {
  readonly tree: Tree;
  readonly remotes: Remotes;
  readonly credentials: GitCredentials;
  /** Administrators manage every git folder; others only what they made. */
  isAdmin(principal: Principal): boolean;
  /** How long an operation waits for another one on the same folder, in ms. */
  readonly lockWaitMs: number;
}

const PAGE_SIZE = 20;
const BOTH = 'Only one of branch and tag can be given.';

export function repoRoutes(context: WorkspaceContext, deps: ReposDeps): Route[] {
  const { tree, remotes, credentials } = deps;
  const { folders } = tree;
  const locks = turnstile(deps.lockWaitMs);
  const scratch = join(context.dataDir, 'unfinished');
  rmSync(scratch, { recursive: true, force: true });

  async function alone<T>(path: string, work: () => Promise<T>): Promise<T> {
    const result = await locks.pass(path, async () => ({ value: await work() }));
    if (result !== 'too long') return result.value;
    throw new ApiRefusal(
      409,
      'COULD_NOT_ACQUIRE_LOCK',
      'Another operation holds this git folder. Try again later.',
    );
  }

  function folderOf(request: LocalRequest): GitFolder {
    const id = readId(request.params['id']);
    if (id === undefined)
      throw new ApiRefusal(400, 'INVALID_PARAMETER_VALUE', 'The repo id must be an integer.');
    const folder = folders.byId(id);
    if (folder === undefined) throw new ApiRefusal(404, 'RESOURCE_DOES_NOT_EXIST', 'Repo could not be found');
    return folder;
  }

  const manages = (principal: Principal, folder: GitFolder) =>
    deps.isAdmin(principal) || folder.creator === principal.id;

  function managed(request: LocalRequest): GitFolder {
    const folder = folderOf(request);
    if (manages(request.principal, folder)) return folder;
    const { userName } = request.principal;
    throw new ApiRefusal(
      403,
      'PERMISSION_DENIED',
      `${userName} does not have Manage permissions on ${folder.path}.`,
    );
  }

  async function shown(folder: GitFolder): Promise<Record<string, unknown>> {
    const head = await readHead(tree.diskOf(folder.path));
    return {
      id: folder.id,
      path: folder.path,
      url: remotes.current(folder.url),
      provider: folder.provider,
      branch: head?.branch,
      head_commit_id: head?.commit,
      sparse_checkout: folder.sparse === undefined ? undefined : { patterns: folder.sparse },
    };
  }

  async function list(request: LocalRequest): Promise<Record<string, unknown>> {
    const asked = request.query.get('path_prefix');
    const prefix = asked === null || asked === '' ? '/' : normalPath(asked);
    const after = readPageToken(request.query.get('next_page_token'));
    const mine = folders
      .all()
      .filter((folder) => folder.id > after && manages(request.principal, folder))
      .filter((folder) =>
        prefix === '/' ? isWithin(folder.path, '/Repos') : folder.path.startsWith(prefix),
      );
    const page = mine.slice(0, PAGE_SIZE);
    const last = page.at(-1);
    return {
      repos: page.length === 0 ? undefined : await Promise.all(page.map(shown)),
      next_page_token: mine.length > PAGE_SIZE && last !== undefined ? pageToken(last.id) : undefined,
    };
  }

  async function create(request: LocalRequest): Promise<Record<string, unknown>> {
    const { body, principal } = request;
    const url = requiredText(body, 'url');
    const provider = readProvider(requiredText(body, 'provider'), 'repo');
    if (provider === undefined) {
      throw new ApiRefusal(400, 'INVALID_PARAMETER_VALUE', `provider must be one of: ${providerNames}`);
    }
    const given = body['path'] !== undefined;
    const path = given ? normalPath(body['path']) : `/Repos/${principal.userName}/${repositoryName(url)}`;
    checkPlace(path);
    if (!given) await tree.makeFolder(parentOf(path));
    const credentialId = credentialOf(request, undefined);
    return await alone(path, async () => {
      if ((await tree.find(path)) !== undefined) {
        throw new ApiRefusal(400, 'RESOURCE_ALREADY_EXISTS', `A folder already exists at ${path}.`);
      }
      if (!(await hasParent(tree, path))) {
        throw new ApiRefusal(
          404,
          'RESOURCE_DOES_NOT_EXIST',
          `The parent folder ${parentOf(path)} does not exist.`,
        );
      }
      const around = folders.around(path);
      if (around !== undefined) {
        throw new ApiRefusal(
          400,
          'INVALID_PARAMETER_VALUE',
          `A git folder cannot lie in the git folder ${around.path}.`,
        );
      }
      const sparse = readSparse(body);
      const access = { principal, provider, credentialId };
      await cloneInto(remotes, { url, dir: tree.diskOf(path), scratch, sparse, access });
      const folder: GitFolder = {
        id: context.ids.next(),
        path,
        url,
        provider,
        credentialId,
        sparse,
        creator: principal.id,
      };
      folders.save(folder);
      return await shown(folder);
    });
  }

  async function update(request: LocalRequest): Promise<void> {
    const { body, principal } = request;
    const folder = managed(request);
    const branch = optionalText(body, 'branch');
    const tag = optionalText(body, 'tag');
    if (branch !== undefined && tag !== undefined) throw new ApiRefusal(400, 'INVALID_PARAMETER_VALUE', BOTH);
    const patterns = readSparse(body);
    if (patterns !== undefined && folder.sparse === undefined) {
      const text = 'Sparse checkout cannot be switched on for a git folder that was created without it.';
      throw new ApiRefusal(400, 'INVALID_PARAMETER_VALUE', text);
    }
    const credentialId = credentialOf(request, folder.credentialId);
    const dir = tree.diskOf(folder.path);
    await alone(folder.path, async () => {
      // The folder may have been deleted while this call waited.
      if (folders.byId(folder.id) === undefined) folderOf(request);
      if (patterns !== undefined) await setSparse(dir, patterns);
      folders.save({ ...folder, credentialId, sparse: patterns ?? folder.sparse });
      const to = branch !== undefined ? { branch } : tag !== undefined ? { tag } : undefined;
      if (to === undefined) return;
      const access = { principal, provider: folder.provider, credentialId };
      const discard = body['dangerously_force_discard_all'] === true;
      await moveTo(remotes, { url: folder.url, dir, to, discard, access });
    });
  }

  function credentialOf(request: LocalRequest, before: bigint | undefined): bigint | undefined {
    const given = request.body['git_credential_id'];
    if (given === undefined) return before;
    const id = readId(given);
    if (id === undefined)
      throw new ApiRefusal(400, 'INVALID_PARAMETER_VALUE', 'git_credential_id must be an integer.');
    credentials.check(request.principal, id);
    return id;
  }

  return [
    { method: 'GET', path: '/api/2.0/repos', handle: async (request) => ({ body: await list(request) }) },
    { method: 'POST', path: '/api/2.0/repos', handle: async (request) => ({ body: await create(request) }) },
    {
      method: 'GET',
      path: '/api/2.0/repos/:id',
      handle: async (request) => ({ body: { ...(await shown(folderOf(request))), git_cli_enabled: false } }),
    },
    {
      method: 'PATCH',
      path: '/api/2.0/repos/:id',
      handle: async (request) => {
        await update(request);
        return { body: {} };
      },
    },
    {
      method: 'DELETE',
      path: '/api/2.0/repos/:id',
      handle: async (request) => {
        const folder = managed(request);
        await alone(folder.path, async () => {
          const object = await tree.find(folder.path);
          if (object === undefined) folders.remove(folder.id);
          else await tree.remove(object);
        });
        return { body: {} };
      },
    },
  ];
}

/** Under `/Repos` exactly `/Repos/{folder}/{repo}`; elsewhere any depth below a top folder. */
function checkPlace(path: string): void {
  const depth = path.split('/').length - 1;
  if (isWithin(path, '/Repos') ? depth === 3 : depth >= 2) return;
  throw new ApiRefusal(
    400,
    'INVALID_PARAMETER_VALUE',
    `${path} is no place for a git folder: /Repos/{folder}/{repo} is one.`,
  );
}
