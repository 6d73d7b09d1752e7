// `repair <op or run>`: the failed tasks of a run again, within the same run.
import { Fault } from '../src/base/errors.ts';
import { jobCard, repairSamples } from '../src/cards/index.ts';
import { command } from '../src/commands/command.ts';
import { askedBy, requestAnswer } from '../src/commands/operation-turns.ts';
import type { Operation } from '../src/domain/operation.ts';
import type { JobResult, RepairInput } from '../src/domain/run.ts';
import { runSeen } from '../src/services/jobs/follow.ts';
import { expectedFor } from '../src/services/operations/usual.ts';

export const repair = command({
  name: 'repair',
  also: ['repair run'],
  group: 'Steer',
  summary: 'Runs the failed tasks of a run again',
  permission: 'repair',
  arguments: {
    target: { kind: 'operation', label: 'op|run', positional: true, required: true },
    environment: { kind: 'environment', keywords: ['in'] },
  },
  examples: ['repair 7K3F', 'repair 1042 in staging'],
  run: async ({ values, utterance, words, services }) => {
    const { jobs } = await services();
    const request = await jobs.repair({ ...values, ...askedBy(utterance, words) });
    return requestAnswer(request, 'Joined operation {op}, which repairs this run already.');
  },
  presses: {
    run: {
      permission: 'repair',
      run: async ({ press, services }) => {
        const { run, environment } = press.data;
        if (typeof run !== 'string' || typeof environment !== 'string')
          throw new Fault('press-forged', { changed: 'no' });
        const { jobs } = await services();
        const { operation } = await jobs.repair({
          target: run,
          environment,
          ...askedBy(press, `repair ${run} in ${environment}`),
        });
        return { kind: 'operation', op: operation.op };
      },
    },
  },
  paints: {
    kind: 'repair',
    paint: async (stored, services, now) => {
      const operation = stored as Operation<RepairInput, JobResult>;
      const run = runSeen(operation);
      const expected = await expectedFor(services.operations, operation);
      return jobCard({ operation, ...(run && { run }), ...expected, now });
    },
  },
  samples: repairSamples,
});
