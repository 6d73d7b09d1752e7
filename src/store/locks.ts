// Locks on environments: one row each. A row whose time is over is as good as none and is taken over by whoever comes next.
import type { Selectable } from 'kysely';
import type { Lock } from '../domain/lock.ts';
import type { Person } from '../domain/person.ts';
import type { Access, Trx } from './schema.ts';
import type { LockTable } from './tables/locks.ts';

/** Takes the lock when it is free, over, or the taker's own; false when somebody else has it. */
export const takeLock = async (trx: Access, lock: Lock): Promise<boolean> => {
  const row = {
    holder_id: lock.holderId,
    holder_name: lock.holderName,
    holder_locale: lock.holderLocale ?? null,
    reason: lock.reason,
    branch: lock.branch ?? null,
    taken_at: lock.takenAt,
    until: lock.until,
    asked_at: null,
    branch_commit: null,
  };
  const taken = await trx
    .insertInto('locks')
    .values({ environment: lock.environment, ...row })
    .onConflict((conflict) =>
      conflict
        .column('environment')
        .doUpdateSet(row)
        .where((is) =>
          is.or([is('locks.until', '<=', lock.takenAt), is('locks.holder_id', '=', lock.holderId)]),
        ),
    )
    .returning('environment')
    .executeTakeFirst();
  return taken !== undefined;
};

/** The lock that stands at this instant. */
export const findLock = async (db: Access, environment: string, now: number): Promise<Lock | undefined> =>
  (await standingLocks(db, now)).find((lock) => lock.environment === environment);

export const standingLocks = async (db: Access, now: number): Promise<readonly Lock[]> =>
  (await db.selectFrom('locks').selectAll().where('until', '>', now).orderBy('environment').execute()).map(
    lockOf,
  );

/** Sets another end for the lock that this person holds; false when they do not hold it any more. */
export const extendLock = async (
  db: Access,
  wanted: Pick<Lock, 'environment' | 'holderId' | 'until'> & { readonly now: number },
): Promise<boolean> => {
  const { numUpdatedRows } = await db
    .updateTable('locks')
    // The holder is asked again before the new end.
    .set({ until: wanted.until, asked_at: null })
    .where('environment', '=', wanted.environment)
    .where('holder_id', '=', wanted.holderId)
    .where('until', '>', wanted.now)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
};

/** Ends exactly this lock; false when it is another one by now. */
export const endLock = async (trx: Trx, lock: Lock): Promise<boolean> => {
  const { numDeletedRows } = await trx
    .deleteFrom('locks')
    .where('environment', '=', lock.environment)
    .where('holder_id', '=', lock.holderId)
    .where('taken_at', '=', lock.takenAt)
    .executeTakeFirst();
  return numDeletedRows === 1n;
};

/** A lock together with what only its keeper cares for. */
export interface LockRow extends Lock {
  readonly askedAt?: number;
  readonly branchCommit?: string;
}

/** The row, over or not. */
export const findLockRow = async (db: Access, environment: string): Promise<LockRow | undefined> => {
  const row = await db
    .selectFrom('locks')
    .selectAll()
    .where('environment', '=', environment)
    .executeTakeFirst();
  return (
    row && {
      ...lockOf(row),
      ...(row.asked_at !== null && { askedAt: row.asked_at }),
      ...(row.branch_commit !== null && { branchCommit: row.branch_commit }),
    }
  );
};

export const lockedEnvironments = async (db: Access): Promise<readonly string[]> =>
  (await db.selectFrom('locks').select('environment').execute()).map(({ environment }) => environment);

/** Notes that the holder is asked; false when they were asked before or the lock is another one by now. */
export const lockAsked = async (trx: Trx, lock: Lock, now: number): Promise<boolean> => {
  const { numUpdatedRows } = await trx
    .updateTable('locks')
    .set({ asked_at: now })
    .where('environment', '=', lock.environment)
    .where('holder_id', '=', lock.holderId)
    .where('taken_at', '=', lock.takenAt)
    .where('asked_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
};

/** Notes where the bound branch was seen with commits of its own. */
export const lockBranchSeen = async (db: Access, lock: Lock, commit: string): Promise<void> => {
  await db
    .updateTable('locks')
    .set({ branch_commit: commit })
    .where('environment', '=', lock.environment)
    .where('taken_at', '=', lock.takenAt)
    .execute();
};

/** Gives exactly this lock to somebody else; false when it is another one by now. */
export const handLock = async (trx: Trx, lock: Lock, to: Person): Promise<boolean> => {
  const { numUpdatedRows } = await trx
    .updateTable('locks')
    .set({ holder_id: to.id, holder_name: to.name, holder_locale: to.locale ?? null, asked_at: null })
    .where('environment', '=', lock.environment)
    .where('holder_id', '=', lock.holderId)
    .where('taken_at', '=', lock.takenAt)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
};

/** The operations of a line, their rest ended: each looks again at what it waits for, the first of them first. */
export const endRest = async (trx: Trx, exclusiveKey: string): Promise<readonly string[]> =>
  (
    await trx
      .updateTable('operations')
      .set({ wake_at: null })
      .where('exclusive_key', '=', exclusiveKey)
      .where('ended_at', 'is', null)
      .where('turn', 'is not', null)
      .returning('op')
      .execute()
  ).map(({ op }) => op);

const lockOf = (row: Selectable<LockTable>): Lock => ({
  environment: row.environment,
  holderId: row.holder_id,
  holderName: row.holder_name,
  ...(row.holder_locale !== null && { holderLocale: row.holder_locale }),
  reason: row.reason,
  ...(row.branch !== null && { branch: row.branch }),
  takenAt: row.taken_at,
  until: row.until,
});
