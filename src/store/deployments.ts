// The ledger of what stands where: one line for each deploy that brickbot finished.
import type { Deployment } from '../domain/deployment.ts';
import type { Access, Trx } from './schema.ts';

export const recordDeployment = async (trx: Trx, deployment: Deployment): Promise<void> => {
  await trx
    .insertInto('deployments')
    .values({
      op: deployment.op,
      environment: deployment.environment,
      ref: deployment.ref,
      commit_id: deployment.commit,
      previous_commit: deployment.previousCommit,
      by: deployment.by,
      at: deployment.at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
};

/** Newest first. */
export const listDeployments = async (
  db: Access,
  { environment, limit }: { readonly environment?: string; readonly limit: number },
): Promise<readonly Deployment[]> => {
  let query = db.selectFrom('deployments').selectAll();
  if (environment !== undefined) query = query.where('environment', '=', environment);
  const rows = await query.orderBy('at', 'desc').orderBy('op').limit(limit).execute();
  return rows.map(({ commit_id, previous_commit, ...row }) => ({
    ...row,
    commit: commit_id,
    previousCommit: previous_commit,
  }));
};

/** The ledger as the services take it. */
export const deploymentLedger = (
  db: Access,
): {
  latest(environment: string): Promise<Deployment | undefined>;
  list(filter: { readonly environment?: string; readonly limit: number }): Promise<readonly Deployment[]>;
} => ({
  latest: async (environment) => (await listDeployments(db, { environment, limit: 1 }))[0],
  list: (filter) => listDeployments(db, filter),
});
