// Prepared statements by their text, so that no query is compiled twice, and readers of columns.
import type { DatabaseSync, SQLInputValue, SQLOutputValue } from 'node:sqlite';

export type Row = Readonly<Record<string, SQLOutputValue>>;

export interface Database {
  readonly state: DatabaseSync;
  /** Writes. The number of rows that changed. */
  run(sql: string, ...values: readonly SQLInputValue[]): number;
  one(sql: string, ...values: readonly SQLInputValue[]): Row | undefined;
  all(sql: string, ...values: readonly SQLInputValue[]): readonly Row[];
  /** As `all`, for text that is put together for one call only. */
  once(sql: string, values: readonly SQLInputValue[]): readonly Row[];
}

export function openDatabase(state: DatabaseSync): Database {
  const prepared = new Map<string, ReturnType<DatabaseSync['prepare']>>();
  const statement = (sql: string) => {
    const known = prepared.get(sql);
    if (known !== undefined) return known;
    const made = state.prepare(sql);
    prepared.set(sql, made);
    return made;
  };
  return {
    state,
    run: (sql, ...values) => Number(statement(sql).run(...values).changes),
    one: (sql, ...values) => statement(sql).get(...values),
    all: (sql, ...values) => statement(sql).all(...values),
    once: (sql, values) => state.prepare(sql).all(...values),
  };
}

/** A text column; undefined for NULL. */
export function textOf(row: Row, column: string): string | undefined {
  const value = row[column];
  return typeof value === 'string' ? value : undefined;
}

/** A text column that is never NULL. */
export const textIn = (row: Row, column: string): string => textOf(row, column) ?? '';

/** An integer or real column; undefined for NULL. */
export function numberOf(row: Row, column: string): number | undefined {
  const value = row[column];
  return typeof value === 'number' ? value : undefined;
}
