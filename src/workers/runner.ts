// Hands woken operations to the engine.
import type { Log } from '../base/log.ts';
import type { Operations } from '../services/operations/index.ts';
import type { Store } from '../store/index.ts';

/** Operations that one process walks at once. */
const WALKERS = 6;

export const startRunner = async ({
  store,
  operations,
  log,
}: {
  readonly store: Store;
  readonly operations: Operations;
  readonly log: Log;
}): Promise<void> => {
  await store.queue.work('operations', WALKERS, async ({ key, signal }) => {
    try {
      await operations.advance(key, signal);
    } catch (error) {
      // The job fails and comes again; the record says how far the walk had come.
      log.warn({ op: key, error }, 'a walk was cut short');
      throw error;
    }
  });
};
