// The language of MLflow's search filters and orders: comparisons joined by AND; no OR, no NOT, no parentheses around clauses. What may be
// compared differs by what is searched and is told by a vocabulary.
import { invalid } from '../fields.ts';
import { type Token, tokensOf } from './lexer.ts';

export type Kind = 'metric' | 'param' | 'tag' | 'attribute' | 'dataset';
export type Operator =
  | '='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | 'LIKE'
  | 'ILIKE'
  | 'IN'
  | 'NOT IN'
  | 'IS NULL'
  | 'IS NOT NULL';

export interface Clause {
  readonly kind: Kind;
  readonly key: string;
  readonly operator: Operator;
  /** A number for metrics and numeric attributes, a list for IN and NOT IN, absent for IS (NOT) NULL, a text otherwise. */
  readonly value?: number | string | readonly string[];
}

export interface Order {
  readonly kind: Kind;
  readonly key: string;
  readonly descending: boolean;
}

/** What can be asked about one sort of thing. */
export interface Vocabulary {
  /** What may stand before the dot, and what it means. A name without a dot is an attribute. */
  readonly prefixes: Readonly<Record<string, Kind>>;
  /** Attributes by name. */
  readonly attributes: Readonly<Record<string, Attribute>>;
  /** Attributes that mean another one: `created` is `start_time`. */
  readonly aliases?: Readonly<Record<string, string>>;
  /** Kinds that IS NULL and IS NOT NULL may ask about. */
  readonly nullable: readonly Kind[];
}

export interface Attribute {
  readonly type: 'text' | 'number';
  /** IN and NOT IN are understood. */
  readonly lists?: boolean;
  /** Only equality and lists: it names one thing. */
  readonly exact?: boolean;
}

/** Far more than anybody writes, and less than what SQLite can nest. */
const MOST_CLAUSES = 200;
const DATASET_KEYS = ['name', 'digest', 'context'];

/** An empty or absent filter lets everything through. @throws ApiRefusal INVALID_PARAMETER_VALUE for anything else than the language */
export function parseFilter(filter: string | undefined, vocabulary: Vocabulary): readonly Clause[] {
  const tokens = tokensOf(filter ?? '');
  if (tokens.length === 0) return [];
  const clauses: Clause[] = [];
  let place = 0;
  const next = (): Token | undefined => tokens[place++];
  for (;;) {
    clauses.push(clause(next, vocabulary));
    if (clauses.length > MOST_CLAUSES) throw invalid(`A filter may hold at most ${MOST_CLAUSES} clauses.`);
    const joint = next();
    if (joint === undefined) return clauses;
    if (joint.kind !== 'word' || joint.text !== 'AND')
      throw invalid(`Invalid clause(s) in filter string: '${joint.text}' where AND was expected`);
  }
}

/** `metrics.rmse DESC`; ascending when not said. @throws ApiRefusal INVALID_PARAMETER_VALUE */
export function parseOrder(item: string, vocabulary: Vocabulary): Order {
  const found = /^\s*(.+?)(?:\s+(asc|desc))?\s*$/isu.exec(item);
  const [name, ...rest] = tokensOf(found?.[1] ?? '');
  if (name?.kind !== 'name' || rest.length > 0) throw invalid(`Invalid order_by clause '${item}'.`);
  return { ...subject(name, vocabulary), descending: found?.[2]?.toLowerCase() === 'desc' };
}

