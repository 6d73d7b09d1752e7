// Git folders (`/api/2.0/repos`). The API takes a branch or a tag, never a commit; an update works inside its request.
import { z } from 'zod';
import { Fault } from '../base/errors.ts';
import { afterChange, named, platformCode } from './failure.ts';
import type { DatabricksHttp } from './http.ts';
import { id, shaped, text } from './shapes.ts';
import type { WorkspaceFiles } from './workspace.ts';

export interface Repo {
  readonly id: string;
  readonly path: string;
  readonly url: string;
  readonly provider?: string;
  /** Absent on a detached head, as after an update to a tag. */
  readonly branch?: string;
  /** Full SHA-1 of the folder's local head. */
  readonly headCommit?: string;
}

export type RefWanted = ({ readonly branch: string } | { readonly tag: string }) & {
  /** Throw local changes away (`dangerously_force_discard_all`). */
  readonly discardAll?: boolean;
};

export interface Repos {
  /** The git folder at a path, with or without `/Workspace` in front; undefined when nothing or something else is there. */
  byPath(path: string, signal?: AbortSignal): Promise<Repo | undefined>;
  get(id: string, signal?: AbortSignal): Promise<Repo>;
  /** Git folders below a path that this identity manages: one that is missing here may still exist (`byPath`). */
  list(pathPrefix: string, signal?: AbortSignal): AsyncIterable<Repo>;
  /** Makes the parent folders, too. One that is there already is given back. */
  create(
    wanted: { readonly path: string; readonly url: string; readonly provider: string },
    signal?: AbortSignal,
  ): Promise<Repo>;
  /** Moves the folder, then reads it back: the update's own answer is not documented. */
  update(id: string, wanted: RefWanted, signal?: AbortSignal): Promise<Repo>;
  /** One that is gone already counts as removed. */
  remove(id: string, signal?: AbortSignal): Promise<void>;
}

const repoShape = z
  .object({ id, path: z.string(), url: text, provider: text, branch: text, head_commit_id: text })
  .transform(
    ({ id: repoId, path, url, provider, branch, head_commit_id: head }): Repo => ({
      id: repoId,
      path,
      url: url ?? '',
      ...(provider !== undefined && { provider }),
      ...(branch !== undefined && { branch }),
      ...(head !== undefined && { headCommit: head }),
    }),
  );

const pageShape = z.object({ repos: z.array(repoShape).nullish(), next_page_token: text });
const MOST_PAGES = 100;
/** Ten minutes: the platform clones and fetches within the request. */
const GIT_TIMEOUT = 600_000;
const FAMILY = 'repos';

export const repos = (http: DatabricksHttp, workspace: WorkspaceFiles): Repos => {
  const get: Repos['get'] = async (repoId, signal) =>
    shaped(
      repoShape,
      await http.call({
        method: 'GET',
        path: `/api/2.0/repos/${encodeURIComponent(repoId)}`,
        family: FAMILY,
        attempted: 'read a git folder',
        what: `the git folder ${repoId}`,
        repeatable: true,
        signal,
      }),
      'repos/get',
    );

  const byPath: Repos['byPath'] = async (path, signal) => {
    const status = await workspace.getStatus(path, signal);
    if (!status) return undefined;
    // Git folders may come as REPO or as DIRECTORY: whether it is one, the Repos API decides.
    return get(status.id, signal).catch((error: unknown) => {
      if (error instanceof Fault && error.code === 'upstream-not-found') return undefined;
      throw error;
    });
  };

  return {
    get,
    byPath,
    list: async function* (pathPrefix, signal) {
      let token: string | undefined;
      for (let page = 0; page < MOST_PAGES; page += 1) {
        const answer = await http.call({
          method: 'GET',
          path: '/api/2.0/repos',
          family: FAMILY,
          // The token has this name in the request, too, unlike everywhere else.
          query: { path_prefix: pathPrefix, next_page_token: token },
          attempted: `list the git folders in ${pathPrefix}`,
          repeatable: true,
          signal,
        });
        const found = shaped(pageShape, answer, 'repos/list');
        yield* found.repos ?? [];
        token = found.next_page_token;
        if (token === undefined) return;
      }
    },
    create: async ({ path, url, provider }, signal) => {
      await workspace.mkdirs(path.slice(0, path.lastIndexOf('/')), signal);
      try {
        const made = await http.call({
          method: 'POST',
          path: '/api/2.0/repos',
          family: FAMILY,
          body: { url, provider, path },
          attempted: `create the git folder ${path}`,
          repeatable: false,
          timeout: GIT_TIMEOUT,
          signal,
        });
        return shaped(repoShape, made, 'repos/create');
      } catch (error) {
        // Somebody was faster, or the answer to an earlier attempt was lost: what stands there is looked at.
        const known =
          error instanceof Fault &&
          (error.code === 'outcome-unknown' ||
            ['RESOURCE_ALREADY_EXISTS', 'ALREADY_EXISTS', 'RESOURCE_CONFLICT'].includes(
              platformCode(error) ?? '',
            ));
        const found = known ? await byPath(path, signal) : undefined;
        if (found) return found;
        throw error instanceof Fault ? named(error, { path, repository: url }) : error;
      }
    },
    update: async (repoId, wanted, signal) => {
      const target = 'branch' in wanted ? { branch: wanted.branch } : { tag: wanted.tag };
      const ref = 'branch' in wanted ? wanted.branch : wanted.tag;
      try {
        await http.call({
          method: 'PATCH',
          path: `/api/2.0/repos/${encodeURIComponent(repoId)}`,
          family: FAMILY,
          body: { ...target, ...(wanted.discardAll && { dangerously_force_discard_all: true }) },
          attempted: `update a git folder to ${ref}`,
          what: `the git folder ${repoId}`,
          // Git works inside the request, for minutes: whoever loses the answer reads the head back before asking again.
          repeatable: false,
          timeout: GIT_TIMEOUT,
          signal,
        });
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        const repo = await get(repoId, signal).catch(() => undefined);
        throw named(error, { ref, path: repo?.path ?? repoId, repository: repo?.url ?? '–' });
      }
      return get(repoId, signal).catch((error: unknown) => {
        throw error instanceof Fault ? afterChange(error) : error;
      });
    },
    remove: async (repoId, signal) => {
      await http
        .call({
          method: 'DELETE',
          path: `/api/2.0/repos/${encodeURIComponent(repoId)}`,
          family: FAMILY,
          attempted: 'remove a temporary git folder',
          repeatable: true,
          signal,
        })
        .catch((error: unknown) => {
          if (!(error instanceof Fault) || error.code !== 'upstream-not-found') throw error;
        });
    },
  };
};
