// A clock that stands still until a test winds it.
import type { Clock } from '../src/base/clock.ts';

export interface WoundClock extends Clock {
  /** Moves time on; sleepers whose time has come wake in order. */
  wind(ms: number): void;
  /** How many sleep. */
  readonly sleepers: number;
  /** Resolves when at least this many sleep. */
  asleep(count: number): Promise<void>;
}

export const woundClock = (start = 1_800_000_000_000): WoundClock => {
  let now = start;
  const sleepers = new Set<{ readonly at: number; readonly wake: () => void }>();
  let watchers: { readonly count: number; readonly tell: () => void }[] = [];
  return {
    now: () => now,
    sleep: (ms, signal) => {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      if (signal?.aborted) {
        reject(signal.reason);
        return promise;
      }
      const stop = (): void => {
        sleepers.delete(sleeper);
        reject(signal?.reason);
      };
      const sleeper = {
        at: now + ms,
        wake: () => {
          signal?.removeEventListener('abort', stop);
          resolve();
        },
      };
      signal?.addEventListener('abort', stop, { once: true });
      sleepers.add(sleeper);
      watchers = watchers.filter(({ count, tell }) => {
        if (sleepers.size < count) return true;
        tell();
        return false;
      });
      return promise;
    },
    wind: (ms) => {
      now += ms;
      for (const sleeper of [...sleepers].sort((a, b) => a.at - b.at)) {
        if (sleeper.at > now) continue;
        sleepers.delete(sleeper);
        sleeper.wake();
      }
    },
    get sleepers() {
      return sleepers.size;
    },
    asleep: (count) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      if (sleepers.size >= count) resolve();
      else watchers.push({ count, tell: resolve });
      return promise;
    },
  };
};
