// One run: of MLflow with its metrics, parameters and the curve of one metric, or of a Databricks job with its tasks on a time line.
import { shortCommit } from '../domain/commit.ts';
import type { Environment } from '../domain/environment.ts';
import type { ExperimentRun, MetricPoint } from '../domain/experiment.ts';
import { type JobRun, runHasEnded } from '../domain/run.ts';
import { FAILED, operationWord, PASSED, queued, running, runWord, type StateWord } from './badge.ts';
import { type Element, facts, heading, headline, note } from './blocks.ts';
import type { Face } from './card.ts';
import { lineChart } from './chart.ts';
import { marked, markedName, plainName } from './escape.ts';
import { userName } from './experiment-rows.ts';
import { dots, frame } from './frame.ts';
import { fitted } from './guard.ts';
import { parameterFacts } from './job.ts';
import { open, say } from './press.ts';
import { taskRows } from './steps.ts';
import { timeline } from './timeline.ts';
import { messageBox } from './trouble.ts';
import { figure, instant, took } from './words.ts';

export interface ExperimentRunView {
  readonly run: ExperimentRun;
  /** The metric whose history is drawn. */
  readonly metric: string | undefined;
  readonly history: readonly MetricPoint[];
  readonly url?: string | undefined;
  readonly now: number;
}

const STATUS: Readonly<Record<ExperimentRun['status'], StateWord>> = {
  running: running(),
  scheduled: queued('Scheduled'),
  finished: { ...PASSED, word: 'Finished' },
  failed: FAILED,
  killed: operationWord('cancelled'),
};

/** Metrics as facts: the one that was asked for comes first. */
const metricFacts = ({ run, metric }: ExperimentRunView, most: number): readonly Element[] => {
  const names = Object.keys(run.metrics).sort(
    (a, b) => Number(b === metric) - Number(a === metric) || a.localeCompare(b),
  );
  return names.length === 0
    ? [note('No metric has been logged.')]
    : [
        heading('Metrics'),
        ...facts(
          names.slice(0, most).map((name) => [plainName(name, 32), figure(run.metrics[name] ?? Number.NaN)]),
        ),
        ...(names.length > most ? [note(`and ${names.length - most} more`)] : []),
      ];
};

const historyChart = ({ metric, history }: ExperimentRunView): readonly Element[] => {
  const points = history
    .filter((point) => Number.isFinite(point.value))
    .map(({ step, value }) => ({ x: step, y: value }));
  if (metric === undefined || points.length < 2) return [];
  const dropped = history.length - points.length;
  // A metric may be logged several times at one step (or always at step 0): then the order is what is shown.
  const steps = new Set(points.map((point) => point.x)).size;
  const ordered =
    steps === points.length
      ? points.toSorted((a, b) => a.x - b.x)
      : points.map(({ y }, index) => ({ x: index + 1, y }));
  return [
    lineChart({
      title: `${plainName(metric, 40)} over the run`,
      xTitle: steps === points.length ? 'step' : 'in the order of logging',
      curves: [{ legend: plainName(metric, 40), points: ordered }],
    }),
    ...(dropped > 0 ? [note(`${dropped} values are not finite and not drawn`)] : []),
  ];
};

/** MLflow's own tags repeat what stands elsewhere on the card. */
const ownTags = (tags: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(tags).filter(([name]) => !name.startsWith('mlflow.')));

/** One MLflow run. */
export const experimentRunCard = (view: ExperimentRunView): Face =>
  fitted([12, 6, 3], (rows) => experimentRunFace(view, rows));

const experimentRunFace = (view: ExperimentRunView, rows: number): Face => {
  const { run, metric, now } = view;
  const state = STATUS[run.status];
  const value = metric === undefined ? undefined : run.metrics[metric];
  const tags = ownTags(run.tags);
  return frame({
    title: `Run ${markedName(run.name || run.runId, 60)}`,
    state,
    line: dots([
      marked(userName(run.user), 60),
      run.commit === undefined ? 'no commit logged' : `commit ${shortCommit(run.commit)}`,
      run.branch !== undefined && markedName(run.branch, 40),
      instant(run.startedAt, now),
      run.endedAt !== undefined && `took ${took(run.endedAt - run.startedAt)}`,
    ]),
    body: [
      ...(metric !== undefined && value !== undefined
        ? [headline([`${plainName(metric, 40)} `, { text: figure(value), weight: 'Bolder' }])]
        : []),
      ...historyChart(view),
      ...metricFacts(view, rows),
      ...(Object.keys(run.params).length > 0
        ? [heading('Parameters'), ...parameterFacts(run.params, rows)]
        : []),
      ...(Object.keys(tags).length > 0 ? [heading('Tags'), ...parameterFacts(tags, Math.min(rows, 6))] : []),
    ],
    foot: `run ${markedName(run.runId, 40)}`,
    buttons: open('Open in MLflow', view.url),
    summary: `Run ${plainName(run.name || run.runId, 32)}: ${state.word.toLowerCase()}${metric !== undefined && value !== undefined ? ` – ${plainName(metric, 24)} ${figure(value)}` : ''}`,
    wide: view.history.length > 1,
  });
};

export interface JobRunView {
  readonly environment: Environment;
  readonly run: JobRun;
  readonly now: number;
}

/** One run of a Databricks job, whoever started it. */
export const jobRunCard = (view: JobRunView): Face => fitted([12, 6, 2], (rows) => jobRunFace(view, rows));

const jobRunFace = ({ environment, run, now }: JobRunView, rows: number): Face => {
  const state = runWord(run.state);
  const over = runHasEnded(run.state);
  const bad = over && run.state !== 'passed';
  return frame({
    title: `Run of ${markedName(run.name)} in ${markedName(environment.name, 32)}`,
    state,
    line: dots([
      run.creator !== undefined && marked(userName(run.creator), 60),
      instant(run.startedAt, now),
      run.endedAt === undefined
        ? over
          ? undefined
          : `going for ${took(now - run.startedAt)}`
        : `took ${took(run.endedAt - run.startedAt)}`,
    ]),
    body: [
      ...(bad && run.message !== undefined ? [messageBox(run.message)] : []),
      ...facts([
        ['Job', run.jobId],
        ['Code', bad && run.code !== undefined ? marked(run.code, 60) : undefined],
      ]),
      ...parameterFacts(run.parameters ?? {}, rows),
      ...(over
        ? timeline(run.tasks, rows)
        : run.tasks.length > 0
          ? [heading('Tasks'), ...taskRows(run.tasks, now, rows)]
          : []),
    ],
    foot: `run ${run.runId}`,
    buttons: [
      ...(over ? [] : [say('Look again', `show run ${run.runId} in ${environment.name}`)]),
      ...open('Open in Databricks', run.url),
    ],
    summary: `Run of ${plainName(run.name, 28)} in ${plainName(environment.name, 16)}: ${state.word.toLowerCase()} – run ${run.runId}`,
  });
};
