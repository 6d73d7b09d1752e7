import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { pairedBootstrap } from '../../../src/domain/bootstrap.ts';

const options = { resamples: 400, seed: 7 };
const losses = fc.array(fc.float({ min: 0, max: 10, noNaN: true }), { minLength: 1, maxLength: 40 });

describe('the paired bootstrap', () => {
  test.each([
    ['the candidate is better on every row', [0.1, 0.2, 0.3], [0.2, 0.3, 0.4], 1],
    ['worse on every row', [0.2, 0.3, 0.4], [0.1, 0.2, 0.3], 0],
    ['equal on every row: each resample is a tie, and a tie counts half', [0.1, 0.2], [0.1, 0.2], 0.5],
    ['one row only', [0.5], [0.7], 1],
  ])('%s', (_what, candidate, champion, winRate) => {
    expect(pairedBootstrap(candidate, champion, options).winRate).toBe(winRate);
  });

  test('the same rows and the same seed give the same verdict to the last digit, another seed another one', () => {
    const candidate = Array.from({ length: 60 }, (_, row) => Math.abs(Math.sin(row)));
    const champion = Array.from({ length: 60 }, (_, row) => Math.abs(Math.sin(row + 0.05)));
    const first = pairedBootstrap(candidate, champion, options);
    expect(pairedBootstrap(candidate, champion, options)).toEqual(first);
    expect(pairedBootstrap(candidate, champion, { ...options, seed: 8 })).not.toEqual(first);
    expect(first).toMatchObject({ rows: 60, resamples: 400, seed: 7 });
  });

  test('both sides are drawn with the same rows: noise that both share does not blur a small but steady gain', () => {
    // Losses from 0 to 100, the candidate better by 0.001 everywhere: drawn apart, this would be a coin toss.
    const champion = Array.from({ length: 200 }, (_, row) => (row * 37) % 100);
    const candidate = champion.map((loss) => loss - 0.001);
    const verdict = pairedBootstrap(candidate, champion, options);
    expect(verdict.winRate).toBe(1);
    expect(verdict.interval[0]).toBeCloseTo(0.001, 9);
  });

  test('the interval holds the mean gain of many rows, and its ends tell a real gain from noise', () => {
    const champion = Array.from({ length: 400 }, (_, row) => 1 + ((row * 7919) % 100) / 100);
    const candidate = champion.map((loss, row) => loss + (((row * 104_729) % 200) - 100) / 1_000);
    const { meanGain, interval } = pairedBootstrap(candidate, champion, { resamples: 2_000, seed: 1 });
    expect(interval[0]).toBeLessThan(meanGain);
    expect(interval[1]).toBeGreaterThan(meanGain);
    // Row by row the gains are spread evenly between −0.1 and 0.1: the standard error of the mean is 0.0577 / √400.
    expect(interval[1] - interval[0]).toBeGreaterThan(2 * 1.96 * 0.0029 * 0.8);
    expect(interval[1] - interval[0]).toBeLessThan(2 * 1.96 * 0.0029 * 1.2);
  });

  test('swapping the sides turns the verdict round', () => {
    fc.assert(
      fc.property(
        losses,
        fc.integer(),
        fc.infiniteStream(fc.float({ min: 0, max: 10, noNaN: true })),
        (ours, seed, rest) => {
          const theirs = ours.map(() => rest.next().value ?? 0);
          const there = pairedBootstrap(ours, theirs, { resamples: 100, seed });
          const back = pairedBootstrap(theirs, ours, { resamples: 100, seed });
          expect(there.winRate + back.winRate).toBeCloseTo(1, 9);
          expect(there.meanGain).toBeCloseTo(-back.meanGain, 9);
          expect(there.winRate).toBeGreaterThanOrEqual(0);
          expect(there.winRate).toBeLessThanOrEqual(1);
          expect(there.interval[0]).toBeLessThanOrEqual(there.interval[1]);
        },
      ),
    );
  });

  test('a very large table costs fewer resamples, and says so', () => {
    const rows = Array.from({ length: 300_000 }, (_, row) => (row % 10) / 10);
    const { resamples, winRate } = pairedBootstrap(
      rows.map((loss) => loss - 0.01),
      rows,
      { resamples: 2_000, seed: 3 },
    );
    expect(resamples).toBe(100);
    expect(winRate).toBe(1);
  });

  test.each([
    [[], []],
    [[1], [1, 2]],
  ])('rows that do not pair are refused: %j %j', (candidate, champion) => {
    expect(() => pairedBootstrap(candidate, champion, options)).toThrow('paired rows');
  });
});
