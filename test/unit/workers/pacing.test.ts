import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { NO_SENDS, nextSendAt, readSends, recordSend, type Sends } from '../../../src/workers/pacing.ts';

/** Sends as fast as the pace allows, `count` times, each `delay` late; gives the instants. */
const burst = (count: number, delays: (index: number) => number = () => 0): number[] => {
  let sends: Sends = NO_SENDS;
  let now = 1_800_000_000_000;
  const at: number[] = [];
  for (let index = 0; index < count; index += 1) {
    now = nextSendAt(sends, now) + delays(index);
    at.push(now);
    sends = recordSend(sends, now);
  }
  return at;
};

/** The most sends in any window of this many ms. */
const densest = (at: readonly number[], ms: number): number =>
  Math.max(...at.map((start) => at.filter((each) => each >= start && each < start + ms).length));

test('no window of Teams ever holds more than it may, at full speed', () => {
  const at = burst(2_000);
  expect(densest(at, 1_000)).toBeLessThanOrEqual(7);
  expect(densest(at, 2_000)).toBeLessThanOrEqual(8);
  expect(densest(at, 30_000)).toBeLessThanOrEqual(60);
  expect(densest(at, 3_600_000)).toBeLessThanOrEqual(1_800);
});

test('nor when sends are late by any amount', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 5_000 }), { minLength: 70, maxLength: 120 }), (delays) => {
      const at = burst(delays.length, (index) => delays[index] ?? 0);
      return densest(at, 1_000) <= 7 && densest(at, 2_000) <= 8 && densest(at, 30_000) <= 60;
    }),
    { numRuns: 50 },
  );
});

test('seven go at once, and the pace costs little more than the limits themselves', () => {
  const at = burst(60);
  expect((at[6] ?? 0) - (at[0] ?? 0)).toBe(0);
  // 60 sends need 7 + 8 × … windows of two seconds by Teams' own numbers: about 14 s.
  expect((at[59] ?? 0) - (at[0] ?? 0)).toBeLessThan(17_000);
});

test('what is remembered stays small and survives JSON', () => {
  let sends: Sends = NO_SENDS;
  for (const at of burst(500)) sends = recordSend(sends, at);
  expect(sends.recent).toHaveLength(60);
  expect(sends.minutes.length).toBeLessThanOrEqual(62);
  expect(readSends(JSON.parse(JSON.stringify(sends)))).toEqual(sends);
  expect(readSends(null)).toEqual(NO_SENDS);
  expect(readSends('nonsense')).toEqual(NO_SENDS);
});
