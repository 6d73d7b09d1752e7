import type { Argument, CommandRecord } from './command.ts';
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
    const word = argument.kind === 'text' ? String(value) : quoteWord(String(value), keywords);
    return argument.positional ? [word] : [keyword ?? '', word];
  });
  return [record.name, ...parts].join(' ');
};
