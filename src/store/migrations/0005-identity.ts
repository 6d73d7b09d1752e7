// Who has signed in, tokens by which brickbot acts as them (sealed, never in clear), and sign-ins that were handled already: every
// open client of a person sends the same one.
import { type Kysely, sql } from 'kysely';

export const identity = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};

const STATEMENTS = [
  `create table sign_ins (
    person_id text primary key,
    user_id text not null,
    channel_id text not null,
    at int8 not null
  )`,
  `create table sealed_tokens (
    person_id text not null,
    system text not null,
    sealed text not null,
    expires_at int8 not null,
    primary key (person_id, system)
  )`,
  `create table token_exchanges (id text primary key, at int8 not null)`,
];
