// Processes that are alive and send: each keeps its own row fresh, so that they can share what Teams permits the whole app.
import { type Kysely, sql } from 'kysely';

export const replicas = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql.raw('create table replicas (id text primary key, seen_at int8 not null)').execute(db);
  },
};
