// The clock of the product's tests: real time, which can be made to run faster while nothing but waiting is left to do.
import type { Clock } from '../../../src/base/clock.ts';

export interface HurriedClock extends Clock {
  /** From now on a second takes 1/factor of a second. */
  hurry(factor: number): void;
  /** Moves the clock forward at once. Sleeps under way are not cut short. */
  wind(ms: number): void;
}

export const hurriedClock = (): HurriedClock => {
  let factor = 1;
  let shown = Date.now();
  let real = performance.now();
  const now = (): number => Math.round(shown + (performance.now() - real) * factor);
  const settle = (instant: number): void => {
    shown = instant;
    real = performance.now();
  };
  return {
    now,
    hurry: (to) => {
      settle(now());
      factor = to;
    },
    wind: (ms) => settle(now() + ms),
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        const stop = (): void => {
          clearTimeout(timer);
          reject(signal?.reason);
        };
        const timer = setTimeout(() => {
          signal?.removeEventListener('abort', stop);
          resolve();
        }, ms / factor);
        signal?.addEventListener('abort', stop, { once: true });
      }),
  };
};
