// Callback checks that wait for a decision, and what was written to commits. A check is decided once: the update is conditional.
import type { Generated, Selectable } from 'kysely';
import type { Access, Json, Trx } from './schema.ts';

interface CheckTable {
  id: string;
  ids: Json;
  sealed_token: string | null;
  build: number;
  stage: string;
  model: string | null;
  version: string | null;
  state: string;
  decided_by: string | null;
  because: string | null;
  asked_at: number;
  decided_at: number | null;
  told_at: number | null;
  trouble: string | null;
  attempts: Generated<number>;
}
interface StatusTable {
  op: string;
  state: string;
  trouble: string | null;
  attempts: number;
  at: number;
}
type Tables = { pipeline_checks: CheckTable; commit_statuses: StatusTable };

const checks = (db: Access) => db.withTables<Tables>();

export interface StoredCheck {
  readonly id: string;
  /** As they came with the call; parsed by whoever uses them. */
  readonly ids: unknown;
  readonly sealedToken?: string;
  readonly build: number;
  readonly stage: string;
  readonly model?: string;
  readonly version?: string;
  readonly state: 'waiting' | 'approved' | 'rejected' | 'lapsed';
  readonly decidedBy?: string;
  readonly because?: string;
  readonly askedAt: number;
  readonly toldAt?: number;
  readonly trouble?: string;
  readonly attempts: number;
}

/** False when the same call came before. */
export const addCheck = async (
  db: Access,
  check: Omit<StoredCheck, 'state' | 'attempts'>,
): Promise<boolean> => {
  const added = await checks(db)
    .insertInto('pipeline_checks')
    .values({
      id: check.id,
      ids: JSON.stringify(check.ids),
      sealed_token: check.sealedToken ?? null,
      build: check.build,
      stage: check.stage,
      model: check.model ?? null,
      version: check.version ?? null,
      state: 'waiting',
      decided_by: null,
      because: null,
      asked_at: check.askedAt,
      decided_at: null,
      told_at: null,
      trouble: null,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst();
  return added !== undefined;
};

/** Those that nobody has told Azure DevOps of, oldest first; of one build when it is given. */
export const openChecks = async (db: Access, build?: number): Promise<readonly StoredCheck[]> => {
  const rows = await checks(db)
    .selectFrom('pipeline_checks')
    .selectAll()
    .where('told_at', 'is', null)
    .$if(build !== undefined, (query) => query.where('build', '=', build ?? 0))
    .orderBy('asked_at')
    .limit(500)
    .execute();
  return rows.map(checkOf);
};

export const findCheck = async (db: Access, id: string): Promise<StoredCheck | undefined> => {
  const row = await checks(db)
    .selectFrom('pipeline_checks')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  return row && checkOf(row);
};

const checkOf = (row: Selectable<CheckTable>): StoredCheck => ({
  id: row.id,
  ids: row.ids,
  ...(row.sealed_token !== null && { sealedToken: row.sealed_token }),
  build: Number(row.build),
  stage: row.stage,
  ...(row.model !== null && { model: row.model }),
  ...(row.version !== null && { version: row.version }),
  state: row.state as StoredCheck['state'],
  ...(row.decided_by !== null && { decidedBy: row.decided_by }),
  ...(row.because !== null && { because: row.because }),
  askedAt: Number(row.asked_at),
  ...(row.trouble !== null && { trouble: row.trouble }),
  attempts: Number(row.attempts),
});

/** False when somebody else decided it first. */
export const decideCheck = async (
  trx: Trx,
  id: string,
  decided: { readonly passed: boolean; readonly by: string; readonly because?: string; readonly now: number },
): Promise<boolean> => {
  const done = await checks(trx)
    .updateTable('pipeline_checks')
    .set({
      state: decided.passed ? 'approved' : 'rejected',
      decided_by: decided.by,
      because: decided.because ?? null,
      decided_at: decided.now,
    })
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .returning('id')
    .executeTakeFirst();
  return done !== undefined;
};

/** Azure DevOps knows, or does not want to know any more. The token is forgotten. */
export const checkTold = async (
  db: Access,
  id: string,
  at: number,
  lapsed?: { readonly trouble: string },
): Promise<void> => {
  await checks(db)
    .updateTable('pipeline_checks')
    .set({ told_at: at, sealed_token: null, ...(lapsed && { state: 'lapsed', trouble: lapsed.trouble }) })
    .where('id', '=', id)
    .execute();
};

export const checkTrouble = async (db: Access, id: string, trouble: string): Promise<void> => {
  await checks(db)
    .updateTable('pipeline_checks')
    .set((is) => ({ trouble, attempts: is('attempts', '+', 1) }))
    .where('id', '=', id)
    .execute();
};

export interface WrittenStatus {
  readonly state: string;
  readonly trouble?: string;
  readonly attempts: number;
}

export const writtenStatus = async (db: Access, op: string): Promise<WrittenStatus | undefined> => {
  const row = await checks(db)
    .selectFrom('commit_statuses')
    .selectAll()
    .where('op', '=', op)
    .executeTakeFirst();
  return (
    row && {
      state: row.state,
      attempts: Number(row.attempts),
      ...(row.trouble !== null && { trouble: row.trouble }),
    }
  );
};

export const writeStatus = async (
  db: Access,
  op: string,
  written: WrittenStatus,
  at: number,
): Promise<void> => {
  const row = { state: written.state, trouble: written.trouble ?? null, attempts: written.attempts, at };
  await checks(db)
    .insertInto('commit_statuses')
    .values({ op, ...row })
    .onConflict((conflict) => conflict.column('op').doUpdateSet(row))
    .execute();
};
