// Tags of experiments, runs, models, versions and logged models: one table, one set of functions.
import { type Fields, invalid } from './fields.ts';
import { type Database, textIn } from './statements.ts';

export type TagKind = 'experiment' | 'run' | 'model' | 'version' | 'logged-model';

export interface Pair {
  readonly key: string;
  readonly value: string;
}

export interface Tags {
  /** In the order of their keys. */
  of(kind: TagKind, owner: string): readonly Pair[];
  value(kind: TagKind, owner: string, key: string): string | undefined;
  set(kind: TagKind, owner: string, tag: Pair): void;
  /** False when there was none. */
  drop(kind: TagKind, owner: string, key: string): boolean;
  dropAll(kind: TagKind, owner: string): void;
}

export const openTags = (database: Database): Tags => ({
  of: (kind, owner) =>
    database
      .all('SELECT key, value FROM mlflow_tags WHERE kind = ? AND owner = ? ORDER BY key', kind, owner)
      .map((row) => ({ key: textIn(row, 'key'), value: textIn(row, 'value') })),
  value: (kind, owner, key) => {
    const row = database.one(
      'SELECT value FROM mlflow_tags WHERE kind = ? AND owner = ? AND key = ?',
      kind,
      owner,
      key,
    );
    return row && textIn(row, 'value');
  },
  set: (kind, owner, { key, value }) => {
    database.run('INSERT OR REPLACE INTO mlflow_tags VALUES (?, ?, ?, ?)', kind, owner, key, value);
  },
  drop: (kind, owner, key) =>
    database.run('DELETE FROM mlflow_tags WHERE kind = ? AND owner = ? AND key = ?', kind, owner, key) > 0,
  dropAll: (kind, owner) => {
    database.run('DELETE FROM mlflow_tags WHERE kind = ? AND owner = ?', kind, owner);
  },
});

/** Longest value of a tag, in characters, by what it hangs on (as MLflow checks them). */
const LONGEST: Readonly<Record<TagKind, number>> = {
  run: 8_000,
  experiment: 20_000,
  model: 100_000,
  version: 100_000,
  'logged-model': 8_000,
};
const LONGEST_KEY = 250;

/** Reads `{key, value}`. @throws ApiRefusal INVALID_PARAMETER_VALUE */
export function tagOf(kind: TagKind, fields: Fields): Pair {
  const pair = { key: fields.required('key'), value: fields.text('value') ?? '' };
  checkKey('tag', pair.key);
  if (pair.value.length > LONGEST[kind])
    throw invalid(`Tag value for '${pair.key}' exceeds ${LONGEST[kind]} characters.`);
  return pair;
}

/** Names of metrics, params and tags: letters, digits, `_ - . : /` and blanks, no path that means another one, at most 250. */
export function checkKey(what: string, key: string): void {
  if (key.length > LONGEST_KEY)
    throw invalid(`The ${what} name '${key.slice(0, 40)}…' exceeds ${LONGEST_KEY} characters.`);
  if (!/^[\p{L}\p{N}_\-.:/ ]+$/u.test(key))
    throw invalid(
      `Invalid ${what} name: '${key}'. Names may only contain alphanumerics, underscores, dashes, periods, spaces, colons and slashes.`,
    );
  const steps = key.split('/');
  if (steps.some((step) => step === '' || step === '.' || step === '..'))
    throw invalid(`Invalid ${what} name: '${key}'. Names may be treated as files in certain cases.`);
}
