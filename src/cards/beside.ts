// Two things beside each other: what makes the comparison unfair first, then only what differs, with a direction and a verdict in
// words; all values and the picture behind buttons that edit the same card.
import type { Beside, BesideSide } from '../domain/beside.ts';
import { shortCommit } from '../domain/commit.ts';
import { info, type StateWord } from './badge.ts';
import { box, type Element, heading, line, note, strong, subtle } from './blocks.ts';
import type { Face } from './card.ts';
import { lineChart } from './chart.ts';
import { commitLine } from './commits.ts';
import { metricsBeside, paramsBeside, side, verdictRuns } from './comparison.ts';
import { marked, markedName, plain, plainName } from './escape.ts';
import { userName } from './experiment-rows.ts';
import { dots, frame } from './frame.ts';
import { fitted } from './guard.ts';
import { type Button, press, say } from './press.ts';
import { count, figure, instant } from './words.ts';

export interface BesideView {
  readonly beside: Beside;
  /** The two as they were said: what the buttons ask for again. */
  readonly asked: { readonly left: string; readonly right: string | undefined };
  readonly all: boolean;
  readonly chart: boolean;
  readonly now: number;
}

const FEW_METRICS = 4;

const stateOf = ({ metrics, unfair }: Beside): StateWord => {
  const counts = metrics.find((metric) => metric.counts);
  const fair = unfair.length === 0 ? '' : ', unfair';
  switch (counts?.comparison) {
    case 'better':
      return { word: `Better${fair}`, icon: 'CheckmarkCircle', style: 'Good', color: 'Good' };
    case 'worse':
      return { word: `Worse${fair}`, icon: 'Warning', style: 'Warning', color: 'Warning' };
    case 'same':
      return info(`The same${fair}`);
    case 'incomparable':
    case undefined:
      return info('Not comparable');
  }
};

const columnsOf = ({ left, right }: Beside): { first: string; second: string } => ({
  first: plainName(left.short, 16),
  second: plainName(right.short, 16),
});

const unfairBox = (beside: Beside): readonly Element[] => {
  const { unfair } = beside;
  const { first, second } = columnsOf(beside);
  return unfair.length === 0
    ? []
    : [
        box('warning', [
          line([strong('! Not measured alike', 'Warning')], 'None'),
          ...unfair
            .slice(0, 4)
            .map(({ name, candidate, champion }) =>
              line(
                [
                  plainName(name, 40),
                  subtle(`  ${first} `),
                  side(candidate),
                  subtle(`  ${second} `),
                  side(champion),
                ],
                'None',
              ),
            ),
        ]),
      ];
};

/** Who trained it and when, and what the tests said. */
const sideLine = ({ label, run, commit, tests }: BesideSide, now: number): Element =>
  line([
    strong(plainName(label, 48)),
    subtle(
      `  ${dots([
        commit !== undefined && shortCommit(commit),
        run && `trained by ${plainName(userName(run.user), 32)}`,
        run && instant(run.startedAt, now),
        tests !== undefined && `tests ${tests === 'none' ? 'not run' : tests}`,
      ])}`,
    ),
  ]);

const headlineOf = ({ metrics }: Beside): readonly Element[] => {
  const counts = metrics.find((metric) => metric.counts);
  if (!counts || counts.comparison === 'incomparable') return [];
  const shown = (value: number | undefined): string => (value === undefined ? '–' : figure(value));
  return [
    line(
      [
        strong(`${plainName(counts.name, 40)} ${shown(counts.candidate)}`),
        subtle(`  against ${shown(counts.champion)}  `),
        ...verdictRuns(counts),
      ],
      'Medium',
    ),
  ];
};

const picture = (beside: Beside): readonly Element[] => {
  const names = columnsOf(beside);
  const curves = beside.curves.map(({ side: which, points }) => ({
    legend: which === 'left' ? names.first : names.second,
    points: points
      .filter(({ value }) => Number.isFinite(value))
      .map(({ step, value }) => ({ x: step, y: value })),
  }));
  if (curves.length === 0)
    return [note('Neither side logged its metric step by step, so there is no curve to draw.')];
  return [lineChart({ title: `${plainName(beside.metric ?? '', 40)} over the run`, xTitle: 'step', curves })];
};

