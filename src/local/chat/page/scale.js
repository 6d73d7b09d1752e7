// Numbers for chart axes: round ticks, short labels, and dates.

/**
 * Round tick values that span the data.
 * @param {number} low
 * @param {number} high
 * @param {number} [wanted] about how many steps
 * @returns {number[]} at least two, ascending
 */
export function ticks(low, high, wanted = 4) {
  if (!(high > low)) {
    const room = Math.abs(high) > 0 ? Math.abs(high) * 0.1 : 1;
    return ticks(low - room, high + room, wanted);
  }
  const rough = (high - low) / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((each) => each * power >= rough * 0.999) ?? 10) * power;
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  return Array.from({ length: last - first + 1 }, (_none, index) =>
    Number(((first + index) * step).toPrecision(12)),
  );
}

/**
 * A short label: 12,345 → 12.3K; 0.8434 → 0.843.
 * @param {number} value
 */
export function short(value) {
  const size = Math.abs(value);
  if (size >= 1e9) return `${trim(value / 1e9)}B`;
  if (size >= 1e6) return `${trim(value / 1e6)}M`;
  if (size >= 1e4) return `${trim(value / 1e3)}K`;
  if (size !== 0 && size < 1e-3) return value.toExponential(1);
  return trim(value, size < 1 ? 3 : size < 100 ? 2 : 1);
}

/** @param {number} value @param {number} [digits] */
const trim = (value, digits = 1) => String(Number(value.toFixed(digits)));

/** @param {unknown} value @returns {value is string} */
export const isDate = (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value);

/**
 * `23 Nov` for a `YYYY-MM-DD` date.
 * @param {number} ms since the epoch
 */
export const dayLabel = (ms) =>
  new Date(ms).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

/**
 * Cuts a label to a number of characters.
 * @param {string} text
 * @param {number} most
 */
export const clip = (text, most) => (text.length > most ? `${text.slice(0, Math.max(1, most - 1))}…` : text);
