// Ids beyond 2^53 survive wherever they stand; nothing else is touched.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseLossless } from '../../../src/databricks/json.ts';

const BIG = '9007199254740993';

describe('JSON without loss', () => {
  test.each([
    ['alone', BIG, BIG],
    ['after a colon', `{"run_id":${BIG}}`, { run_id: BIG }],
    ['after a colon and a break', `{"run_id":\n  -${BIG}}`, { run_id: `-${BIG}` }],
    ['first in a list', `[${BIG},1]`, [BIG, 1]],
    ['later in a list', `[1,${BIG}]`, [1, BIG]],
    ['beside a text of digits', `{"a":"${BIG}","b":${BIG}}`, { a: BIG, b: BIG }],
  ])('keeps an id %s', (_where, text, value) => {
    expect(parseLossless(text)).toEqual(value);
  });

  test('leaves fractions, powers and small numbers alone', () => {
    const text = '[0.12345678901234567, 1e21, 9007199254740991, -3]';
    expect(parseLossless(text)).toEqual(JSON.parse(text));
  });

  test('reads every integer as what it is, in any JSON', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n })), fc.jsonValue(), (ids, rest) => {
        const read = parseLossless(`{"ids":[${ids.join(', ')}],"rest":${JSON.stringify(rest)}}`) as {
          ids: unknown[];
        };
        expect(read.ids.map(String)).toEqual(ids.map(String));
      }),
    );
  });
});
