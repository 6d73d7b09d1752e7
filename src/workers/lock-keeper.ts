// Looks at the locks when something is due: the question before the end, the end, the merge of a bound branch, word to whoever waits.
import type { LockKeeper } from '../services/locks/keeper.ts';
import type { Store } from '../store/index.ts';

export const startLockKeeper = async ({
  store,
  locks,
}: {
  readonly store: Store;
  readonly locks: LockKeeper;
}): Promise<void> => {
  await store.queue.work('locks', 1, async ({ key }) => {
    const after = await locks.tend(key);
    if (after !== undefined) await store.queue.wake(undefined, 'locks', { key, after });
  });
  await wakeLocks(store, locks);
};

/** Every environment with a lock or somebody who waits for it is looked at: no wake-up is trusted to be the last word. */
export const wakeLocks = async (store: Store, locks: LockKeeper): Promise<void> => {
  for (const environment of await locks.environments())
    await store.queue.wake(undefined, 'locks', { key: environment });
};
