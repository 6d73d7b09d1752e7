// Stored plans. The id is the key; the operation that carried a plan out is noted on it.
import type { Selectable } from 'kysely';
import type { OperationKind } from '../domain/operation.ts';
import type { Person } from '../domain/person.ts';
import type { Plan, PlanParts, WayBack } from '../domain/plan.ts';
import { type Access, jsonText, jsonTextOrNull } from './schema.ts';
import type { PlanTable } from './tables/plans.ts';

/** False when the id is taken. */
export const insertPlan = async (db: Access, plan: Plan): Promise<boolean> => {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('plans')
    .values({
      id: plan.id,
      kind: plan.kind,
      environment: plan.environment ?? null,
      input: jsonText(plan.input),
      parts: jsonText(plan.parts),
      way: jsonTextOrNull(plan.way),
      requester: jsonText(plan.requester),
      words: plan.words,
      made_at: plan.madeAt,
      expires_at: plan.expiresAt,
      op: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
};

export const findPlan = async (db: Access, id: string): Promise<Plan | undefined> => {
  const row = await db.selectFrom('plans').selectAll().where('id', '=', id).executeTakeFirst();
  return row && planOf(row);
};

export const planCarriedOut = async (db: Access, id: string, op: string): Promise<void> => {
  await db.updateTable('plans').set({ op }).where('id', '=', id).where('op', 'is', null).execute();
};

export const deletePlansBefore = async (db: Access, expired: number): Promise<void> => {
  await db.deleteFrom('plans').where('expires_at', '<', expired).execute();
};

const planOf = (row: Selectable<PlanTable>): Plan => ({
  id: row.id,
  kind: row.kind as OperationKind,
  ...(row.environment !== null && { environment: row.environment }),
  input: row.input,
  parts: row.parts as PlanParts,
  ...(row.way !== null && { way: row.way as WayBack }),
  requester: row.requester as Person,
  words: row.words,
  madeAt: row.made_at,
  expiresAt: row.expires_at,
  ...(row.op !== null && { op: row.op }),
});
