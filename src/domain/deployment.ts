import type { Commit } from './commit.ts';

/** What was asked. The commit is fixed at the moment of asking; the branch may move afterwards, the deployment does not. */
export interface DeployInput {
  readonly environment: string;
  readonly ref: string;
  readonly refKind: 'branch' | 'tag';
  readonly commit: Commit;
  /** Throw local changes in the checkout away (releaser only). */
  readonly clean?: boolean;
}

export interface DeployResult {
  readonly environment: string;
  readonly ref: string;
  readonly commit: string;
  /** Null when the checkout did not exist before. */
  readonly previousCommit: string | null;
  /** Commits that the deployment brought, newest first; cut at 20. */
  readonly brought?: readonly Commit[];
}

/** A deployment that is over and succeeded: what stands in an environment, as far as brickbot did it. */
export interface Deployment {
  readonly op: string;
  readonly environment: string;
  readonly ref: string;
  readonly commit: string;
  readonly previousCommit: string | null;
  readonly by: string;
  readonly at: number;
}
