// Runs (`/api/2.2/jobs/runs`): reading them, their output, stopping and repairing.
import { z } from 'zod';
import { Fault } from '../base/errors.ts';
import type { JobRun, RunTask } from '../domain/run.ts';
import { platformCode } from './failure.ts';
import type { JobsCaller } from './jobs-version.ts';
import { bareId } from './json.ts';
import { listShape, newestAttempts, runShape } from './run-shape.ts';
import { id, shaped, text, withoutColours } from './shapes.ts';

export interface TaskOutput {
  /** What the notebook gave to `dbutils.notebook.exit`; absent when it gave nothing. */
  readonly exitValue?: string;
  readonly exitTruncated?: boolean;
  readonly error?: string;
  readonly trace?: string;
  readonly logs?: string;
}

export interface RunsApi {
  /** A run with all its tasks, the newest attempt of each. @throws Fault `run-not-found` */
  get(runId: string, signal?: AbortSignal): Promise<JobRun>;
  /** Pages of all active runs, with their tasks. */
  activePages(signal?: AbortSignal): AsyncIterable<readonly JobRun[]>;
  /** Pages of the runs that are over and began at `since` (ms since the epoch) or later, the last one to end first. */
  completedPages(since: number, signal?: AbortSignal): AsyncIterable<readonly JobRun[]>;
  /** The same for one job. */
  completedOf(jobId: string, since: number, signal?: AbortSignal): AsyncIterable<readonly JobRun[]>;
  /** The id of a run's last repair, which the next one must name; undefined before the first. */
  latestRepair(runId: string, signal?: AbortSignal): Promise<string | undefined>;
  /** Asks every active run of a job to stop. @throws Fault `job-not-found` for anything but an id */
  cancelAll(jobId: string, signal?: AbortSignal): Promise<void>;
  /** The newest run of a job. */
  latest(jobId: string, signal?: AbortSignal): Promise<JobRun | undefined>;
  /** Output of a task run (`tasks[].run_id`); nothing when there is none yet. */
  output(taskRunId: string, signal?: AbortSignal): Promise<TaskOutput>;
  /** Asks to stop; the run ends some time later. */
  cancel(runId: string, signal?: AbortSignal): Promise<void>;
  /**
   * Runs tasks again within the same run, the failed ones unless some are named. The id of the repair before is needed from the
   * second one on, and the parameters of the run are to be given again: the platform does not remember them.
   */
  repair(
    request: {
      readonly runId: string;
      readonly tasks?: readonly string[];
      readonly latestRepairId?: string;
      readonly parameters?: Readonly<Record<string, string>>;
    },
    signal?: AbortSignal,
  ): Promise<string>;
}

const outputShape = z.object({
  notebook_output: z.object({ result: text, truncated: z.boolean().nullish() }).nullish(),
  error: text,
  error_trace: text,
  logs: text,
});

/** The API takes at most 25 a page. */
const PAGE = 25;
const MOST_PAGES = 500;

/** A run that does not exist is said by 400 on these paths. */
const notFound = (error: unknown, runId: string): unknown =>
  error instanceof Fault &&
  (error.code === 'upstream-not-found' || platformCode(error) === 'INVALID_PARAMETER_VALUE')
    ? new Fault('run-not-found', { changed: 'no', system: 'Databricks', facts: { run: runId }, cause: error })
    : error;

