// What people do to a record that stands: cancel it, let a held one go. The record stays locked while it is decided.
import { Fault } from '../../base/errors.ts';
import { hasEnded, type Operation } from '../../domain/operation.ts';
import type { Person } from '../../domain/person.ts';
import {
  findOperation,
  firstTurn,
  lineOf,
  lockLine,
  lockOperation,
  nextTurn,
  patchOperation,
  publicOperation,
  type StoredOperation,
} from '../../store/operations.ts';
import { jsonText, type Trx } from '../../store/schema.ts';
import { endOperation, stoppedEnding } from './ending.ts';
import { change, type EngineParts } from './engine-parts.ts';

export const cancelOperation = (parts: EngineParts, op: string, by: Person): Promise<Operation> =>
  decide(parts, op, async (trx, stored) => {
    if (hasEnded(stored.state) || stored.stopping !== null) return;
    if (stored.begunAt === null) {
      await patchOperation(trx, op, { cancelled_by: jsonText(by) });
      await endOperation(parts, trx, op, stoppedEnding({ ...stored, cancelledBy: by }, parts.timeLimitMs));
      return;
    }
    await change(parts, trx, op, {
      state: 'cancelling',
      stopping: 'asked',
      cancelled_by: jsonText(by),
      wake_at: null,
    });
    await parts.store.queue.wake(trx, 'operations', { key: op });
  });

/** @throws Fault `press-stale` */
export const releaseOperation = (parts: EngineParts, op: string): Promise<Operation> =>
  decide(parts, op, async (trx, stored) => {
    const stale = stored.heldUntil !== undefined && stored.heldUntil <= parts.clock.now();
    if (stored.state !== 'held' || stale)
      throw new Fault('press-stale', {
        changed: 'no',
        facts: { op, state: stale ? 'past its time' : standing(stored) },
      });
    await change(parts, trx, op, { state: 'queued', held_until: null, turn: await nextTurn(trx) });
    await parts.store.queue.wake(trx, 'operations', { key: op });
  });

/** @throws Fault `not-in-line` when it does not wait for others */
export const jumpLine = async (
  parts: EngineParts,
  op: string,
  also?: (trx: Trx) => Promise<void>,
): Promise<Operation> => {
  const key = (await findOperation(parts.store.db, op))?.exclusiveKey ?? undefined;
  return decide(
    parts,
    op,
    async (trx, stored) => {
      const fault = new Fault('not-in-line', { changed: 'no', facts: { op } });
      if (key === undefined || stored.state !== 'queued' || stored.turn === null) throw fault;
      const line = await lineOf(trx, key);
      const turn = await firstTurn(trx, key);
      if (turn === undefined || line[0] === op) throw fault;
      await patchOperation(trx, op, { turn: turn - 1 });
      await also?.(trx);
      // The cards of all who wait show their new place.
      for (const waiting of line.slice(1)) await change(parts, trx, waiting, {});
      await parts.store.queue.wake(trx, 'operations', { key: op });
    },
    key,
  );
};

/** How it stands and by whom, for somebody who came too late. */
const standing = ({ state, cancelledBy }: StoredOperation): string =>
  state === 'cancelled' && cancelledBy ? `cancelled by ${cancelledBy.name}` : state;

const decide = async (
  { store, changes }: EngineParts,
  op: string,
  act: (trx: Trx, stored: StoredOperation) => Promise<void>,
  line?: string,
): Promise<Operation> => {
  const after = await store.transaction(async (trx) => {
    if (line !== undefined) await lockLine(trx, line);
    const stored = await lockOperation(trx, op);
    if (stored) await act(trx, stored);
    return findOperation(trx, op);
  });
  if (!after) throw new Fault('operation-not-found', { changed: 'no', facts: { op } });
  changes.tell(op);
  return publicOperation(after);
};
