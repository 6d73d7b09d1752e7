// Joins what deploys need beside the engine: decisions about gates, the line, plans, and the way back.
import type { Clock } from '../base/clock.ts';
import type { Config } from '../base/config/load.ts';
import type { Ids } from '../base/ids.ts';
import type { Log } from '../base/log.ts';
import type { Databricks } from '../databricks/client.ts';
import type { GitProvider } from '../devops/git.ts';
import type { Environment } from '../domain/environment.ts';
import type { Operation } from '../domain/operation.ts';
import type { JobInput } from '../domain/run.ts';
import type { Audit } from '../services/audit/index.ts';
import type { DeploymentLedger } from '../services/deployments/ledger.ts';
import { deployPlanner } from '../services/deployments/planner.ts';
import type { Environments } from '../services/environments.ts';
import { gateDecisions } from '../services/gates/decisions.ts';
import type { Gates } from '../services/gates/index.ts';
import type { Services } from '../services/index.ts';
import { jobPlanner } from '../services/jobs/planner.ts';
import type { Locks } from '../services/locks/index.ts';
import { lockKeeper } from '../services/locks/keeper.ts';
import { lockWishes } from '../services/locks/wishes.ts';
import type { Operations } from '../services/operations/index.ts';
import type { Playbook } from '../services/operations/playbook.ts';
import { plansService } from '../services/plans/index.ts';
import { lineService } from '../services/queue/index.ts';
import type { Rights } from '../services/rights.ts';
import { undoService } from '../services/undo/index.ts';
import type { Store } from '../store/index.ts';

export interface ShippingParts {
  readonly config: Config;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly ids: Ids;
  readonly rights: Rights;
  readonly audit: Audit;
  readonly environments: Environments;
  readonly git: GitProvider;
  readonly ledger: DeploymentLedger;
  readonly gates: Gates;
  readonly locks: Locks;
  readonly operations: Operations;
  readonly playbooks: readonly Playbook[];
  databricks(environment: Environment): Databricks;
}

export const shippingServices = (
  parts: ShippingParts,
): Pick<Services, 'decisions' | 'queue' | 'plans' | 'undo' | 'lockKeeper' | 'lockWishes'> => {
  const { config, locks, operations } = parts;
  const plans = plansService({
    ...parts,
    planners: [deployPlanner({ ...parts, lock: (environment) => locks.of(environment) }), jobPlanner(parts)],
  });
  return {
    decisions: gateDecisions(parts),
    queue: lineService(parts),
    plans,
    lockKeeper: lockKeeper(parts),
    lockWishes: lockWishes(parts),
    undo: undoService({
      ...parts,
      plans,
      ranSince: (environment, at) => ranSince(operations, environment, at),
      releaseChannel: (environment) => config.environments[environment]?.releaseChannel,
    }),
  };
};

/** The jobs that were run in an environment since an instant, in words: what they wrote is not undone. */
export const ranSince = async (
  operations: Pick<Operations, 'list'>,
  environment: string,
  at: number,
): Promise<readonly string[]> =>
  (await operations.list({ kind: 'job', environment, limit: 50 }))
    .filter(({ startedAt, state }) => startedAt >= at && state !== 'refused')
    .map((operation) => {
      const { input, op, requester } = operation as Operation<JobInput>;
      return `Job ${input.jobName}, started by ${requester.name} (op ${op})`;
    });
