/** A branch or tag resolved to a commit. What was tested, deployed and promoted is compared by `id`, never by name. */
export interface ResolvedRef {
  readonly kind: 'branch' | 'tag';
  /** Short name: `feature-x`, never `refs/heads/feature-x`. */
  readonly name: string;
  readonly commit: Commit;
}

export interface Commit {
  /** Full SHA-1, 40 lower-case hex digits. */
  readonly id: string;
  readonly subject: string;
  readonly author: string;
  /** Address of the author, where the host tells it. */
  readonly email?: string;
  /** Committer time, ms since the epoch. */
  readonly at: number;
}

/** The eight digits that people compare on cards. */
export const shortCommit = (id: string): string => id.slice(0, 8);
