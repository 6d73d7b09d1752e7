// The runs of an experiment: the best and the champion in one line, the metric as bars, a table that fits a phone, paging.
import type { IChoiceSetInput } from '@microsoft/teams.cards';
import { phrase } from '../base/language.ts';
import { shortCommit } from '../domain/commit.ts';
import type { Experiment, ExperimentRun } from '../domain/experiment.ts';
import { info } from './badge.ts';
import { box, type Element, headline, line, note, paragraph, strong, table } from './blocks.ts';
import type { Face } from './card.ts';
import { type Bar, barChart } from './chart.ts';
import { marked, markedName, plain, plainName } from './escape.ts';
import { type ExperimentView, isChampion, metricOf, rowOf, userName } from './experiment-rows.ts';
import { dots, frame } from './frame.ts';
import { fitted } from './guard.ts';
import { type Button, open, press } from './press.ts';
import { ago, count, figure, instant } from './words.ts';

export type { ExperimentView };

/** The last part of a workspace path, which is what people call the experiment. */
export const shortExperiment = ({ name }: Experiment): string => name.split('/').at(-1) || name;

/** The question as it stands on buttons, with another page, metric or filter. */
const ask = (
  { question }: ExperimentView,
  change: Partial<Pick<ExperimentView['question'], 'page' | 'filter'>>,
): Record<string, string | number> => {
  const { experiment, metric, filter, pageSize, page } = { ...question, ...change };
  return {
    experiment,
    page,
    pageSize,
    ...(metric !== undefined && { metric }),
    ...(filter.by !== undefined && { by: filter.by }),
    ...(filter.branch !== undefined && { branch: filter.branch }),
  };
};

const filtersInWords = ({ question }: ExperimentView): readonly string[] => [
  ...(question.filter.by === undefined ? [] : [`by “${plainName(question.filter.by, 40)}”`]),
  ...(question.filter.branch === undefined ? [] : [`branch “${plainName(question.filter.branch, 48)}”`]),
];

/** Who is best and who is champion, in one line each. */
const leaders = (view: ExperimentView): readonly Element[] => {
  const { best, champion, metric, direction, now } = view;
  const value = metricOf(best, metric);
  return [
    ...(best && metric !== undefined && value !== undefined
      ? [
          headline(['★ Best ', plainName(metric, 40), ' ', strong(figure(value), 'Good')]),
          note(
            dots([
              `${direction} is better`,
              marked(userName(best.user), 40),
              best.commit !== undefined && shortCommit(best.commit),
              ago(best.startedAt, now),
            ]),
            'None',
          ),
        ]
      : []),
    ...(champion
      ? [
          line([
            '♛ ',
            strong(plainName(champion.alias, 24)),
            ` is ${plainName(champion.model, 48)} v${plain(champion.version, 12)}`,
            ...(champion.runId !== undefined && best?.runId === champion.runId ? [', the best run'] : []),
          ]),
        ]
      : []),
  ];
};

/** A bar a run, older to newer; the best run of another page stands at the end, so that there is something to hold them against. */
const bars = (view: ExperimentView): readonly Element[] => {
  const { metric, runs, best } = view;
  if (metric === undefined) return [];
  const barOf = (run: ExperimentRun, place: number): readonly Bar[] => {
    const value = metricOf(run, metric);
    if (value === undefined || !Number.isFinite(value)) return [];
    const [isBest, champion] = [run.runId === best?.runId, isChampion(view, run)];
    const label = `${isBest ? '★' : ''}${champion ? '♛' : ''}` || String(place);
    return [{ label, value, ...(isBest ? { mark: 'best' } : champion ? { mark: 'champion' } : {}) }];
  };
  const shown = runs.toReversed().flatMap((run, index) => barOf(run, index + 1));
  if (shown.length < 2) return [];
  const elsewhere = best && !runs.some(({ runId }) => runId === best.runId) ? barOf(best, 0) : [];
  return [
    barChart({
      title: phrase('{metric} over the runs shown', { metric: plainName(metric, 40) }),
      xTitle: phrase('runs, older to newer'),
      bars: [...shown, ...elsewhere],
    }),
  ];
};

const metricChoice = ({ metric, metricNames }: ExperimentView): readonly IChoiceSetInput[] =>
  metricNames.length < 2
    ? []
    : [
        {
          type: 'Input.ChoiceSet',
          id: 'metric',
          label: 'Metric',
          style: 'compact',
          choices: [...new Set([...(metric === undefined ? [] : [metric]), ...metricNames])].map((name) => ({
            title: plainName(name, 60),
            value: name,
          })),
          ...(metric !== undefined && { value: metric }),
        },
      ];

