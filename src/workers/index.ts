// The face of the room: starts everything that is woken by a due job, and stops it in good order.
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Sender } from '../domain/delivery.ts';
import type { LockKeeper } from '../services/locks/keeper.ts';
import type { Notices } from '../services/notices/index.ts';
import type { Operations } from '../services/operations/index.ts';
import type { Pipelines } from '../services/pipelines/index.ts';
import type { Drift } from '../services/promotions/drift.ts';
import type { Store } from '../store/index.ts';
import { createAppRate } from './app-rate.ts';
import type { Face } from './drawing.ts';
import { type Fleet, joinFleet } from './fleet.ts';
import { createJobWatch, type ExperimentRuns, type JobRunSource } from './job-watch.ts';
import { startLockKeeper } from './lock-keeper.ts';
import { createNotifier } from './notifier.ts';
import { startPipelineKeeper } from './pipeline-keeper.ts';
import { createPoller, type RunSource } from './poller.ts';
import { startRunner } from './runner.ts';
import { ALIASES, ROUND_MS, sweep, wakePosts } from './sweepers.ts';
import { startTeller } from './teller.ts';

export type { Face } from './drawing.ts';
export type { RunSource } from './poller.ts';

export interface WorkersParts {
  readonly store: Store;
  readonly operations: Operations;
  /** Where posts go; without one nothing is posted, and posts wait for a process that has one. */
  readonly sender: Sender | undefined;
  readonly face: Face;
  /** Runs of a workspace, by the name that watching steps gave. */
  runs(workspace: string): RunSource & Partial<JobRunSource>;
  /** Runs of experiments that people listen to; absent: they are not looked at. */
  readonly experimentRuns?: ExperimentRuns;
  /** Tells of endings that people listen to; absent: nobody can. */
  readonly notices?: Notices;
  /** Keeps locks in order; absent: nobody does. */
  readonly locks?: LockKeeper;
  /** Looks whether aliases were moved past brickbot; absent: nobody does. */
  readonly drift?: Drift;
  /** Tells decisions to the CI system and writes statuses; absent: nobody does. */
  readonly pipelines?: Pick<Pipelines, 'tend' | 'watch' | 'watchBuild'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Requests a second that all processes together may send to Teams: below the app's 30. */
  readonly sendsPerSecond?: number;
}

export interface Workers {
  /** Takes no more work, lets what is in hand come to a place where it can be taken up again. Under ten seconds. */
  close(): Promise<void>;
}

/** Conversations that one process serves at once; more cost CPU on the embedded engine and send no faster. */
const SENDERS = 6;
/** Below the app's limit of 30: other requests (members, conversations) count too. */
export const SENDS_PER_SECOND = 27;

/** Pages of a source that lists no completed runs. */
const nothing = async function* (): AsyncGenerator<never> {};

export const startWorkers = async (parts: WorkersParts): Promise<Workers> => {
  const { store, operations, sender, clock, log } = parts;
  const { notices } = parts;
  const jobs =
    notices &&
    createJobWatch({
      store,
      clock,
      notices,
      experimentRuns: parts.experimentRuns,
      runs: (workspace) => ({ completedPages: nothing, ...parts.runs(workspace) }),
    });
  const poller = createPoller({ ...parts, ...(jobs && { jobs }) });
  await operations.recover();
  await poller.catchUp();
  await startRunner(parts);
  const { locks, drift } = parts;
  if (locks) await startLockKeeper({ store, locks });
  if (parts.pipelines) await startPipelineKeeper({ store, pipelines: parts.pipelines });
  if (notices && jobs) await startTeller({ store, notices, jobs, sender });
  await store.queue.work('runs', 2, ({ key, signal }) => poller.look(key, signal));
  let fleet: Fleet | undefined;
  if (sender) {
    const joined = await joinFleet({ ...parts, limit: parts.sendsPerSecond ?? SENDS_PER_SECOND });
    fleet = joined;
    const rate = createAppRate(clock, () => joined.share());
    const notifier = createNotifier({ ...parts, sender, rate });
    await wakePosts(store);
    await store.queue.work('posts', SENDERS, ({ key, signal }) => notifier.serve(key, signal));
  }
  await store.queue.work('sweep', 1, async ({ key }) => {
    if (key.startsWith(ALIASES)) return drift?.look(key.slice(ALIASES.length));
    await sweep({
      store,
      clock,
      log,
      operations,
      poller,
      ...(notices && { notices }),
      ...(locks && { locks }),
      ...(drift && { drift }),
    });
    await store.queue.wake(undefined, 'sweep', { key, after: ROUND_MS });
  });
  await store.queue.wake(undefined, 'sweep', { key: 'round', after: ROUND_MS });
  return {
    close: async () => {
      await store.queue.stop();
      await fleet?.close();
    },
  };
};
