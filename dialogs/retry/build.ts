// `retry build <id>`: the failed jobs of a build again, within the same build.
import { buildNumber } from '../../src/commands/build-number.ts';
import { command } from '../../src/commands/command.ts';
import { askedBy, requestAnswer } from '../../src/commands/operation-turns.ts';

export const retryBuild = command({
  name: 'retry build',
  also: ['retry pipeline'],
  group: 'Steer',
  summary: 'Runs the failed jobs of a build again',
  permission: 'run-job',
  arguments: { build: { kind: 'run', label: 'id', positional: true, required: true } },
  examples: ['retry build 1234'],
  run: async ({ values, utterance, words, services }) => {
    const { pipelines } = await services();
    const request = await pipelines.retry({
      build: buildNumber(values.build, 'retry build <id>'),
      ...askedBy(utterance, words),
    });
    return requestAnswer(request, 'Joined operation {op}, which retries this build already.');
  },
});
