// Chart.VerticalBar, Chart.VerticalBar.Grouped, Chart.HorizontalBar and Chart.HorizontalBar.Stacked.
import { axisTitles, chartBox, gridLines, listOf, numberOf, textOf } from './chart-frame.js';
import { svg } from './dom.js';
import { namedColor, seriesColor } from './palette.js';
import { clip, short, ticks } from './scale.js';

/**
 * A bar with its free end rounded.
 * @param {number} x @param {number} y @param {number} width @param {number} height @param {string} fill
 * @param {string} tip @param {'up' | 'down' | 'right' | 'none'} end
 */
function bar(x, y, width, height, fill, tip, end) {
  const r = Math.max(0, Math.min(4, width / 2, height / 2));
  const paths = {
    up: `M${x},${y + height}V${y + r}q0,${-r} ${r},${-r}h${width - 2 * r}q${r},0 ${r},${r}V${y + height}Z`,
    down: `M${x},${y}V${y + height - r}q0,${r} ${r},${r}h${width - 2 * r}q${r},0 ${r},${-r}V${y}Z`,
    right: `M${x},${y}h${width - r}q${r},0 ${r},${r}v${height - 2 * r}q0,${r} ${-r},${r}h${-(width - r)}Z`,
    none: `M${x},${y}h${width}v${height}h${-width}Z`,
  };
  return svg('path', { d: paths[end], fill, class: 'chart-mark' }, svg('title', {}, tip));
}

/**
 * @typedef {{legend: string, color: string, values: Map<string, number>}} Series
 * @param {Record<string, unknown>} source
 * @param {string} kind
 * @param {string[]} labels
 * @param {Series[]} series
 * @param {boolean} stacked
 * @param {(seriesIndex: number, label: string) => string} fillOf
 */
function verticalBars(source, kind, labels, series, stacked, fillOf) {
  const height = 232;
  const totals = labels.flatMap((label) => {
    const all = series.map((each) => each.values.get(label) ?? 0);
    return stacked ? [all.reduce((sum, each) => sum + each, 0)] : all;
  });
  const low = stacked ? 0 : numberOf(source['yMin'], Math.min(0, ...totals));
  const high = stacked ? Math.max(...totals, 0) : numberOf(source['yMax'], Math.max(0, ...totals));
  const at = ticks(low, high === low ? low + 1 : high);
  const [bottomValue, topValue] = [at[0] ?? 0, at.at(-1) ?? 1];
  const showValues = source['showBarValues'] === true || labels.length * series.length <= 8;
  const summary = labels
    .map(
      (label) =>
        `${label}: ${series.map((each) => `${each.legend} ${each.values.get(label) ?? 0}`.trim()).join(', ')}`,
    )
    .join('; ');
  return chartBox(source, {
    kind,
    height,
    summary,
    legend: series.length > 1 ? series.map((each) => ({ label: each.legend, color: each.color })) : [],
    draw(width) {
      const widest = Math.max(...at.map((value) => short(value).length));
      const left = (textOf(source['yAxisTitle']) === '' ? 8 : 26) + widest * 6.6 + 6;
      const right = width - 4;
      const top = 18;
      const bottom = height - (textOf(source['xAxisTitle']) === '' ? 24 : 42);
      /** @param {number} value */
      const y = (value) =>
        bottom -
        ((Math.min(topValue, Math.max(bottomValue, value)) - bottomValue) / (topValue - bottomValue)) *
          (bottom - top);
      const slot = (right - left) / Math.max(1, labels.length);
      const group = Math.min(slot * 0.68, stacked || series.length === 1 ? 52 : 40 * series.length);
      const each = stacked ? group : group / Math.max(1, series.length);
      const room = Math.max(1, Math.floor(slot / 6.4));
      const every = Math.max(
        1,
        Math.ceil((Math.min(7, Math.max(...labels.map((label) => label.length), 1)) * 6.4 + 8) / slot),
      );
      const zero = y(Math.max(0, bottomValue));
      return [
        ...gridLines({ at, y, left, right, label: short }),
        ...labels.flatMap((label, index) => {
          const start = left + slot * index + (slot - group) / 2;
          let sum = 0;
          const bars = series.flatMap((one, order) => {
            const value = one.values.get(label);
            if (value === undefined) return [];
            const [from, to] = stacked ? [y(sum), y(sum + value)] : [zero, y(value)];
            sum += value;
            const x = stacked ? start : start + each * order + (series.length > 1 ? 1 : 0);
            const wide = stacked || series.length === 1 ? each : each - 2;
            const last = order === series.length - 1;
            const tip = `${one.legend === '' ? label : `${label} · ${one.legend}`}: ${value}`;
            const marks = [
              bar(
                x,
                Math.min(from, to),
                wide,
                Math.abs(to - from),
                fillOf(order, label),
                tip,
                stacked && !last ? 'none' : value < 0 ? 'down' : 'up',
              ),
            ];
            if (showValues && !stacked && wide >= short(value).length * 6) {
              marks.push(
                svg(
                  'text',
                  {
                    class: 'chart-value',
                    x: x + wide / 2,
                    y: value < 0 ? to + 14 : to - 5,
                    'text-anchor': 'middle',
                  },
                  short(value),
                ),
              );
            }
            return marks;
          });
          if (stacked && showValues) {
            bars.push(
              svg(
                'text',
                { class: 'chart-value', x: start + group / 2, y: y(sum) - 5, 'text-anchor': 'middle' },
                short(sum),
              ),
            );
          }
          const named =
            index % every === 0 &&
            svg(
              'text',
              {
                class: 'chart-tick',
                x: left + slot * (index + 0.5),
                y: bottom + 17,
                'text-anchor': 'middle',
              },
              clip(label, Math.max(4, room * every)),
              svg('title', {}, label),
            );
          return named === false ? bars : [...bars, named];
        }),
        ...axisTitles(source, { left, right, top, bottom, height }),
      ];
    },
  });
}

