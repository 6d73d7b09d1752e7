// The limit of the whole app: Teams lets one app send about 30 requests a second in a tenant. Sends of this process take turns at
// the pace of its share.
import type { Clock } from '../base/clock.ts';

export interface AppRate {
  /** Resolves when it is this caller's turn. */
  turn(signal: AbortSignal): Promise<void>;
}

/** @param share requests a second that this process may send now; asked for each turn */
export const createAppRate = (clock: Clock, share: () => number): AppRate => {
  let free = 0;
  return {
    turn: async (signal) => {
      const now = clock.now();
      const mine = Math.max(now, free);
      free = mine + 1_000 / share();
      if (mine > now) await clock.sleep(mine - now, signal);
    },
  };
};
