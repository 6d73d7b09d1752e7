// `show experiment`: the runs of an experiment with a chart, the best and the champion; paging edits the same card.
import { experimentCard, experimentSamples } from '../../src/cards/index.ts';
import { type Answer, faceAnswer } from '../../src/commands/answer.ts';
import { command, type PressTurn } from '../../src/commands/command.ts';
import type { ExperimentPage, ExperimentQuestion } from '../../src/services/experiments/index.ts';

const PAGE = 10;

/** A question as it stands on a card's buttons: names only, read back with care. */
const questionOf = (data: Readonly<Record<string, unknown>>): ExperimentQuestion => {
  const text = (key: string): string | undefined =>
    typeof data[key] === 'string' && data[key] !== '' ? (data[key] as string) : undefined;
  const [by, branch] = [text('by'), text('branch')];
  const number = (key: string, fallback: number, most: number): number =>
    typeof data[key] === 'number' && data[key] >= 0 ? Math.min(Math.floor(data[key]), most) : fallback;
  return {
    experiment: text('experiment') ?? '',
    metric: text('metric'),
    filter: { ...(by !== undefined && { by }), ...(branch !== undefined && { branch }) },
    pageSize: Math.max(1, number('pageSize', PAGE, PAGE)),
    page: number('page', 0, 1_000),
  };
};

/** The page as `--json` prints it. */
const forPrograms = ({ experiment, runs }: ExperimentPage): unknown => ({
  experiment: { id: experiment.id, name: experiment.name },
  runs: runs.map(({ runId, name, user, startedAt, commit, metrics, params }) => ({
    runId,
    name,
    user,
    startedAt,
    ...(commit !== undefined && { commit }),
    metrics,
    params,
  })),
});

const again = async ({ press, services, now }: PressTurn): Promise<Answer> => {
  const { experiments } = await services();
  const question = questionOf(press.data);
  return faceAnswer(experimentCard({ ...(await experiments.page(question)), question, now }));
};

export const showExperiment = command({
  name: 'show experiment',
  also: ['experiment', 'show exp', 'show experiments', 'show runs of', 'runs of'],
  group: 'Look',
  summary: 'Shows the runs of an MLflow experiment with the best and the champion',
  permission: 'look',
  arguments: {
    experiment: { kind: 'experiment', label: 'name|id', positional: true, required: true },
    last: { kind: 'count', label: 'n', keywords: ['last'] },
    metric: { kind: 'metric', keywords: ['metric'] },
    by: { kind: 'person', label: 'person', keywords: ['by'] },
    branch: { kind: 'ref', keywords: ['branch'] },
  },
  examples: [
    'show experiment churn',
    'show experiment churn last 5 metric auc',
    'show experiment churn by alice branch feature-x',
  ],
  run: async ({ values, services, now }) => {
    const { experiments } = await services();
    const { last, ...rest } = values;
    const question = questionOf({ ...rest, pageSize: last ?? PAGE });
    const page = await experiments.page(question);
    return faceAnswer(experimentCard({ ...page, question, now }), forPrograms(page));
  },
  presses: { page: { permission: 'look', run: again }, metric: { permission: 'look', run: again } },
  samples: experimentSamples,
});
