// A card as plain text, for the terminal and for clients that draw no cards. It reads the card as JSON, so that every card,
// present and future, has a text form without a second description of it.
import type { Card } from './card.ts';

type Node = Readonly<Record<string, unknown>>;
const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const list = (value: unknown): readonly Node[] => (Array.isArray(value) ? value.filter(isNode) : []);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The text of a card, one block a paragraph line, tables aligned. Hidden elements are left out; actions are told by their words. */
export const plainText = (card: Card): string => {
  const root = card as unknown as Node;
  const lines = list(root['body']).flatMap(linesOf);
  const says = list(root['actions'])
    .map(actionText)
    .filter((line) => line !== '');
  return [...lines, ...(says.length > 0 ? [says.join('   ')] : [])]
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
};

const linesOf = (node: Node): string[] => {
  if (node['isVisible'] === false) return [];
  switch (node['type']) {
    case 'TextBlock':
      return [unmarked(text(node['text']))];
    case 'RichTextBlock':
      return [
        (Array.isArray(node['inlines']) ? node['inlines'] : [])
          .map((run) => (typeof run === 'string' ? run : isNode(run) ? text(run['text']) : ''))
          .join(''),
      ];
    case 'FactSet':
      return aligned(
        list(node['facts']).map((fact) => [factName(text(fact['title'])), unmarked(text(fact['value']))]),
      );
    case 'Table':
      return aligned(
        list(node['rows']).map((row) =>
          list(row['cells']).map((cell) => list(cell['items']).flatMap(linesOf).join(' ')),
        ),
      );
    case 'ColumnSet':
      // Columns that only draw (the bars of a time line) leave no empty line behind.
      return [
        list(node['columns'])
          .map((column) => list(column['items']).flatMap(linesOf).join(' '))
          .filter((part) => part !== '')
          .join('  '),
      ].filter((text) => text !== '');
    case 'Container':
      return list(node['items']).flatMap(linesOf);
    case 'Badge':
      return [`[${text(node['text'])}]`];
    case 'CodeBlock':
      return text(node['codeSnippet'])
        .split('\n')
        .map((line) => `    ${line}`);
    case 'ActionSet':
      return [list(node['actions']).map(actionText).join('   ')];
    case 'Image':
      return text(node['altText']) === '' ? [] : [`(${text(node['altText'])})`];
    default:
      // What this reader does not know (a chart) has a fallback that it does.
      return isNode(node['fallback']) ? linesOf(node['fallback']) : list(node['items']).flatMap(linesOf);
  }
};

/** Markdown signs mean nothing on a terminal. Escapes are taken back to the character that they protect. */
const unmarked = (markdown: string): string =>
  markdown
    .replace(/\{\{(?:DATE|TIME)\(([^,)]+)[^)]*\)\}\}/g, '$1')
    .replace(/(?<!\\)\*\*|(?<!\\)__/g, '')
    .replace(/\[([^\]]*)\]\((https?:[^)]*)\)/g, '$1 ($2)')
    .replace(/\\([\\`*_{}[\]()#+\-.!<>~|@&])/g, '$1');

/** Names are kept on one line on a card; here they are text like any other. */
const factName = (title: string): string => unmarked(title.replaceAll('\u00A0', ' '));

const aligned = (rows: readonly (readonly string[])[]): string[] => {
  const widths = rows.reduce<number[]>(
    (all, row) => row.map((cell, index) => Math.max(all[index] ?? 0, cell.length)),
    [],
  );
  return rows.map((row) =>
    row
      .map((cell, index) => (index === row.length - 1 ? cell : cell.padEnd(widths[index] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
};

const actionText = (action: Node): string => {
  const title = text(action['title']);
  return action['type'] === 'Action.OpenUrl'
    ? `${title}: ${text(action['url'])}`
    : title === ''
      ? ''
      : `[${title}]`;
};
