// The outbox: what should stand in a conversation, and what does. A post is wanted up to a revision of its operation; a worker
// draws the newest state when it sends, so ten changes in a second are one edit.
import { type Selectable, sql } from 'kysely';
import type { Message } from '../domain/delivery.ts';
import { type Place, placeKey } from '../domain/place.ts';
import { type Access, jsonText, type PostTable, type Trx } from './schema.ts';

export interface Post {
  readonly id: number;
  readonly kind: 'card' | 'remark' | 'message' | 'notice' | 'reply';
  /** The operation that is shown; absent for a message given whole. */
  readonly op?: string;
  readonly place: Place;
  readonly message?: Message;
  readonly wanted: number;
  readonly sent: number;
  /** Since when something is wanted that does not stand yet, in ms since the epoch. */
  readonly wantedAt: number;
  readonly final: boolean;
  readonly activityId?: string;
  readonly attempts: number;
  readonly sendingAt?: number;
  /** How often the first post was repeated although the one before may have arrived. */
  readonly repeats: number;
  readonly nextAt: number;
  readonly editedAt?: number;
  readonly createdAt: number;
  readonly state: 'open' | 'parked';
  readonly why?: string;
  /** When it was given up. */
  readonly parkedAt?: number;
  readonly subscription?: string;
  /** The post under which a reply belongs. */
  readonly parent?: number;
}

export interface NewPost {
  readonly kind: Post['kind'];
  readonly op?: string;
  readonly place: Place;
  readonly message?: Message;
  readonly revision?: number;
  readonly final?: boolean;
  readonly subscription?: string;
  readonly parent?: number;
  readonly now: number;
}

