import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseJson, printJson } from '../../../../src/local/kernel/json.ts';

describe('lossless JSON', () => {
  test('an integer beyond 2^53 survives the way in and out', () => {
    const text = '{"id":8700000000000000001,"small":42,"share":0.5}';
    expect(parseJson(text)).toEqual({ id: 8700000000000000001n, small: 42, share: 0.5 });
    expect(printJson(parseJson(text))).toBe(text);
  });

  test('a number with a fraction or an exponent stays a number, and digits in a string stay a string', () => {
    expect(parseJson('[1e300, 123456789012.5, "8700000000000000001"]')).toEqual([
      1e300,
      123456789012.5,
      '8700000000000000001',
    ]);
  });

  test('every int64 and every double comes back as it went out', () => {
    const leaf = fc.oneof(
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(leaf), (values) => {
        const read = parseJson(printJson(values));
        const expected = values.map((value) =>
          typeof value === 'bigint' && Number.isSafeInteger(Number(value)) ? Number(value) : value,
        );
        // A double without a fraction beyond 2^53 prints as digits and reads as the same integer.
        const plain = (value: unknown) =>
          typeof value === 'bigint' ? `int ${value}` : value === 0 ? 0 : value;
        const same = (value: unknown) =>
          typeof value === 'number' &&
          Number.isInteger(value) &&
          !Number.isSafeInteger(value) &&
          Math.abs(value) < 1e21
            ? BigInt(String(value))
            : value;
        expect((read as unknown[]).map(plain)).toEqual(expected.map((value) => plain(same(value))));
      }),
    );
  });

  test('bigints print as bare numbers at any depth', () => {
    expect(printJson({ a: [{ id: 2n ** 62n }], gone: undefined })).toBe('{"a":[{"id":4611686018427387904}]}');
  });
});
