// What has to be done from time to time: the embedded database's housekeeping, a second look at everything that is not over,
// and the removal of what nobody needs any more.
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { LockKeeper } from '../services/locks/keeper.ts';
import type { Notices } from '../services/notices/index.ts';
import type { Operations } from '../services/operations/index.ts';
import type { Drift } from '../services/promotions/drift.ts';
import { deleteEventsBefore } from '../store/events.ts';
import type { Store } from '../store/index.ts';
import { deleteNoticesBefore } from '../store/notices.ts';
import { deleteOperationsBefore } from '../store/operations.ts';
import { deletePlansBefore } from '../store/plans.ts';
import { conversationsToServe, deletePostsBefore } from '../store/posts.ts';
import { forgetSeenBefore } from '../store/seen.ts';
import { deleteBrokenBefore } from '../store/subscriptions.ts';
import { wakeLocks } from './lock-keeper.ts';
import type { Poller } from './poller.ts';

export interface SweeperParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly operations: Operations;
  readonly poller: Poller;
  readonly notices?: Notices;
  readonly locks?: LockKeeper;
  readonly drift?: Drift;
}

/** A key of the sweep that begins so asks for one look at the aliases of the model that follows. */
export const ALIASES = 'aliases ';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Between two rounds; one replica makes each round. */
export const ROUND_MS = 5 * MINUTE;
const KEEP_SEEN_MS = 2 * DAY;
const KEEP_POSTS_MS = 30 * DAY;
/** Longer than Databricks keeps runs, or an old ending would be told again. */
const KEEP_EVENTS_MS = 70 * DAY;
const KEEP_OPERATIONS_MS = 400 * DAY;

/** One round. Each part is tried, whatever became of the one before. */
export const sweep = async ({
  store,
  clock,
  log,
  operations,
  poller,
  notices,
  locks,
  drift,
}: SweeperParts): Promise<void> => {
  const now = clock.now();
  const parts: readonly (readonly [string, () => Promise<void>])[] = [
    ['wake', () => operations.recover({ alive: true })],
    ['posts', () => wakePosts(store)],
    ['locks', async () => locks && wakeLocks(store, locks)],
    ['plans', () => deletePlansBefore(store.db, now - KEEP_POSTS_MS)],
    ['aliases', async () => drift?.look()],
    ['runs', () => poller.catchUp()],
    ['events', async () => notices?.recover()],
    ['seen', () => forgetSeenBefore(store.db, now - KEEP_SEEN_MS)],
    ['old posts', () => deletePostsBefore(store.db, now - KEEP_POSTS_MS)],
    ['old operations', () => deleteOperationsBefore(store.db, now - KEEP_OPERATIONS_MS)],
    ['old events', () => deleteEventsBefore(store.db, now - KEEP_EVENTS_MS)],
    ['old notices', () => deleteNoticesBefore(store.db, now - KEEP_EVENTS_MS)],
    ['broken subscriptions', () => deleteBrokenBefore(store.db, now - KEEP_POSTS_MS)],
    ['maintenance', () => store.maintain()],
  ];
  for (const [part, work] of parts) {
    try {
      await work();
    } catch (error) {
      log.warn({ part, error }, 'a part of the sweep failed');
    }
  }
};

/** Every conversation with something to send is woken: no wake-up is trusted to be the last word. */
export const wakePosts = async (store: Store): Promise<void> => {
  for (const conversation of await conversationsToServe(store.db))
    await store.queue.wake(undefined, 'posts', { key: conversation });
};
