// Jobs (`/api/2.2/jobs`): finding them and starting runs. Starts carry an idempotency token, so a lost answer is asked for again
// and gives the same run.
import { z } from 'zod';
import { Fault } from '../base/errors.ts';
import type { Job } from '../domain/run.ts';
import { platformCode } from './failure.ts';
import type { JobsCaller } from './jobs-version.ts';
import { bareId } from './json.ts';
import { id, shaped, text } from './shapes.ts';

export interface TaskOrder {
  readonly taskKey: string;
  readonly notebook: {
    readonly path: string;
    readonly source: 'WORKSPACE' | 'GIT';
    readonly parameters: Readonly<Record<string, string>>;
  };
  /** Serverless when absent. */
  readonly existingClusterId?: string;
}

export interface SubmitRequest {
  readonly runName: string;
  /** At most 64 characters; the same token gives the same run. */
  readonly idempotencyToken: string;
  readonly timeoutSeconds?: number;
  readonly gitSource?: { readonly url: string; readonly provider: string; readonly commit: string };
  readonly tasks: readonly TaskOrder[];
}

export interface RunNowRequest {
  readonly jobId: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly idempotencyToken: string;
}

/** A saved job of one notebook, as the configuration declares it. */
export interface JobWanted {
  readonly name: string;
  /** Full path in the workspace. */
  readonly notebook: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** Serverless when absent. */
  readonly existingClusterId?: string;
  readonly timeoutSeconds: number;
}

export interface JobsApi {
  /** Saves a job; two of one name are two jobs, so look first. @returns its id */
  create(job: JobWanted, signal?: AbortSignal): Promise<string>;
  /** All jobs, newest first, page by page. */
  list(signal?: AbortSignal): AsyncIterable<Job>;
  /** Jobs of exactly this name (the filter of the API matches without case). */
  byName(name: string, signal?: AbortSignal): Promise<readonly Job[]>;
  /** @throws Fault `job-not-found` */
  get(jobId: string, signal?: AbortSignal): Promise<Job>;
  /** The id of the run. */
  runNow(request: RunNowRequest, signal?: AbortSignal): Promise<string>;
  submit(request: SubmitRequest, signal?: AbortSignal): Promise<string>;
}

const jobShape = z
  .object({
    job_id: id,
    creator_user_name: text,
    settings: z
      .object({
        name: text,
        schedule: z.object({ quartz_cron_expression: text, timezone_id: text, pause_status: text }).nullish(),
      })
      .nullish(),
  })
  .transform(({ job_id, creator_user_name: creator, settings }): Job => {
    const { quartz_cron_expression: cron, timezone_id: zone, pause_status: pause } = settings?.schedule ?? {};
    return {
      jobId: job_id,
      name: settings?.name ?? `job ${job_id}`,
      ...(creator !== undefined && { creator }),
      ...(cron !== undefined && {
        schedule: { cron, paused: pause === 'PAUSED', ...(zone !== undefined && { zone }) },
      }),
    };
  });
const pageShape = z.object({ jobs: z.array(jobShape).nullish(), next_page_token: text });
const runShape = z.object({ run_id: id });
const PAGE = 100;
/** Far beyond what a person looks through; a listing ends here whatever the other side says. */
const MOST_PAGES = 50;

/** A job that does not exist is said by 400 on jobs/get. */
const notFound = (error: unknown, jobId: string): unknown =>
  error instanceof Fault &&
  (error.code === 'upstream-not-found' || platformCode(error) === 'INVALID_PARAMETER_VALUE')
    ? new Fault('job-not-found', { changed: 'no', system: 'Databricks', facts: { job: jobId }, cause: error })
    : error;

export const jobs = (call: JobsCaller): JobsApi => {
  const pages = async function* (
    query: { readonly name?: string },
    signal?: AbortSignal,
  ): AsyncGenerator<readonly Job[]> {
    let token: string | undefined;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const answer = shaped(
        pageShape,
        await call('list', {
          method: 'GET',
          family: 'jobs',
          query: { limit: PAGE, ...query, page_token: token },
          attempted: 'list jobs',
          repeatable: true,
          signal,
        }),
        'jobs/list',
      );
      yield answer.jobs ?? [];
      token = answer.next_page_token;
      if (token === undefined) return;
    }
  };
  const start = async (
    name: string,
    body: object,
    attempted: string,
    what: string,
    signal?: AbortSignal,
  ): Promise<string> =>
    shaped(
      runShape,
      await call(name, {
        method: 'POST',
        family: name === 'runs/submit' ? 'submit' : 'jobs',
        body,
        attempted,
        what,
        repeatable: true,
        signal,
      }),
      name,
    ).run_id;
  return {
    create: async ({ name, notebook, parameters, existingClusterId, timeoutSeconds }, signal) =>
      shaped(
        z.object({ job_id: id }),
        await call('create', {
          method: 'POST',
          family: 'jobs',
          body: {
            name,
            tags: { made_by: 'brickbot' },
            max_concurrent_runs: 1,
            timeout_seconds: timeoutSeconds,
            parameters: Object.entries(parameters).map(([key, value]) => ({ name: key, default: value })),
            tasks: [
              {
                task_key: 'main',
                notebook_task: { notebook_path: notebook, source: 'WORKSPACE' },
                ...(existingClusterId !== undefined && { existing_cluster_id: existingClusterId }),
              },
            ],
          },
          attempted: `create the job ${name}`,
          repeatable: false,
          signal,
        }),
        'jobs/create',
      ).job_id,
    list: async function* (signal) {
      for await (const page of pages({}, signal)) yield* page;
    },
    byName: async (name, signal) => {
      const found: Job[] = [];
      for await (const page of pages({ name }, signal))
        found.push(...page.filter((job) => job.name === name));
      return found;
    },
    get: async (jobId, signal) =>
      shaped(
        jobShape,
        await call('get', {
          method: 'GET',
          family: 'jobs',
          query: { job_id: jobId },
          attempted: `read job ${jobId}`,
          what: `the job ${jobId}`,
          repeatable: true,
          signal,
        }).catch((error: unknown) => {
          throw notFound(error, jobId);
        }),
        'jobs/get',
      ),
    runNow: ({ jobId, parameters, idempotencyToken }, signal) =>
      start(
        'run-now',
        {
          job_id: bareId(jobId),
          idempotency_token: idempotencyToken,
          ...(Object.keys(parameters).length > 0 && { job_parameters: parameters }),
        },
        `start job ${jobId}`,
        `the job ${jobId}`,
        signal,
      ),
    submit: ({ runName, idempotencyToken, timeoutSeconds, gitSource, tasks }, signal) =>
      start(
        'runs/submit',
        {
          run_name: runName,
          idempotency_token: idempotencyToken,
          ...(timeoutSeconds !== undefined && { timeout_seconds: timeoutSeconds }),
          ...(gitSource && {
            git_source: {
              git_url: gitSource.url,
              git_provider: gitSource.provider,
              git_commit: gitSource.commit,
            },
          }),
          tasks: tasks.map(({ taskKey, notebook, existingClusterId }) => ({
            task_key: taskKey,
            notebook_task: {
              notebook_path: notebook.path,
              source: notebook.source,
              base_parameters: notebook.parameters,
            },
            ...(existingClusterId !== undefined && { existing_cluster_id: existingClusterId }),
          })),
        },
        `start the run “${runName}”`,
        'what the run needs',
        signal,
      ),
  };
};
