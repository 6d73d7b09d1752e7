// What the bot last saw at each target that it watches, and the alarm that stands there. A change is taken by whoever changes the row
// first, so of several replicas one tells of it.
import { sql } from 'kysely';
import { type PromotionTarget, targetKey } from '../domain/model.ts';
import type { WatchedTarget } from './alias-ledger.ts';
import { type Access, jsonText, type Trx } from './schema.ts';

/** Begins to watch a target that nobody watched; what stands there then is taken as it is. */
export const beginWatch = async (
  db: Access,
  target: PromotionTarget,
  seen: { readonly version: string | null; readonly at: number },
): Promise<void> => {
  await db
    .insertInto('alias_watch')
    .values({
      target_key: targetKey(target),
      model: target.model,
      target: jsonText(target),
      seen_version: seen.version,
      seen_at: seen.at,
      alarm: null,
    })
    .onConflict((conflict) => conflict.column('target_key').doNothing())
    .execute();
};

/** Whether a promotion that has not ended works on the target: then what is seen there is perhaps its own doing. */
export const isClaimed = async (db: Access, target: PromotionTarget): Promise<boolean> =>
  (
    await sql<{ op: string }>`
      select promotion_claims.op from promotion_claims
        join operations on operations.op = promotion_claims.op
        where target_key = ${targetKey(target)} and operations.ended_at is null`.execute(db)
  ).rows.length > 0;

/** False when the row does not stand as it was read: a promotion or another replica was first. */
export const raiseAlarm = async (
  trx: Trx,
  { target, seen }: Pick<WatchedTarget, 'target' | 'seen'>,
  found: { readonly version: string | null; readonly at: number; readonly alarm: string },
): Promise<boolean> => {
  const { numUpdatedRows } = await trx
    .updateTable('alias_watch')
    .set({ seen_version: found.version, seen_at: found.at, alarm: found.alarm })
    .where('target_key', '=', targetKey(target))
    .where('seen_version', 'is not distinct from', seen)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
};

/** Takes the alarm down; false when it no longer stands. */
export const settleAlarm = async (trx: Trx, alarm: string): Promise<boolean> => {
  const { numUpdatedRows } = await trx
    .updateTable('alias_watch')
    .set({ alarm: null })
    .where('alarm', '=', alarm)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
};
