// Turns a branch, a tag or a commit into the full id of a commit, in a clone that has fetched everything. Names are taken literally:
// `main~1` is no branch.
import { askGit } from './git.ts';

export interface Point {
  readonly branch?: string;
  readonly tag?: string;
  readonly commit?: string;
}

/** Undefined when the remote (as last fetched) has no such thing. */
export async function findCommit(dir: string, at: Point): Promise<string | undefined> {
  if (at.commit !== undefined) {
    return /^[0-9a-f]{7,40}$/i.test(at.commit) ? await commitOf(dir, at.commit) : undefined;
  }
  const ref = at.branch === undefined ? `refs/tags/${at.tag ?? ''}` : `refs/remotes/origin/${at.branch}`;
  const exact = await askGit(['show-ref', '--verify', '--hash', ref], { cwd: dir });
  return exact === undefined ? undefined : await commitOf(dir, exact);
}

/** True when `ancestor` is reachable from `commit` (or the same). */
export async function isAncestor(dir: string, ancestor: string, commit: string): Promise<boolean> {
  return (await askGit(['merge-base', '--is-ancestor', ancestor, commit], { cwd: dir })) !== undefined;
}

/** The commit behind an id of a commit or of an annotated tag. */
function commitOf(dir: string, id: string): Promise<string | undefined> {
  return askGit(['rev-parse', '--verify', '--quiet', `${id}^{commit}`], { cwd: dir });
}
