import { describe, expect, test } from '@jest/globals';
import { readValue, shownValue } from '../../../../src/local/mlflow/numbers.ts';
import { checkKey } from '../../../../src/local/mlflow/tags.ts';
import { partsOf, placeOf } from '../../../../src/local/mlflow/tracking/artifact-files.ts';
import { thinned } from '../../../../src/local/mlflow/tracking/metric-history.ts';

describe('metric values', () => {
  test.each([
    [0.5, 0.5],
    ['NaN', Number.NaN],
    ['Infinity', Number.POSITIVE_INFINITY],
    ['-Infinity', Number.NEGATIVE_INFINITY],
    ['1.5e3', 1500],
    [2n ** 64n, 2 ** 64],
  ])('%p is read', (given, value) => {
    expect(readValue(given, 'm')).toBe(value);
  });
  test.each(['', 'abc', null, undefined, true, {}, '0x10', 'nan', 'constructor'])(
    '%p is refused',
    (given) => {
      expect(() => readValue(given, 'm')).toThrow(
        expect.objectContaining({ errorCode: 'INVALID_PARAMETER_VALUE' }),
      );
    },
  );
  test('what JSON cannot say is sent by name', () => {
    expect([1, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].map(shownValue)).toEqual([
      1,
      'NaN',
      'Infinity',
      '-Infinity',
    ]);
  });
});

describe('names of metrics, params and tags', () => {
  test.each(['auc', 'val/auc', 'a b', 'mlflow.source.git.commit', 'Größe', 'system:cpu'])('%s', (key) => {
    expect(() => checkKey('metric', key)).not.toThrow();
  });
  test.each(['../x', '/x', 'a//b', 'a/./b', 'a\nb', 'a;b', '.', 'x'.repeat(251)])('refused: %j', (key) => {
    expect(() => checkKey('metric', key)).toThrow(
      expect.objectContaining({ errorCode: 'INVALID_PARAMETER_VALUE' }),
    );
  });
});

describe('artifact paths', () => {
  test('names between slashes', () => {
    expect([partsOf(''), partsOf('a/b.json'), partsOf('a/')]).toEqual([[], ['a', 'b.json'], ['a']]);
    expect(placeOf('mlflow-artifacts:/1/2/artifacts')).toEqual(['1', '2', 'artifacts']);
    expect(placeOf('dbfs:/x')).toBeUndefined();
  });
  test.each(['..', '../x', 'a/../../x', '/etc', 'a//b', './a', 'a\\..\\b', 'a\0b', 'c:/x'])(
    'refused: %j',
    (path) => {
      expect(() => partsOf(path)).toThrow(expect.objectContaining({ errorCode: 'INVALID_PARAMETER_VALUE' }));
    },
  );
});

test('a thinned history keeps both ends and its size', () => {
  const steps = Array.from({ length: 1000 }, (_, step) => step);
  const kept = [...thinned(steps, 10)];
  expect(kept).toHaveLength(10);
  expect([kept.at(0), kept.at(-1)]).toEqual([0, 999]);
  expect([...thinned([1, 2], 10)]).toEqual([1, 2]);
  expect([...thinned(steps, 1)]).toEqual([0]);
});