/** @param pageOf makes the run's page in the browser out of the address that the API gives */
export const runs = (call: JobsCaller, pageOf: (address: string) => string | undefined): RunsApi => {
  /** Addresses that people may open; a run's own and those of its tasks. */
  const withPages = (run: JobRun, tasks: readonly RunTask[]): JobRun => {
    const paged = <Item extends { readonly url?: string }>({ url, ...rest }: Item): Item => {
      const page = url === undefined ? undefined : pageOf(url);
      return { ...rest, ...(page !== undefined && { url: page }) } as unknown as Item;
    };
    return { ...paged(run), tasks: newestAttempts(tasks).map(paged) };
  };
  const pages = async function* (
    query: Readonly<Record<string, string | number | boolean>>,
    signal?: AbortSignal,
  ): AsyncGenerator<readonly JobRun[]> {
    let token: string | undefined;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const answer = await listed({ expand_tasks: true, limit: PAGE, ...query, page_token: token }, signal);
      yield (answer.runs ?? []).map(({ run }) => withPages(run, run.tasks));
      token = answer.next_page_token;
      if (token === undefined) return;
    }
  };
  const listed = async (
    query: Readonly<Record<string, string | number | boolean | undefined>>,
    signal?: AbortSignal,
  ) =>
    shaped(
      listShape,
      await call('runs/list', {
        method: 'GET',
        family: 'runs-list',
        query,
        attempted: 'list runs',
        repeatable: true,
        signal,
      }),
      'runs/list',
    );
  return {
    get: async (runId, signal) => {
      let first: JobRun | undefined;
      const tasks: RunTask[] = [];
      let token: string | undefined;
      do {
        const answer = await call('runs/get', {
          method: 'GET',
          family: 'runs-get',
          query: { run_id: runId, page_token: token },
          attempted: `read run ${runId}`,
          what: `the run ${runId}`,
          repeatable: true,
          signal,
        }).catch((error: unknown) => {
          throw notFound(error, runId);
        });
        const { run, next } = shaped(runShape, answer, 'runs/get');
        first ??= run;
        tasks.push(...run.tasks);
        token = next;
      } while (token !== undefined && tasks.length < 10_000);
      return withPages(first, tasks);
    },
    activePages: (signal) => pages({ active_only: true }, signal),
    completedPages: (since, signal) => pages({ completed_only: true, start_time_from: since }, signal),
    completedOf: (jobId, since, signal) =>
      pages({ job_id: jobId, completed_only: true, start_time_from: since }, signal),
    latest: async (jobId, signal) => {
      const [newest] = (await listed({ job_id: jobId, limit: 1 }, signal)).runs ?? [];
      return newest && withPages(newest.run, newest.run.tasks);
    },
    latestRepair: async (runId, signal) => {
      const answer = await call('runs/get', {
        method: 'GET',
        family: 'runs-get',
        query: { run_id: runId, include_history: true },
        attempted: `read the repairs of run ${runId}`,
        what: `the run ${runId}`,
        repeatable: true,
        signal,
      }).catch((error: unknown) => {
        throw notFound(error, runId);
      });
      return shaped(runShape, answer, 'runs/get').repairs.at(-1);
    },
    cancelAll: async (jobId, signal) => {
      // Without a job the platform may empty the queue of the whole workspace.
      if (!/^\d+$/.test(jobId)) throw new Fault('job-not-found', { changed: 'no', facts: { job: jobId } });
      await call('runs/cancel-all', {
        method: 'POST',
        family: 'runs-repair',
        body: { job_id: bareId(jobId) },
        attempted: `cancel the runs of job ${jobId}`,
        what: `the job ${jobId}`,
        repeatable: true,
        signal,
      });
    },
    output: async (taskRunId, signal) => {
      const answer = await call('runs/get-output', {
        method: 'GET',
        family: 'runs-output',
        query: { run_id: taskRunId },
        attempted: `read the output of run ${taskRunId}`,
        what: `the run ${taskRunId}`,
        repeatable: true,
        signal,
      }).catch((error: unknown) => {
        throw notFound(error, taskRunId);
      });
      const { notebook_output, error, error_trace, logs } = shaped(outputShape, answer, 'runs/get-output');
      return {
        ...(notebook_output?.result !== undefined && { exitValue: notebook_output.result }),
        ...(notebook_output?.truncated === true && { exitTruncated: true }),
        ...(error !== undefined && { error: withoutColours(error) }),
        ...(error_trace !== undefined && { trace: withoutColours(error_trace) }),
        ...(logs !== undefined && { logs: withoutColours(logs) }),
      };
    },
    cancel: async (runId, signal) => {
      await call('runs/cancel', {
        method: 'POST',
        family: 'runs-cancel',
        body: { run_id: bareId(runId) },
        attempted: `cancel run ${runId}`,
        what: `the run ${runId}`,
        repeatable: true,
        signal,
      });
    },
    repair: async ({ runId, tasks, latestRepairId, parameters }, signal) => {
      const body = {
        run_id: bareId(runId),
        ...(tasks ? { rerun_tasks: tasks } : { rerun_all_failed_tasks: true }),
        ...(parameters && { job_parameters: parameters }),
        ...(latestRepairId !== undefined && { latest_repair_id: bareId(latestRepairId) }),
      };
      const answer = await call('runs/repair', {
        method: 'POST',
        family: 'runs-repair',
        body,
        attempted: `repair run ${runId}`,
        what: `the run ${runId}`,
        repeatable: false,
        signal,
      });
      return shaped(z.object({ repair_id: id }), answer, 'runs/repair').repair_id;
    },
  };
};
