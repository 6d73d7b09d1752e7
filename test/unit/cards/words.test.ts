import { describe, expect, test } from '@jest/globals';
import { thinned } from '../../../src/cards/chart.ts';
import { fitted, MOST_BYTES } from '../../../src/cards/guard.ts';
import { about, ago, difference, figure, instant, stretch, took } from '../../../src/cards/words.ts';

const NOW = Date.UTC(2026, 10, 23, 14, 0);

describe('words for times and numbers', () => {
  test.each([
    [0, '0 ms'],
    [420, '420 ms'],
    [8_400, '8.4 s'],
    [9_990, '10 s'],
    [59_700, '1:00'],
    [370_000, '6:10'],
    [3_730_000, '1:02:10'],
    [-1, '–'],
  ])('a span of %d ms is %s', (ms, text) => {
    expect(took(ms)).toBe(text);
  });

  test.each([
    [0, 'just now'],
    [-5_000, 'just now'],
    [4 * 60_000, '4 min ago'],
    [3 * 3_600_000, '3 h ago'],
    [30 * 3_600_000, 'yesterday'],
    [49 * 3_600_000, '2 days ago'],
    [40 * 86_400_000, '14 Oct'],
    [400 * 86_400_000, '19 Oct 2025'],
  ])('%d ms before now is %s', (span, text) => {
    expect(ago(NOW - span, NOW)).toBe(text);
  });

  test('an instant carries its zone', () => {
    expect(instant(NOW, NOW)).toBe('23 Nov 14:00 UTC');
    expect(instant(Number.NaN, NOW)).toBe('at an unknown time');
  });

  test.each([
    [0.843_412, '0.8434'],
    [0.8, '0.800'],
    [14, '14'],
    [-0.0205, '−0.0205'],
    [123_456.78, '123456.8'],
    [0.000_012, '1.20e-5'],
    [Number.NaN, 'NaN'],
    [Number.NEGATIVE_INFINITY, '−∞'],
  ])('the metric %d is %s', (value, text) => {
    expect(figure(value)).toBe(text);
  });

  test('a difference carries its sign, a guess is no more exact than it is', () => {
    expect([difference(0.012), difference(-0.5), difference(0)]).toEqual(['+0.012', '−0.500', '±0']);
    expect([about(7_000), about(360_000), about(3 * 3_600_000)]).toEqual([
      'about 5 s',
      'about 6 min',
      'about 3 h',
    ]);
  });
});

describe('sizes', () => {
  const face = (
    rows: number,
  ): Parameters<typeof fitted>[1] extends (rows: number) => infer F ? F : never => ({
    summary: 's',
    card: {
      type: 'AdaptiveCard',
      version: '1.5',
      body: [{ type: 'TextBlock', text: 'x'.repeat(rows * 1_000) }],
    },
  });

  test('the fullest card that fits is taken; when none does, the fault says so', () => {
    expect(JSON.stringify(fitted([40, 15, 3], face).card).length).toBeGreaterThan(15_000);
    expect(JSON.stringify(fitted([40, 15, 3], face).card).length).toBeLessThanOrEqual(MOST_BYTES);
    expect(() => fitted([40, 30], face)).toThrow(expect.objectContaining({ code: 'card-too-large' }));
  });

  test('a long curve is thinned, its ends are kept', () => {
    const points = thinned(
      Array.from({ length: 1_000 }, (_, index) => index),
      60,
    );
    expect([points.length, points[0], points.at(-1)]).toEqual([60, 0, 999]);
  });
});

describe('a stretch of time', () => {
  const at = (...parts: readonly [number, number, number, number]) => Date.UTC(2026, ...parts);
  const now = at(10, 23, 14, 0);

  test('says the day once when it begins and ends on the same', () => {
    expect(stretch(at(10, 23, 7, 12), at(10, 23, 7, 20), now)).toBe('23 Nov 07:12–07:20 UTC');
    expect(stretch(at(10, 2, 7, 12), at(10, 23, 7, 20), now)).toBe('2 Nov 07:12 UTC – 23 Nov 07:20 UTC');
  });

  test('survives an unknown end', () => {
    expect(stretch(at(10, 23, 7, 12), Number.NaN, now)).toBe('23 Nov 07:12 UTC – at an unknown time');
  });
});
