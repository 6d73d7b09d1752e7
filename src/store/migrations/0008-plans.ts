// Plans that wait to be applied, commits that are marked as bad, freezes that somebody let deploys through, and who waits for an
// environment. Locks learn when their holder was asked and what their branch was last seen at.
import { type Kysely, sql } from 'kysely';

export const plans = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};

const STATEMENTS = [
  `create table plans (
    id text primary key,
    kind text not null,
    environment text,
    input json not null,
    parts json not null,
    way json,
    requester json not null,
    words text not null,
    made_at int8 not null,
    expires_at int8 not null,
    op text
  )`,
  `create index plans_by_age on plans (expires_at)`,
  `create table marks (
    commit_id text primary key,
    reason text not null,
    by_id text not null,
    by_name text not null,
    at int8 not null
  )`,
  `create table freeze_overrides (
    environment text primary key,
    by_id text not null,
    by_name text not null,
    reason text not null,
    at int8 not null,
    until int8 not null
  )`,
  `create table lock_wishes (
    environment text not null,
    person_id text not null,
    person_name text not null,
    place json not null,
    asked boolean not null,
    at int8 not null,
    primary key (environment, person_id)
  )`,
  'alter table locks add column asked_at int8',
  'alter table locks add column branch_commit text',
  `create index operations_of_a_commit on operations ((input->'commit'->>'id')) where kind = 'tests'`,
];
