// The table of subscriptions. One subject in one place is one row: asking again changes its filter.
import type { Selectable } from 'kysely';
import type { Person } from '../domain/person.ts';
import type { Place } from '../domain/place.ts';
import {
  type Filter,
  type Subject,
  type SubjectKind,
  type Subscription,
  subscriptionKey,
} from '../domain/subscription.ts';
import { type Access, jsonText, type SubscriptionTable, type Trx } from './schema.ts';

/** A subscription with the card that stands for it. */
export interface StoredSubscription extends Subscription {
  readonly notice?: number;
}

/** Adds it, or gives the one that stands for the same subject and place its filter; a broken one counts as mended. */
export const putSubscription = async (
  db: Access,
  wanted: Subscription,
): Promise<{ readonly subscription: StoredSubscription; readonly added: boolean }> => {
  const row = await db
    .insertInto('subscriptions')
    .values({
      id: wanted.id,
      key: subscriptionKey(wanted),
      kind: wanted.kind,
      workspace: wanted.workspace,
      target: wanted.target,
      name: wanted.name,
      filter: wanted.filter,
      owner: jsonText(wanted.owner),
      owner_id: wanted.owner.id,
      place: jsonText(wanted.place),
      conversation: wanted.place.conversationId,
      personal: wanted.personal,
      created_at: wanted.createdAt,
    })
    .onConflict((conflict) =>
      conflict.column('key').doUpdateSet({
        filter: wanted.filter,
        name: wanted.name,
        place: jsonText(wanted.place),
        conversation: wanted.place.conversationId,
        broken_why: null,
        broken_since: null,
        muted_until: null,
      }),
    )
    .returningAll()
    .executeTakeFirstOrThrow();
  const subscription = subscriptionOf(row);
  return { subscription, added: subscription.id === wanted.id };
};

export const findSubscription = async (db: Access, id: string): Promise<StoredSubscription | undefined> => {
  const row = await db.selectFrom('subscriptions').selectAll().where('id', '=', id).executeTakeFirst();
  return row && subscriptionOf(row);
};

/** What is listened to in a conversation, and what a person listens to alone; oldest first. */
export const subscriptionsIn = async (
  db: Access,
  conversation: string | undefined,
  ownerId: string,
): Promise<readonly StoredSubscription[]> =>
  (
    await db
      .selectFrom('subscriptions')
      .selectAll()
      .where((is) =>
        is.or([
          is.and([is('personal', '=', true), is('owner_id', '=', ownerId)]),
          ...(conversation === undefined
            ? []
            : [is.and([is('personal', '=', false), is('conversation', '=', conversation)])]),
        ]),
      )
      .orderBy('created_at')
      .orderBy('id')
      .execute()
  ).map(subscriptionOf);

/** Whoever listens to a subject, locked until the transaction ends; broken ones are left out. */
export const listenersOf = async (
  trx: Trx,
  { kind, workspace, target }: Pick<Subject, 'kind' | 'workspace' | 'target'>,
): Promise<readonly StoredSubscription[]> =>
  (
    await trx
      .selectFrom('subscriptions')
      .selectAll()
      .where('kind', '=', kind)
      .where('workspace', '=', workspace)
      .where('target', '=', target)
      .where('broken_since', 'is', null)
      .orderBy('id')
      .forUpdate()
      .execute()
  ).map(subscriptionOf);

/** Targets of a kind that somebody listens to in a workspace, with the instant from which on. */
export const listenedTargets = async (
  db: Access,
  kind: SubjectKind,
  workspace: string,
): Promise<ReadonlyMap<string, number>> => {
  const rows = await db
    .selectFrom('subscriptions')
    .select((select) => ['target', select.fn.min('created_at').as('since')])
    .where('kind', '=', kind)
    .where('workspace', '=', workspace)
    .where('broken_since', 'is', null)
    .groupBy('target')
    .execute();
  return new Map(rows.map(({ target, since }) => [target, Number(since)]));
};

/** Workspaces in which jobs or experiments are listened to. */
export const listenedWorkspaces = async (db: Access): Promise<readonly string[]> =>
  (
    await db
      .selectFrom('subscriptions')
      .select('workspace')
      .distinct()
      .where('kind', 'in', ['job', 'experiment'])
      .where('broken_since', 'is', null)
      .execute()
  ).map(({ workspace }) => workspace);

/** Whoever listens to a subject, without keeping anybody from changing it meanwhile. */
export const listenersTo = async (
  db: Access,
  { kind, workspace, target }: Pick<Subject, 'kind' | 'workspace' | 'target'>,
): Promise<readonly StoredSubscription[]> =>
  (await listenersIn(db, workspace)).filter((each) => each.kind === kind && each.target === target);

/** Everybody who listens to something in a workspace. */
export const listenersIn = async (db: Access, workspace: string): Promise<readonly StoredSubscription[]> =>
  (
    await db
      .selectFrom('subscriptions')
      .selectAll()
      .where('workspace', '=', workspace)
      .where('broken_since', 'is', null)
      .orderBy('id')
      .execute()
  ).map(subscriptionOf);

export interface SubscriptionPatch {
  readonly filter?: Filter;
  readonly mutedUntil?: number | null;
  readonly broken?: { readonly why: string; readonly since: number };
  readonly lastPostAt?: number;
  readonly notice?: number;
  readonly place?: Place;
}

export const patchSubscription = async (db: Access, id: string, patch: SubscriptionPatch): Promise<void> => {
  await db
    .updateTable('subscriptions')
    .set({
      ...(patch.filter !== undefined && { filter: patch.filter }),
      ...(patch.mutedUntil !== undefined && { muted_until: patch.mutedUntil }),
      ...(patch.broken && { broken_why: patch.broken.why, broken_since: patch.broken.since }),
      ...(patch.lastPostAt !== undefined && { last_post_at: patch.lastPostAt }),
      ...(patch.notice !== undefined && { notice: patch.notice }),
      ...(patch.place && { place: jsonText(patch.place), conversation: patch.place.conversationId }),
    })
    .where('id', '=', id)
    .execute();
};

export const deleteSubscription = async (db: Access, id: string): Promise<void> => {
  await db.deleteFrom('subscriptions').where('id', '=', id).execute();
};

/** Broken ones are kept for a while, so that their owners can see them. */
export const deleteBrokenBefore = async (db: Access, before: number): Promise<void> => {
  await db.deleteFrom('subscriptions').where('broken_since', '<', before).execute();
};

export const countSubscriptions = async (
  db: Access,
): Promise<{ readonly standing: number; readonly broken: number }> => {
  const rows = await db.selectFrom('subscriptions').select('broken_since').execute();
  const broken = rows.filter((row) => row.broken_since !== null).length;
  return { standing: rows.length - broken, broken };
};

const subscriptionOf = (row: Selectable<SubscriptionTable>): StoredSubscription => ({
  id: row.id,
  kind: row.kind as SubjectKind,
  workspace: row.workspace,
  target: row.target,
  name: row.name,
  filter: row.filter as Filter,
  owner: row.owner as Person,
  place: row.place as Place,
  personal: row.personal,
  createdAt: row.created_at,
  ...(row.muted_until !== null && { mutedUntil: row.muted_until }),
  ...(row.broken_since !== null && { broken: { why: row.broken_why ?? '', since: row.broken_since } }),
  ...(row.last_post_at !== null && { lastPostAt: row.last_post_at }),
  ...(row.notice !== null && { notice: row.notice }),
});
