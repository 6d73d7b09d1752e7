// The steps of operations: written one at a time, read together with their operation.
import type { Updateable } from 'kysely';
import type { Step, StepState } from '../domain/operation.ts';
import type { Access, StepTable, Trx } from './schema.ts';

/** Steps by operation, in their order. */
export const readSteps = async (
  db: Access,
  ops: readonly string[],
): Promise<ReadonlyMap<string, readonly Step[]>> => {
  const found = new Map<string, Step[]>();
  if (ops.length === 0) return found;
  const rows = await db
    .selectFrom('steps')
    .selectAll()
    .where('op', 'in', [...ops])
    .orderBy('op')
    .orderBy('position')
    .execute();
  for (const row of rows) {
    const steps = found.get(row.op) ?? [];
    found.set(row.op, steps);
    steps.push({
      name: row.name,
      state: row.state as StepState,
      attempts: row.attempts,
      ...(row.started_at !== null && { startedAt: row.started_at }),
      ...(row.ended_at !== null && { endedAt: row.ended_at }),
      ...(row.detail !== null && { detail: row.detail }),
      ...(row.data !== null && { data: row.data }),
    });
  }
  return found;
};

export const patchStep = async (
  trx: Trx,
  op: string,
  position: number,
  patch: Updateable<StepTable>,
): Promise<void> => {
  await trx.updateTable('steps').set(patch).where('op', '=', op).where('position', '=', position).execute();
};
