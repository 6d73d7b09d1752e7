import type { Commit } from './commit.ts';
import type { GateVerdict } from './deploy-gates.ts';

/** What was asked. The commit is fixed at the moment of asking; the branch may move afterwards, the deployment does not. */
export interface DeployInput {
  readonly environment: string;
  readonly ref: string;
  readonly refKind: 'branch' | 'tag';
  readonly commit: Commit;
  /** Throw local changes in the checkout away (releaser only). */
  readonly clean?: boolean;
  /** Go on although the commit is marked as bad. */
  readonly evenIfMarked?: boolean;
  /** The gates as they were when it was asked for. They are asked again before the effect. */
  readonly gates?: readonly GateVerdict[];
  /** It goes back to what stood there before. */
  readonly back?: WayBackInput;
}

export interface WayBackInput {
  /** The operation that is undone; absent when an environment was rolled back. */
  readonly of?: string;
  /** The commit that stood there when the way back was drawn. */
  readonly from: string;
  /** No branch or tag stands at the commit: git is given this tag first, because Databricks takes no commit. */
  readonly tag?: string;
  /** The second person who started it. */
  readonly startedBy?: string;
  /** Nothing was waited for: who answers for it, and why. */
  readonly emergency?: { readonly by: string; readonly reason: string };
}

export interface DeployResult {
  readonly environment: string;
  readonly ref: string;
  readonly commit: string;
  /** Null when the checkout did not exist before. */
  readonly previousCommit: string | null;
  /** Commits that the deployment brought, newest first; cut at 20. */
  readonly brought?: readonly Commit[];
  /** How many commits stood there before and do not any more. */
  readonly leftBehind?: number;
  /** Set when it went back to what stood there before. */
  readonly back?: true;
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
