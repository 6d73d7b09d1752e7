// Subscriptions, the events they hear of, what is known of each thing listened to, and the cards that tell.
import { type Kysely, sql } from 'kysely';

export const subscriptions = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};

const STATEMENTS = [
  `create table subscriptions (
    id text primary key,
    key text not null unique,
    kind text not null,
    workspace text not null,
    target text not null,
    name text not null,
    filter text not null,
    owner json not null,
    owner_id text not null,
    place json not null,
    conversation text not null,
    personal boolean not null,
    created_at int8 not null,
    muted_until int8,
    broken_why text,
    broken_since int8,
    last_post_at int8,
    notice int8
  )`,
  `create index subscriptions_subject on subscriptions (kind, workspace, target)`,
  `create index subscriptions_conversation on subscriptions (conversation)`,
  `create index subscriptions_owner on subscriptions (owner_id)`,
  // One ending is one row, whoever noticed it first: the unique index is what makes two sources one voice.
  `create table events (
    id int8 generated always as identity primary key,
    kind text not null,
    workspace text not null,
    target text not null,
    run text not null,
    attempt text not null,
    state text not null,
    at int8 not null,
    noticed_at int8 not null,
    source text not null,
    data json not null,
    told_at int8,
    unique (kind, workspace, target, run, attempt, state)
  )`,
  `create index events_untold on events (kind, workspace, target, at) where told_at is null`,
  `create index events_old on events (noticed_at)`,
  `create table histories (
    kind text not null,
    workspace text not null,
    target text not null,
    health json not null,
    good json,
    spans json not null,
    changed_at int8 not null,
    primary key (kind, workspace, target)
  ) with (fillfactor = 80)`,
  `create table notices (
    id int8 generated always as identity primary key,
    conversation text not null,
    cause text not null,
    entries json not null,
    opened_at int8 not null,
    changed_at int8 not null,
    post int8
  ) with (fillfactor = 80)`,
  `create index notices_standing on notices (conversation, opened_at desc)`,
  `alter table posts add column subscription text`,
  `alter table posts add column parent int8`,
];
