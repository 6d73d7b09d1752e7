// Jobs of a workspace: which there are, and running one with parameters.
import { Fault } from '../../base/errors.ts';
import type { Databricks } from '../../databricks/client.ts';
import type { Environment } from '../../domain/environment.ts';
import { nearest } from '../../domain/nearest.ts';
import type { Operation } from '../../domain/operation.ts';
import type { Job, JobInput, JobRun } from '../../domain/run.ts';
import type { Environments } from '../environments.ts';
import { type Asking, askingOf } from '../operations/asking.ts';
import type { Operations } from '../operations/index.ts';
import type { Rights } from '../rights.ts';
import { type RepairRequest, requestRepair } from './repair.ts';

export interface JobRequest extends Asking {
  readonly job: string;
  readonly environment: string | undefined;
  readonly parameters: Readonly<Record<string, string>>;
}

/** A job with its newest run, for a list. */
export interface JobRow {
  readonly job: Job;
  readonly lastRun?: JobRun;
}

export interface Jobs {
  list(
    environment: string | undefined,
    limit: number,
  ): Promise<{ readonly environment: Environment; readonly rows: readonly JobRow[]; readonly more: boolean }>;
  names(environment: string | undefined): Promise<readonly string[]>;
  /** What a request would start. @throws Fault `not-permitted`, `job-not-found`, `job-ambiguous` */
  inputOf(request: Omit<JobRequest, keyof Asking> & Pick<Asking, 'requester'>): Promise<JobInput>;
  request(request: JobRequest): Promise<{ readonly operation: Operation; readonly joined: boolean }>;
  /** The job of that name or id. @throws Fault `job-not-found` with the nearest names, `job-ambiguous` */
  find(
    environment: string | undefined,
    nameOrId: string,
  ): Promise<{ readonly environment: Environment; readonly job: Job }>;
  /** Runs the failed tasks of a run again, within the same run. @throws Fault `run-not-over`, `nothing-to-repair` */
  repair(request: RepairRequest): Promise<{ readonly operation: Operation; readonly joined: boolean }>;
  run(
    environment: string | undefined,
    runId: string,
  ): Promise<{ readonly environment: Environment; readonly run: JobRun }>;
}

const MOST_NAMES = 100;

export const jobsService = (tools: {
  readonly environments: Environments;
  readonly rights: Rights;
  readonly operations: Operations;
  databricks(environment: Environment): Databricks;
}): Jobs => {
  const listed = async (
    environment: Environment,
    limit: number,
  ): Promise<{ jobs: readonly Job[]; more: boolean }> => {
    const jobs: Job[] = [];
    for await (const job of tools.databricks(environment).jobs.list()) {
      if (jobs.length === limit) return { jobs, more: true };
      jobs.push(job);
    }
    return { jobs, more: false };
  };

  const find = async (environment: Environment, nameOrId: string): Promise<Job> => {
    const databricks = tools.databricks(environment);
    if (/^\d+$/.test(nameOrId)) return databricks.jobs.get(nameOrId);
    const exact = await databricks.jobs.byName(nameOrId);
    const [only] = exact;
    if (only && exact.length === 1) return only;
    if (exact.length > 1)
      throw new Fault('job-ambiguous', {
        changed: 'no',
        facts: { job: nameOrId, count: exact.length, known: exact.map((job) => job.jobId).join(', ') },
      });
    const { jobs } = await listed(environment, MOST_NAMES);
    throw new Fault('job-not-found', {
      changed: 'no',
      facts: { job: nameOrId },
      choices: {
        argument: 'job',
        options: nearest(
          nameOrId,
          jobs.map((job) => job.name),
          3,
        ),
      },
    });
  };

  const inputOf: Jobs['inputOf'] = async ({ requester, environment: name, job: named, parameters }) => {
    const environment = tools.environments.choose(name);
    await tools.rights.require(requester, 'run-job', environment, `Running a job in ${environment.name}`);
    const job = await find(environment, named);
    return { environment: environment.name, jobId: job.jobId, jobName: job.name, parameters };
  };

  return {
    list: async (name, limit) => {
      const environment = tools.environments.choose(name);
      const { jobs, more } = await listed(environment, limit);
      const { runs } = tools.databricks(environment);
      const rows = await Promise.all(
        jobs.map(async (job): Promise<JobRow> => {
          const lastRun = await runs.latest(job.jobId);
          return lastRun ? { job, lastRun } : { job };
        }),
      );
      return { environment, rows, more };
    },
    names: async (name) =>
      (await listed(tools.environments.choose(name), MOST_NAMES)).jobs.map((job) => job.name),
    inputOf,
    request: async (request) => {
      const input = await inputOf(request);
      // Two people may well want two runs of one job: only the same message twice is the same operation.
      return tools.operations.start({ kind: 'job', input, ...askingOf(request) });
    },
    find: async (name, nameOrId) => {
      const environment = tools.environments.choose(name);
      return { environment, job: await find(environment, nameOrId) };
    },
    repair: (request) => requestRepair(tools, request),
    run: async (name, runId) => {
      const environment = tools.environments.choose(name);
      return { environment, run: await tools.databricks(environment).runs.get(runId) };
    },
  };
};
