// Wake-ups that survive a crash and reach whichever replica is free. The rows of the tables are the truth; a job only says
// "look at this key now" or "look at it then", so a job that comes twice or late changes nothing.
import { fromKysely, PgBoss, type SendOptions } from 'pg-boss';
import type { Log } from '../base/log.ts';
import type { Engine } from './engine.ts';
import type { Trx } from './schema.ts';

/** The name carries a version: the policy of a queue that exists can never change. */
export const QUEUES = {
  operations: 'operations-1',
  posts: 'posts-1',
  runs: 'runs-1',
  events: 'events-1',
  sweep: 'sweep-1',
  locks: 'locks-1',
  pipelines: 'pipelines-1',
} as const;
export type QueueName = keyof typeof QUEUES;

export interface WakeOptions {
  /** What is to be looked at; at most one waiting job and one job in hand exist for it. */
  readonly key: string;
  /** Ms from now. When a job for the key waits already, the earlier of the two instants counts. */
  readonly after?: number;
}

export interface Job {
  readonly key: string;
  /** Aborts when the process stops or has lost the job. */
  readonly signal: AbortSignal;
}

export interface Queue {
  /** Wakes whoever works on the queue, as part of the caller's transaction when one is given. */
  wake(trx: Trx | undefined, queue: QueueName, options: WakeOptions): Promise<void>;
  /** Hands jobs to the handler, at most `concurrency` at once and never two of one key. A handler that throws is called again. */
  work(queue: QueueName, concurrency: number, handler: (job: Job) => Promise<void>): Promise<void>;
  /** Fails what was in hand when the process died, so that it is begun again at once. For the one owner of a database only. */
  releaseOrphans(): Promise<void>;
  /** Aborts the signals of the jobs in hand, so that they are handed back; wake-ups are still taken. */
  rest(): void;
  /** Takes no more jobs and waits for the ones in hand; their signals abort first. */
  stop(): Promise<void>;
}

const SECOND = 1_000;
const RETRY_SECONDS = 1;
/** A job whose worker shows no sign of life for so long is taken from it: the least that the library allows. */
const HEARTBEAT_SECONDS = 10;
const BACKSTOP_SECONDS = 30;
/** Longer timers than this are left to the looks: they may be late by one. */
const NEAR_MS = 10 * 60 * SECOND;

/**
 * How often deferred and repeated jobs are looked for, and how often dead replicas are. An embedded database has one process, whose
 * own timers know every deferral, so it can be quiet; replicas must find each other's.
 */
const RHYTHM = {
  embedded: { lookSeconds: 10, superviseSeconds: 60 },
  postgres: { lookSeconds: 1, superviseSeconds: 2 },
} as const;
/**
 * The longest that what a dead replica had in hand lies still, in ms: its last sign of life came just before it died, the next
 * supervision just missed the lapse, and the next look just missed the repetition. A waiting job is taken up at the next look.
 */
export const LONGEST_TAKE_OVER_MS =
  (HEARTBEAT_SECONDS + RHYTHM.postgres.superviseSeconds + RETRY_SECONDS + RHYTHM.postgres.lookSeconds) *
  SECOND;
/** Tries to place a wake-up while others take the waiting one up. */
const MOST_TRIES = 20;
const STOP_MS = 8 * SECOND;

