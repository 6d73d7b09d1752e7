// What the gates of a deploy ask the database: marks on commits, freezes that were let through, the newest test result of a commit.

import { sql } from 'kysely';
import type { FreezeOverride, Mark } from '../domain/deploy-gates.ts';
import type { Person } from '../domain/person.ts';
import type { Access, Trx } from './schema.ts';

export const markCommit = async (
  trx: Trx,
  mark: { readonly commit: string; readonly reason: string; readonly by: Person; readonly now: number },
): Promise<void> => {
  const row = { reason: mark.reason, by_id: mark.by.id, by_name: mark.by.name, at: mark.now };
  await trx
    .insertInto('marks')
    .values({ commit_id: mark.commit, ...row })
    .onConflict((conflict) => conflict.column('commit_id').doUpdateSet(row))
    .execute();
};

/** False when it was not marked. */
export const unmarkCommit = async (trx: Trx, commit: string): Promise<boolean> =>
  (await trx.deleteFrom('marks').where('commit_id', '=', commit).executeTakeFirst()).numDeletedRows === 1n;

export const marksOn = async (db: Access, commits: readonly string[]): Promise<readonly Mark[]> =>
  commits.length === 0
    ? []
    : (await db.selectFrom('marks').selectAll().where('commit_id', 'in', commits).execute()).map((row) => ({
        commit: row.commit_id,
        reason: row.reason,
        byName: row.by_name,
        at: row.at,
      }));

export const overrideFreeze = async (
  trx: Trx,
  wanted: {
    readonly environment: string;
    readonly by: Person;
    readonly reason: string;
    readonly now: number;
    readonly until: number;
  },
): Promise<void> => {
  const row = {
    by_id: wanted.by.id,
    by_name: wanted.by.name,
    reason: wanted.reason,
    at: wanted.now,
    until: wanted.until,
  };
  await trx
    .insertInto('freeze_overrides')
    .values({ environment: wanted.environment, ...row })
    .onConflict((conflict) => conflict.column('environment').doUpdateSet(row))
    .execute();
};

/** The override that is in force at this instant. */
export const freezeOverride = async (
  db: Access,
  environment: string,
  now: number,
): Promise<FreezeOverride | undefined> => {
  const row = await db
    .selectFrom('freeze_overrides')
    .selectAll()
    .where('environment', '=', environment)
    .where('until', '>', now)
    .executeTakeFirst();
  return row && { by: row.by_name, reason: row.reason };
};

/** Endings that say something about the commit; a run that could not be started says nothing. */
const RED = ['tests-failed', 'notebook-error', 'run-failed', 'results-unreadable', 'run-timed-out'];

/** The newest verdict of a suite on a commit. */
export const newestVerdict = async (
  db: Access,
  commit: string,
  suite: string,
): Promise<
  { readonly verdict: 'passed' | 'failed'; readonly at: number; readonly op: string } | undefined
> => {
  const rows = await db
    .selectFrom('operations')
    .select(['op', 'state', 'reason', 'ended_at'])
    .where('kind', '=', 'tests')
    .where(sql<string>`input->'commit'->>'id'`, '=', commit)
    .where(sql<string>`input->>'suite'`, '=', suite)
    .where('state', 'in', ['done', 'failed'])
    .where('ended_at', 'is not', null)
    .orderBy('ended_at', 'desc')
    .limit(20)
    .execute();
  for (const { op, state, reason, ended_at } of rows) {
    const at = ended_at ?? 0;
    if (state === 'done') return { verdict: 'passed', at, op };
    if (RED.includes(String((reason as { code?: unknown } | null)?.code)))
      return { verdict: 'failed', at, op };
  }
  return undefined;
};
