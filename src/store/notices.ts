// What is known of each thing listened to, and the cards that stand for it in chats.
import { sql } from 'kysely';
import { type Health, UNTRIED } from '../domain/notice.ts';
import type { JobRun } from '../domain/run.ts';
import type { Subject } from '../domain/subscription.ts';
import { type Access, jsonText, jsonTextOrNull, type Trx } from './schema.ts';

/** What is known of a subject after its endings so far. */
export interface History {
  readonly health: Health;
  /** The last run that passed, for the difference. */
  readonly good?: JobRun;
  /** How long the last good runs took, in ms, newest last. */
  readonly spans: readonly number[];
}

export const NO_HISTORY: History = { health: UNTRIED, spans: [] };

type Key = Pick<Subject, 'kind' | 'workspace' | 'target'>;

export const readHistory = async (
  db: Access,
  { kind, workspace, target }: Key,
): Promise<History | undefined> => {
  const row = await db
    .selectFrom('histories')
    .selectAll()
    .where('kind', '=', kind)
    .where('workspace', '=', workspace)
    .where('target', '=', target)
    .executeTakeFirst();
  return (
    row && {
      health: row.health as Health,
      spans: row.spans as readonly number[],
      ...(row.good !== null && { good: row.good as JobRun }),
    }
  );
};

export const writeHistory = async (
  db: Access,
  { kind, workspace, target }: Key,
  { health, good, spans }: History,
  now: number,
): Promise<void> => {
  const row = {
    health: jsonText(health),
    good: jsonTextOrNull(good),
    spans: jsonText(spans),
    changed_at: now,
  };
  await db
    .insertInto('histories')
    .values({ kind, workspace, target, ...row })
    .onConflict((conflict) => conflict.columns(['kind', 'workspace', 'target']).doUpdateSet(row))
    .execute();
};

/** A card that stands in a conversation: one thing, or several that failed of one cause. */
export interface Notice {
  readonly id: number;
  readonly conversation: string;
  readonly cause: string;
  /** What the card shows, in the form that services/notices gives it. */
  readonly entries: unknown;
  readonly openedAt: number;
  readonly post?: number;
}

export const findNotice = async (db: Access, id: number): Promise<Notice | undefined> => {
  const row = await db.selectFrom('notices').selectAll().where('id', '=', id).executeTakeFirst();
  return row && noticeOf(row);
};

/** The newest card of a cause in a conversation; locks its line until the transaction ends, so that two do not both open one. */
export const standingNotice = async (
  trx: Trx,
  conversation: string,
  cause: string,
): Promise<Notice | undefined> => {
  const row = await trx
    .selectFrom('notices')
    .selectAll()
    .where('conversation', '=', conversation)
    .where('cause', '=', cause)
    .orderBy('opened_at', 'desc')
    .limit(1)
    .forUpdate()
    .executeTakeFirst();
  return row && noticeOf(row);
};

/** How far back a card is looked for among those of a conversation. */
const MOST_LOOKED_THROUGH = 50;

/** The newest cards of a conversation, whatever they are about. */
export const newestNotices = async (trx: Trx, conversation: string): Promise<readonly Notice[]> =>
  (
    await trx
      .selectFrom('notices')
      .selectAll()
      .where('conversation', '=', conversation)
      .orderBy('opened_at', 'desc')
      .orderBy('id', 'desc')
      .limit(MOST_LOOKED_THROUGH)
      .execute()
  ).map(noticeOf);

/** Cards whose causes begin so and whose entries say `"open": true`, the oldest first. */
export const openNotices = async (db: Access, prefix: string): Promise<readonly Notice[]> =>
  (
    await db
      .selectFrom('notices')
      .selectAll()
      .where('cause', 'like', `${prefix}%`)
      .where(sql<boolean>`entries->>'open' = 'true'`)
      .orderBy('id')
      .execute()
  ).map(noticeOf);

export const addNotice = async (
  trx: Trx,
  notice: { readonly conversation: string; readonly cause: string; readonly entries: unknown },
  now: number,
): Promise<number> =>
  (
    await trx
      .insertInto('notices')
      .values({
        conversation: notice.conversation,
        cause: notice.cause,
        entries: jsonText(notice.entries),
        opened_at: now,
        changed_at: now,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
  ).id;

export const changeNotice = async (
  trx: Trx,
  id: number,
  { entries, post, cause }: { readonly entries?: unknown; readonly post?: number; readonly cause?: string },
  now: number,
): Promise<void> => {
  await trx
    .updateTable('notices')
    .set({
      changed_at: now,
      ...(entries !== undefined && { entries: jsonText(entries) }),
      ...(post !== undefined && { post }),
      ...(cause !== undefined && { cause }),
    })
    .where('id', '=', id)
    .execute();
};

export const deleteNoticesBefore = async (db: Access, before: number): Promise<void> => {
  await db.deleteFrom('notices').where('changed_at', '<', before).execute();
};

const noticeOf = (row: {
  id: number;
  conversation: string;
  cause: string;
  entries: unknown;
  opened_at: number;
  post: number | null;
}): Notice => ({
  id: row.id,
  conversation: row.conversation,
  cause: row.cause,
  entries: row.entries,
  openedAt: row.opened_at,
  ...(row.post !== null && { post: row.post }),
});
