// `show pipelines`: the pipelines of the project with the newest build of each.
import { pipelinesCard, pipelinesSamples } from '../../src/cards/index.ts';
import { faceAnswer } from '../../src/commands/answer.ts';
import { command } from '../../src/commands/command.ts';

export const showPipelines = command({
  name: 'show pipelines',
  also: ['pipelines'],
  group: 'Look',
  summary: 'Shows the pipelines of the Azure DevOps project',
  permission: 'look',
  arguments: {},
  examples: ['show pipelines'],
  run: async ({ services, now }) => {
    const { pipelines } = await services();
    const rows = await pipelines.list();
    return faceAnswer(pipelinesCard({ rows, now }), rows);
  },
  samples: pipelinesSamples,
});
