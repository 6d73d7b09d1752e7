// Activities that were acted on: Teams delivers one again when an answer was slow.
import type { Access } from './schema.ts';

/** True the first time an id is seen, false ever after (until it is forgotten by the sweeper). */
export const seeOnce = async (db: Access, id: string, now: number): Promise<boolean> => {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('seen')
    .values({ id, at: now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
};

export const forgetSeenBefore = async (db: Access, before: number): Promise<void> => {
  await db.deleteFrom('seen').where('at', '<', before).execute();
};
