// The table of operations: what is read and written of one record. Who may write is decided by the lease, see leases.ts.
import { type Insertable, type Selectable, sql, type Updateable } from 'kysely';
import type { Operation, OperationKind, OperationState, Reason } from '../domain/operation.ts';
import type { Person } from '../domain/person.ts';
import type { Place } from '../domain/place.ts';
import { type Access, jsonText, type OperationTable, type Trx } from './schema.ts';
import { readSteps } from './steps.ts';

/** The record together with what only the engine cares for. */
export interface StoredOperation extends Operation {
  readonly joinKey: string | null;
  readonly exclusiveKey: string | null;
  readonly holds: boolean;
  readonly turn: number | null;
  readonly begunAt: number | null;
  readonly stopping: 'asked' | 'too-late' | 'overdue' | null;
  readonly wakeAt: number | null;
  readonly faults: number;
  readonly unknownSince: number | null;
  readonly cleanupAt: number | null;
  readonly cleanupAttempts: number;
}

export type OperationPatch = Updateable<OperationTable>;

export interface NewOperation {
  readonly op: string;
  readonly key: string;
  readonly kind: OperationKind;
  readonly input: unknown;
  readonly requester: Person;
  readonly place: Place;
  readonly words: string;
  readonly utteranceId: string;
  readonly joinKey: string | undefined;
  readonly exclusiveKey: string | undefined;
  readonly rerunOf: string | undefined;
  readonly startedAt: number;
  readonly heldUntil: number | undefined;
  readonly stepNames: readonly string[];
}

/** Which rule kept a new operation out: its id is taken, its utterance was heard before, or one with its join key is active. */
export type Conflict = 'op' | 'utterance' | 'join';

/** Inserts the operation with its steps, or changes nothing and says why. */
export const insertOperation = async (trx: Trx, wanted: NewOperation): Promise<Conflict | undefined> => {
  const row: Insertable<OperationTable> = {
    op: wanted.op,
    key: wanted.key,
    kind: wanted.kind,
    state: wanted.heldUntil === undefined ? 'queued' : 'held',
    environment: environmentOf(wanted.input),
    input: jsonText(wanted.input),
    requester: jsonText(wanted.requester),
    requester_id: wanted.requester.id,
    place: jsonText(wanted.place),
    words: wanted.words,
    utterance_id: wanted.utteranceId,
    join_key: wanted.joinKey ?? null,
    exclusive_key: wanted.exclusiveKey ?? null,
    holds: false,
    turn: wanted.heldUntil === undefined ? await nextTurn(trx) : null,
    started_at: wanted.startedAt,
    held_until: wanted.heldUntil ?? null,
    rerun_of: wanted.rerunOf ?? null,
    revision: 1,
    faults: 0,
    cleanup_attempts: 0,
  };
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('operations')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows !== 1n) {
    if (await byUtterance(trx, wanted.utteranceId)) return 'utterance';
    return (await trx.selectFrom('operations').select('op').where('op', '=', wanted.op).executeTakeFirst())
      ? 'op'
      : 'join';
  }
  await trx
    .insertInto('steps')
    .values(
      wanted.stepNames.map((name, position) => ({
        op: wanted.op,
        position,
        name,
        state: 'pending',
        attempts: 0,
      })),
    )
    .execute();
  return undefined;
};

const environmentOf = (input: unknown): string | null => {
  const { environment } = (input ?? {}) as { environment?: unknown };
  return typeof environment === 'string' ? environment : null;
};

/** The next place in line. Numbers rise; gaps mean nothing. */
export const nextTurn = async (trx: Trx): Promise<number> => {
  const { rows } = await sql<{ turn: number }>`select nextval('operation_turns') as turn`.execute(trx);
  return rows[0]?.turn ?? 0;
};

export const findOperation = async (db: Access, op: string): Promise<StoredOperation | undefined> =>
  (await whole(db, await db.selectFrom('operations').selectAll().where('op', '=', op).execute()))[0];

/** The id of the operation that an utterance started. */
export const byUtterance = async (db: Access, utteranceId: string): Promise<string | undefined> =>
  (await db.selectFrom('operations').select('op').where('utterance_id', '=', utteranceId).executeTakeFirst())
    ?.op;

export const activeByJoinKey = async (db: Access, joinKey: string): Promise<string | undefined> =>
  (
    await db
      .selectFrom('operations')
      .select('op')
      .where('join_key', '=', joinKey)
      .where('ended_at', 'is', null)
      .executeTakeFirst()
  )?.op;

export interface OperationQuery {
  readonly limit: number;
  readonly kind?: string;
  readonly environment?: string;
  readonly requester?: string;
  readonly active?: boolean;
  /** Code of the reason. */
  readonly endedWith?: string;
}

/** Newest first, with their steps. */
export const listOperations = async (
  db: Access,
  { limit, kind, environment, requester, active, endedWith }: OperationQuery,
): Promise<readonly StoredOperation[]> => {
  let query = db.selectFrom('operations').selectAll();
  if (kind !== undefined) query = query.where('kind', '=', kind);
  if (environment !== undefined) query = query.where('environment', '=', environment);
  if (requester !== undefined) query = query.where('requester_id', '=', requester);
  if (active === true) query = query.where('ended_at', 'is', null);
  if (active === false) query = query.where('ended_at', 'is not', null);
  if (endedWith !== undefined) query = query.where(sql<boolean>`reason->>'code' = ${endedWith}`);
  return whole(db, await query.orderBy('started_at', 'desc').orderBy('op').limit(limit).execute());
};

