// Databricks job runs, in our words. Ids are decimal strings: they are int64 and may exceed 2^53.

/** One word for the two state shapes of the Jobs API (`status` is preferred to the older `state`). */
export type RunState =
  | 'queued'
  | 'running'
  | 'passed'
  | 'passed-with-failures'
  | 'failed'
  | 'cancelled'
  | 'skipped'
  | 'timed-out';
export const runHasEnded = (state: RunState): boolean => state !== 'queued' && state !== 'running';

export interface RunTask {
  readonly key: string;
  /** The task run's id: the one that get-output takes. */
  readonly runId: string;
  readonly state: RunState;
  readonly attempt: number;
  readonly startedAt?: number;
  readonly endedAt?: number;
  readonly message?: string;
  readonly url?: string;
  /** What it ran on, where the platform tells: `15.4.x-scala2.12 on Standard_DS3_v2`, `cluster 0712-…`. */
  readonly runtime?: string;
}

export interface JobRun {
  readonly runId: string;
  readonly jobId?: string;
  readonly name: string;
  readonly state: RunState;
  /** The platform's own code, shown as it came: `RUN_EXECUTION_ERROR`. */
  readonly code?: string;
  readonly message?: string;
  readonly url?: string;
  readonly creator?: string;
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly tasks: readonly RunTask[];
  readonly parameters?: Readonly<Record<string, string>>;
  /** The commit that Databricks checked out for it, where the job takes its code from git. */
  readonly commit?: string;
  /** The branch or tag, for a build of a pipeline. */
  readonly ref?: string;
  /** What its tasks ran on, each kind once. */
  readonly runtime?: string;
}

/** Input of the operation kind `repair`: the failed tasks of a run once more, within the same run. */
export interface RepairInput extends JobInput {
  readonly runId: string;
}

export interface Job {
  readonly jobId: string;
  readonly name: string;
  readonly creator?: string;
  readonly schedule?: Schedule;
}

export interface Schedule {
  /** Quartz, as Databricks takes it: seconds first, days of the week from 1 for Sunday. */
  readonly cron: string;
  /** The time zone that it is meant in, by its name in the tz database. */
  readonly zone?: string;
  readonly paused: boolean;
}

/** Input and result of the operation kind `job`. */
export interface JobInput {
  readonly environment: string;
  readonly jobId: string;
  readonly jobName: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly before?: ParametersBefore;
}
/** Of a run again with other parameters: the changed ones as they were, null where there was none of that name. */
export type ParametersBefore = Readonly<Record<string, string | null>>;
export interface JobResult {
  readonly runId: string;
  readonly state: RunState;
  readonly tasks: readonly {
    readonly key: string;
    readonly state: RunState;
    readonly ms: number;
    readonly message?: string;
  }[];
  readonly url?: string;
}
