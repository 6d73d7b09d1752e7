// Who may walk an operation: one worker at a time, on all replicas. A lease ends by itself when its holder dies; every write
// of the walk asks for it, so a holder that was only slow cannot write over its successor.
import { sql } from 'kysely';
import type { Access, Trx } from './schema.ts';

/** Ms that a lease lasts without being renewed: no longer than the queue may take to hand on what a dead replica had in hand. */
export const LEASE_MS = 10_000;

export type LeaseAnswer =
  | { readonly kind: 'ours' }
  | { readonly kind: 'theirs'; readonly until: number }
  | { readonly kind: 'absent' };

/** Takes or renews the lease of an operation. */
export const takeLease = async (db: Access, op: string, owner: string, now: number): Promise<LeaseAnswer> => {
  const { numUpdatedRows } = await db
    .updateTable('operations')
    .set({ lease_owner: owner, lease_until: now + LEASE_MS })
    .where('op', '=', op)
    .where((is) =>
      is.or([is('lease_owner', 'is', null), is('lease_owner', '=', owner), is('lease_until', '<', now)]),
    )
    .executeTakeFirst();
  if (numUpdatedRows === 1n) return { kind: 'ours' };
  const row = await db.selectFrom('operations').select('lease_until').where('op', '=', op).executeTakeFirst();
  return row ? { kind: 'theirs', until: row.lease_until ?? now } : { kind: 'absent' };
};

/** Whether the lease is still ours; keeps the record locked until the transaction ends. */
export const holdsLease = async (trx: Trx, op: string, owner: string): Promise<boolean> => {
  const row = await trx
    .selectFrom('operations')
    .select('lease_owner')
    .where('op', '=', op)
    .forUpdate()
    .executeTakeFirst();
  return row?.lease_owner === owner;
};

export const giveLeaseBack = async (db: Access, op: string, owner: string): Promise<void> => {
  await db
    .updateTable('operations')
    .set({ lease_owner: null, lease_until: null })
    .where('op', '=', op)
    .where('lease_owner', '=', owner)
    .execute();
};

/** Ends every lease. Only for the one owner of an embedded database: what it finds there is left over from a crash. */
export const clearLeases = async (db: Access): Promise<void> => {
  await sql`update operations set lease_owner = null, lease_until = null where lease_owner is not null`.execute(
    db,
  );
};
