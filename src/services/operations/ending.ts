// How an operation ends: its result, the ledger, the closing remark, the next in line, all in the transaction that ends it.
import type { DeployResult } from '../../domain/deployment.ts';
import type { EndedState, Reason } from '../../domain/operation.ts';
import { recordDeployment } from '../../store/deployments.ts';
import {
  findOperation,
  frontOf,
  lineOf,
  publicOperation,
  type StoredOperation,
} from '../../store/operations.ts';
import { addPost } from '../../store/posts.ts';
import { jsonTextOrNull, type Trx } from '../../store/schema.ts';
import { endWatches } from '../../store/watched-runs.ts';
import { change, type EngineParts, playbookOf } from './engine-parts.ts';

/** A run at least this long is told of by a reply that mentions who asked; a shorter one only when it failed. */
export const LONG_MS = 2 * 60_000;

export interface Ending {
  readonly state: EndedState;
  readonly reason?: Reason;
}

/** Ends the operation. Its steps must have been written before; the caller holds the record locked. */
export const endOperation = async (
  parts: EngineParts,
  trx: Trx,
  op: string,
  { state, reason }: Ending,
): Promise<void> => {
  const { clock } = parts;
  const stored = await findOperation(trx, op);
  if (!stored) return;
  const playbook = playbookOf(parts, stored);
  const now = clock.now();
  const ended = { ...publicOperation(stored), state, endedAt: now };
  const result = playbook.result(ended);
  const hasBegun = stored.begunAt !== null;
  await endWatches(trx, op, now);
  await change(
    parts,
    trx,
    op,
    {
      state,
      reason: jsonTextOrNull(reason),
      result: jsonTextOrNull(result),
      ended_at: now,
      held_until: null,
      wake_at: null,
      unknown_since: null,
      holds: false,
      cleanup_at: playbook.cleanup && hasBegun ? now : null,
    },
    true,
  );
  if (state === 'done' && stored.kind === 'deploy' && result !== undefined) {
    const { environment, ref, commit, previousCommit } = result as DeployResult;
    await recordDeployment(trx, {
      op,
      environment,
      ref,
      commit,
      previousCommit,
      by: stored.requester.name,
      at: now,
    });
  }
  if (state === 'failed' || (hasBegun && now - stored.startedAt >= LONG_MS)) {
    await addPost(trx, { kind: 'remark', op, place: stored.place, final: true, now });
    if (stored.place.scope !== 'terminal')
      await parts.store.queue.wake(trx, 'posts', { key: stored.place.conversationId });
  }
  await parts.ended?.(trx, { ...ended, ...(result !== undefined && { result }) });
  await callNext(parts, trx, stored);
};

/** Wakes the first of those that waited for this one; the cards of all of them show their new place. */
const callNext = async (parts: EngineParts, trx: Trx, { exclusiveKey }: StoredOperation): Promise<void> => {
  if (exclusiveKey === null) return;
  const first = await frontOf(trx, exclusiveKey, parts.clock.now());
  if (first !== undefined) await parts.store.queue.wake(trx, 'operations', { key: first });
  for (const waiting of await lineOf(trx, exclusiveKey))
    if (waiting !== first) await change(parts, trx, waiting, {});
};

/** Why a stopped operation ended as it did. */
export const stoppedEnding = (stored: StoredOperation, timeLimitMs: number): Ending => {
  const changed = stored.steps.some((step) => step.attempts > 0) ? 'unknown' : 'no';
  if (stored.stopping === 'overdue') {
    const limit = `${Math.round(timeLimitMs / 60_000)} minutes`;
    return { state: 'failed', reason: { code: 'run-timed-out', facts: { limit }, changed } };
  }
  const person = stored.cancelledBy?.name ?? 'nobody';
  return { state: 'cancelled', reason: { code: 'cancelled', facts: { person }, changed } };
};
