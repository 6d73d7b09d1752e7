// What every chart shares: the box with title and legend, drawing again when its width changes, and the words for screen readers.
import { el, svg } from './dom.js';

/**
 * @typedef {{label: string, color: string}} LegendEntry
 * @typedef {object} ChartParts
 * @property {string} kind what it is, in words: "Line chart"
 * @property {number} height px of the drawing
 * @property {LegendEntry[]} legend
 * @property {string} summary the numbers in words
 * @property {(width: number) => SVGElement[]} draw
 */

/**
 * The element for a chart.
 * @param {Record<string, unknown>} source the chart's own JSON
 * @param {ChartParts} parts
 * @returns {HTMLElement}
 */
export function chartBox(source, parts) {
  const title = typeof source['title'] === 'string' ? source['title'] : '';
  const canvas = el('div', { class: 'chart-canvas' });
  canvas.style.height = `${parts.height}px`;
  const label = [title === '' ? parts.kind : `${parts.kind}: ${title}`, parts.summary].join('. ');
  let drawn = 0;
  const draw = () => {
    const width = Math.floor(canvas.clientWidth);
    if (width < 40 || width === drawn) return;
    drawn = width;
    canvas.replaceChildren(
      svg(
        'svg',
        {
          width,
          height: parts.height,
          viewBox: `0 0 ${width} ${parts.height}`,
          role: 'img',
          'aria-label': label,
        },
        svg('title', {}, title === '' ? parts.kind : title),
        ...parts.draw(width),
      ),
    );
  };
  new ResizeObserver(draw).observe(canvas);
  const legendWanted = source['showLegend'] !== false && parts.legend.length > 0;
  const box = el(
    'div',
    { class: 'chart' },
    source['showTitle'] === true && title !== '' && el('div', { class: 'chart-title' }, title),
    canvas,
    legendWanted &&
      el(
        'ul',
        { class: 'chart-legend', 'aria-hidden': 'true' },
        ...parts.legend.map((entry) => {
          const swatch = el('span', { class: 'chart-swatch' });
          swatch.style.background = entry.color;
          return el('li', {}, swatch, entry.label);
        }),
      ),
  );
  const most = /^(\d+)px$/.exec(textOf(source['maxWidth']));
  if (most !== null) box.style.maxWidth = `${most[1]}px`;
  return box;
}

/** @param {unknown} value @returns {Record<string, unknown>[]} */
export const listOf = (value) =>
  Array.isArray(value) ? value.filter((each) => typeof each === 'object' && each !== null) : [];

/** @param {unknown} value @param {number} [otherwise] */
export const numberOf = (value, otherwise = 0) =>
  typeof value === 'number' && Number.isFinite(value) ? value : otherwise;

/** @param {unknown} value */
export const textOf = (value) =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

/**
 * Horizontal grid lines with labels, and the two axis titles.
 * @param {object} frame
 * @param {number[]} frame.at tick values
 * @param {(value: number) => number} frame.y
 * @param {number} frame.left
 * @param {number} frame.right
 * @param {(value: number) => string} frame.label
 */
export function gridLines({ at, y, left, right, label }) {
  return at.flatMap((value) => [
    svg('line', {
      class: value === 0 ? 'chart-axis' : 'chart-grid',
      x1: left,
      x2: right,
      y1: Math.round(y(value)) + 0.5,
      y2: Math.round(y(value)) + 0.5,
    }),
    svg('text', { class: 'chart-tick', x: left - 8, y: y(value) + 4, 'text-anchor': 'end' }, label(value)),
  ]);
}

/**
 * @param {Record<string, unknown>} source
 * @param {{left: number, right: number, top: number, bottom: number, height: number}} box
 */
export function axisTitles(source, { left, right, top, bottom, height }) {
  const x = textOf(source['xAxisTitle']);
  const y = textOf(source['yAxisTitle']);
  return [
    ...(x === ''
      ? []
      : [
          svg(
            'text',
            { class: 'chart-axis-title', x: (left + right) / 2, y: height - 3, 'text-anchor': 'middle' },
            x,
          ),
        ]),
    ...(y === ''
      ? []
      : [
          svg(
            'text',
            {
              class: 'chart-axis-title',
              x: 0,
              y: 0,
              'text-anchor': 'middle',
              transform: `translate(11 ${(top + bottom) / 2}) rotate(-90)`,
            },
            y,
          ),
        ]),
  ];
}
