import { describe, expect, test } from '@jest/globals';
import { compareMetrics, compareParams, directionOf, unfairness } from '../../../src/domain/comparison.ts';

const side = (
  metrics: Record<string, number> = {},
  params: Record<string, string> = {},
  tags: Record<string, string> = {},
) => ({ metrics, params, tags });
const auc = { metric: 'auc', direction: 'higher' } as const;

describe('metrics beside each other', () => {
  test.each([
    [0.8, 0.7, 'better'],
    [0.7, 0.8, 'worse'],
    [0.8, 0.8, 'same'],
    [0.1 + 0.2, 0.3, 'same'],
    [Number.NaN, 0.8, 'incomparable'],
    [0.8, Number.NaN, 'incomparable'],
    [Number.POSITIVE_INFINITY, 0.8, 'better'],
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 'incomparable'],
  ])('%d against %d is %s', (candidate, champion, comparison) => {
    const [first] = compareMetrics(side({ auc: candidate }), side({ auc: champion }), auc);
    expect(first?.comparison).toBe(comparison);
    const [turned] = compareMetrics(side({ auc: candidate }), side({ auc: champion }), {
      metric: 'auc',
      direction: 'lower',
    });
    const inverse = { better: 'worse', worse: 'better' }[comparison] ?? comparison;
    expect(turned?.comparison).toBe(inverse);
  });

  test('what counts comes first, even if nobody logged it; one side alone is named, never dropped', () => {
    const compared = compareMetrics(side({ loss: 0.3, only: 1 }), side({ loss: 0.4, gone: 2 }), auc);
    expect(compared.map(({ name, comparison, counts }) => [name, comparison, counts])).toEqual([
      ['auc', 'incomparable', true],
      ['gone', 'incomparable', false],
      ['loss', 'better', false],
      ['only', 'incomparable', false],
    ]);
  });

  test('how many rows a figure is from', () => {
    const [first] = compareMetrics(
      side({ auc: 0.8 }, { auc_rows: '600', test_rows: '900' }),
      side({ auc: 0.8 }, {}, { eval_rows: '500' }),
      auc,
    );
    expect(first?.samples).toEqual({ candidate: 600, champion: 500 });
    const [none] = compareMetrics(side({ auc: 0.8 }, { test_rows: 'many' }), side({ auc: 0.8 }), auc);
    expect(none?.samples).toBeUndefined();
  });

  test.each([
    ['auc', 'higher'],
    ['val_loss', 'lower'],
    ['RMSE', 'lower'],
    ['latency_ms', 'lower'],
    ['f1', 'higher'],
  ])('without a word about it, %s is better when it is %s', (name, direction) => {
    expect(directionOf(name)).toBe(direction);
  });
});

test('parameters: only what differs, and how many are the same', () => {
  expect(compareParams(side({}, { a: '1', b: '2', c: '3' }), side({}, { a: '1', b: '9', d: '4' }))).toEqual({
    differing: [
      { name: 'b', candidate: '2', champion: '9' },
      { name: 'c', candidate: '3' },
      { name: 'd', champion: '4' },
    ],
    same: 1,
  });
  expect(compareParams(side({}, { a: '1' }), undefined).differing).toHaveLength(1);
});

describe('what makes a comparison unfair', () => {
  test.each([
    [
      'the same digest: the day it was taken says nothing',
      { 'data.digest': 'a', 'data.date': '2026-11-01' },
      { 'data.digest': 'a', 'data.date': '2026-11-08' },
      [],
    ],
    ['another digest', { 'data.digest': 'a' }, { 'data.digest': 'b' }, ['data.digest']],
    ['no digest, another day', { 'data.date': '2026-11-01' }, { 'data.date': '2026-11-08' }, ['data.date']],
    ['known on one side only', { 'data.digest': 'a' }, {}, []],
    ['another runtime', { runtime: '15.4' }, { runtime: '16.0' }, ['runtime']],
  ])('%s', (_what, ours, theirs, names) => {
    expect(unfairness(side({}, {}, ours), side({}, {}, theirs)).map(({ name }) => name)).toEqual(names);
  });

  test('parameters that choose the data', () => {
    expect(unfairness(side({}, { seed: '7', epochs: '5' }), side({}, { seed: '8', epochs: '6' }))).toEqual([
      { name: 'seed', candidate: '7', champion: '8' },
    ]);
    expect(unfairness(side(), undefined)).toEqual([]);
  });
});
