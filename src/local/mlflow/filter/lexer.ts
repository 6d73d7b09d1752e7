// Cuts the text of a search filter into tokens. Quotes are only cut off, never un-escaped: a quote inside a value stays as written,
// which is how MLflow reads it.
import { invalid } from '../fields.ts';

export type Token =
  | {
      readonly kind: 'name';
      readonly prefix: string | undefined;
      readonly key: string;
      readonly text: string;
    }
  | { readonly kind: 'string' | 'number' | 'operator' | 'word' | 'mark'; readonly text: string };

const WORDS = new Set(['AND', 'IN', 'NOT', 'LIKE', 'ILIKE', 'IS', 'NULL', 'OR', 'RLIKE']);
const PATTERN = new RegExp(
  [
    String.raw`(?<blank>\s+)`,
    // metrics.auc, tags.mlflow.user, metrics.`a b`, params."a b", start_time, `metrics`.auc
    String.raw`(?<name>(?:[\p{L}_][\w$]*|\x60[^\x60]+\x60)(?:\.[\p{L}\p{N}_$]+)*(?:\.(?:\x60[^\x60]*\x60|"[^"]*"))?)`,
    String.raw`(?<string>'(?:''|\\'|[^'])*'|"(?:""|\\"|[^"])*")`,
    String.raw`(?<number>[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)`,
    '(?<operator>!=|<>|<=|>=|=|<|>)',
    '(?<mark>[(),])',
  ].join('|'),
  'uy',
);

/** @throws ApiRefusal INVALID_PARAMETER_VALUE at a character that begins nothing */
export function tokensOf(filter: string): readonly Token[] {
  const tokens: Token[] = [];
  PATTERN.lastIndex = 0;
  while (PATTERN.lastIndex < filter.length) {
    const at = PATTERN.lastIndex;
    const groups = PATTERN.exec(filter)?.groups;
    if (groups === undefined) throw invalid(`Invalid clause(s) in filter string: '${filter.slice(at)}'`);
    const { name, string, number, operator, mark } = groups;
    if (name !== undefined) {
      const word = name.toUpperCase();
      tokens.push(WORDS.has(word) ? { kind: 'word', text: word } : nameToken(name));
    } else if (string !== undefined) tokens.push({ kind: 'string', text: string.slice(1, -1) });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (operator !== undefined) tokens.push({ kind: 'operator', text: operator });
    else if (mark !== undefined) tokens.push({ kind: 'mark', text: mark });
  }
  return tokens;
}

function nameToken(text: string): Token {
  const dot = text.indexOf('.', text.startsWith('`') ? text.indexOf('`', 1) : 0);
  if (dot < 0) return { kind: 'name', prefix: undefined, key: unquoted(text), text };
  return { kind: 'name', prefix: unquoted(text.slice(0, dot)), key: unquoted(text.slice(dot + 1)), text };
}

const unquoted = (text: string): string => (/^[`"]/.test(text) ? text.slice(1, -1) : text);
