// One worker's walk through one operation: reads the record, decides what comes next from it alone, does it, and reads again.
// Nothing is remembered between two looks, so a walk that was cut off is taken up by the next one from the record.
import { inThread } from '../../base/thread.ts';
import { hasEnded } from '../../domain/operation.ts';
import { giveLeaseBack, holdsLease, LEASE_MS, takeLease } from '../../store/leases.ts';
import {
  findOperation,
  frontOf,
  lockLine,
  lockOperation,
  type StoredOperation,
} from '../../store/operations.ts';
import { cleanUp } from './clean-up.ts';
import { endOperation } from './ending.ts';
import { change, type EngineParts, playbookOf, type Stride, type Walk } from './engine-parts.ts';
import { nextStep, runStep } from './run-step.ts';
import { HELD_MS } from './start.ts';
import { stopOperation } from './stop.ts';

export const walkOperation = (
  parts: EngineParts,
  owner: string,
  op: string,
  signal: AbortSignal,
): Promise<void> => inThread({ op }, () => walk(parts, owner, op, signal));

const walk = async (parts: EngineParts, owner: string, op: string, signal: AbortSignal): Promise<void> => {
  const { store, clock } = parts;
  const lease = await takeLease(store.db, op, owner, clock.now());
  if (lease.kind === 'absent') return;
  if (lease.kind === 'theirs') {
    // The wake-up is kept: the other may have read the record before what woke us was written.
    await store.queue.wake(undefined, 'operations', {
      key: op,
      after: Math.max(1_000, lease.until - clock.now()),
    });
    return;
  }
  const lost = new AbortController();
  const hands = walkOf(parts, owner, op, AbortSignal.any([signal, lost.signal]));
  const done = new AbortController();
  const renewing = renew(parts, owner, op, lost, done.signal);
  try {
    let stride: Stride = 'go';
    while (stride === 'go' && !hands.signal.aborted) stride = await look(hands);
    if (hands.signal.aborted) await store.queue.wake(undefined, 'operations', { key: op });
    else if (stride !== 'go' && stride.restMs !== undefined)
      await store.queue.wake(undefined, 'operations', { key: op, after: Math.max(1, stride.restMs) });
  } finally {
    done.abort();
    await renewing;
    await giveLeaseBack(store.db, op, owner);
  }
};

const walkOf = (parts: EngineParts, owner: string, op: string, signal: AbortSignal): Walk => ({
  ...parts,
  op,
  signal,
  write: async (work) => {
    const written = await parts.store.transaction(async (trx) => {
      if (!(await holdsLease(trx, op, owner))) return 'gone';
      await work(trx);
      return 'written';
    });
    if (written === 'written') parts.changes.tell(op);
    return written;
  },
});

/** Keeps the lease while a step takes long; aborts the walk when it cannot. */
const renew = async (
  { store, clock, log }: EngineParts,
  owner: string,
  op: string,
  lost: AbortController,
  done: AbortSignal,
): Promise<void> => {
  while (!done.aborted) {
    try {
      await clock.sleep(LEASE_MS / 3, done);
    } catch {
      return;
    }
    try {
      if ((await takeLease(store.db, op, owner, clock.now())).kind === 'ours') continue;
    } catch (error) {
      log.warn({ op, error }, 'a lease could not be renewed');
    }
    lost.abort();
    return;
  }
};

/** How long this operation may take: its kind knows better where people have to decide. */
const limitOf = (walk: Walk, stored: StoredOperation): number =>
  playbookOf(walk, stored).timeLimitMs?.(stored.input) ?? walk.timeLimitMs;

const look = async (walk: Walk): Promise<Stride> => {
  const { store, clock, op } = walk;
  const stored = await findOperation(store.db, op);
  if (!stored) return {};
  if (!walk.playbooks.has(stored.kind)) {
    // Begun by a newer version beside this one: its replicas know how to go on.
    walk.log.warn({ op, kind: stored.kind }, 'an operation of an unknown kind is left to others');
    return {};
  }
  const now = clock.now();
  if (hasEnded(stored.state)) return cleanUp(walk, stored);
  if (stored.state === 'held') return expire(walk, stored, now);
  if (stored.begunAt === null)
    return stored.wakeAt !== null && stored.wakeAt > now
      ? { restMs: stored.wakeAt - now }
      : begin(walk, stored);
  if (stored.stopping === null && now - stored.begunAt >= limitOf(walk, stored)) {
    await walk.write((trx) =>
      change(walk, trx, op, { state: 'cancelling', stopping: 'overdue', wake_at: null }),
    );
    return 'go';
  }
  if (stored.wakeAt !== null && stored.wakeAt > now) return { restMs: stored.wakeAt - now };
  const step = nextStep(stored);
  // A step that was begun and whose outcome nobody knows is seen through before anything is stopped: only then is it known
  // what there is to stop.
  const open = step?.state === 'running' || step?.state === 'unknown';
  if ((stored.stopping === 'asked' || stored.stopping === 'overdue') && !open) {
    if (step) return stopOperation(walk, stored);
  }
  if (!step) {
    await walk.write((trx) => endOperation(walk, trx, op, { state: 'done' }));
    return 'go';
  }
  return runStep(walk, stored, step.position);
};

/** A held operation that nobody started in time is over. */
const expire = async (walk: Walk, { op, heldUntil = 0 }: StoredOperation, now: number): Promise<Stride> => {
  if (heldUntil > now) return { restMs: heldUntil - now };
  const reason = {
    code: 'start-expired',
    facts: { minutes: Math.round(HELD_MS / 60_000) },
    changed: 'no',
  } as const;
  await walk.write(async (trx) => {
    // Start may have been pressed a moment ago.
    if ((await lockOperation(trx, op))?.state === 'held')
      await endOperation(walk, trx, op, { state: 'cancelled', reason });
  });
  return 'go';
};

/** Takes the exclusive key if it is this operation's turn, else leaves it in line: whoever ends calls the next. */
const begin = async (walk: Walk, { op, exclusiveKey }: StoredOperation): Promise<Stride> => {
  let begun = false;
  await walk.write(async (trx) => {
    if (exclusiveKey !== null) {
      await lockLine(trx, exclusiveKey);
      if ((await frontOf(trx, exclusiveKey, walk.clock.now())) !== op) return;
    }
    if ((await lockOperation(trx, op))?.state !== 'queued') return;
    begun = true;
    await change(walk, trx, op, {
      state: 'running',
      begun_at: walk.clock.now(),
      holds: exclusiveKey !== null,
      wake_at: null,
    });
  });
  if (begun) return 'go';
  const now = await findOperation(walk.store.db, op);
  return now && hasEnded(now.state) ? 'go' : {};
};
