// Who moved which alias, when and on what ground; what the bot last saw at each; and which promotion may work on a target now.
import { sql } from 'kysely';
import type { PromotionTarget } from '../domain/model.ts';
import { targetKey, targetName } from '../domain/model.ts';
import type { LedgerEntry } from '../domain/promotion.ts';
import { type Access, jsonText, type Trx } from './schema.ts';

/** Adds a move. The same operation adds it once. */
export const addMove = async (
  trx: Access,
  target: PromotionTarget,
  move: Omit<LedgerEntry, 'model' | 'target'>,
): Promise<void> => {
  await trx
    .insertInto('alias_ledger')
    .values({
      model: target.model,
      target_key: targetKey(target),
      target: targetName(target),
      from_version: move.from,
      to_version: move.to,
      how: move.how,
      op: move.op ?? null,
      by_name: move.by ?? null,
      because: move.because ?? null,
      at: move.at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
};

/** Moves of a model's aliases, newest first. */
export const movesOf = async (db: Access, model: string, most: number): Promise<readonly LedgerEntry[]> =>
  (
    await db
      .selectFrom('alias_ledger')
      .selectAll()
      .where('model', '=', model)
      .orderBy('id', 'desc')
      .limit(most)
      .execute()
  ).map((row) => ({
    model: row.model,
    target: row.target,
    from: row.from_version,
    to: row.to_version,
    at: row.at,
    how: row.how as LedgerEntry['how'],
    ...(row.op !== null && { op: row.op }),
    ...(row.by_name !== null && { by: row.by_name }),
    ...(row.because !== null && { because: row.because }),
  }));

/** The newest move of one target. */
export const lastMove = async (db: Access, target: PromotionTarget): Promise<LedgerEntry | undefined> =>
  (await movesOf(db, target.model, 100)).find((move) => move.target === targetName(target));

/** Takes the target for this operation; false while another operation that has not ended works on it. */
export const claimTarget = async (trx: Access, target: PromotionTarget, op: string): Promise<boolean> => {
  const { rows } = await sql<{ op: string }>`
    insert into promotion_claims (target_key, op) values (${targetKey(target)}, ${op})
    on conflict (target_key) do update set op = excluded.op
      where promotion_claims.op = excluded.op
        or not exists (select 1 from operations where operations.op = promotion_claims.op and ended_at is null)
    returning op`.execute(trx);
  return rows.length === 1;
};

export interface WatchedTarget {
  readonly model: string;
  readonly target: PromotionTarget;
  readonly seen: string | null;
  readonly seenAt: number;
  readonly alarm: string | null;
}

export const watchedTargets = async (db: Access): Promise<readonly WatchedTarget[]> =>
  (await db.selectFrom('alias_watch').selectAll().orderBy('target_key').execute()).map((row) => ({
    model: row.model,
    target: row.target as PromotionTarget,
    seen: row.seen_version,
    seenAt: row.seen_at,
    alarm: row.alarm,
  }));

/** What stands at the target as far as the bot knows; `alarm` names the change that nobody has accepted. */
export const noteSeen = async (
  trx: Trx,
  target: PromotionTarget,
  seen: { readonly version: string | null; readonly at: number; readonly alarm: string | null },
): Promise<void> => {
  const row = { seen_version: seen.version, seen_at: seen.at, alarm: seen.alarm };
  await trx
    .insertInto('alias_watch')
    .values({ target_key: targetKey(target), model: target.model, target: jsonText(target), ...row })
    .onConflict((conflict) => conflict.column('target_key').doUpdateSet(row))
    .execute();
};
