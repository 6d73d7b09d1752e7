// Locks on environments. The environment is the key: of many who take it at once, the database lets one have it.
import { type Kysely, sql } from 'kysely';

export const locks = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};

const STATEMENTS = [
  `create table locks (
    environment text primary key,
    holder_id text not null,
    holder_name text not null,
    reason text not null,
    branch text,
    taken_at int8 not null,
    until int8 not null
  )`,
];
