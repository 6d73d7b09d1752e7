// Everything that a database holds, as text, for whoever searches it.
import { type Kysely, sql } from 'kysely';
import { systemClock } from '../../src/base/clock.ts';
import { openStore } from '../../src/store/index.ts';

/** Every row of every table of the bot, one table a line. */
export const rowsOf = async <Schema>(db: Kysely<Schema>): Promise<string> => {
  const tables = (await db.introspection.getTables()).filter(({ schema }) => schema === 'public');
  const lines = await Promise.all(
    tables.map(async ({ name }) => {
      const { rows } = await sql`select * from ${sql.id(name)}`.execute(db);
      return `${name}: ${JSON.stringify(rows)}`;
    }),
  );
  return lines.join('\n');
};

/** The same of a store that nobody has open: its folder, or the address of its database. */
export const rowsAt = async (
  where: { readonly folder: string } | { readonly url: string },
): Promise<string> => {
  const store = await openStore({ ...where, clock: systemClock });
  try {
    return await rowsOf(store.db);
  } finally {
    await store.close();
  }
};
