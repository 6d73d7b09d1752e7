// The nouns of this room: a saved job, a run of it (or a one-time run), and the attempts at its tasks.

/** JSON object as a client sent it; kept as it came, because the answer shows it again. */
export type Json = Readonly<Record<string, unknown>>;

export interface Job {
  readonly id: bigint;
  readonly creator: string;
  /** Milliseconds since the epoch, like every time here. */
  readonly createdAt: number;
  readonly settings: Json;
}

/** How a run or a task attempt ended. */
export type Ending =
  | 'success'
  | 'success-with-failures'
  | 'failed'
  | 'timed-out'
  | 'canceled'
  | 'upstream-failed'
  | 'upstream-canceled'
  | 'excluded'
  | 'disabled'
  | 'too-many-runs'
  | 'no-checkout'
  | 'not-found'
  | 'bad-configuration'
  | 'driver-lost'
  | 'no-driver';

export type Phase =
  | 'QUEUED'
  | 'BLOCKED'
  | 'PENDING'
  | 'RUNNING'
  | 'WAITING_FOR_RETRY'
  | 'TERMINATING'
  | 'ENDED';

/** What a task left behind. */
export interface Output {
  readonly exit?: string;
  readonly logs?: string;
  readonly logsTruncated?: boolean;
  readonly error?: string;
  readonly trace?: string;
  /** Set by `dbutils.jobs.taskValues`. */
  readonly values?: Json;
  /** The code that ran, for `export`. */
  readonly code?: string;
}

/** One attempt at a task. */
export interface TaskRun {
  readonly id: bigint;
  readonly key: string;
  readonly attempt: number;
  /** The task's settings as they were when the attempt was made. */
  readonly settings: Json;
  phase: Phase;
  ending?: Ending;
  message?: string;
  startedAt: number;
  /** When its process started. */
  executedAt?: number;
  endedAt?: number;
  output?: Output;
  /** Parameters after references were filled in. */
  parameters?: Readonly<Record<string, string>>;
}

export interface Repair {
  /** Undefined for the original. */
  readonly id?: bigint;
  readonly startedAt: number;
  endedAt?: number;
  ending?: Ending;
  readonly taskRunIds: bigint[];
}

export interface Run {
  readonly id: bigint;
  /** One-time runs have one too, which cannot be looked up. */
  readonly jobId: bigint;
  readonly kind: 'JOB_RUN' | 'SUBMIT_RUN';
  readonly name: string;
  readonly creator: string;
  /** Settings of the job at the start (or the latest repair), or the body of the submit. */
  settings: Json;
  /** Job parameters in force. */
  parameters: Readonly<Record<string, string>>;
  /** The parts of run-now that overrode something. */
  overriding: Json;
  /** Tasks to run; all when undefined. */
  readonly only?: readonly string[];
  phase: Phase;
  ending?: Ending;
  message?: string;
  readonly startedAt: number;
  /** When it left the queue. */
  launchedAt?: number;
  endedAt?: number;
  /** The commit that git_source led to. */
  commit?: string;
  readonly tasks: TaskRun[];
  readonly repairs: Repair[];
}

export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const jsonList = (value: unknown): readonly Json[] =>
  Array.isArray(value) ? value.filter(isJson) : [];

export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

export const numberOf = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;

/** A map of texts; numbers and booleans are written as texts, anything else is left out. */
export function textMap(value: unknown): Record<string, string> {
  if (!isJson(value)) return {};
  const pairs = Object.entries(value).flatMap(([key, each]): [string, string][] =>
    ['string', 'number', 'boolean', 'bigint'].includes(typeof each) ? [[key, String(each)]] : [],
  );
  return Object.fromEntries(pairs);
}

/** The latest attempt of each task, in the order of the settings. */
export function latestAttempts(run: Run): TaskRun[] {
  const latest = new Map<string, TaskRun>();
  for (const task of run.tasks) {
    if ((latest.get(task.key)?.attempt ?? -1) <= task.attempt) latest.set(task.key, task);
  }
  return [...latest.values()];
}

export const succeeded = (ending: Ending | undefined): boolean =>
  ending === 'success' || ending === 'success-with-failures';

export const tasksOf = (settings: Json): readonly Json[] => jsonList(settings['tasks']);
export const keyOf = (task: Json): string => textOf(task['task_key']) ?? 'task';
