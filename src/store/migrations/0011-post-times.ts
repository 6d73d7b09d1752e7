// Since when a post is wanted as it does not stand yet, and since when it is given up: an old card that changes is not an old wish.
import { type Kysely, sql } from 'kysely';

export const postTimes = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql.raw('alter table posts add column wanted_at int8, add column parked_at int8').execute(db);
    // The nearest that is known of what was there before.
    await sql
      .raw(
        `update posts set wanted_at = coalesce(edited_at, created_at),
           parked_at = case when state = 'parked' then coalesce(edited_at, created_at) end`,
      )
      .execute(db);
    // A replica of the version before, which does not know the column, still adds posts while it is being replaced.
    await sql
      .raw(
        `alter table posts alter column wanted_at set default (extract(epoch from now()) * 1000)::int8,
           alter column wanted_at set not null`,
      )
      .execute(db);
  },
};
