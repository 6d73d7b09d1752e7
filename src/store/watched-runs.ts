// Databricks runs that operations wait for: what the poller asks about, and the run as it was last read.
import type { JobRun } from '../domain/run.ts';
import { type Access, jsonText, type Trx } from './schema.ts';

export interface WatchedRunRow {
  readonly runId: string;
  readonly op: string;
  readonly run: JobRun | undefined;
  readonly since: number;
}

/** Begins to watch. True when nobody watched this run for this operation yet. */
export const watchRun = async (
  trx: Trx,
  { workspace, runId, op, now }: { workspace: string; runId: string; op: string; now: number },
): Promise<boolean> => {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('watched_runs')
    .values({ workspace, run_id: runId, op, since: now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
};

/** The runs of a workspace that are not over yet. */
export const openWatches = async (db: Access, workspace: string): Promise<readonly WatchedRunRow[]> =>
  (
    await db
      .selectFrom('watched_runs')
      .select(['run_id', 'op', 'run', 'since'])
      .where('workspace', '=', workspace)
      .where('ended_at', 'is', null)
      .orderBy('since')
      .execute()
  ).map((row) => ({
    runId: row.run_id,
    op: row.op,
    run: (row.run as JobRun | null) ?? undefined,
    since: row.since,
  }));

/** Workspaces in which something is watched. */
export const watchedWorkspaces = async (db: Access): Promise<readonly string[]> =>
  (
    await db.selectFrom('watched_runs').select('workspace').distinct().where('ended_at', 'is', null).execute()
  ).map(({ workspace }) => workspace);

/** The run that an operation watches, as last read. */
export const runOfOperation = async (db: Access, op: string): Promise<JobRun | undefined> => {
  const row = await db
    .selectFrom('watched_runs')
    .select('run')
    .where('op', '=', op)
    .orderBy('since', 'desc')
    .limit(1)
    .executeTakeFirst();
  return (row?.run as JobRun | null | undefined) ?? undefined;
};

/** Stores what was read of a run and gives the operations that wait for it. `run` is undefined when it is no longer there. */
export const recordRun = async (
  trx: Trx,
  {
    workspace,
    runId,
    run,
    over,
    now,
  }: { workspace: string; runId: string; run: JobRun | undefined; over: boolean; now: number },
): Promise<readonly string[]> =>
  (
    await trx
      .updateTable('watched_runs')
      .set({ ...(run && { run: jsonText(run) }), read_at: now, ...(over && { ended_at: now }) })
      .where('workspace', '=', workspace)
      .where('run_id', '=', runId)
      .where('ended_at', 'is', null)
      .returning('op')
      .execute()
  ).map(({ op }) => op);

/** Stops watching for an operation that has ended. */
export const endWatches = async (trx: Trx, op: string, now: number): Promise<void> => {
  await trx
    .updateTable('watched_runs')
    .set({ ended_at: now })
    .where('op', '=', op)
    .where('ended_at', 'is', null)
    .execute();
};
