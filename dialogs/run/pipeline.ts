// `run pipeline`: starts a pipeline of the CI system on a branch and follows it, stage by stage.
import { pipelineCard, pipelineSamples } from '../../src/cards/index.ts';
import { command } from '../../src/commands/command.ts';
import { askedBy } from '../../src/commands/operation-turns.ts';
import type { Operation } from '../../src/domain/operation.ts';
import type { PipelineInput, PipelineResult } from '../../src/domain/pipeline.ts';
import { expectedFor } from '../../src/services/operations/usual.ts';
import { buildSeen } from '../../src/services/pipelines/playbook.ts';

export const runPipeline = command({
  name: 'run pipeline',
  also: ['start pipeline'],
  group: 'Ship',
  summary: 'Runs an Azure DevOps pipeline and follows its stages',
  permission: 'run-job',
  arguments: {
    pipeline: { kind: 'run', label: 'name', positional: true, required: true },
    ref: { kind: 'ref', label: 'branch|tag', keywords: ['on', 'for'] },
    parameters: { kind: 'pairs', keywords: ['with'] },
  },
  examples: ['run pipeline churn on feature-x', 'run pipeline churn on main with rows=2000'],
  run: async ({ values, utterance, words, services }) => {
    const { pipelines } = await services();
    const { operation } = await pipelines.request({ ...values, ...askedBy(utterance, words) });
    return { kind: 'operation', op: operation.op };
  },
  paints: {
    kind: 'pipeline',
    paint: async (stored, services, now) => {
      const operation = stored as Operation<PipelineInput, PipelineResult>;
      const seen = buildSeen(operation);
      return pipelineCard({
        operation,
        ...(seen && { build: seen.build }),
        stages: seen?.stages ?? [],
        ...(await expectedFor(services.operations, operation)),
        now,
      });
    },
  },
  samples: pipelineSamples,
});
