// The elements that Teams draws and the renderer does not: charts, Badge, Icon, CodeBlock, ProgressBar, ProgressRing, and a drop-down that
// asks the bot while one types. Each is registered under its own name, so `fallback` still works for what is unknown here too.
import {
  groupedBarChart,
  horizontalBarChart,
  stackedHorizontalBarChart,
  verticalBarChart,
} from './chart-bars.js';
import { numberOf, textOf } from './chart-frame.js';
import { lineChart } from './chart-line.js';
import { donutChart, gaugeChart, pieChart } from './chart-round.js';
import { el, svg } from './dom.js';
import { icon } from './icons.js';

/** @typedef {(source: Record<string, unknown>) => HTMLElement} Draw */

const iconSizes = {
  xxsmall: 12,
  xsmall: 16,
  small: 18,
  standard: 20,
  medium: 24,
  large: 32,
  xlarge: 40,
  xxlarge: 48,
};

/** @param {unknown} value @param {string} otherwise */
const word = (value, otherwise) =>
  (typeof value === 'string' && value !== '' ? value : otherwise).toLowerCase();

/** @type {Draw} */
function badge(source) {
  const name = textOf(source['icon']);
  const picture = name === '' ? null : icon(name, 14);
  const label = textOf(source['text']);
  const after = word(source['iconPosition'], 'before') === 'after';
  return el(
    'span',
    {
      class: `badge badge-${word(source['style'], 'default')} badge-${word(source['appearance'], 'filled')} badge-size-${word(source['size'], 'medium')} badge-${word(source['shape'], 'circular')}`,
      title: source['tooltip'],
    },
    !after && picture,
    label === '' ? null : label,
    after && picture,
  );
}

/** @type {Draw} */
function iconElement(source) {
  const size = new Map(Object.entries(iconSizes)).get(word(source['size'], 'standard')) ?? 20;
  const name = textOf(source['name']);
  const box = el('span', {
    class: `card-icon color-${word(source['color'], 'default')}`,
    role: 'img',
    'aria-label': name,
  });
  box.append(icon(name, size, word(source['style'], 'regular') === 'filled'));
  return box;
}

/** @type {Draw} */
function codeBlock(source) {
  const lines = textOf(source['codeSnippet']).replace(/\n$/, '').split('\n');
  const start = numberOf(source['startLineNumber'], 1);
  const language = textOf(source['language']);
  return el(
    'figure',
    { class: 'code-block' },
    language !== '' && language !== 'PlainText' && el('figcaption', {}, language),
    el(
      'pre',
      { tabindex: 0, 'aria-label': `Code${language === '' ? '' : `, ${language}`}` },
      ...lines.map((line, index) => el('code', { 'data-line': start + index }, line === '' ? ' ' : line)),
    ),
  );
}

/** @type {Draw} */
function progressBar(source) {
  const most = numberOf(source['max'], 100);
  const known = typeof source['value'] === 'number';
  const share = known ? Math.min(1, Math.max(0, numberOf(source['value']) / (most > 0 ? most : 1))) : 0;
  const fill = el('div', { class: 'progress-fill' });
  if (known) fill.style.width = `${(share * 100).toFixed(1)}%`;
  return el(
    'div',
    {
      class: `progress color-${word(known ? source['color'] : 'accent', 'accent')}${known ? '' : ' progress-unknown'}`,
      role: 'progressbar',
      'aria-label': 'Progress',
      'aria-valuemin': 0,
      'aria-valuemax': most,
      'aria-valuenow': known ? numberOf(source['value']) : null,
    },
    fill,
  );
}

/** @type {Draw} */
function progressRing(source) {
  const sizes = { tiny: 20, small: 24, medium: 32, large: 40 };
  const size = new Map(Object.entries(sizes)).get(word(source['size'], 'medium')) ?? 32;
  const label = textOf(source['label']);
  return el(
    'div',
    {
      class: `ring ring-${word(source['labelPosition'], 'below')}`,
      role: 'progressbar',
      'aria-label': label === '' ? 'In progress' : label,
    },
    /** @type {HTMLElement} */ (
      /** @type {unknown} */ (
        svg(
          'svg',
          { width: size, height: size, viewBox: '0 0 40 40', class: 'ring-turn', 'aria-hidden': 'true' },
          svg('circle', { cx: 20, cy: 20, r: 16, class: 'ring-track' }),
          svg('path', { d: 'M20 4a16 16 0 0 1 16 16', class: 'ring-arc' }),
        )
      )
    ),
    label === '' ? null : el('span', {}, label),
  );
}

/** @type {Record<string, Draw>} */
const drawn = {
  'Chart.Line': lineChart,
  'Chart.VerticalBar': verticalBarChart,
  'Chart.VerticalBar.Grouped': groupedBarChart,
  'Chart.HorizontalBar': horizontalBarChart,
  'Chart.HorizontalBar.Stacked': stackedHorizontalBarChart,
  'Chart.Donut': donutChart,
  'Chart.Pie': pieChart,
  'Chart.Gauge': gaugeChart,
  Badge: badge,
  Icon: iconElement,
  CodeBlock: codeBlock,
  ProgressBar: progressBar,
  ProgressRing: progressRing,
};

/**
 * Registers all of them with the renderer, once.
 * @param {any} cards the renderer's global `AdaptiveCards`
 */
export function registerElements(cards) {
  for (const [name, draw] of Object.entries(drawn)) {
    class DrawnElement extends cards.CardElement {
      source = {};
      getJsonTypeName() {
        return name;
      }
      /** @param {Record<string, unknown>} source @param {unknown} context */
      internalParse(source, context) {
        super.internalParse(source, context);
        this.source = source;
      }
      internalRender() {
        return draw(this.source);
      }
    }
    cards.GlobalRegistry.elements.register(name, DrawnElement);
  }
}
