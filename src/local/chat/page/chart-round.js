// Chart.Donut, Chart.Pie and Chart.Gauge.
import { chartBox, listOf, numberOf, textOf } from './chart-frame.js';
import { svg } from './dom.js';
import { namedColor, seriesColor } from './palette.js';
import { clip, short } from './scale.js';

/**
 * A ring segment (a pie slice when `inner` is 0). Angles are turns, 0 at the top, clockwise.
 * @param {number} cx @param {number} cy @param {number} inner @param {number} outer @param {number} from @param {number} to
 */
function arcPath(cx, cy, inner, outer, from, to) {
  const end = Math.min(to, from + 0.99999);
  /** @param {number} radius @param {number} turn */
  const at = (radius, turn) => {
    const angle = turn * 2 * Math.PI - Math.PI / 2;
    return `${(cx + radius * Math.cos(angle)).toFixed(2)},${(cy + radius * Math.sin(angle)).toFixed(2)}`;
  };
  const large = end - from > 0.5 ? 1 : 0;
  const edge = `M${at(outer, from)}A${outer},${outer} 0 ${large} 1 ${at(outer, end)}`;
  return inner === 0
    ? `${edge}L${cx},${cy}Z`
    : `${edge}L${at(inner, end)}A${inner},${inner} 0 ${large} 0 ${at(inner, from)}Z`;
}

/**
 * @param {Record<string, unknown>} source
 * @param {boolean} donut
 */
function shares(source, donut) {
  const data = listOf(source['data']);
  const slices = data.map((each, index) => ({
    label: textOf(each['legend']),
    value: Math.max(0, numberOf(each['value'])),
    color: seriesColor(index, data.length, source['colorSet'], each['color']),
  }));
  const total = slices.reduce((sum, each) => sum + each.value, 0);
  const height = 188;
  return chartBox(source, {
    kind: donut ? 'Donut chart' : 'Pie chart',
    height,
    legend: slices.map((each) => ({ label: `${each.label} · ${short(each.value)}`, color: each.color })),
    summary: slices.map((each) => `${each.label}: ${each.value}`).join('; '),
    draw(width) {
      const outer = Math.min(86, width / 2 - 6);
      const inner = donut ? outer * (source['thickness'] === 'Thin' ? 0.82 : 0.64) : 0;
      const [cx, cy] = [width / 2, height / 2];
      let turn = 0;
      const marks = slices
        .filter((each) => each.value > 0)
        .map((each) => {
          const from = turn;
          turn += each.value / total;
          return svg(
            'path',
            {
              class: source['showOutlines'] === false ? 'chart-mark' : 'chart-mark chart-slice',
              d: arcPath(cx, cy, inner, outer, from, turn),
              fill: each.color,
            },
            svg('title', {}, `${each.label}: ${each.value} (${Math.round((each.value / total) * 100)}%)`),
          );
        });
      const centre = textOf(source['value']);
      if (total === 0)
        marks.push(svg('path', { class: 'chart-track', d: arcPath(cx, cy, inner, outer, 0, 1) }));
      return [
        ...marks,
        ...(donut && centre !== ''
          ? [
              svg(
                'text',
                {
                  class: 'chart-centre',
                  x: cx,
                  y: cy + 8,
                  'text-anchor': 'middle',
                  fill: namedColor(source['valueColor']),
                },
                clip(centre, 10),
              ),
            ]
          : []),
      ];
    },
  });
}

/** @param {Record<string, unknown>} source */
export const donutChart = (source) => shares(source, true);

/** @param {Record<string, unknown>} source */
export const pieChart = (source) => shares(source, false);

/** @param {Record<string, unknown>} source */
export function gaugeChart(source) {
  const segments = listOf(source['segments']);
  const low = numberOf(source['min']);
  const size = segments.reduce((sum, each) => sum + numberOf(each['size']), 0);
  const high = numberOf(source['max'], size > 0 ? low + size : 100);
  const span = high - low > 0 ? high - low : 1;
  const value = numberOf(source['value'], low);
  const share = Math.min(1, Math.max(0, (value - low) / span));
  const shown =
    source['valueFormat'] === 'Fraction' ? `${short(value)}/${short(high)}` : `${Math.round(share * 100)}%`;
  const subLabel = textOf(source['subLabel']);
  const height = subLabel === '' ? 150 : 168;
  return chartBox(source, {
    kind: 'Gauge',
    height,
    legend: segments
      .filter((each) => textOf(each['legend']) !== '')
      .map((each, index) => ({
        label: textOf(each['legend']),
        color: seriesColor(index, segments.length, source['colorSet'], each['color']),
      })),
    summary: `${short(value)} of ${short(high)}${subLabel === '' ? '' : `, ${subLabel}`}`,
    draw(width) {
      const outer = Math.min(104, width / 2 - 24);
      const inner = outer - 20;
      const [cx, cy] = [width / 2, outer + 8];
      let from = 0;
      /** @param {number} part */
      const turn = (part) => -0.25 + part * 0.5;
      const arcs =
        segments.length === 0
          ? [
              svg('path', { class: 'chart-track', d: arcPath(cx, cy, inner, outer, -0.25, 0.25) }),
              svg('path', {
                class: 'chart-mark',
                d: arcPath(cx, cy, inner, outer, -0.25, turn(share)),
                fill: seriesColor(0, 1, source['colorSet'], source['color']),
              }),
            ]
          : segments.map((each, index) => {
              const start = from;
              from = Math.min(1, from + numberOf(each['size']) / span);
              return svg(
                'path',
                {
                  class: 'chart-mark chart-slice',
                  d: arcPath(cx, cy, inner, outer, turn(start), turn(from)),
                  fill: seriesColor(index, segments.length, source['colorSet'], each['color']),
                },
                svg('title', {}, `${textOf(each['legend'])}: ${textOf(each['size'])}`),
              );
            });
      const angle = (share - 0.5) * 180;
      const needle =
        source['showNeedle'] === false
          ? []
          : [
              svg('path', {
                class: 'chart-needle',
                d: `M${cx - 4},${cy - inner + 14}L${cx},${cy - outer - 3}L${cx + 4},${cy - inner + 14}Z`,
                transform: `rotate(${angle.toFixed(2)} ${cx} ${cy})`,
              }),
            ];
      const ends =
        source['showMinMax'] === false
          ? []
          : [
              svg(
                'text',
                { class: 'chart-tick', x: cx - (inner + outer) / 2, y: cy + 16, 'text-anchor': 'middle' },
                short(low),
              ),
              svg(
                'text',
                { class: 'chart-tick', x: cx + (inner + outer) / 2, y: cy + 16, 'text-anchor': 'middle' },
                short(high),
              ),
            ];
      return [
        ...arcs,
        ...needle,
        ...ends,
        svg('text', { class: 'chart-centre', x: cx, y: cy - 8, 'text-anchor': 'middle' }, shown),
        ...(subLabel === ''
          ? []
          : [
              svg(
                'text',
                { class: 'chart-label', x: cx, y: cy + 36, 'text-anchor': 'middle' },
                clip(subLabel, 36),
              ),
            ]),
      ];
    },
  });
}