const empty = (view: ExperimentView): readonly Element[] => {
  const filters = filtersInWords(view);
  const text =
    view.question.page > 0
      ? 'There are no older runs.'
      : filters.length === 0
        ? 'No run has been logged here yet. Train once with MLflow tracking on, then ask again.'
        : `None of the ${count(view.looked, 'run')} looked through matches ${filters.join(' and ')}.`;
  return [box('emphasis', [line([text], 'None')])];
};

/** Buttons that drop one filter each. */
const droppers = (view: ExperimentView): readonly Button[] => {
  const { by, branch } = view.question.filter;
  const drop = (title: string, filter: ExperimentView['question']['filter']): Button =>
    press({ title, verb: 'show-experiment.page', data: ask(view, { page: 0, filter }) });
  return [
    ...(by === undefined
      ? []
      : [drop(`Drop “by ${plainName(by, 20)}”`, branch === undefined ? {} : { branch })]),
    ...(branch === undefined
      ? []
      : [drop(`Drop “branch ${plainName(branch, 20)}”`, by === undefined ? {} : { by })]),
  ];
};

/** A page of an experiment's runs. */
export const experimentCard = (view: ExperimentView): Face =>
  fitted([10, 6, 3, 1], (rows) =>
    experimentFace(
      { ...view, runs: view.runs.slice(0, rows), metricNames: view.metricNames.slice(0, rows * 3) },
      view.runs.length - rows,
    ),
  );

const experimentFace = (view: ExperimentView, cutOff: number): Face => {
  const { experiment, runs, metric, question, now } = view;
  const filters = filtersInWords(view);
  const name = shortExperiment(experiment);
  const none = runs.length === 0;
  const from = question.page * question.pageSize + 1;
  const shown = none
    ? 'No runs'
    : from === 1 && runs.length === 1
      ? '1 run'
      : `Runs ${from}–${from + runs.length - 1}`;
  const choice = none ? [] : metricChoice(view);
  const buttons: readonly Button[] = [
    ...(question.page > 0
      ? [
          press({
            title: 'Newer',
            verb: 'show-experiment.page',
            data: ask(view, { page: question.page - 1 }),
          }),
        ]
      : []),
    ...(view.hasOlder
      ? [
          press({
            title: 'Older',
            verb: 'show-experiment.page',
            data: ask(view, { page: question.page + 1 }),
          }),
        ]
      : []),
    ...(choice.length > 0
      ? [
          press({
            title: 'Show metric',
            verb: 'show-experiment.metric',
            data: ask(view, { page: 0 }),
            withInputs: true,
          }),
        ]
      : []),
    ...(none && question.page === 0 ? droppers(view) : []),
    ...open('Open in MLflow', view.url),
  ];
  return frame({
    title: `Experiment ${markedName(name)}`,
    state: info(shown),
    line: dots([
      name === experiment.name ? undefined : markedName(experiment.name, 70),
      ...filters.map((filter) => marked(filter)),
      instant(now, now),
    ]),
    body: [
      ...(none ? empty(view) : leaders(view)),
      ...(none ? [] : bars(view)),
      ...(none
        ? []
        : [
            table(
              metric === undefined
                ? [
                    ['Run', 5],
                    ['Name', 4],
                  ]
                : [
                    ['Run', 4.6],
                    [plainName(metric, 20), 2.4],
                    ['To best', 2.6],
                  ],
              runs.map((run) => rowOf(view, run)),
            ),
          ]),
      ...(cutOff > 0
        ? [note(`${count(cutOff, 'run')} of this page did not fit: ask for “last ${runs.length}”.`)]
        : []),
      ...(none || metric !== undefined ? [] : [paragraph('No run here has logged a metric.')]),
      ...choice,
    ],
    foot: none ? '' : `Or type “show experiment ${markedName(question.experiment, 48)} last 5 metric …”`,
    buttons,
    summary: `Experiment ${plainName(name, 28)}: ${none ? 'no runs' : count(runs.length, 'run')}${filters.length > 0 ? `, ${filters.join(', ')}` : ''}${metric === undefined ? '' : ` – ${bestInWords(view)}`}`,
    wide: true,
  });
};

const bestInWords = ({ best, metric }: ExperimentView): string => {
  const value = metricOf(best, metric);
  return value === undefined
    ? 'no value of the metric'
    : `best ${plainName(metric ?? '', 24)} ${figure(value)}`;
};
