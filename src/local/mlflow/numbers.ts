// Metric values in JSON: what JSON has no number for goes as the strings NaN, Infinity and -Infinity (protobuf's rule).
import { invalid } from './fields.ts';

const NAMED: ReadonlyMap<string, number> = new Map([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
]);

/** A metric's value as it comes: a number, a numeric string or one of the three names. @throws ApiRefusal INVALID_PARAMETER_VALUE */
export function readValue(value: unknown, key: string): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'string') {
    const named = NAMED.get(value);
    if (named !== undefined) return named;
    if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value)) return Number(value);
  }
  throw invalid(
    `Got invalid value ${String(JSON.stringify(value))} for metric '${key}'. A number is expected.`,
  );
}

/** The value as it is sent. */
export const shownValue = (value: number): number | string =>
  Number.isFinite(value) ? value : Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
