// The limit of the whole app: Teams lets one app send about 30 requests a second in a tenant. Sends of this process take turns.
import type { Clock } from '../base/clock.ts';

export interface AppRate {
  /** Resolves when it is this caller's turn. */
  turn(signal: AbortSignal): Promise<void>;
}

/** @param perSecond this process' share of the app's limit */
export const createAppRate = (clock: Clock, perSecond: number): AppRate => {
  const gap = 1_000 / perSecond;
  let free = 0;
  return {
    turn: async (signal) => {
      const now = clock.now();
      const mine = Math.max(now, free);
      free = mine + gap;
      if (mine > now) await clock.sleep(mine - now, signal);
    },
  };
};
