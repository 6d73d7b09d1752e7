// A git folder in a Databricks workspace: found or created, moved to a branch or tag, read back. Used by deploys for the
// standing checkout of an environment and by test runs for their temporary one.
import { Fault } from '../../base/errors.ts';
import type { Databricks } from '../../databricks/client.ts';
import type { Repo } from '../../databricks/repos.ts';

export interface FolderWanted {
  readonly path: string;
  readonly url: string;
  /** Databricks' name of the git provider. */
  readonly provider: string;
}

/** The folder at this path, created when absent. Two creators at once end with one folder: the loser finds it. */
export const ensureGitFolder = async (
  databricks: Databricks,
  wanted: FolderWanted,
  signal?: AbortSignal,
): Promise<{ readonly repo: Repo; readonly created: boolean }> => {
  const found = await databricks.repos.byPath(wanted.path, signal);
  if (found) {
    if (sameRepository(found.url, wanted.url)) return { repo: found, created: false };
    throw new Fault('commit-mismatch', {
      changed: 'no',
      facts: { path: wanted.path, expected: wanted.url, actual: found.url },
    });
  }
  const repo = await databricks.repos.create(wanted, signal);
  return { repo, created: true };
};

/** Moves the folder and gives its head as read back from the API. The update's own answer is not relied on. */
export const moveGitFolder = async (
  databricks: Databricks,
  repoId: string,
  to: {
    readonly ref: string;
    readonly refKind: 'branch' | 'tag';
    readonly path: string;
    readonly clean: boolean;
  },
  signal?: AbortSignal,
): Promise<string | undefined> => {
  const target = to.refKind === 'branch' ? { branch: to.ref } : { tag: to.ref };
  const repo = await databricks.repos.update(
    repoId,
    { ...target, ...(to.clean && { discardAll: true }) },
    signal,
  );
  return repo.headCommit;
};

/** Addresses of one repository differ in case of the host, a `.git` at the end and user names in front. */
export const sameRepository = (a: string, b: string): boolean => plain(a) === plain(b);

const plain = (address: string): string =>
  address
    .trim()
    .replace(/^(\w+:\/\/)[^@/]*@/, '$1')
    .replace(/\/+$/, '')
    .replace(/\.git$/i, '')
    .toLowerCase();

/** Databricks' provider name for a clone address whose host is known; Azure DevOps when it is not (the product's home). */
export const guessProvider = (address: string): string => {
  const host = /^(?:\w+:\/\/)?(?:[^@/]*@)?([^/:]+)/.exec(address)?.[1]?.toLowerCase() ?? '';
  if (host === 'github.com') return 'gitHub';
  if (host === 'gitlab.com') return 'gitLab';
  if (host === 'bitbucket.org') return 'bitbucketCloud';
  if (host === 'dev.azure.com' || host.endsWith('.visualstudio.com')) return 'azureDevOpsServices';
  return 'gitHubEnterprise';
};