export const openQueue = async (engine: Engine, log: Log): Promise<Queue> => {
  const { lookSeconds, superviseSeconds } = RHYTHM[engine.kind];
  const boss = new PgBoss({
    ...engine.queue,
    useListenNotify: true,
    // These two, not the heartbeat, set how fast the jobs of a dead replica are taken over.
    superviseIntervalSeconds: superviseSeconds,
    monitorIntervalSeconds: superviseSeconds,
    schedule: false,
    registerInstance: false,
    reindex: false,
    monitorVacuum: false,
  });
  boss.on('error', (error) => log.warn({ error }, 'the queue reported an error'));
  boss.on('warning', ({ message }) => log.debug({ warning: message }, 'the queue reported a warning'));
  await boss.start();
  for (const name of Object.values(QUEUES)) {
    const options = {
      notify: true,
      heartbeatSeconds: HEARTBEAT_SECONDS,
      expireInSeconds: 3_600,
      retryLimit: 1_000_000,
      retryDelay: RETRY_SECONDS,
      retentionSeconds: 365 * 24 * 3_600,
      deleteAfterSeconds: 60,
      warningQueueSize: 100_000,
    };
    await boss.createQueue(name, { ...options, policy: 'stately' });
    // A second createQueue with other options changes nothing, silently.
    await boss.updateQueue(name, options);
    // Fills the library's cache of queues: reading it inside a transaction would wait for that transaction on one session.
    await boss.findJobs(name, { limit: 1 });
  }

  const workers = new Map<QueueName, string[]>();
  const stopping = new AbortController();
  const timers = new Set<NodeJS.Timeout>();
  const nudge = (queue: QueueName): void => {
    const [first] = workers.get(queue) ?? [];
    if (first !== undefined) boss.notifyWorker(first);
  };
  const nudgeLater = (queue: QueueName, ms: number): void => {
    if (ms > NEAR_MS || stopping.signal.aborted) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      nudge(queue);
    }, ms + 10);
    timer.unref();
    timers.add(timer);
  };

  const wake: Queue['wake'] = async (trx, queue, { key, after = 0 }) => {
    const name = QUEUES[queue];
    const db = trx && { db: fromKysely(trx) };
    const options: SendOptions = {
      singletonKey: key,
      ...(after > 0 && { startAfter: after / SECOND }),
      ...db,
    };
    for (let attempt = 0; attempt < MOST_TRIES; attempt += 1) {
      if ((await boss.send(name, { key }, options)) !== null) break;
      // One waits already. It is locked by writing to it: had it only been read, it could be taken up before this transaction's
      // rows are visible, and the wake-up would be lost. Nothing written: it was taken up just now, and a new one is sent.
      const { updated } = await boss.update(name, undefined, {
        singletonKey: key,
        ...(after > 0 ? { priority: 0 } : { startAfter: 0 }),
        ...db,
      });
      if (updated === 0) continue;
      if (after > 0) {
        const [waiting] = await boss.findJobs(name, { key, queued: true, ...db });
        if (waiting && waiting.startAfter.getTime() - Date.now() > after)
          await boss.update(name, undefined, { singletonKey: key, startAfter: after / SECOND, ...db });
      }
      break;
    }
    if (after > 0) nudgeLater(queue, after);
  };

  return {
    wake,
    work: async (queue, concurrency, handler) => {
      const name = QUEUES[queue];
      const ids: string[] = [];
      workers.set(queue, ids);
      for (let index = 0; index < concurrency; index += 1) {
        // The first worker looks for deferred jobs; the others are woken by notifications and by the one before them.
        const seconds = index === 0 ? lookSeconds : BACKSTOP_SECONDS;
        const polling = { pollingIntervalSeconds: lookSeconds, notifyPollingIntervalSeconds: seconds };
        const id = await boss.work<{ key: string }>(name, { batchSize: 1, ...polling }, async ([job]) => {
          if (!job) return;
          // Taken up while stopping: failed at once, so that another replica, or the next start, has it in a second.
          stopping.signal.throwIfAborted();
          // Whoever found work tells the next one: there may be more, and a worker looks only when told or when it is time.
          const next = ids[index + 1];
          if (next !== undefined) boss.notifyWorker(next);
          try {
            await handler({ key: job.data.key, signal: AbortSignal.any([job.signal, stopping.signal]) });
          } catch (error) {
            nudgeLater(queue, RETRY_SECONDS * SECOND);
            throw error;
          } finally {
            const self = ids[index];
            if (self !== undefined) boss.notifyWorker(self);
          }
        });
        ids.push(id);
      }
    },
    releaseOrphans: async () => {
      for (const name of Object.values(QUEUES)) {
        const jobs = await boss.findJobs(name, { limit: 100_000 });
        const orphans = jobs.filter((job) => job.state === 'active').map((job) => job.id);
        if (orphans.length > 0) await boss.fail(name, orphans);
      }
    },
    rest: () => stopping.abort(),
    stop: async () => {
      stopping.abort();
      for (const timer of timers) clearTimeout(timer);
      await boss.stop({ graceful: true, timeout: STOP_MS });
    },
  };
};
