// Promotions: what was asked and shown, who decided, and who moved which alias. Votes, waivers and the ledger are only ever added to.
import { type Kysely, sql } from 'kysely';

export const promotions = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};

const STATEMENTS = [
  `create table approvals (
    op text primary key references operations (op) on delete cascade,
    model text not null,
    version text not null,
    target json not null,
    target_key text not null,
    requester json not null,
    because text not null,
    evidence json not null,
    policy json not null,
    parts json not null,
    fingerprint text not null,
    asked_at int8 not null,
    expires_at int8 not null,
    reminded int4 not null default 0,
    outcome json,
    decided_at int8
  )`,
  'create index approvals_pending on approvals (asked_at) where decided_at is null',
  `create table approval_events (
    id bigserial primary key,
    op text not null references approvals (op) on delete cascade,
    kind text not null,
    person_id text not null,
    event json not null,
    press text not null,
    at int8 not null,
    unique (op, press)
  )`,
  'create index approval_events_op on approval_events (op, id)',
  // One promotion at a time works on a target. A claim counts for as long as its operation has not ended.
  `create table promotion_claims (
    target_key text primary key,
    op text not null
  )`,
  `create table alias_ledger (
    id bigserial primary key,
    model text not null,
    target_key text not null,
    target text not null,
    from_version text,
    to_version text,
    how text not null,
    op text,
    by_name text,
    because text,
    at int8 not null
  )`,
  'create unique index alias_ledger_op on alias_ledger (op, how) where op is not null',
  'create index alias_ledger_model on alias_ledger (model, id)',
  // What the bot last saw at a target: the drift alarm compares with it.
  `create table alias_watch (
    target_key text primary key,
    model text not null,
    target json not null,
    seen_version text,
    seen_at int8 not null,
    alarm text
  )`,
];
