// Chart.Line: one or more curves over numbers, dates (YYYY-MM-DD) or names.
import { axisTitles, chartBox, gridLines, listOf, numberOf, textOf } from './chart-frame.js';
import { svg } from './dom.js';
import { seriesColor } from './palette.js';
import { clip, dayLabel, isDate, short, ticks } from './scale.js';

/** @typedef {{legend: string, color: string, points: {x: number, y: number, name: string}[]}} Curve */

/**
 * Places for the x axis: where each value lies and what is written there.
 * @param {unknown[]} values every x of every curve
 */
function horizontal(values) {
  if (values.every((value) => typeof value === 'number')) {
    const numbers = /** @type {number[]} */ (values);
    const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
    return {
      low,
      high: high === low ? low + 1 : high,
      /** @param {unknown} value */
      place: (value) => Number(value),
      /** @param {number} wanted */
      marks: (wanted) =>
        ticks(low, high === low ? low + 1 : high, wanted)
          .filter((at) => at >= low && at <= high)
          .map((at) => ({ at, label: short(at) })),
    };
  }
  if (values.every(isDate)) {
    const times = values.map((value) => Date.parse(String(value)));
    const [low, high] = [Math.min(...times), Math.max(...times)];
    const days = [...new Set(times)].sort((a, b) => a - b);
    return {
      low,
      high: high === low ? low + 1 : high,
      /** @param {unknown} value */
      place: (value) => Date.parse(String(value)),
      /** @param {number} wanted */
      marks: (wanted) => thin(days, wanted).map((at) => ({ at, label: dayLabel(at) })),
    };
  }
  const names = [...new Set(values.map(textOf))];
  return {
    low: 0,
    high: Math.max(1, names.length - 1),
    /** @param {unknown} value */
    place: (value) => names.indexOf(textOf(value)),
    /** @param {number} wanted */
    marks: (wanted) =>
      thin(
        names.map((_name, index) => index),
        wanted,
      ).map((at) => ({ at, label: clip(names[at] ?? '', 10) })),
  };
}

/**
 * About `wanted` of the values, evenly, first and last included.
 * @template T
 * @param {T[]} values @param {number} wanted
 */
function thin(values, wanted) {
  if (values.length <= wanted) return values;
  const step = (values.length - 1) / Math.max(1, wanted - 1);
  return Array.from(
    { length: wanted },
    (_none, index) => /** @type {T} */ (values[Math.round(index * step)]),
  );
}

/** @param {Record<string, unknown>} source */
export function lineChart(source) {
  const data = listOf(source['data']);
  const axis = horizontal(data.flatMap((one) => listOf(one['values']).map((point) => point['x'])));
  /** @type {Curve[]} */
  const curves = data.map((one, index) => ({
    legend: textOf(one['legend']),
    color: seriesColor(index, data.length, source['colorSet'], one['color'] ?? source['color']),
    points: listOf(one['values'])
      .map((point) => ({
        x: axis.place(point['x']),
        y: numberOf(point['y'], Number.NaN),
        name: textOf(point['x']),
      }))
      .filter((point) => !Number.isNaN(point.y))
      .sort((a, b) => a.x - b.x),
  }));
  const heights = curves.flatMap((curve) => curve.points.map((point) => point.y));
  const low = numberOf(source['yMin'], heights.length === 0 ? 0 : Math.min(...heights));
  const high = numberOf(source['yMax'], heights.length === 0 ? 1 : Math.max(...heights));
  const at = ticks(low, high);
  const [bottomValue, topValue] = [at[0] ?? 0, at.at(-1) ?? 1];
  const height = 232;
  const summary = curves
    .map((curve) => {
      const [first, last] = [curve.points[0], curve.points.at(-1)];
      return first === undefined || last === undefined
        ? `${curve.legend}: no points`
        : `${curve.legend}: ${curve.points.length} points from ${first.y} at ${first.name} to ${last.y} at ${last.name}`;
    })
    .join('; ');
  return chartBox(source, {
    kind: 'Line chart',
    height,
    summary,
    legend:
      curves.length > 1 || curves[0]?.legend
        ? curves.map((curve) => ({ label: curve.legend, color: curve.color }))
        : [],
    draw(width) {
      const widest = Math.max(...at.map((value) => short(value).length));
      const left = (textOf(source['yAxisTitle']) === '' ? 8 : 26) + widest * 6.6 + 6;
      const right = width - 24;
      const top = 12;
      const bottom = height - (textOf(source['xAxisTitle']) === '' ? 24 : 42);
      /** @param {number} value */
      const x = (value) => left + 8 + ((value - axis.low) / (axis.high - axis.low)) * (right - left - 8);
      /** @param {number} value */
      const y = (value) => bottom - ((value - bottomValue) / (topValue - bottomValue)) * (bottom - top);
      const marks = axis.marks(Math.max(2, Math.min(6, Math.floor((right - left) / 64))));
      return [
        ...gridLines({ at, y, left, right: right + 12, label: short }),
        ...marks.map((mark) =>
          svg(
            'text',
            { class: 'chart-tick', x: x(mark.at), y: bottom + 17, 'text-anchor': 'middle' },
            mark.label,
          ),
        ),
        ...curves.flatMap((curve) => {
          const dots = curve.points.length <= 24;
          const path = curve.points
            .map(
              (point, index) => `${index === 0 ? 'M' : 'L'}${x(point.x).toFixed(1)},${y(point.y).toFixed(1)}`,
            )
            .join('');
          return [
            ...(curves.length === 1 && curve.points.length > 1
              ? [
                  svg('path', {
                    class: 'chart-area',
                    d: `${path}L${x(curve.points.at(-1)?.x ?? 0)},${bottom}L${x(curve.points[0]?.x ?? 0)},${bottom}Z`,
                    fill: curve.color,
                  }),
                ]
              : []),
            svg('path', { class: 'chart-line', d: path, stroke: curve.color }),
            ...curve.points.map((point) =>
              svg(
                'circle',
                {
                  class: dots ? 'chart-dot' : 'chart-dot chart-dot-hidden',
                  cx: x(point.x),
                  cy: y(point.y),
                  r: 3.5,
                  stroke: curve.color,
                },
                svg(
                  'title',
                  {},
                  `${curve.legend === '' ? '' : `${curve.legend} · `}${point.name}: ${point.y}`,
                ),
              ),
            ),
          ];
        }),
        ...axisTitles(source, { left, right, top, bottom, height }),
      ];
    },
  });
}
