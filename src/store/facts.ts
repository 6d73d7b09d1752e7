// Small facts by name that must outlive a process: a value a key, read as unknown.
import { type Access, jsonText } from './schema.ts';

export const readFact = async (db: Access, key: string): Promise<unknown> =>
  (await db.selectFrom('facts').select('value').where('key', '=', key).executeTakeFirst())?.value;

export const writeFact = async (db: Access, key: string, value: unknown, now: number): Promise<void> => {
  const row = { value: jsonText(value), at: now };
  await db
    .insertInto('facts')
    .values({ key, ...row })
    .onConflict((conflict) => conflict.column('key').doUpdateSet(row))
    .execute();
};
