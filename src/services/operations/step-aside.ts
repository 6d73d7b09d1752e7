// A step that finds its operation kept out for a while (a lock on the environment) steps aside: the operation gives the line back and
// rests in its place, so that those behind it whom nothing keeps out go first. When it may begin again it takes its old turn.
import type { StoredOperation } from '../../store/operations.ts';
import { frontOf } from '../../store/operations.ts';
import { jsonText } from '../../store/schema.ts';
import { patchStep } from '../../store/steps.ts';
import { change, type Stride, type Walk } from './engine-parts.ts';
import type { StepOutcome } from './playbook.ts';

/** Only for a first step: nothing may have been changed yet. */
export const stepAside = async (
  walk: Walk,
  { op, exclusiveKey }: StoredOperation,
  position: number,
  outcome: Extract<StepOutcome, { readonly kind: 'aside' }>,
): Promise<Stride> => {
  const now = walk.clock.now();
  await walk.write(async (trx) => {
    await patchStep(trx, op, position, {
      state: 'pending',
      attempts: 0,
      started_at: null,
      ...(outcome.detail !== undefined && { detail: outcome.detail }),
      ...(outcome.data !== undefined && { data: jsonText(outcome.data) }),
    });
    await change(walk, trx, op, {
      state: 'queued',
      begun_at: null,
      holds: false,
      faults: 0,
      wake_at: now + outcome.afterMs,
    });
    if (exclusiveKey === null) return;
    const next = await frontOf(trx, exclusiveKey, now);
    if (next !== undefined) await walk.store.queue.wake(trx, 'operations', { key: next });
  });
  return 'go';
};
