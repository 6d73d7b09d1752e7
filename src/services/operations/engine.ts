// Makes the engine out of the store and the playbooks.
import type { Clock } from '../../base/clock.ts';
import { Fault } from '../../base/errors.ts';
import type { Ids } from '../../base/ids.ts';
import type { Log } from '../../base/log.ts';
import type { Store } from '../../store/index.ts';
import { clearLeases } from '../../store/leases.ts';
import {
  findOperation,
  lineOf,
  listOperations,
  publicOperation,
  unfinished,
} from '../../store/operations.ts';
import { createChanges } from './changes.ts';
import { change, type EngineParts } from './engine-parts.ts';
import type { Operations } from './index.ts';
import { cancelOperation, jumpLine, releaseOperation } from './people.ts';
import type { Playbook } from './playbook.ts';
import { startOperation } from './start.ts';
import { walkOperation } from './walk.ts';

export interface OperationsParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly playbooks: readonly Playbook[];
  /** An operation that has not ended this long after its beginning is stopped (default 24 h). */
  readonly timeLimitMs?: number;
  /** The name under which the workspace of an environment is watched; its own when absent. */
  watchedAs?: EngineParts['watchedAs'];
  /** Told of every ending, in the transaction that ends the operation. */
  ended?: EngineParts['ended'];
}

const DAY_MS = 24 * 60 * 60_000;
const LOOK_MS = 1_000;

export const createOperations = ({
  store,
  clock,
  ids,
  log,
  playbooks,
  timeLimitMs = DAY_MS,
  watchedAs,
  ended,
}: OperationsParts): Operations => {
  const changes = createChanges();
  const books = new Map(playbooks.map((playbook) => [playbook.kind as string, playbook]));
  const parts: EngineParts = {
    store,
    clock,
    ids,
    log,
    changes,
    playbooks: books,
    timeLimitMs,
    ...(watchedAs && { watchedAs }),
    ...(ended && { ended }),
  };
  /** Names this process among the replicas. */
  const owner = ids.unique();

  const find: Operations['find'] = async (op) => {
    const stored = await findOperation(store.db, op);
    return stored && publicOperation(stored);
  };
  const get: Operations['get'] = async (op) => {
    const operation = await find(op);
    if (!operation) throw new Fault('operation-not-found', { changed: 'no', facts: { op } });
    return operation;
  };
  const behind: Operations['behind'] = async (op) => {
    const stored = await findOperation(store.db, op);
    if (!stored || stored.exclusiveKey === null || stored.state !== 'queued') return [];
    const line = await lineOf(store.db, stored.exclusiveKey);
    return line.slice(0, Math.max(0, line.indexOf(op)));
  };

  return {
    start: (request) => startOperation(parts, request),
    get,
    find,
    list: async (filter) => (await listOperations(store.db, filter)).map(publicOperation),
    behind,
    queuePosition: async (op) => (await behind(op)).length,
    cancel: (op, by) => cancelOperation(parts, op, by),
    release: (op) => releaseOperation(parts, op),
    jump: (op, also) => jumpLine(parts, op, also),
    stir: async (trx, op) => {
      await change(parts, trx, op, { wake_at: null });
      await store.queue.wake(trx, 'operations', { key: op });
    },
    advance: (op, signal = new AbortController().signal) => walkOperation(parts, owner, op, signal),
    recover: async ({ alive } = { alive: false }) => {
      if (store.kind === 'embedded' && !alive) await clearLeases(store.db);
      for (const op of await unfinished(store.db))
        await store.queue.wake(undefined, 'operations', { key: op });
    },
    waitFor: async (op, fits, signal) => {
      for (;;) {
        signal?.throwIfAborted();
        const next = changes.next(op);
        const stop = new AbortController();
        try {
          const operation = await get(op);
          if (fits(operation)) return operation;
          const wait = AbortSignal.any(signal ? [signal, stop.signal] : [stop.signal]);
          await Promise.race([next.changed, clock.sleep(LOOK_MS, wait)]);
        } finally {
          next.forget();
          stop.abort();
        }
      }
    },
  };
};
