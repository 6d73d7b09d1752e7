// Curves and bars. Phones draw no charts, so each one falls back to its numbers in words; beside it the card has them as a table anyway.
import type { ILineChart, IVerticalBarChart } from '@microsoft/teams.cards';
import { phrase } from '../base/language.ts';
import { count, figure } from './words.ts';

export interface Curve {
  /** Outside text must be escaped already (plainName). */
  readonly legend: string;
  /** Finite numbers, x ascending. */
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

/** The most points of a curve: enough for its shape, and a card stays small. */
const MOST_POINTS = 60;

/** Evenly thinned, the first and the last kept. */
export const thinned = <T>(points: readonly T[], most = MOST_POINTS): readonly T[] =>
  points.length <= most
    ? points
    : Array.from({ length: most }, (_, index) =>
        Math.round((index * (points.length - 1)) / (most - 1)),
      ).flatMap((at) => points.slice(at, at + 1));

/** A number with no more digits than a chart can show. */
const rounded = (value: number): number => Number(value.toPrecision(6));

/** `auc: 8 values, from 0.812 to 0.843, lowest 0.806, highest 0.851`. */
const inWords = ({ legend, points }: Curve): string => {
  const values = points.map((point) => point.y);
  const [first = Number.NaN, last = Number.NaN] = [values[0], values.at(-1)];
  return `${legend}: ${count(values.length, 'value')}, from ${figure(first)} to ${figure(last)}, lowest ${figure(Math.min(...values))}, highest ${figure(Math.max(...values))}`;
};

export const lineChart = (chart: {
  readonly title: string;
  readonly xTitle: string;
  readonly curves: readonly Curve[];
}): ILineChart => {
  const [main] = chart.curves;
  return {
    type: 'Chart.Line',
    title: chart.title,
    showTitle: false,
    xAxisTitle: chart.xTitle,
    showLegend: chart.curves.length > 1,
    colorSet: 'categorical',
    data: chart.curves.map(({ legend, points }, index) => ({
      legend,
      values: thinned(points).map(({ x, y }) => ({ x, y: rounded(y) })),
      color: index === 0 ? 'categoricalBlue' : 'categoricalMarigold',
    })),
    spacing: 'Medium',
    fallback: {
      type: 'RichTextBlock',
      spacing: 'Medium',
      inlines: [{ type: 'TextRun', text: main ? inWords(main) : '', size: 'Small', isSubtle: true }],
    },
  };
};

export interface Bar {
  /** Stands below the bar, once in the chart; outside text must be escaped already. */
  readonly label: string;
  /** Finite. */
  readonly value: number;
  /** What the label says with a sign, said by colour too. */
  readonly mark?: 'best' | 'champion';
}

const BAR_COLORS = { best: 'good', champion: 'categoricalPurple' } as const;

/**
 * Where the axis begins: at 0, or below the lowest value when all lie in a narrow band, or nothing could be told apart.
 * Undefined: at 0.
 */
const floorOf = (values: readonly number[]): number | undefined => {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const span = high - low;
  if (low <= 0 || span === 0 || span > high / 2) return undefined;
  const step = 10 ** Math.floor(Math.log10(span));
  return Math.max(0, rounded(Math.floor((low - span / 2) / step) * step));
};

export const barChart = (chart: {
  readonly title: string;
  readonly xTitle: string;
  readonly bars: readonly Bar[];
}): IVerticalBarChart => {
  const values = chart.bars.map(({ value }) => value);
  const floor = floorOf(values);
  return {
    type: 'Chart.VerticalBar',
    title: chart.title,
    showTitle: false,
    // Bars that do not begin at 0 look more different than they are: it is said.
    xAxisTitle:
      floor === undefined || floor === 0
        ? chart.xTitle
        : phrase('{axis}; bars not from 0', { axis: chart.xTitle }),
    colorSet: 'categorical',
    showBarValues: chart.bars.length <= 10,
    ...(floor !== undefined && { yMin: floor }),
    data: chart.bars.map(({ label, value, mark }) => ({
      x: label,
      y: rounded(value),
      color: mark === undefined ? 'categoricalBlue' : BAR_COLORS[mark],
    })),
    spacing: 'Medium',
    fallback: {
      type: 'RichTextBlock',
      spacing: 'Medium',
      inlines: [
        {
          type: 'TextRun',
          text: phrase('{what}: lowest {low}, highest {high}', {
            what: chart.title,
            low: figure(Math.min(...values)),
            high: figure(Math.max(...values)),
          }),
          size: 'Small',
          isSubtle: true,
        },
      ],
    },
  };
};
