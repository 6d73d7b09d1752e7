// Runs (`/api/2.2/jobs/runs`): reading them, their output, stopping and repairing.
import { z } from 'zod';
import { Fault } from '../base/errors.ts';
import type { JobRun, RunTask } from '../domain/run.ts';
import { platformCode } from './failure.ts';
import type { DatabricksHttp } from './http.ts';
import { bareId } from './json.ts';
import { stateShape, stateWords } from './run-state.ts';
import { id, instant, shaped, text, withoutColours } from './shapes.ts';

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
  /** The newest run of a job. */
  latest(jobId: string, signal?: AbortSignal): Promise<JobRun | undefined>;
  /** Output of a task run (`tasks[].run_id`); nothing when there is none yet. */
  output(taskRunId: string, signal?: AbortSignal): Promise<TaskOutput>;
  /** Asks to stop; the run ends some time later. */
  cancel(runId: string, signal?: AbortSignal): Promise<void>;
  /** Runs the failed tasks again within the same run. The id of the repair before is needed from the second one on. */
  repair(
    request: { readonly runId: string; readonly latestRepairId?: string },
    signal?: AbortSignal,
  ): Promise<string>;
}

const taskShape = stateShape
  .extend({
    run_id: id,
    task_key: z.string(),
    attempt_number: z.number().nullish(),
    start_time: instant,
    end_time: instant,
    run_page_url: text,
  })
  .transform(
    ({ run_id, task_key, attempt_number, start_time, end_time, run_page_url, ...states }): RunTask => {
      const { state, message } = stateWords(states);
      return {
        key: task_key,
        runId: run_id,
        state,
        attempt: attempt_number ?? 0,
        ...(start_time !== undefined && { startedAt: start_time }),
        ...(end_time !== undefined && { endedAt: end_time }),
        ...(message !== undefined && { message }),
        ...(run_page_url !== undefined && { url: run_page_url }),
      };
    },
  );

const parameterShape = z.object({ name: z.string(), value: text, default: text });
const runShape = stateShape
  .extend({
    run_id: id,
    job_id: id.nullish(),
    run_name: text,
    run_page_url: text,
    creator_user_name: text,
    start_time: instant,
    end_time: instant,
    tasks: z.array(taskShape).nullish(),
    job_parameters: z.array(parameterShape).nullish(),
    next_page_token: text,
  })
  .transform(
    ({
      run_id,
      job_id,
      run_name,
      run_page_url,
      creator_user_name,
      start_time,
      end_time,
      tasks,
      job_parameters,
      next_page_token,
      ...states
    }) => {
      const words = stateWords(states);
      const run: JobRun = {
        runId: run_id,
        ...(job_id != null && { jobId: job_id }),
        name: run_name ?? 'Untitled',
        ...words,
        ...(run_page_url !== undefined && { url: run_page_url }),
        ...(creator_user_name !== undefined && { creator: creator_user_name }),
        startedAt: start_time ?? 0,
        ...(end_time !== undefined && { endedAt: end_time }),
        tasks: tasks ?? [],
        ...(job_parameters && {
          parameters: Object.fromEntries(
            job_parameters.map(({ name, value, default: fallback }) => [name, value ?? fallback ?? '']),
          ),
        }),
      };
      return { run, next: next_page_token };
    },
  );
const listShape = z.object({ runs: z.array(runShape).nullish(), next_page_token: text });
const outputShape = z.object({
  notebook_output: z.object({ result: text, truncated: z.boolean().nullish() }).nullish(),
  error: text,
  error_trace: text,
  logs: text,
});

/** The API takes at most 25 a page. */
const PAGE = 25;
const MOST_PAGES = 500;

/** After a retry or a repair one task key stands several times: the highest attempt counts, and of equals the later one. */
const newestAttempts = (tasks: readonly RunTask[]): readonly RunTask[] => {
  const newest = new Map<string, RunTask>();
  for (const task of tasks) {
    const held = newest.get(task.key);
    if (!held || task.attempt >= held.attempt) newest.set(task.key, task);
  }
  return [...newest.values()];
};

/** A run that does not exist is said by 400 on these paths. */
const notFound = (error: unknown, runId: string): unknown =>
  error instanceof Fault &&
  (error.code === 'upstream-not-found' || platformCode(error) === 'INVALID_PARAMETER_VALUE')
    ? new Fault('run-not-found', { changed: 'no', system: 'Databricks', facts: { run: runId }, cause: error })
    : error;

export const runs = (http: DatabricksHttp, version: '2.2' | '2.1'): RunsApi => {
  const path = (name: string): string => `/api/${version}/jobs/runs/${name}`;
  const listed = async (
    query: Readonly<Record<string, string | number | boolean | undefined>>,
    signal?: AbortSignal,
  ) =>
    shaped(
      listShape,
      await http.call({
        method: 'GET',
        path: path('list'),
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
        const answer = await http
          .call({
            method: 'GET',
            path: path('get'),
            family: 'runs-get',
            query: { run_id: runId, page_token: token },
            attempted: `read run ${runId}`,
            what: `the run ${runId}`,
            repeatable: true,
            signal,
          })
          .catch((error: unknown) => {
            throw notFound(error, runId);
          });
        const { run, next } = shaped(runShape, answer, 'runs/get');
        first ??= run;
        tasks.push(...run.tasks);
        token = next;
      } while (token !== undefined && tasks.length < 10_000);
      return { ...first, tasks: newestAttempts(tasks) };
    },
    activePages: async function* (signal) {
      let token: string | undefined;
      for (let page = 0; page < MOST_PAGES; page += 1) {
        const answer = await listed(
          { active_only: true, expand_tasks: true, limit: PAGE, page_token: token },
          signal,
        );
        yield (answer.runs ?? []).map(({ run }) => ({ ...run, tasks: newestAttempts(run.tasks) }));
        token = answer.next_page_token;
        if (token === undefined) return;
      }
    },
    latest: async (jobId, signal) => (await listed({ job_id: jobId, limit: 1 }, signal)).runs?.[0]?.run,
    output: async (taskRunId, signal) => {
      const answer = await http
        .call({
          method: 'GET',
          path: path('get-output'),
          family: 'runs-get',
          query: { run_id: taskRunId },
          attempted: `read the output of run ${taskRunId}`,
          what: `the run ${taskRunId}`,
          repeatable: true,
          signal,
        })
        .catch((error: unknown) => {
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
      await http.call({
        method: 'POST',
        path: path('cancel'),
        family: 'jobs',
        body: { run_id: bareId(runId) },
        attempted: `cancel run ${runId}`,
        what: `the run ${runId}`,
        repeatable: true,
        signal,
      });
    },
    repair: async ({ runId, latestRepairId }, signal) => {
      const body = {
        run_id: bareId(runId),
        rerun_all_failed_tasks: true,
        ...(latestRepairId !== undefined && { latest_repair_id: bareId(latestRepairId) }),
      };
      const answer = await http.call({
        method: 'POST',
        path: path('repair'),
        family: 'jobs',
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
