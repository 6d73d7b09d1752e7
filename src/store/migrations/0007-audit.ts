// The audit trail: rows are added and never changed. The trigger says so to everybody, the role that the bot uses on PostgreSQL may
// not even try (see owner.ts), and the chain of hashes shows what was done to it behind both.
import { type Kysely, sql } from 'kysely';
import { CHAIN_START } from '../../domain/audit.ts';

export const audit = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};

const STATEMENTS = [
  `create table audit (
    seq int8 primary key,
    at int8 not null,
    kind text not null,
    verdict text not null,
    person_id text,
    person_name text,
    tenant text,
    scope text,
    conversation text,
    words text,
    op text,
    subject text,
    code text,
    effects json,
    hash text not null
  )`,
  `create index audit_at on audit (at)`,
  `create index audit_person on audit (person_id, seq)`,
  `create index audit_op on audit (op) where op is not null`,
  `create index audit_subject on audit (subject, seq) where subject is not null`,
  // One row: where the chain stands. Adding to the trail takes its lock, so rows come one after the other.
  `create table audit_head ("only" boolean primary key default true check ("only"), seq int8 not null, hash text not null)`,
  `insert into audit_head (seq, hash) values (0, '${CHAIN_START}')`,
  `create function audit_is_append_only() returns trigger language plpgsql as $$
    begin raise exception 'rows of the audit trail are never changed' using errcode = 'insufficient_privilege'; end $$`,
  `create trigger audit_append_only before update or delete or truncate on audit
    for each statement execute function audit_is_append_only()`,
];
