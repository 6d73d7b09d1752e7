// Whom a lock keeps out, and lengths of time as people type them.
import { describe, expect, test } from '@jest/globals';
import { keepsOut, type Lock, spanMs } from '../../../src/domain/lock.ts';

const LOCK: Lock = {
  environment: 'staging',
  holderId: 'alice',
  holderName: 'Alice',
  reason: 'backfill',
  branch: 'feature-x',
  takenAt: 0,
  until: 1_000,
};

describe('keepsOut', () => {
  test.each([
    ['another person with another branch', LOCK, 'bob', 'main', 999, true],
    ['the holder', LOCK, 'alice', 'main', 999, false],
    ['the bound branch, whoever asks', LOCK, 'bob', 'feature-x', 999, false],
    ['nobody from its end on', LOCK, 'bob', 'main', 1_000, false],
    ['nobody when there is none', undefined, 'bob', 'main', 0, false],
  ] as const)('%s', (_, lock, personId, ref, now, expected) => {
    expect(keepsOut(lock, { personId, ref, now })).toBe(expected);
  });
});

describe('spanMs', () => {
  test.each([
    ['30m', 30],
    ['2h', 120],
    ['1h30m', 90],
    ['45min', 45],
    ['0m', undefined],
    ['', undefined],
    ['soon', undefined],
    ['-2h', undefined],
  ] as const)('%s', (text, minutes) => {
    expect(spanMs(text)).toBe(minutes === undefined ? undefined : minutes * 60_000);
  });
});
