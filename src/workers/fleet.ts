// How many processes share what Teams permits the app. Each shows that it is alive in a row of its own and counts the others; with the
// embedded database there is only one, and nothing is written.
import { randomUUID } from 'node:crypto';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Store } from '../store/index.ts';
import { BEAT_MS, beat, LAPSE_MS, leave } from '../store/replicas.ts';

export interface Fleet {
  /** Requests a second that this process may send now. */
  share(): number;
  /** Gives the share to the others. */
  close(): Promise<void>;
}

/** Until the others have counted a newcomer, it takes a small part of its share: together they stay near the limit. */
const NEWCOMER = 0.25;

/** @param limit requests a second of all processes together */
export const joinFleet = async ({
  store,
  clock,
  log,
  limit,
}: {
  readonly store: Pick<Store, 'db' | 'kind'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly limit: number;
}): Promise<Fleet> => {
  if (store.kind === 'embedded') return { share: () => limit, close: async () => {} };
  const id = randomUUID();
  const stopping = new AbortController();
  let alive = await beat(store.db, id, clock.now());
  let seenAt = clock.now();
  let isKnown = alive === 1;
  const show = async (): Promise<void> => {
    for (;;) {
      await clock.sleep(BEAT_MS, stopping.signal);
      try {
        alive = await beat(store.db, id, clock.now());
        seenAt = clock.now();
        isKnown = true;
      } catch (error) {
        log.warn({ error }, 'a sign of life could not be written');
      }
    }
  };
  // It only ever ends by being stopped.
  const showing = show().catch(() => {});
  return {
    share: () => {
      // Whoever cannot show that it lives counts for nobody: it takes no more than a newcomer.
      const counted = isKnown && clock.now() - seenAt < LAPSE_MS;
      return (limit / alive) * (counted ? 1 : NEWCOMER);
    },
    close: async () => {
      stopping.abort();
      await showing;
      await leave(store.db, id).catch((error: unknown) =>
        log.warn({ error }, 'the last word of a process could not be written'),
      );
    },
  };
};
