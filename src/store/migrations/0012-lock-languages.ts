// In which language the holder of a lock, and whoever waits for it, is spoken to: what is said to them is said hours after they asked.
import { type Kysely, sql } from 'kysely';

export const lockLanguages = {
  async up(db: Kysely<unknown>): Promise<void> {
    // Empty for what stands already, and for what a replica of the version before adds while it is being replaced.
    await sql.raw('alter table locks add column holder_locale text').execute(db);
    await sql.raw('alter table lock_wishes add column person_locale text').execute(db);
  },
};