function clause(next: () => Token | undefined, vocabulary: Vocabulary): Clause {
  const left = next();
  if (left?.kind !== 'name')
    throw invalid(`Invalid comparison clause: expected an identifier, found '${left?.text ?? ''}'`);
  const { kind, key } = subject(left, vocabulary);
  const operator = operatorFrom(next);
  if (operator === 'IS NULL' || operator === 'IS NOT NULL') {
    if (vocabulary.nullable.includes(kind)) return { kind, key, operator };
    throw invalid(`${operator} is not supported for '${left.text}'.`);
  }
  const attribute = kind === 'attribute' ? vocabulary.attributes[key] : undefined;
  const numeric = kind === 'metric' || attribute?.type === 'number';
  if (operator === 'IN' || operator === 'NOT IN') {
    if (attribute?.lists !== true && kind !== 'dataset')
      throw invalid(`'${left.text}' does not support comparison with a list of quoted string values.`);
    return { kind, key, operator, value: listFrom(next) };
  }
  const ordered = operator !== '=' && operator !== '!=' && operator !== 'LIKE' && operator !== 'ILIKE';
  const pattern = operator === 'LIKE' || operator === 'ILIKE';
  if (numeric ? pattern : ordered || (attribute?.exact === true && pattern))
    throw invalid(`Invalid comparator '${operator}' for '${left.text}'.`);
  return { kind, key, operator, value: valueFrom(next(), numeric, left.text) };
}

function subject(name: Token & { kind: 'name' }, vocabulary: Vocabulary): { kind: Kind; key: string } {
  // `tags.a.b` has the prefix tags; a name without a dot is an attribute.
  const kind = name.prefix === undefined ? 'attribute' : own(vocabulary.prefixes, name.prefix);
  if (kind === undefined)
    throw invalid(
      `Invalid entity type '${name.prefix}'. Valid values are ${Object.keys(vocabulary.prefixes).join(', ')}`,
    );
  if (name.key === '') throw invalid(`Invalid identifier '${name.text}'.`);
  const key = kind === 'attribute' ? (own(vocabulary.aliases ?? {}, name.key) ?? name.key) : name.key;
  if (kind === 'attribute' && !Object.hasOwn(vocabulary.attributes, key))
    throw invalid(
      `Invalid attribute key '${key}' specified. Valid keys are ${Object.keys(vocabulary.attributes).join(', ')}`,
    );
  if (kind === 'dataset' && !DATASET_KEYS.includes(key))
    throw invalid(`Invalid dataset key '${key}' specified. Valid keys are ${DATASET_KEYS.join(', ')}`);
  return { kind, key };
}

/** What the caller wrote may be the name of something that every object has. */
const own = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;

function operatorFrom(next: () => Token | undefined): Operator {
  const token = next();
  if (token?.kind === 'operator') return token.text === '<>' ? '!=' : (token.text as Operator);
  if (token?.kind === 'word') {
    if (token.text === 'LIKE' || token.text === 'ILIKE' || token.text === 'IN') return token.text;
    const after = next();
    const follows = (text: string, what = after) => what?.kind === 'word' && what.text === text;
    if (token.text === 'NOT' && follows('IN')) return 'NOT IN';
    if (token.text === 'IS' && follows('NULL')) return 'IS NULL';
    if (token.text === 'IS' && follows('NOT') && follows('NULL', next())) return 'IS NOT NULL';
  }
  throw invalid(`Invalid comparison clause: expected a comparator, found '${token?.text ?? ''}'`);
}

function valueFrom(token: Token | undefined, numeric: boolean, subjectText: string): number | string {
  if (numeric && token?.kind === 'number') return Number(token.text);
  if (!numeric && token?.kind === 'string') return token.text;
  const wanted = numeric ? 'a numeric value' : 'a quoted string value';
  throw invalid(`Expected ${wanted} for '${subjectText}'. Found '${token?.text ?? ''}'`);
}

function listFrom(next: () => Token | undefined): readonly string[] {
  const values: string[] = [];
  const isMark = (token: Token | undefined, text: string) => token?.kind === 'mark' && token.text === text;
  const fault = () =>
    invalid('While parsing a list in the query, expected a non-empty list of quoted string values.');
  if (!isMark(next(), '(')) throw fault();
  for (;;) {
    const value = next();
    if (value?.kind !== 'string') throw fault();
    values.push(value.text);
    const after = next();
    if (isMark(after, ')')) return values;
    if (!isMark(after, ',')) throw fault();
  }
}
