// `show run`: one run, of MLflow by its id of 32 letters and digits, or of a Databricks job by its number.
import { experimentRunCard, jobRunCard, runSamples } from '../../src/cards/index.ts';
import { type Answer, faceAnswer } from '../../src/commands/answer.ts';
import { command, type PressTurn } from '../../src/commands/command.ts';
import type { Services } from '../../src/services/index.ts';

const show = async (
  services: Services,
  id: string,
  metric: string | undefined,
  environment: string | undefined,
  now: number,
): Promise<Answer> => {
  if (/^\d+$/.test(id)) {
    const found = await services.jobs.run(environment, id);
    return faceAnswer(jobRunCard({ ...found, now }), { run: found.run });
  }
  const found = await services.experiments.run(id, metric);
  return faceAnswer(experimentRunCard({ ...found, now }), { run: found.run, history: found.history });
};

export const showRun = command({
  name: 'show run',
  also: ['run'],
  group: 'Look',
  summary: 'Shows one MLflow run or one Databricks job run',
  permission: 'look',
  arguments: {
    run: { kind: 'run', label: 'run id', positional: true, required: true },
    metric: { kind: 'metric', keywords: ['metric'] },
    environment: { kind: 'environment', keywords: ['in'] },
  },
  examples: ['show run 3f2a9c0d4b5e4f6a8b7c6d5e4f3a2b1c', 'show run 1042'],
  run: async ({ values, services, now }) =>
    show(await services(), values.run, values.metric, values.environment, now),
  presses: {
    open: {
      permission: 'look',
      run: async ({ press, services, now }: PressTurn): Promise<Answer> => {
        const { run, environment } = press.data;
        const answer = await show(
          await services(),
          typeof run === 'string' ? run : '',
          undefined,
          typeof environment === 'string' ? environment : undefined,
          now,
        );
        return answer.kind === 'card' ? { ...answer, asPost: true } : answer;
      },
    },
  },
  samples: runSamples,
});
