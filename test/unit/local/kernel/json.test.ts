import { describe, expect, test } from '@jest/globals';
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

  test('bigints print as bare numbers at any depth', () => {
    expect(printJson({ a: [{ id: 2n ** 62n }], gone: undefined })).toBe('{"a":[{"id":4611686018427387904}]}');
  });
});
