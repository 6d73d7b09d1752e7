// The few building blocks that all cards are laid with, so that they share one look: text, facts, tables, lists, code, notes.
// Strings that end in `Markdown` have been through escape.ts's `marked`; runs take plain text.
import type { ITableCell, ITextRun, TextColor } from '@microsoft/teams.cards';
import { own } from '../base/language.ts';
import type { Card } from './card.ts';
import { code, marked, plain, unmarked } from './escape.ts';

export type Element = Card['body'][number];
type Spacing = NonNullable<Element['spacing']>;

/** A stretch of outside or own text in a line; never read as Markdown. */
export type Run = Omit<ITextRun, 'type'>;
const run = (part: Run | string): ITextRun => ({
  type: 'TextRun',
  ...(typeof part === 'string' ? { text: part } : part),
});

/** A line of runs. */
export const line = (parts: readonly (Run | string)[], spacing: Spacing = 'Small'): Element => ({
  type: 'RichTextBlock',
  inlines: parts.filter((part) => (typeof part === 'string' ? part : part.text) !== '').map(run),
  spacing,
});

export const subtle = (text: string): Run => ({ text, isSubtle: true });
export const strong = (text: string, color?: TextColor): Run => ({
  text,
  weight: 'Bolder',
  ...(color && { color }),
});
export const mono = (text: string): Run => ({ text, fontType: 'Monospace' });

/** A paragraph of escaped Markdown. */
export const paragraph = (markdown: string, spacing: Spacing = 'Small'): Element => ({
  type: 'TextBlock',
  text: own(markdown),
  wrap: true,
  spacing,
});

/** A small grey line. */
export const note = (markdown: string, spacing: Spacing = 'Small'): Element => ({
  type: 'TextBlock',
  text: own(markdown),
  wrap: true,
  size: 'Small',
  isSubtle: true,
  spacing,
});

/** The part of a card whose name becomes a mention when the card is first posted (`Message.mention`); plain text until then. */
export const MENTION = 'mention';
export const named = (name: string): string => marked(name, 80);
/** @param label escaped, without its colon */
export const calling = (label: string, name: string): Element => ({
  type: 'TextBlock',
  id: MENTION,
  text: `${label}: ${named(name)}`,
  wrap: true,
  size: 'Small',
  spacing: 'Small',
});

/** The heading of a part of a card: plain text. */
export const heading = (text: string): Element => ({
  type: 'TextBlock',
  text: unmarked(own(text)),
  wrap: true,
  weight: 'Bolder',
  size: 'Small',
  isSubtle: true,
  spacing: 'Medium',
});

/** The one line that the card is about, larger than the rest. */
export const headline = (parts: readonly (Run | string)[]): Element =>
  line(
    parts.map((part) => ({ size: 'Medium' as const, ...(typeof part === 'string' ? { text: part } : part) })),
    'Medium',
  );

/** A short name stays on one line: clients share the width by what stands in it, and would break “Way back” beside a long value. */
const UNBROKEN = 10;
const unbroken = (title: string): string =>
  title.length > UNBROKEN ? title : title.replaceAll(' ', '\u00A0');

/** Names and values; pairs without a value are left out. Names are plain text, values escaped Markdown. */
export const facts = (pairs: readonly (readonly [string, string | undefined])[]): readonly Element[] => {
  const given = pairs.flatMap(([title, value]) =>
    value === undefined || value === '' ? [] : [{ title: unmarked(unbroken(own(title))), value }],
  );
  return given.length === 0 ? [] : [{ type: 'FactSet', facts: given, spacing: 'Small' }];
};

/** A box that sets something apart. */
export const box = (
  style: 'emphasis' | 'attention' | 'warning' | 'good',
  items: readonly Element[],
): Element => ({
  type: 'Container',
  style,
  items: [...items],
  spacing: 'Medium',
});

/** The second line of a cell is smaller, so that it fits a phone. */
const small = (part: Run | string): Run => ({
  size: 'Small',
  ...(typeof part === 'string' ? { text: part } : part),
});

/** A cell with one or two lines. */
export const cell = (
  first: readonly (Run | string)[],
  second: readonly (Run | string)[] = [],
): ITableCell => ({
  type: 'TableCell',
  items: [
    line(first, 'None'),
    ...(second.some((part) => (typeof part === 'string' ? part : part.text) !== '')
      ? [line(second.map(small), 'None')]
      : []),
  ],
});

const headCell = (text: string): ITableCell => ({
  type: 'TableCell',
  items: [{ type: 'TextBlock', text: unmarked(own(text)), wrap: true, weight: 'Bolder', size: 'Small' }],
});

/** A table: `columns` are heading (plain text) and weight. Two or three columns fit a phone. */
export const table = (
  columns: readonly (readonly [string, number])[],
  rows: readonly (readonly ITableCell[])[],
): Element => ({
  type: 'Table',
  columns: columns.map(([, width]) => ({ width })),
  rows: [
    { type: 'TableRow', cells: columns.map(([title]) => headCell(title)) },
    ...rows.map((cells) => ({ type: 'TableRow' as const, cells: [...cells] })),
  ],
  showGridLines: false,
  spacing: 'Medium',
});

/** Lines of code or a trace. Clients without CodeBlock show them in a monospaced paragraph. */
export const codeBlock = (text: string, language: 'Python' | 'PlainText' = 'Python', most = 12): Element => ({
  type: 'CodeBlock',
  codeSnippet: code(text, most),
  language,
  spacing: 'Small',
  fallback: {
    type: 'RichTextBlock',
    inlines: [{ type: 'TextRun', text: code(text, most), fontType: 'Monospace', size: 'Small' }],
  },
});

/** A thin bar. What it says stands in words beside it, so clients without it lose nothing. */
export const bar = (
  value: number,
  max: number,
  color: 'Accent' | 'Good' | 'Warning' | 'Attention' = 'Accent',
): Element => ({ type: 'ProgressBar', value, max, color, spacing: 'Small', fallback: 'drop' });

/** Outside text in a sentence of its own. */
export const sentence = (text: string, spacing: Spacing = 'Small'): Element =>
  line([plain(text, 600)], spacing);
