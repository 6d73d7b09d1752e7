// How `run job` is carried out: started once by its idempotency token, followed to its end.
import { Fault } from '../../base/errors.ts';
import type { Databricks } from '../../databricks/client.ts';
import type { Environment } from '../../domain/environment.ts';
import type { Operation, Reason } from '../../domain/operation.ts';
import type { JobInput, JobResult, JobRun } from '../../domain/run.ts';
import type { Playbook, StepContext, StepOutcome } from '../operations/playbook.ts';
import type { Rights } from '../rights.ts';
import { followRun, stopRun, type WatchedRun } from './follow.ts';

export interface JobTools {
  readonly rights: Rights;
  environment(name: string): Environment;
  databricks(environment: Environment): Databricks;
}

export const jobPlaybook = (tools: JobTools): Playbook<JobInput, JobResult> => {
  const databricksOf = (operation: Operation<JobInput>): Databricks =>
    tools.databricks(tools.environment(operation.input.environment));
  return {
    kind: 'job',
    steps: [
      {
        name: 'submit',
        title: 'Start the job',
        effect: () => 'started',
        run: async ({ operation, effectKey, signal }) => {
          const environment = tools.environment(operation.input.environment);
          await tools.rights.require(
            operation.requester,
            'run-job',
            environment,
            `Running a job in ${environment.name}`,
          );
          const runId = await databricksOf(operation).jobs.runNow(
            {
              jobId: operation.input.jobId,
              parameters: operation.input.parameters,
              idempotencyToken: effectKey,
            },
            signal,
          );
          return { kind: 'done', detail: `run ${runId}`, data: { runId } };
        },
      },
      {
        name: 'run',
        title: 'Run the job',
        run: async (context) => {
          const runId = context.data<{ runId: string }>('submit')?.runId;
          if (runId === undefined) throw new Fault('internal');
          const outcome = await followRun(
            databricksOf(context.operation),
            context.operation.input.environment,
            runId,
            context.signal,
          );
          return outcome.kind === 'done' ? ended((outcome.data as WatchedRun).run, outcome) : outcome;
        },
      },
    ],
    result: (operation) => {
      const run = (operation.steps.find((step) => step.name === 'run')?.data as WatchedRun | undefined)?.run;
      return run && jobResult(run);
    },
    stop: (context: StepContext<JobInput>) => {
      const runId = context.data<{ runId: string }>('submit')?.runId;
      return runId === undefined
        ? Promise.resolve({ kind: 'stopped' })
        : stopRun(databricksOf(context.operation), runId, context.signal);
    },
  };
};

/** The run's end as the operation's result. */
export const jobResult = (run: JobRun): JobResult => ({
  runId: run.runId,
  state: run.state,
  tasks: run.tasks.map((task) => ({
    key: task.key,
    state: task.state,
    ms: task.startedAt !== undefined && task.endedAt !== undefined ? task.endedAt - task.startedAt : 0,
    ...(task.message !== undefined && { message: task.message }),
  })),
  ...(run.url !== undefined && { url: run.url }),
});

/** How the end of a run counts for the operation. */
export const ended = (run: JobRun | undefined, done: StepOutcome): StepOutcome => {
  if (!run) throw new Fault('internal');
  const end = (
    code: string,
    facts: Reason['facts'] = {},
    state: 'failed' | 'cancelled' = 'failed',
  ): StepOutcome => ({ kind: 'end', state, reason: { code, facts, changed: 'unknown' }, data: { run } });
  const reason = run.message ?? run.code ?? 'no reason given';
  switch (run.state) {
    case 'passed':
    case 'passed-with-failures':
      return done;
    case 'cancelled':
      return end('run-cancelled', {}, 'cancelled');
    case 'timed-out':
      return end('run-timed-out', { limit: 'its time limit' });
    case 'skipped':
      return end('run-skipped', { reason });
    case 'failed':
    case 'queued':
    case 'running':
      return run.code === 'DRIVER_ERROR'
        ? end('driver-failed', { reason })
        : end('run-failed', { state: run.code ?? run.state, reason });
  }
};
