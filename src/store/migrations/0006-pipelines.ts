// Callback checks of the CI system that wait for a decision, and the statuses that were written to commits.
import { type Kysely, sql } from 'kysely';

export const pipelines = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};

const STATEMENTS = [
  `create table pipeline_checks (
    id text primary key,
    ids json not null,
    sealed_token text,
    build int8 not null,
    stage text not null,
    model text,
    version text,
    state text not null,
    decided_by text,
    because text,
    asked_at int8 not null,
    decided_at int8,
    told_at int8,
    trouble text,
    attempts int8 not null default 0
  )`,
  `create table commit_statuses (
    op text primary key,
    state text not null,
    trouble text,
    attempts int8 not null default 0,
    at int8 not null
  )`,
];
