// Filters and orders as SQL over our tables. Every text of the caller travels as a bound value.
import type { SQLInputValue } from 'node:sqlite';
import { invalid } from '../fields.ts';
import type { Clause, Kind, Operator, Order } from './parse.ts';

/** Where the things that are compared live. */
export interface Scheme {
  /** SQL of each attribute. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Tables with `key` and `value` beside the main one, and the condition that joins them (as `s`). */
  readonly sides: Partial<Readonly<Record<Kind, { readonly table: string; readonly joins: string }>>>;
}

export interface Sql {
  readonly text: string;
  readonly values: readonly SQLInputValue[];
}

/** Longer patterns are too much for SQLite. */
const LONGEST_PATTERN = 5000;
/** SQLite joins at most 64 tables. */
const MOST_ORDERS = 30;

/** Whether the column is (or is not) one of the values. */
export const among = (column: string, operator: Operator, values: readonly string[]): Sql => ({
  text: `${column} ${operator} (SELECT value FROM json_each(?))`,
  values: [JSON.stringify(values)],
});

/** One condition per clause, to be joined by AND. */
export const conditions = (clauses: readonly Clause[], scheme: Scheme): readonly Sql[] =>
  clauses.map((clause) => condition(clause, scheme));

function condition(clause: Clause, scheme: Scheme): Sql {
  const { kind, key, operator, value } = clause;
  if (kind === 'attribute') return comparison(scheme.attributes[key] ?? 'NULL', operator, value);
  const side = scheme.sides[kind];
  if (side === undefined) throw invalid(`Invalid entity type '${kind}'.`);
  const exists = `EXISTS (SELECT 1 FROM ${side.table} s WHERE ${side.joins}`;
  if (kind === 'dataset') {
    const inner = comparison(`s.${key}`, operator, value);
    return { text: `${exists} AND ${inner.text})`, values: inner.values };
  }
  if (operator === 'IS NULL') return { text: `NOT ${exists} AND s.key = ?)`, values: [key] };
  if (operator === 'IS NOT NULL') return { text: `${exists} AND s.key = ?)`, values: [key] };
  const inner = comparison('s.value', operator, value);
  // What is not a number is unequal to every number, and nothing else.
  const nan = kind !== 'metric' ? '' : operator === '!=' ? 's.is_nan = 1 OR' : 's.is_nan = 0 AND';
  return { text: `${exists} AND s.key = ? AND (${nan} ${inner.text}))`, values: [key, ...inner.values] };
}

function comparison(column: string, operator: Operator, value: Clause['value']): Sql {
  // One bound value for the whole list: SQLite counts its variables.
  if (Array.isArray(value)) return among(column, operator, value as readonly string[]);
  const single = value as string | number;
  // SQLite's own LIKE knows no case; its GLOB does.
  if ((operator === 'LIKE' || operator === 'ILIKE') && String(single).length > LONGEST_PATTERN)
    throw invalid(`A pattern may hold at most ${LONGEST_PATTERN} characters.`);
  if (operator === 'LIKE') return { text: `${column} GLOB ?`, values: [globOf(String(single))] };
  if (operator === 'ILIKE') return { text: `${column} LIKE ?`, values: [single] };
  return { text: `${column} ${operator} ?`, values: [single] };
}

/** `%` and `_` of LIKE as `*` and `?`; what means something to GLOB stands for itself. */
const globOf = (pattern: string): string =>
  pattern.replace(/[*?[]/g, '[$&]').replaceAll('%', '*').replaceAll('_', '?');

/**
 * Joins and the ORDER BY list. What lacks the key comes last in both directions, and what is not a number just before that.
 * `ties` decides among equals.
 */
export function ordering(
  orders: readonly Order[],
  scheme: Scheme,
  ties: string,
): { readonly joins: Sql; readonly by: string } {
  if (orders.length > MOST_ORDERS) throw invalid(`\`order_by\` may hold at most ${MOST_ORDERS} fields.`);
  const joins: string[] = [];
  const values: SQLInputValue[] = [];
  const terms: string[] = [];
  for (const [index, { kind, key, descending }] of orders.entries()) {
    if (orders.findIndex((each) => each.kind === kind && each.key === key) !== index)
      throw invalid(`\`order_by\` contains duplicate fields: '${key}'`);
    const direction = descending ? 'DESC' : 'ASC';
    if (kind === 'attribute') {
      const column = scheme.attributes[key] ?? 'NULL';
      terms.push(`${column} IS NULL, ${column} ${direction}`);
      continue;
    }
    const side = scheme.sides[kind];
    if (side === undefined || kind === 'dataset') throw invalid(`Cannot order by '${kind}'.`);
    const name = `o${index}`;
    joins.push(
      `LEFT JOIN ${side.table} ${name} ON ${side.joins.replaceAll('s.', `${name}.`)} AND ${name}.key = ?`,
    );
    values.push(key);
    terms.push(`${name}.value IS NULL`);
    if (kind === 'metric') terms.push(`${name}.is_nan`);
    terms.push(`${name}.value ${direction}`);
  }
  return { joins: { text: joins.join(' '), values }, by: [...terms, ties].join(', ') };
}