/** @param {Record<string, unknown>} source */
export function verticalBarChart(source) {
  const data = listOf(source['data']);
  const own = namedColor(source['color']);
  const labels = data.map((point) => textOf(point['x']));
  const fills = new Map(
    data.map((point) => [
      textOf(point['x']),
      namedColor(point['color']) ?? own ?? seriesColor(0, 1, source['colorSet'], undefined),
    ]),
  );
  const series = [
    {
      legend: '',
      color: '',
      values: new Map(data.map((point) => [textOf(point['x']), numberOf(point['y'])])),
    },
  ];
  return verticalBars(
    source,
    'Bar chart',
    [...new Set(labels)],
    series,
    false,
    (_order, label) => fills.get(label) ?? '',
  );
}

/** @param {Record<string, unknown>} source */
export function groupedBarChart(source) {
  const data = listOf(source['data']);
  const series = data.map((one, index) => ({
    legend: textOf(one['legend']),
    color: seriesColor(index, data.length, source['colorSet'], one['color'] ?? source['color']),
    values: new Map(listOf(one['values']).map((point) => [textOf(point['x']), numberOf(point['y'])])),
  }));
  const labels = [...new Set(series.flatMap((one) => [...one.values.keys()]))];
  const stacked = source['stacked'] === true;
  return verticalBars(
    source,
    stacked ? 'Stacked bar chart' : 'Grouped bar chart',
    labels,
    series,
    stacked,
    (order) => series[order]?.color ?? '',
  );
}

/** @param {Record<string, unknown>} source */
export function horizontalBarChart(source) {
  const data = listOf(source['data']);
  const own = namedColor(source['color']);
  const rows = data.map((point) => ({
    label: textOf(point['x']),
    value: numberOf(point['y']),
    color: namedColor(point['color']) ?? own ?? seriesColor(0, 1, source['colorSet'], undefined),
  }));
  const part = source['displayMode'] === 'PartToWhole';
  const total = rows.reduce((sum, row) => sum + row.value, 0);
  const most = part ? total : Math.max(...rows.map((row) => row.value), 0);
  const step = 44;
  return chartBox(source, {
    kind: 'Bar chart',
    height: rows.length * step + 4,
    legend: [],
    summary: rows.map((row) => `${row.label}: ${row.value}`).join('; '),
    draw: (width) =>
      rows.flatMap((row, index) => {
        const top = index * step + 4;
        const long = most > 0 ? Math.max(2, (row.value / most) * width) : 0;
        const shown =
          part && total > 0
            ? `${short(row.value)} (${Math.round((row.value / total) * 100)}%)`
            : short(row.value);
        return [
          svg(
            'text',
            { class: 'chart-label', x: 0, y: top + 12 },
            clip(row.label, Math.floor((width - 60) / 6.4)),
            svg('title', {}, row.label),
          ),
          svg('text', { class: 'chart-value', x: width, y: top + 12, 'text-anchor': 'end' }, shown),
          svg('rect', { class: 'chart-track', x: 0, y: top + 19, width, height: 12, rx: 3 }),
          bar(0, top + 19, long, 12, row.color, `${row.label}: ${row.value}`, 'right'),
        ];
      }),
  });
}

/** @param {Record<string, unknown>} source */
export function stackedHorizontalBarChart(source) {
  const rows = listOf(source['data']).map((row) => ({
    title: textOf(row['title']),
    parts: listOf(row['data']),
  }));
  const legends = [...new Set(rows.flatMap((row) => row.parts.map((part) => textOf(part['legend']))))];
  /** @param {Record<string, unknown>} part */
  const colorOf = (part) =>
    seriesColor(legends.indexOf(textOf(part['legend'])), legends.length, source['colorSet'], part['color']);
  /** @param {{parts: Record<string, unknown>[]}} row */
  const sumOf = (row) => row.parts.reduce((sum, part) => sum + numberOf(part['value']), 0);
  const most = Math.max(...rows.map(sumOf), 0);
  const step = 44;
  return chartBox(source, {
    kind: 'Stacked bar chart',
    height: rows.length * step + 4,
    legend: legends.map((label) => {
      const part = rows.flatMap((row) => row.parts).find((each) => textOf(each['legend']) === label) ?? {};
      return { label, color: colorOf(part) };
    }),
    summary: rows
      .map(
        (row) =>
          `${row.title}: ${row.parts.map((part) => `${textOf(part['legend'])} ${textOf(part['value'])}`).join(', ')}`,
      )
      .join('; '),
    draw: (width) =>
      rows.flatMap((row, index) => {
        const top = index * step + 4;
        let x = 0;
        return [
          svg(
            'text',
            { class: 'chart-label', x: 0, y: top + 12 },
            clip(row.title, Math.floor((width - 60) / 6.4)),
          ),
          svg(
            'text',
            { class: 'chart-value', x: width, y: top + 12, 'text-anchor': 'end' },
            short(sumOf(row)),
          ),
          ...row.parts.map((part) => {
            const long = most > 0 ? (numberOf(part['value']) / most) * width : 0;
            const mark = bar(
              x,
              top + 19,
              Math.max(0, long - 1.5),
              12,
              colorOf(part),
              `${textOf(part['legend'])}: ${textOf(part['value'])}`,
              'none',
            );
            x += long;
            return mark;
          }),
        ];
      }),
  });
}
