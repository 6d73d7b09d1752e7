// What the stand-in remembers while it runs: builds with their timelines, approvals, checks, statuses, subscriptions. A restart forgets it;
// the repositories are real and stay.
import { randomUUID } from 'node:crypto';
import type { Identity } from './kernel.ts';
import type { Repository } from './repository.ts';

export type Result = 'succeeded' | 'failed' | 'canceled' | 'skipped';

export interface TimelineRecord {
  readonly id: string;
  readonly parentId: string | null;
  readonly type:
    | 'Stage'
    | 'Phase'
    | 'Job'
    | 'Task'
    | 'Checkpoint'
    | 'Checkpoint.Approval'
    | 'Checkpoint.TaskCheck';
  name: string;
  readonly identifier: string;
  readonly order: number;
  state: 'pending' | 'inProgress' | 'completed';
  result: Result | null;
  startTime: string | null;
  finishTime: string | null;
  attempt: number;
  issues: { type: 'error' | 'warning'; message: string }[];
  log: { id: number; url: string } | null;
}

export interface Build {
  readonly id: number;
  readonly pipeline: Pipeline;
  readonly buildNumber: string;
  readonly planId: string;
  readonly sourceBranch: string;
  readonly sourceVersion: string;
  readonly requestedFor: Identity;
  readonly reason: 'manual' | 'individualCI' | 'pullRequest';
  readonly templateParameters: Readonly<Record<string, string>>;
  readonly variables: Readonly<Record<string, string>>;
  readonly pullRequest?: PullRequest;
  readonly queueTime: string;
  readonly stagesToSkip: readonly string[];
  startTime: string | null;
  finishTime: string | null;
  status: 'notStarted' | 'inProgress' | 'cancelling' | 'completed';
  result: 'succeeded' | 'failed' | 'canceled' | null;
  records: TimelineRecord[];
  readonly logs: Map<number, string[]>;
  readonly tests: { name: string; passed: boolean }[];
  readonly stop: { current: AbortController };
  /** Token of the job's own identity, revoked with the build. */
  readonly accessToken: string;
}

export interface Pipeline {
  readonly id: number;
  readonly name: string;
  readonly folder: string;
  readonly path: string;
  readonly repository: Repository;
}

export interface Approval {
  readonly id: string;
  status: 'pending' | 'approved' | 'rejected' | 'canceled' | 'timedOut';
  readonly createdOn: string;
  lastModifiedOn: string;
  readonly instructions: string;
  readonly minRequiredApprovers: number;
  readonly requesterCannotBeApprover: boolean;
  readonly build: Build;
  readonly stage: string;
  readonly steps: {
    readonly assignedApprover: Identity;
    actualApprover?: Identity;
    status: Approval['status'];
    comment: string;
    readonly initiatedOn: string;
    lastModifiedOn: string;
  }[];
  readonly decided: PromiseWithResolvers<boolean>;
}

/** An Invoke REST API check that waits for its callback. */
export interface WaitingCheck {
  readonly planId: string;
  readonly jobId: string;
  readonly taskInstanceId: string;
  readonly timelineId: string;
  readonly authToken: string;
  readonly build: Build;
  readonly stage: string;
  status: 'running' | 'approved' | 'rejected' | 'canceled';
  completions: number;
  readonly decided: PromiseWithResolvers<boolean>;
}

export interface Environment {
  readonly id: number;
  readonly name: string;
  readonly approval?: {
    readonly approvers: readonly Identity[];
    readonly minRequiredApprovers?: number;
    readonly instructions?: string;
    readonly requesterCannotBeApprover?: boolean;
  };
  /** Where an Invoke REST API check calls, and with which basic credentials. */
  readonly restCheck?: {
    readonly url: string | (() => string);
    readonly user?: string;
    readonly password?: string;
    readonly body?: Readonly<Record<string, string>>;
  };
}

export interface PullRequest {
  readonly pullRequestId: number;
  readonly repository: Repository;
  readonly title: string;
  readonly sourceRefName: string;
  readonly targetRefName: string;
  readonly createdBy: Identity;
  readonly creationDate: string;
  status: 'active' | 'abandoned' | 'completed';
  mergeStatus: 'succeeded' | 'conflicts';
  mergeCommit: string | undefined;
  sourceCommit: string;
  readonly statuses: object[];
}

export interface Subscription {
  readonly id: string;
  publisherId: string;
  eventType: string;
  resourceVersion: string;
  publisherInputs: Readonly<Record<string, string>>;
  consumerInputs: Readonly<Record<string, string>>;
  status: 'enabled' | 'onProbation' | 'disabledBySystem';
}

export interface State {
  readonly organisation: string;
  readonly project: { readonly id: string; readonly name: string };
  readonly repositories: readonly Repository[];
  readonly pipelines: readonly Pipeline[];
  readonly environments: readonly Environment[];
  readonly variableGroups: Readonly<
    Record<string, Readonly<Record<string, { readonly value: string; readonly isSecret?: boolean }>>>
  >;
  readonly builds: Build[];
  readonly approvals: Approval[];
  readonly checks: WaitingCheck[];
  readonly pullRequests: PullRequest[];
  readonly statuses: { readonly repository: Repository; readonly commit: string; readonly status: object }[];
  readonly subscriptions: Subscription[];
  readonly deployments: {
    readonly environment: Environment;
    readonly build: Build;
    readonly stage: string;
    readonly result: Result;
    readonly finishTime: string;
  }[];
  readonly tokens: Map<string, Identity>;
  /** Address of the organisation, with a slash at its end. */
  url: string;
  /** Told of a new approval. */
  approvalAsked?: (approval: Approval) => void;
}

export const newRecord = (
  build: Build,
  given: Pick<TimelineRecord, 'type' | 'name' | 'identifier' | 'parentId'>,
): TimelineRecord => {
  const record: TimelineRecord = {
    id: randomUUID(),
    ...given,
    order: build.records.length + 1,
    state: 'pending',
    result: null,
    startTime: null,
    finishTime: null,
    attempt: 1,
    issues: [],
    log: null,
  };
  build.records.push(record);
  return record;
};

export const begin = (record: TimelineRecord): void => {
  record.state = 'inProgress';
  record.startTime = new Date().toISOString();
};

export const finish = (record: TimelineRecord, result: Result): void => {
  record.state = 'completed';
  record.result = result;
  record.startTime ??= new Date().toISOString();
  record.finishTime = new Date().toISOString();
};
