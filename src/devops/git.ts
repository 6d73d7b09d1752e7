// What the house asks of a git host, whatever is behind it: names to commits, and what lies between two commits. A provider that
// knows more (pull requests, statuses) builds on this.
import type { Commit, ResolvedRef } from '../domain/commit.ts';

export interface GitProvider {
  /**
   * A branch or tag as it stands at the remote now. Takes `feature-x`, `refs/heads/feature-x`, `refs/tags/v1`,
   * `origin/feature-x`, and the full commit id at which a branch stands; an exact name wins. A prefix is never completed
   * silently, because a deploy hangs on it.
   * @throws Fault `ref-not-found` (nearest names as choices), `ref-ambiguous` (full names as choices), `git-unreachable`,
   *   `git-refused`, `git-nothing-there`, `git-missing`; the signal's reason when it aborts
   */
  resolve(ref: string, signal?: AbortSignal): Promise<ResolvedRef>;
  /** Branch names: main or master, then the one with the newest commit; at most `limit` (100 when absent). */
  branches(limit?: number, signal?: AbortSignal): Promise<readonly string[]>;
  /** @param id full commit id. @throws Fault `ref-not-found` when git does not have it */
  commit(id: string, signal?: AbortSignal): Promise<Commit>;
  /**
   * What `to` has and `from` has not, newest first and at most `limit`, and how many commits `from` has that `to` has not.
   * @throws Fault `ref-not-found` when either commit is not known, for example after a force push
   */
  between(
    from: string,
    to: string,
    limit: number,
    signal?: AbortSignal,
  ): Promise<{ readonly ahead: readonly Commit[]; readonly behind: number }>;
  /**
   * Puts a tag at a commit that has none of its own, so that it can be checked out; the same tag there already is as good.
   * @throws Fault `tag-refused`, `git-unreachable`, `git-refused`
   */
  keep(id: string, tag: string, signal?: AbortSignal): Promise<void>;
  /** At most `n` known branch and tag names close to this one, best first; empty until names were read once. */
  near(name: string, n: number): readonly string[];
}