/** Ids of operations that somebody must look at: not ended, or with something to take away. */
export const unfinished = async (db: Access): Promise<readonly string[]> =>
  (
    await db
      .selectFrom('operations')
      .select('op')
      .where((is) => is.or([is('ended_at', 'is', null), is('cleanup_at', 'is not', null)]))
      .orderBy('started_at')
      .execute()
  ).map(({ op }) => op);

/** Takes the lock of a line until the transaction ends: who begins and who joins is decided by one at a time. */
export const lockLine = async (trx: Trx, exclusiveKey: string): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtext(${exclusiveKey}))`.execute(trx);
};

/** Ids in the line of a key: the one at work first, then those that wait, in order. Held ones have no place yet. */
export const lineOf = async (db: Access, exclusiveKey: string): Promise<readonly string[]> =>
  (
    await db
      .selectFrom('operations')
      .select('op')
      .where('exclusive_key', '=', exclusiveKey)
      .where('ended_at', 'is', null)
      .where('turn', 'is not', null)
      .orderBy('holds', 'desc')
      .orderBy('turn')
      .execute()
  ).map(({ op }) => op);

/** Whose turn it is: the one at work, else the first that does not rest. */
export const frontOf = async (trx: Trx, exclusiveKey: string, now: number): Promise<string | undefined> => {
  const row = await trx
    .selectFrom('operations')
    .select('op')
    .where('exclusive_key', '=', exclusiveKey)
    .where('ended_at', 'is', null)
    .where('turn', 'is not', null)
    .where((is) => is.or([is('holds', '=', true), is('wake_at', 'is', null), is('wake_at', '<=', now)]))
    .orderBy('holds', 'desc')
    .orderBy('turn')
    .limit(1)
    .executeTakeFirst();
  return row?.op;
};

/** The lowest turn of those that wait in a line. */
export const firstTurn = async (trx: Trx, exclusiveKey: string): Promise<number | undefined> => {
  const row = await trx
    .selectFrom('operations')
    .select((is) => is.fn.min('turn').as('turn'))
    .where('exclusive_key', '=', exclusiveKey)
    .where('ended_at', 'is', null)
    .where('holds', '=', false)
    .executeTakeFirst();
  return row?.turn ?? undefined;
};

/** Writes fields of one record. */
export const patchOperation = async (trx: Trx, op: string, patch: OperationPatch): Promise<void> => {
  await trx.updateTable('operations').set(patch).where('op', '=', op).execute();
};

/** The same, as a change that people see: gives the new revision. */
export const changeOperation = async (trx: Trx, op: string, patch: OperationPatch): Promise<number> => {
  const { revision } = await trx
    .updateTable('operations')
    .set({ ...patch, revision: sql<number>`revision + 1` })
    .where('op', '=', op)
    .returning('revision')
    .executeTakeFirstOrThrow();
  return revision;
};

/** Reads a record and keeps others from writing it until the transaction ends. */
export const lockOperation = async (trx: Trx, op: string): Promise<StoredOperation | undefined> =>
  (
    await whole(
      trx,
      await trx.selectFrom('operations').selectAll().where('op', '=', op).forUpdate().execute(),
    )
  )[0];

/** Deletes ended operations that are older; their steps, posts and watched runs go with them. */
export const deleteOperationsBefore = async (db: Access, endedBefore: number): Promise<void> => {
  await db
    .deleteFrom('operations')
    .where('ended_at', '<', endedBefore)
    .where('cleanup_at', 'is', null)
    .execute();
};

const whole = async (
  db: Access,
  rows: readonly Selectable<OperationTable>[],
): Promise<readonly StoredOperation[]> => {
  const steps = await readSteps(
    db,
    rows.map(({ op }) => op),
  );
  return rows.map((row) => ({
    op: row.op,
    key: row.key,
    kind: row.kind as OperationKind,
    state: row.state as OperationState,
    input: row.input,
    requester: row.requester as Person,
    place: row.place as Place,
    words: row.words,
    startedAt: row.started_at,
    steps: steps.get(row.op) ?? [],
    revision: row.revision,
    ...(row.reason !== null && { reason: row.reason as Reason }),
    ...(row.result !== null && { result: row.result }),
    ...(row.ended_at !== null && { endedAt: row.ended_at }),
    ...(row.cancelled_by !== null && { cancelledBy: row.cancelled_by as Person }),
    ...(row.rerun_of !== null && { rerunOf: row.rerun_of }),
    ...(row.held_until !== null && { heldUntil: row.held_until }),
    joinKey: row.join_key,
    exclusiveKey: row.exclusive_key,
    holds: row.holds,
    turn: row.turn,
    begunAt: row.begun_at,
    stopping: row.stopping as StoredOperation['stopping'],
    wakeAt: row.wake_at,
    faults: row.faults,
    unknownSince: row.unknown_since,
    cleanupAt: row.cleanup_at,
    cleanupAttempts: row.cleanup_attempts,
  }));
};

/** The record without what only the engine cares for. */
export const publicOperation = (stored: StoredOperation): Operation => {
  const {
    joinKey: _join,
    exclusiveKey: _exclusive,
    holds: _holds,
    turn: _turn,
    begunAt: _begun,
    stopping: _stopping,
    wakeAt: _wake,
    faults: _faults,
    unknownSince: _unknown,
    cleanupAt: _cleanup,
    cleanupAttempts: _attempts,
    ...operation
  } = stored;
  return operation;
};
