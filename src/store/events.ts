// Endings, each written once whoever noticed it, and the wake-up of whoever tells of them in the same transaction.
import type { RunState } from '../domain/run.ts';
import type { Subject, SubjectKind } from '../domain/subscription.ts';
import type { Queue } from './queue.ts';
import { type Access, jsonText, type Trx } from './schema.ts';

export type EventSource = 'poller' | 'webhook' | 'operation';

/** One ending of something that may be listened to. */
export interface Ending extends Pick<Subject, 'kind' | 'workspace' | 'target'> {
  /** Run id, or operation id. */
  readonly run: string;
  readonly state: RunState;
  /** When it ended, ms since the epoch. A repaired run ends again at another instant. */
  readonly at: number;
  /** What the card needs: the run or the operation, as JSON. */
  readonly data: unknown;
}

export interface StoredEnding extends Ending {
  readonly id: number;
  readonly noticedAt: number;
}

/** The key under which the events of a subject are told, one after the other. */
export const tellKey = ({
  kind,
  workspace,
  target,
}: Pick<Subject, 'kind' | 'workspace' | 'target'>): string =>
  `tell ${JSON.stringify([kind, workspace, target])}`;

/** Writes an ending and wakes the teller. False when it was known already: then nothing happens. */
export const recordEnding = async (
  trx: Trx,
  queue: Queue,
  ending: Ending,
  { source, now }: { readonly source: EventSource; readonly now: number },
): Promise<boolean> => {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('events')
    .values({
      kind: ending.kind,
      workspace: ending.workspace,
      target: ending.target,
      run: ending.run,
      attempt: String(ending.at),
      state: ending.state,
      at: ending.at,
      noticed_at: now,
      source,
      data: jsonText(ending.data),
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  const isNew = numInsertedOrUpdatedRows === 1n;
  if (isNew) await queue.wake(trx, 'events', { key: tellKey(ending) });
  return isNew;
};

/** Endings of a subject that nobody has told of, in the order in which they ended. */
export const untoldEndings = async (
  db: Access,
  { kind, workspace, target }: Pick<Subject, 'kind' | 'workspace' | 'target'>,
): Promise<readonly StoredEnding[]> =>
  (
    await db
      .selectFrom('events')
      .selectAll()
      .where('kind', '=', kind)
      .where('workspace', '=', workspace)
      .where('target', '=', target)
      .where('told_at', 'is', null)
      .orderBy('at')
      .orderBy('id')
      .execute()
  ).map((row) => ({
    id: row.id,
    kind: row.kind as SubjectKind,
    workspace: row.workspace,
    target: row.target,
    run: row.run,
    state: row.state as RunState,
    at: row.at,
    noticedAt: row.noticed_at,
    data: row.data,
  }));

/** Marks endings as told; gives how many were still untold. */
export const markTold = async (trx: Trx, ids: readonly number[], now: number): Promise<number> => {
  const { numUpdatedRows } = await trx
    .updateTable('events')
    .set({ told_at: now })
    .where('id', 'in', [...ids])
    .where('told_at', 'is', null)
    .executeTakeFirst();
  return Number(numUpdatedRows);
};

/** Subjects with endings that nobody has told of, for the second look. */
export const subjectsToTell = async (
  db: Access,
): Promise<readonly Pick<Subject, 'kind' | 'workspace' | 'target'>[]> =>
  (
    await db
      .selectFrom('events')
      .select(['kind', 'workspace', 'target'])
      .distinct()
      .where('told_at', 'is', null)
      .execute()
  ).map(({ kind, ...rest }) => ({ kind: kind as SubjectKind, ...rest }));

export const deleteEventsBefore = async (db: Access, before: number): Promise<void> => {
  await db.deleteFrom('events').where('noticed_at', '<', before).where('told_at', 'is not', null).execute();
};
