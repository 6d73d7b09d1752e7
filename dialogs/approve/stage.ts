// `approve stage <build>`: decides on what a build of the pipeline waits for, with the name of whoever decided.
import { buildCard } from '../../src/cards/index.ts';
import { faceAnswer } from '../../src/commands/answer.ts';
import { buildNumber } from '../../src/commands/build-number.ts';
import { command } from '../../src/commands/command.ts';

export const approveStage = command({
  name: 'approve stage',
  also: ['approve build'],
  group: 'Ship',
  summary: 'Approves the stage that a build waits with',
  permission: 'decide',
  arguments: {
    build: { kind: 'run', label: 'build', positional: true, required: true },
    because: { kind: 'text', label: 'reason', keywords: ['because'] },
  },
  examples: ['approve stage 1234 because the numbers hold'],
  run: async ({ values, utterance, services, now }) => {
    const { pipelines } = await services();
    const view = await pipelines.decide({
      build: buildNumber(values.build, 'approve stage <build>'),
      verdict: 'approved',
      because: values.because,
      person: utterance.person,
    });
    return faceAnswer(buildCard({ ...view, now }), { build: view.build.id, verdict: 'approved' });
  },
});