const commitPart = (beside: Beside, most: number): readonly Element[] => {
  const { left, right, commits } = beside;
  if (left.commit !== undefined && left.commit === right.commit)
    return [heading('Commits'), line(['Both stand at ', shortCommit(left.commit), '.'])];
  if (!commits) return [];
  const total = commits.ahead.length + commits.more;
  const shown = commits.ahead.slice(0, most);
  return [
    heading(
      dots([
        `${count(total, 'commit')}${commits.more > 0 ? ' or more' : ''} ahead of ${plainName(right.label, 40)}`,
        commits.behind > 0 && `${commits.behind} behind`,
      ]),
    ),
    ...shown.map(commitLine),
    ...(total > shown.length ? [note(`and ${total - shown.length} more`)] : []),
  ];
};

const buttonsOf = ({ beside, asked, all, chart }: BesideView): readonly Button[] => {
  const again = (title: string, wish: { all: boolean; chart: boolean }): Button =>
    press({
      title,
      verb: 'compare.show',
      data: { left: asked.left, ...(asked.right !== undefined && { right: asked.right }), ...wish },
    });
  const { promotion, metrics, params } = beside;
  const more = metrics.length > FEW_METRICS || params.length > FEW_METRICS || beside.sameParams > 0;
  return [
    ...(promotion
      ? [say('Request promotion', `promote ${promotion.model} ${promotion.version} to ${promotion.target}`)]
      : []),
    ...(more || all ? [again(all ? 'Only differences' : 'All values', { all: !all, chart })] : []),
    ...(beside.metric === undefined
      ? []
      : [again(chart ? 'Without chart' : 'Chart', { all, chart: !chart })]),
  ];
};

/** Two runs, versions or branches beside each other. */
export const besideCard = (view: BesideView): Face =>
  fitted([30, 12, 6, 3], (rows) => besideFace(view, rows));

const besideFace = (view: BesideView, rows: number): Face => {
  const { beside, all, chart, now } = view;
  const { left, right } = beside;
  const state = stateOf(beside);
  const names = columnsOf(beside);
  // What is the same everywhere tells nothing until all is asked for.
  const metrics = all
    ? beside.metrics
    : beside.metrics.filter(({ comparison, counts }) => counts || comparison !== 'same');
  return frame({
    title: `Compare ${markedName(left.label, 48)} with ${markedName(right.label, 48)}`,
    state,
    body: [
      ...unfairBox(beside),
      ...headlineOf(beside),
      sideLine(left, now),
      sideLine(right, now),
      ...(chart ? picture(beside) : []),
      ...(metrics.length === 0
        ? []
        : metricsBeside(metrics, names, all ? rows : Math.min(rows, FEW_METRICS))),
      ...(left.run && right.run
        ? [
            ...paramsBeside(beside, names, all ? rows : Math.min(rows, FEW_METRICS)),
            ...(all ? sameParams(view, rows) : []),
          ]
        : []),
      ...commitPart(beside, all ? Math.min(rows, 8) : 3),
      ...(beside.missing.length === 0
        ? []
        : [
            box(
              'emphasis',
              beside.missing.slice(0, 5).map((text) => line([plain(text, 200)], 'None')),
            ),
          ]),
    ],
    ...(metrics.length > 0 && { foot: 'The first is judged against the second.' }),
    buttons: buttonsOf(view),
    summary: `Compare ${plainName(left.label, 28)} with ${plainName(right.label, 28)}: ${state.word.toLowerCase()}${figures(beside)}`,
    wide: true,
  });
};

const figures = ({ metrics }: Beside): string => {
  const counts = metrics.find((metric) => metric.counts);
  return counts?.candidate === undefined || counts.champion === undefined
    ? ''
    : ` – ${plainName(counts.name, 24)} ${figure(counts.candidate)} against ${figure(counts.champion)}`;
};

/** The parameters that are the same, in one paragraph. */
const sameParams = ({ beside }: BesideView, rows: number): readonly Element[] => {
  const differing = new Set(beside.params.map(({ name }) => name));
  const same = Object.entries(beside.left.run?.params ?? {}).filter(([name]) => !differing.has(name));
  return same.length === 0
    ? []
    : [
        note(
          marked(
            `The same on both: ${same
              .slice(0, rows)
              .map(([name, value]) => `${name} ${value}`)
              .join(', ')}${same.length > rows ? ' …' : ''}`,
            600,
          ),
        ),
      ];
};
