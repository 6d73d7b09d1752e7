import type { Argument, CommandRecord } from './command.ts';
import { endsLikeASentence, FILLERS } from './fillers.ts';
import { quoteWord } from './words.ts';

const labelOf = (name: string, argument: Argument): string => `<${argument.label ?? name}>`;

const bracket = (text: string, argument: Argument): string => (argument.required ? text : `[${text}]`);

/** The usage line: `deploy <branch> [to <environment>] [--dry-run]`. */
export const usageOf = (record: Pick<CommandRecord, 'name' | 'arguments'>): string =>
  [
    record.name,
    ...Object.entries(record.arguments).map(([name, argument]) => {
      const keyword = argument.keywords?.[0];
      if (argument.kind === 'flag') return `[--${keyword ?? name}]`;
      if (argument.kind === 'pairs') return `[${keyword} <name>=<value> …]`;
      if (argument.positional) return bracket(labelOf(name, argument), argument);
      return bracket(`${keyword} ${labelOf(name, argument)}`, argument);
    }),
  ].join(' ');

/** Every word that announces an argument of this command. */
export const keywordsOf = (record: Pick<CommandRecord, 'arguments'>): readonly string[] =>
  Object.values(record.arguments).flatMap((argument) => argument.keywords ?? []);

/** A value as it has to be typed to come back whole from any place of a line. */
const spelled = (argument: Argument, value: string, keywords: readonly string[]): string => {
  if (endsLikeASentence(value)) return `"${value.replaceAll('"', '')}"`;
  if (argument.kind === 'compared')
    return value
      .split(' ')
      .map((word) => quoteWord(word, keywords))
      .join(' ');
  return argument.kind === 'text' ? value : quoteWord(value, [...keywords, ...FILLERS]);
};

/** The canonical wording of a command with these values: what a button says, and what the audit shows. */
export const wordingOf = (
  record: Pick<CommandRecord, 'name' | 'arguments'>,
  values: Readonly<Record<string, unknown>>,
): string => {
  const keywords = keywordsOf(record);
  const parts = Object.entries(record.arguments).flatMap(([name, argument]): string[] => {
    const value = values[name];
    const keyword = argument.keywords?.[0];
    if (value === undefined || value === false) return [];
    if (argument.kind === 'flag') return [`--${keyword ?? name}`];
    if (argument.kind === 'pairs') {
      const pairs = Object.entries(value as Record<string, string>).map(([key, text]) =>
        /\s/.test(text) ? `${key}="${text}"` : `${key}=${text}`,
      );
      return pairs.length > 0 ? [keyword ?? 'with', ...pairs] : [];
    }
    const word = spelled(argument, String(value), keywords);
    // Free text behind its keyword: a reason may begin with any word.
    const announced = !argument.positional || (argument.kind === 'text' && keyword !== undefined);
    return announced ? [keyword ?? '', word] : [word];
  });
  return [record.name, ...parts].join(' ');
};
