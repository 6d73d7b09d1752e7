// Refused requests are counted and told to the log once in a while: anybody can send garbage, nobody may fill the disk with it.
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';

export type RefusalReason =
  | 'no-token'
  | 'bad-token'
  | 'wrong-service-url'
  | 'wrong-channel'
  | 'wrong-tenant'
  | 'keys-unavailable';

export interface Refusals {
  count(reason: RefusalReason): void;
  /** Totals since the start, by reason. */
  totals(): Readonly<Partial<Record<RefusalReason, number>>>;
}

const PAUSE = 60_000;

export const createRefusals = (log: Log, clock: Clock): Refusals => {
  const totals: Partial<Record<RefusalReason, number>> = {};
  let toldAt = Number.NEGATIVE_INFINITY;
  return {
    count: (reason) => {
      totals[reason] = (totals[reason] ?? 0) + 1;
      if (clock.now() - toldAt < PAUSE) return;
      toldAt = clock.now();
      log.warn({ refusals: { ...totals } }, 'requests refused at the messages endpoint');
    },
    totals: () => ({ ...totals }),
  };
};
