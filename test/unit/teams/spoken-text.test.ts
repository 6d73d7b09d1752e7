import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Mention, spokenText } from '../../../src/teams/spoken-text.ts';

const BOT: Mention = { id: '28:bot', name: 'brickbot', text: '<at>brickbot</at>' };
const ALICE: Mention = { id: '29:alice', name: 'Alice', text: '<at>Alice</at>' };
const say = (text: string, mentions: readonly Mention[] = [BOT], botName = 'brickbot'): string =>
  spokenText(text, mentions, '28:bot', botName);

describe('mentions', () => {
  test.each<[string, string, readonly Mention[], string]>([
    ['in front', '<at>brickbot</at> deploy x', [BOT], 'deploy x'],
    ['with a line end after it', '<at>brickbot</at> help\n', [BOT], 'help'],
    ['alone', '<at>brickbot</at>', [BOT], ''],
    ['in the middle', 'please <at>brickbot</at> deploy x', [BOT], 'please deploy x'],
    ['at the end', 'deploy x <at>brickbot</at>', [BOT], 'deploy x'],
    ['twice with one entity', '<at>brickbot</at> <at>brickbot</at> help', [BOT], 'help'],
    ['twice with two', '<at>brickbot</at> <at>brickbot</at> help', [BOT, BOT], 'help'],
    ['glued to the words', '<at>brickbot</at>help', [BOT], 'help'],
    ['followed by a non-breaking space', '<at>brickbot</at>\u00A0help', [BOT], 'help'],
    ['followed by its name', '<at>brickbot</at>&nbsp;help', [BOT], 'help'],
    ['with attributes', '<at id="0">brickbot</at> help', [{ id: '28:bot', name: 'brickbot' }], 'help'],
    ['in capitals', '<AT>brickbot</AT> help', [{ id: '28:bot', name: 'brickbot' }], 'help'],
    [
      'of somebody else stays as a name',
      '<at>brickbot</at> audit <at>Alice</at>',
      [BOT, ALICE],
      'audit @Alice',
    ],
    [
      'of somebody else in front of ours',
      '<at>Alice</at> <at>brickbot</at> look',
      [ALICE, BOT],
      '@Alice look',
    ],
    [
      'of somebody with two names is one word',
      '<at>brickbot</at> delegate 7K3F to <at>Erin "E" Walsh</at>',
      [BOT, { id: '29:erin', name: 'Erin "E" Walsh' }],
      'delegate 7K3F to "@Erin E Walsh"',
    ],
    ['none, in a personal chat', 'help', [], 'help'],
  ])('%s', (_name, text, mentions, expected) => {
    expect(say(text, mentions)).toBe(expected);
  });

  test.each<[string, string, Mention]>([
    ['an ampersand, and no text in the entity', '<at>R&D bot</at> help', { id: '28:bot', name: 'R&D bot' }],
    [
      'an escaped ampersand',
      '<at>R&amp;D bot</at> help',
      { id: '28:bot', name: 'R&D bot', text: '<at>R&D bot</at>' },
    ],
    ['a name that was changed since', '<at>Old name</at> help', { id: '28:bot', text: '<at>New name</at>' }],
    ['a text without tags', 'brickbot help', { id: '28:bot', name: 'brickbot', text: 'brickbot' }],
  ])('whose entity does not fit the text: %s', (_name, text, mention) => {
    expect(say(text, [mention], 'R&D bot')).toBe('help');
  });
});

describe('characters', () => {
  test.each([
    [
      'non-breaking and other wide spaces',
      'deploy\u00A0feature-x\u202Fto\u3000staging',
      'deploy feature-x to staging',
    ],
    ['zero-width characters', 'dep\u200Bloy\uFEFF \u2060x', 'deploy x'],
    ['marks that turn the direction of writing', 'deploy \u202Egnigats\u202C', 'deploy gnigats'],
    ['soft hyphens', 'feat\u00ADure', 'feature'],
    ['named characters', 'compare a &lt; b &amp; c &quot;d&quot; &#39;e&#39;', 'compare a < b & c "d" \'e\''],
    ['typographic quotes stay', 'because “done” ‘now’ «so»', 'because “done” ‘now’ «so»'],
    ['dashes stay', 'deploy x —dry-run', 'deploy x —dry-run'],
    ['lines stay', 'one\ntwo', 'one\ntwo'],
    ['html that is no mention stays', '<b>deploy</b> <script>x</script>', '<b>deploy</b> <script>x</script>'],
    ['a named character is read once', '&amp;lt;', '&lt;'],
    ['emoji stay', 'deploy 🚀 now', 'deploy 🚀 now'],
  ])('%s', (_name, text, expected) => {
    expect(say(text, [])).toBe(expected);
  });
});

test('whatever the text, it ends, and the bot’s own mention is gone', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.string(), fc.constantFrom('<at>', '</at>', '<at>brickbot</at>', '&', '\u00A0'))),
      (parts) => {
        expect(say(parts.join(''))).not.toContain('<at>brickbot</at>');
      },
    ),
  );
});

test('a long text of opening tags takes no time to speak of', () => {
  const from = performance.now();
  say('<at '.repeat(8_000));
  say('<at>'.repeat(8_000));
  say(`<at>${'x'.repeat(30_000)}`);
  expect(performance.now() - from).toBeLessThan(500);
});
