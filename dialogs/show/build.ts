// `show build <id>`: a build with its stages and what it waits for.
import { buildCard, buildSamples } from '../../src/cards/index.ts';
import { faceAnswer } from '../../src/commands/answer.ts';
import { buildNumber } from '../../src/commands/build-number.ts';
import { command } from '../../src/commands/command.ts';

export const showBuild = command({
  name: 'show build',
  also: ['build'],
  group: 'Look',
  summary: 'Shows a build with its stages and what it waits for',
  permission: 'look',
  arguments: { build: { kind: 'run', label: 'id', positional: true, required: true } },
  examples: ['show build 1234'],
  run: async ({ values, services, now }) => {
    const { pipelines } = await services();
    const view = await pipelines.show(buildNumber(values.build, 'show build <id>'));
    return faceAnswer(buildCard({ ...view, now }), {
      build: view.build,
      stages: view.stages,
      waits: view.approvals.length + view.checks.length + view.gates.length,
    });
  },
  samples: buildSamples,
});
