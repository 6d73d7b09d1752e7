// Two versions beside each other as parts of a card: metrics with a verdict in words, parameters that differ.
import { own } from '../base/language.ts';
import type { Comparison, Evidence, MetricComparison } from '../domain/evidence.ts';
import { cell, type Element, line, note, type Run, strong, subtle, table } from './blocks.ts';
import { plain, plainName } from './escape.ts';
import { dots } from './frame.ts';
import { count, difference, figure } from './words.ts';

/** `v12`; outside text, so it is cut. */
export const versionName = (version: string): string => `v${plain(version, 12)}`;

const WORDS: Readonly<Record<Comparison, { readonly sign: string; readonly word: string }>> = {
  better: { sign: '▲', word: 'better' },
  worse: { sign: '▼', word: 'worse' },
  same: { sign: '=', word: 'the same' },
  incomparable: { sign: '–', word: 'cannot be compared' },
};
const COLORS = {
  better: 'Good',
  worse: 'Attention',
  same: 'Default',
  incomparable: 'Default',
} as const satisfies Record<Comparison, string>;

const value = (number: number | undefined): string => (number === undefined ? '–' : figure(number));

/** Better or worse as sign, word and figure; colour only repeats it. */
export const verdictRuns = ({ comparison, delta }: MetricComparison): readonly (Run | string)[] => {
  const { sign, word } = WORDS[comparison];
  return [
    strong(`${sign} ${own(word)}`, COLORS[comparison]),
    ...(delta === undefined || comparison === 'incomparable' ? [] : [subtle(`  ${difference(delta)}`)]),
  ];
};

/** The metric that the model is judged by, in the line that is read first. */
export const verdictLine = (evidence: Evidence): readonly Element[] => {
  const counts = evidence.metrics.find((each) => each.counts);
  if (!counts) return [];
  const name = plainName(counts.name, 40);
  return [
    line(
      evidence.champion
        ? [
            strong(`${name} ${value(counts.candidate)}`),
            subtle(`  ${own(`against ${value(counts.champion)}`)}  `),
            ...verdictRuns(counts),
          ]
        : [strong(`${name} ${value(counts.candidate)}`), subtle('  with nothing to compare it to')],
      'Medium',
    ),
  ];
};

const samplesIn = ({ samples }: MetricComparison): string | undefined => {
  const { candidate, champion } = samples ?? {};
  if (candidate === undefined && champion === undefined) return undefined;
  return champion === undefined || candidate === champion || candidate === undefined
    ? `on ${count(candidate ?? champion ?? 0, 'row')}`
    : `on ${candidate} and ${champion} rows`;
};

/** What heads the two columns; without a second there is nothing to compare with. Plain text. */
export interface ColumnNames {
  readonly first: string;
  readonly second?: string;
}

const namesOf = ({ candidate, champion }: Evidence): ColumnNames => ({
  first: versionName(candidate.version),
  ...(champion && { second: versionName(champion.version) }),
});

/** Metrics of candidate and holder beside each other, two lines a row so that three columns fit a phone. */
export const metricTable = (evidence: Evidence, most: number): readonly Element[] =>
  metricsBeside(evidence.metrics, namesOf(evidence), most);

export const metricsBeside = (
  metrics: readonly MetricComparison[],
  { first, second }: ColumnNames,
  most: number,
): readonly Element[] => {
  if (metrics.length === 0) return [note('Neither run logged a metric.')];
  const shown = metrics.slice(0, Math.max(1, most));
  const nameCell = (metric: MetricComparison) =>
    cell(
      [metric.counts ? strong(plainName(metric.name, 32)) : plainName(metric.name, 32)],
      [subtle(dots([`${metric.direction} is better`, samplesIn(metric), metric.counts && 'counts']))],
    );
  return [
    second !== undefined
      ? table(
          [
            ['Metric', 5],
            [`${first} / ${second}`, 3],
            ['Verdict', 4],
          ],
          shown.map((metric) => [
            nameCell(metric),
            cell([strong(value(metric.candidate))], [subtle(value(metric.champion))]),
            verdictCell(metric),
          ]),
        )
      : table(
          [
            ['Metric', 6],
            [first, 3],
          ],
          shown.map((metric) => [nameCell(metric), cell([strong(value(metric.candidate))])]),
        ),
    ...(metrics.length > shown.length
      ? [note(`and ${count(metrics.length - shown.length, 'metric')} more`)]
      : []),
  ];
};

const verdictCell = ({ comparison, delta }: MetricComparison) => {
  const { sign, word } = WORDS[comparison];
  return cell(
    [strong(`${sign} ${own(word)}`, COLORS[comparison])],
    delta === undefined || comparison === 'incomparable' ? [] : [subtle(difference(delta))],
  );
};

export const side = (text: string | undefined): string => (text === undefined ? '–' : plain(text, 60));

/** Only parameters that differ; how many are the same stands below. */
export const paramTable = (evidence: Evidence, most: number): readonly Element[] =>
  paramsBeside(evidence, namesOf(evidence), most);

export const paramsBeside = (
  { params, sameParams }: Pick<Evidence, 'params' | 'sameParams'>,
  { first, second }: ColumnNames,
  most: number,
): readonly Element[] => {
  if (second === undefined) return [];
  if (params.length === 0)
    return sameParams === 0 ? [] : [note(`No parameter differs; ${sameInWords(sameParams)}.`)];
  const shown = params.slice(0, most);
  return [
    ...(shown.length === 0
      ? []
      : [
          table(
            [
              ['Differs', 5],
              [first, 3],
              [second, 3],
            ],
            shown.map(({ name, candidate: ours, champion: theirs }) => [
              cell([plainName(name, 40)]),
              cell([strong(side(ours))]),
              cell([side(theirs)]),
            ]),
          ),
        ]),
    ...tail([
      params.length > shown.length &&
        `${params.length - shown.length} more ${params.length - shown.length === 1 ? 'differs' : 'differ'}`,
      sameParams > 0 && sameInWords(sameParams),
    ]),
  ];
};

const sameInWords = (amount: number): string => (amount === 1 ? '1 is the same' : `${amount} are the same`);

const tail = (parts: readonly (string | undefined | false)[]): readonly Element[] => {
  const text = dots(parts);
  return text === '' ? [] : [note(text)];
};
