import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { didYouMeanCard } from '../../../src/cards/ask.ts';
import {
  code,
  cut,
  cutMiddle,
  marked,
  markedName,
  plain,
  plainName,
  webAddress,
} from '../../../src/cards/escape.ts';
import { helpCard } from '../../../src/cards/help.ts';

const GAP = '\u2060';

describe('outside text', () => {
  test.each([
    ['a mention', '<at>Everyone</at>', `<${GAP}at>Everyone<${GAP}/at>`],
    ['HTML', '<script>x</script>', `<${GAP}script>x<${GAP}/script>`],
    ['a comparison stays', 'auc < 0.8', 'auc < 0.8'],
    ['a date function', '{{DATE(2026-01-01)}}', `{${GAP}{DATE(2026-01-01)}}`],
    ['lines', 'one\r\ntwo\u2028three', 'one two three'],
    ['direction override', 'a\u202Egnp.exe', 'agnp.exe'],
    ['control characters', 'a\u0000b\u001b[31mc', 'ab[31mc'],
    ['right-to-left is set apart', 'שלום', '\u2068שלום\u2069'],
    ['stacked accents', `e${'\u0301'.repeat(40)}!`, 'e\u0301\u0301!'],
  ])('%s', (_, from, to) => {
    expect(plain(from)).toBe(to);
  });

  test.each([
    ['bold', '**loud**', '\\*\\*loud\\*\\*'],
    ['a link', '[click](https://example.invalid)', '\\[click\\](https://example.invalid)'],
    ['emphasis', '_soft_', '\\_soft\\_'],
    ['underscores inside a word stay', 'feature_x_y', 'feature_x_y'],
    ['a list', '- item', '\\- item'],
    ['a heading', '# top', '\\# top'],
    ['a number at the start', '1. first', '1\\. first'],
    ['a version stays', 'v1.2-rc', 'v1.2-rc'],
    ['code', '`x`', '\\`x\\`'],
    ['a backslash', 'a\\*b', 'a\\\\\\*b'],
  ])('in Markdown: %s', (_, from, to) => {
    expect(marked(from)).toBe(to);
  });

  test('is cut by characters, never through one', () => {
    expect(cut('😀😀😀😀', 3)).toBe('😀😀…');
    expect(cutMiddle('abcdefghij', 7)).toBe('abc…hij'.length === 7 ? 'abc…hij' : '');
    expect(Array.from(plainName('x'.repeat(300), 48))).toHaveLength(48);
  });

  test('keeps the lines of code, at most so many', () => {
    expect(code('a\n\tb\n\n', 5)).toBe('a\n    b');
    expect(code(Array.from({ length: 9 }, (_, index) => `l${index}`).join('\n'), 3)).toBe(
      'l0\nl1\nl2\n… 6 more lines',
    );
  });

  test('leads to web addresses only', () => {
    expect(webAddress('javascript:alert(1)')).toBeUndefined();
    expect(webAddress('data:text/html,x')).toBeUndefined();
    expect(webAddress('not an address')).toBeUndefined();
    expect(webAddress('https://example.com/a b')).toBe('https://example.com/a%20b');
  });

  const piece = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '<at>',
      '</at>',
      '<',
      'at>',
      '\u202E',
      '{{',
      '{',
      '\u200B',
      '\n',
      '**',
      '<\u0000at>',
      '<\u200Fat>',
      '<<at>',
    ),
  );
  const hostile = fc.array(piece, { maxLength: 12 }).map((parts) => parts.join(''));

  test('never becomes a mention, a tag, a date function or an override, whatever it is', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        for (const shown of [
          plain(text),
          plainName(text),
          marked(text),
          markedName(text),
          code(text),
          plain(text, 9),
          plainName(text, 9),
        ]) {
          expect(shown).not.toMatch(/<\/?at\b|<[a-z/!?]|\{\{|[\u202A-\u202E\u2066\u2067]/i);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test('a whole card of it holds no raw mention', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const cards = [
          didYouMeanCard({ typed: text, guesses: [] }),
          helpCard({
            scope: 'channel',
            groups: [{ group: text, commands: [{ usage: text, summary: text, example: text }] }],
          }),
        ];
        expect(JSON.stringify(cards)).not.toMatch(/<\/?at>/i);
      }),
      { numRuns: 500 },
    );
  });
});
