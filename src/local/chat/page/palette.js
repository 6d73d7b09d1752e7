// Chart colours by the names of Teams' chart elements. Each is a CSS variable (cards.css), so that light and dark need no second drawing.

const categorical = ['Blue', 'Teal', 'Purple', 'Marigold', 'Green', 'Red', 'Lavender', 'Lime', 'LightBlue'];
const diverging = [
  'Blue',
  'LightBlue',
  'Cyan',
  'Teal',
  'Gray',
  'Yellow',
  'Peach',
  'LightRed',
  'Red',
  'Maroon',
];

/** @param {string} text */
const kebab = (text) => text.replace(/([a-z])([A-Z0-9])/g, '$1-$2').toLowerCase();

/**
 * A CSS colour for a chart colour name, or undefined for an unknown name.
 * @param {unknown} name
 */
export function namedColor(name) {
  if (typeof name !== 'string') return undefined;
  const wanted = name.toLowerCase();
  if (['good', 'warning', 'attention', 'neutral'].includes(wanted)) return `var(--chart-${wanted})`;
  for (const [prefix, known] of /** @type {const} */ ([
    ['categorical', categorical],
    ['diverging', diverging],
  ])) {
    const hit = known.find((each) => `${prefix}${each}`.toLowerCase() === wanted);
    if (hit !== undefined) return `var(--chart-${prefix}-${kebab(hit)})`;
  }
  const ramp = /^sequential(red|green|yellow)?([1-8])$/.exec(wanted);
  return ramp === null ? undefined : sequential(ramp[1] ?? '', Number(ramp[2]));
}

/**
 * Step 1 (pale) to 8 (deep) of a ramp, mixed from its two ends.
 * @param {string} hue '' (blue), 'red', 'green' or 'yellow'
 * @param {number} step
 */
function sequential(hue, step) {
  const name = hue === '' ? 'blue' : hue;
  return `color-mix(in oklab, var(--chart-ramp-${name}-to) ${Math.round(((step - 1) / 7) * 100)}%, var(--chart-ramp-${name}-from))`;
}

/**
 * The colour of the nth series.
 * @param {number} index
 * @param {number} count how many series there are
 * @param {unknown} colorSet
 * @param {unknown} own the series' own colour name
 */
export function seriesColor(index, count, colorSet, own) {
  const named = namedColor(own);
  if (named !== undefined) return named;
  const set = typeof colorSet === 'string' ? colorSet.toLowerCase() : '';
  if (set.startsWith('sequential')) {
    const step = count <= 1 ? 6 : 8 - Math.round((index / Math.max(1, count - 1)) * 5);
    return sequential(set.slice('sequential'.length), step);
  }
  if (set === 'diverging') return namedColor(`diverging${diverging[index % diverging.length]}`) ?? '';
  return namedColor(`categorical${categorical[index % categorical.length]}`) ?? '';
}
