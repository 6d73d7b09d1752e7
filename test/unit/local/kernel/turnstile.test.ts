import { describe, expect, test } from '@jest/globals';
import { turnstile } from '../../../../src/local/kernel/turnstile.ts';

describe('turnstile', () => {
  test('work under one key never overlaps and keeps its order; another key goes ahead', async () => {
    const gate = turnstile(5_000);
    const log: string[] = [];
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const first = gate.pass('a', async () => {
      log.push('first in');
      await held;
      log.push('first out');
    });
    const second = gate.pass('a', () => Promise.resolve(log.push('second')));
    await gate.pass('b', () => Promise.resolve(log.push('other')));
    release();
    await Promise.all([first, second]);
    expect(log).toEqual(['first in', 'other', 'first out', 'second']);
  });

  test('who waits too long does not run, and the next one still waits for the first', async () => {
    const gate = turnstile(1);
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const first = gate.pass('a', () => held);
    let ran = false;
    const late = await gate.pass('a', () => {
      ran = true;
      return Promise.resolve();
    });
    expect([late, ran]).toEqual(['too long', false]);
    expect(await gate.pass('a', () => Promise.resolve('too early'))).toBe('too long');
    release();
    await first;
    expect(await gate.pass('a', () => Promise.resolve('free'))).toBe('free');
  });

  test('a failure lets the next one through', async () => {
    const gate = turnstile(1_000);
    await expect(gate.pass('a', () => Promise.reject(new RangeError('no')))).rejects.toMatchObject({
      name: 'RangeError',
    });
    expect(await gate.pass('a', () => Promise.resolve(1))).toBe(1);
  });
});