/** Adds a post and gives its id. A card of one operation in one place, and a remark to one operation, exist once: then nothing happens. */
export const addPost = async (trx: Trx, post: NewPost): Promise<number | undefined> => {
  // On a terminal nothing is posted: it reads the record itself.
  if (post.place.scope === 'terminal') return undefined;
  const row = await trx
    .insertInto('posts')
    .values({
      kind: post.kind,
      op: post.op ?? null,
      conversation: post.place.conversationId,
      place_key: placeKey(post.place),
      place: jsonText(post.place),
      message: post.message === undefined ? null : jsonText(post.message),
      wanted: post.revision ?? 1,
      wanted_at: post.now,
      final: post.final ?? false,
      subscription: post.subscription ?? null,
      parent: post.parent ?? null,
      created_at: post.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id;
};

/** Puts other content into a post that was given whole: where it stands already, it is edited. A parked one stays parked. */
export const rewritePost = async (trx: Trx, id: number, message: Message, now: number): Promise<void> => {
  await trx
    .updateTable('posts')
    .set({
      message: jsonText(message),
      wanted: sql<number>`wanted + 1`,
      wanted_at: sql<number>`case when wanted <= sent then ${now}::int8 else wanted_at end`,
    })
    .where('id', '=', id)
    .execute();
};

/** Sends what waits for a conversation to another address: the one-to-one that has been opened for it. */
export const movePosts = async (trx: Trx, conversation: string, place: Place): Promise<void> => {
  await trx
    .updateTable('posts')
    .set({
      conversation: place.conversationId,
      place_key: placeKey(place),
      place: jsonText(place),
      ...{ attempts: 0, next_at: 0, why: null },
    })
    .where('conversation', '=', conversation)
    .where('state', '=', 'open')
    .execute();
};

export const findPost = async (db: Access, id: number): Promise<Post | undefined> => {
  const row = await db.selectFrom('posts').selectAll().where('id', '=', id).executeTakeFirst();
  return row && postOf(row);
};

/**
 * Wants the newest revision shown on every card of an operation. Gives the conversations whose worker has to be woken: those in
 * which nothing was waiting, and all of them for the last revision. Where something waits already, whoever serves it looks again
 * before it leaves, and shows the newest state.
 */
export const wantRevision = async (
  trx: Trx,
  op: string,
  revision: number,
  final: boolean,
  now: number,
): Promise<readonly string[]> => {
  const { rows } = await sql<{ conversation: string; idle: boolean }>`
    with before as (
      select id, wanted <= sent as idle from posts where op = ${op} and kind = 'card' and state = 'open' for update
    )
    update posts set wanted = ${revision}, final = ${final},
                     wanted_at = case when before.idle then ${now}::int8 else wanted_at end
      from before where posts.id = before.id
    returning posts.conversation, before.idle`.execute(trx);
  const woken = rows.filter(({ idle }) => idle || final);
  return [...new Set(woken.map(({ conversation }) => conversation))];
};

/** Posts of a conversation that have something to send, oldest first. */
export const openPosts = async (db: Access, conversation: string, limit: number): Promise<readonly Post[]> =>
  (
    await db
      .selectFrom('posts')
      .selectAll()
      .where('conversation', '=', conversation)
      .where('state', '=', 'open')
      .whereRef('wanted', '>', 'sent')
      .orderBy('id')
      .limit(limit)
      .execute()
  ).map(postOf);

/** Conversations with something to send. */
export const conversationsToServe = async (db: Access): Promise<readonly string[]> =>
  (
    await db
      .selectFrom('posts')
      .select('conversation')
      .distinct()
      .where('state', '=', 'open')
      .whereRef('wanted', '>', 'sent')
      .execute()
  ).map(({ conversation }) => conversation);

export const postsOf = async (db: Access, op: string): Promise<readonly Post[]> =>
  (await db.selectFrom('posts').selectAll().where('op', '=', op).orderBy('id').execute()).map(postOf);

/** What could not be delivered, newest first: for `doctor` and the metrics. */
export const parkedPosts = async (db: Access, limit: number): Promise<readonly Post[]> =>
  (
    await db
      .selectFrom('posts')
      .selectAll()
      .where('state', '=', 'parked')
      .orderBy('id', 'desc')
      .limit(limit)
      .execute()
  ).map(postOf);

/** How many posts wait and how many are parked. */
export const countPosts = async (
  db: Access,
): Promise<{ readonly waiting: number; readonly parked: number }> => {
  const { rows } = await sql<{ waiting: number; parked: number }>`
    select count(*) filter (where state = 'open' and wanted > sent) as waiting,
           count(*) filter (where state = 'parked') as parked from posts`.execute(db);
  return rows[0] ?? { waiting: 0, parked: 0 };
};

export interface PostPatch {
  readonly sent?: number;
  readonly wantedAt?: number;
  readonly activityId?: string | null;
  readonly state?: Post['state'];
  readonly why?: string | null;
  readonly parkedAt?: number;
  readonly attempts?: number;
  readonly sendingAt?: number | null;
  readonly repeats?: number;
  readonly nextAt?: number;
  readonly editedAt?: number;
}

export const patchPost = async (db: Access, id: number, patch: PostPatch): Promise<void> => {
  const columns = {
    ...(patch.sent !== undefined && { sent: patch.sent }),
    ...(patch.wantedAt !== undefined && { wanted_at: patch.wantedAt }),
    ...(patch.activityId !== undefined && { activity_id: patch.activityId }),
    ...(patch.state !== undefined && { state: patch.state }),
    ...(patch.why !== undefined && { why: patch.why }),
    ...(patch.parkedAt !== undefined && { parked_at: patch.parkedAt }),
    ...(patch.attempts !== undefined && { attempts: patch.attempts }),
    ...(patch.sendingAt !== undefined && { sending_at: patch.sendingAt }),
    ...(patch.repeats !== undefined && { repeats: patch.repeats }),
    ...(patch.nextAt !== undefined && { next_at: patch.nextAt }),
    ...(patch.editedAt !== undefined && { edited_at: patch.editedAt }),
  };
  await db.updateTable('posts').set(columns).where('id', '=', id).execute();
};

/** Deletes messages that belong to no operation: delivered ones by their age, others by the time since they were given up. */
export const deletePostsBefore = async (db: Access, before: number): Promise<void> => {
  await db
    .deleteFrom('posts')
    .where('op', 'is', null)
    .where((is) =>
      is.or([
        is.and([is('created_at', '<', before), is('sent', '>=', is.ref('wanted'))]),
        is.and([is('state', '=', 'parked'), is('parked_at', '<', before)]),
      ]),
    )
    .execute();
};

const postOf = (row: Selectable<PostTable>): Post => ({
  id: row.id,
  kind: row.kind as Post['kind'],
  place: row.place as Place,
  wanted: row.wanted,
  sent: row.sent,
  wantedAt: row.wanted_at,
  final: row.final,
  attempts: row.attempts,
  repeats: row.repeats,
  nextAt: row.next_at,
  createdAt: row.created_at,
  state: row.state as Post['state'],
  ...(row.op !== null && { op: row.op }),
  ...(row.message !== null && { message: row.message as Message }),
  ...(row.activity_id !== null && { activityId: row.activity_id }),
  ...(row.sending_at !== null && { sendingAt: row.sending_at }),
  ...(row.edited_at !== null && { editedAt: row.edited_at }),
  ...(row.why !== null && { why: row.why }),
  ...(row.parked_at !== null && { parkedAt: row.parked_at }),
  ...(row.subscription !== null && { subscription: row.subscription }),
  ...(row.parent !== null && { parent: row.parent }),
});
