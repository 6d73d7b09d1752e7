// Pipelines of the CI system, their builds and approvals, in our words.
import type { Approval } from './approval.ts';
import type { ParametersBefore } from './run.ts';

export interface Pipeline {
  readonly id: number;
  readonly name: string;
  readonly url?: string;
}

export type BuildState =
  | 'queued'
  | 'running'
  | 'stopping'
  | 'passed'
  | 'passed-with-failures'
  | 'failed'
  | 'cancelled';
export const buildHasEnded = (state: BuildState): boolean =>
  state !== 'queued' && state !== 'running' && state !== 'stopping';

/** A stage; `waiting` for checks or for people. */
export interface Stage {
  readonly name: string;
  readonly title: string;
  readonly state: 'pending' | 'waiting' | 'running' | 'passed' | 'failed' | 'skipped' | 'cancelled';
  readonly attempt: number;
  readonly startedAt?: number;
  readonly endedAt?: number;
  /** The first error in it. */
  readonly message?: string;
}

export interface Build {
  readonly id: number;
  readonly number: string;
  readonly pipeline: Pipeline;
  readonly state: BuildState;
  /** Short name of a branch or tag; `refs/pull/12/merge` stays as it is. */
  readonly ref: string;
  readonly commit: string;
  readonly requester: string;
  readonly queuedAt: number;
  readonly startedAt?: number;
  readonly endedAt?: number;
  readonly parameters: Readonly<Record<string, string>>;
  readonly url?: string;
}

/** Something that a stage waits for. */
export interface PipelineApproval {
  readonly id: string;
  readonly build: number;
  readonly pipeline: string;
  readonly state: 'pending' | 'approved' | 'rejected' | 'over';
  readonly instructions: string;
  readonly askedAt: number;
  readonly steps: readonly {
    readonly approver: string;
    readonly by?: string;
    readonly state: string;
    readonly comment: string;
  }[];
}

/** A stage that waits for the promotion of a model, which is decided on the card of its request. */
export interface ModelGate {
  readonly stage: string;
  readonly model: string;
  /** Absent: the one that was trained from the build's commit. */
  readonly version?: string;
  /** The request that decides it; absent while nobody has asked. */
  readonly op?: string;
  readonly askedAt: number;
}

/** A stage that waits for people, as it is posted to them unasked. */
export interface StagePrompt {
  readonly build: Build;
  /** A check that is decided here stands in the same shape. */
  readonly approval: PipelineApproval;
  /** Named by a check's call; an approval names none. */
  readonly stage?: string;
  /** The newest request to promote what was trained from the build's commit. */
  readonly promotion?: Approval;
}

/** Input and result of the operation kind `pipeline`. */
export interface PipelineInput {
  /** Environment by whose rights it was asked for. */
  readonly environment: string;
  readonly pipeline: Pipeline;
  /** Full name: `refs/heads/feature-x`. */
  readonly refName: string;
  readonly ref: string;
  readonly commit: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly before?: ParametersBefore;
  /** The failed jobs of this build again, in place of a new one. */
  readonly retries?: number;
}
export interface PipelineResult {
  readonly build: number;
  readonly number: string;
  readonly state: BuildState;
  readonly stages: readonly Stage[];
  readonly url?: string;
}

/** A commit's status as git hosts keep it: the newest of a context counts. */
export interface CommitStatus {
  /** `brickbot/tests`: genre and name. */
  readonly context: string;
  readonly state: 'pending' | 'succeeded' | 'failed' | 'error';
  readonly description: string;
  readonly url?: string;
}

export interface PullRequest {
  readonly id: number;
  readonly title: string;
  readonly source: string;
  readonly target: string;
  readonly author: string;
  readonly state: 'open' | 'merged' | 'closed';
  readonly openedAt: number;
  readonly closedAt?: number;
  readonly url?: string;
}
