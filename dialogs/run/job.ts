// `run job`: starts a Databricks job with parameters and follows it to its end.
import { jobCard, jobPlanCard, jobSamples } from '../../src/cards/index.ts';
import { faceAnswer } from '../../src/commands/answer.ts';
import { command } from '../../src/commands/command.ts';
import { askedBy } from '../../src/commands/operation-turns.ts';
import type { Operation } from '../../src/domain/operation.ts';
import type { JobInput, JobResult } from '../../src/domain/run.ts';
import { runSeen } from '../../src/services/jobs/follow.ts';
import { expectedFor } from '../../src/services/operations/usual.ts';

export const runJob = command({
  name: 'run job',
  also: ['start job'],
  group: 'Test',
  summary: 'Runs a Databricks job and follows it to its end',
  permission: 'run-job',
  arguments: {
    job: { kind: 'job', positional: true, required: true },
    environment: { kind: 'environment', keywords: ['in'] },
    parameters: { kind: 'pairs', keywords: ['with'] },
    dryRun: { kind: 'flag', keywords: ['dry-run'] },
  },
  examples: ['run job nightly-train', 'run job nightly-train with rows=2000 --dry-run'],
  run: async ({ values: { dryRun, ...values }, utterance, words, services, now }) => {
    const { jobs, plans, environments } = await services();
    const asking = askedBy(utterance, words);
    if (dryRun) {
      const input = await jobs.inputOf({ ...values, requester: utterance.person });
      const plan = await plans.make({ kind: 'job', input, requester: utterance.person, words });
      const environment = environments.named(input.environment);
      return faceAnswer(jobPlanCard({ plan, input, environment, now }), { plan, dryRun: true });
    }
    const { operation } = await jobs.request({ ...values, ...asking });
    return { kind: 'operation', op: operation.op };
  },
  paints: {
    kind: 'job',
    paint: async (stored, services, now) => {
      const operation = stored as Operation<JobInput, JobResult>;
      const run = runSeen(operation);
      const expected = await expectedFor(services.operations, operation);
      return jobCard({ operation, ...(run && { run }), ...expected, now });
    },
  },
  samples: jobSamples,
});
