// What the stand-in knows of a repository, read from the bare repository itself by the machine's git.
import { askGit, git } from '../git/git.ts';

export interface CommitFacts {
  readonly commitId: string;
  readonly parents: readonly string[];
  readonly author: { readonly name: string; readonly email: string; readonly date: string };
  readonly committer: { readonly name: string; readonly email: string; readonly date: string };
  readonly comment: string;
}

export interface RefFacts {
  readonly name: string;
  readonly objectId: string;
  /** Of an annotated tag: the commit. */
  readonly peeledObjectId?: string;
}

export interface Repository {
  readonly id: string;
  readonly name: string;
  readonly bareDir: string;
}

const FORMAT = ['%H', '%P', '%an', '%ae', '%aI', '%cn', '%ce', '%cI', '%B'].join('%x1f');

export const refsOf = async ({ bareDir }: Repository): Promise<readonly RefFacts[]> => {
  const listed = await git(
    [
      'for-each-ref',
      '--format=%(refname)%1f%(objectname)%1f%(*objectname)',
      'refs/heads',
      'refs/tags',
      'refs/pull',
    ],
    { cwd: bareDir },
  );
  return listed
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const [name = '', objectId = '', peeled = ''] = line.split('\u001f');
      return { name, objectId, ...(peeled !== '' && { peeledObjectId: peeled }) };
    });
};

/** Commit id of what is named; undefined when there is no such thing. */
export const commitOf = ({ bareDir }: Repository, name: string): Promise<string | undefined> =>
  askGit(['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`], { cwd: bareDir });

/** Commits of a range as git writes it (`a..b`), newest first. */
export const logOf = async (
  { bareDir }: Repository,
  range: string,
  limit: number,
): Promise<readonly CommitFacts[]> => {
  const listed = await git(
    ['log', `--max-count=${limit}`, `--format=${FORMAT}%x1e`, '--end-of-options', range],
    {
      cwd: bareDir,
    },
  );
  return listed
    .split('\u001e')
    .map((record) => record.replace(/^\n/, ''))
    .filter(Boolean)
    .map((record) => {
      const [id = '', parents = '', an = '', ae = '', ad = '', cn = '', ce = '', cd = '', body = ''] =
        record.split('\u001f');
      return {
        commitId: id,
        parents: parents.split(' ').filter(Boolean),
        author: { name: an, email: ae, date: ad },
        committer: { name: cn, email: ce, date: cd },
        comment: body.trim(),
      };
    });
};

export const countOf = async ({ bareDir }: Repository, range: string): Promise<number> =>
  Number(await git(['rev-list', '--count', '--end-of-options', range], { cwd: bareDir }));

export const mergeBaseOf = ({ bareDir }: Repository, a: string, b: string): Promise<string | undefined> =>
  askGit(['merge-base', a, b], { cwd: bareDir });

/** A file of a commit; undefined when it is not there. */
export const fileOf = ({ bareDir }: Repository, commit: string, path: string): Promise<string | undefined> =>
  askGit(['show', `${commit}:${path}`], { cwd: bareDir });

/** Sets `refs/pull/<id>/merge` to a test merge of source into target; undefined when they conflict. */
export const testMerge = async (
  { bareDir }: Repository,
  id: number,
  source: string,
  target: string,
): Promise<string | undefined> => {
  const tree = await askGit(['merge-tree', '--write-tree', target, source], { cwd: bareDir });
  if (tree === undefined) return undefined;
  const config = { 'user.name': 'Azure DevOps', 'user.email': 'merge@localhost' };
  const commit = await git(
    ['commit-tree', tree.split('\n')[0] ?? '', '-p', target, '-p', source, '-m', `Merge pull request ${id}`],
    { cwd: bareDir, config },
  );
  await git(['update-ref', `refs/pull/${id}/merge`, commit], { cwd: bareDir });
  return commit;
};
