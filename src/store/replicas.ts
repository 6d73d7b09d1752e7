// Which processes are alive. Each writes to its own row only, seldom, and counts the fresh ones of the others: no row is hot.
import type { Access } from './schema.ts';

/** Ms between two signs of life. */
export const BEAT_MS = 5_000;
/** Ms without a sign of life after which a process counts no longer: three beats. */
export const LAPSE_MS = 15_000;

/** A sign of life. Gives how many processes are alive, this one included. @param now ms since the epoch */
export const beat = async (db: Access, id: string, now: number): Promise<number> => {
  await db
    .insertInto('replicas')
    .values({ id, seen_at: now })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ seen_at: now }))
    .execute();
  await db
    .deleteFrom('replicas')
    .where('seen_at', '<', now - 10 * LAPSE_MS)
    .execute();
  return countReplicas(db, now);
};

export const countReplicas = async (db: Access, now: number): Promise<number> => {
  const row = await db
    .selectFrom('replicas')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('seen_at', '>', now - LAPSE_MS)
    .executeTakeFirst();
  return Number(row?.count ?? 0);
};

/** The last word of a process that ends in good order: the others have its share at their next sign of life. */
export const leave = async (db: Access, id: string): Promise<void> => {
  await db.deleteFrom('replicas').where('id', '=', id).execute();
};
