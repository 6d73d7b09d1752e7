// What the plan of a job run hangs on: the job behind the id, and what stands in its environment.
import type { Databricks } from '../../databricks/client.ts';
import { shortCommit } from '../../domain/commit.ts';
import type { Environment } from '../../domain/environment.ts';
import type { JobInput } from '../../domain/run.ts';
import type { DeploymentLedger } from '../deployments/ledger.ts';
import type { Environments } from '../environments.ts';
import type { Planner } from '../plans/planner.ts';
import type { Rights } from '../rights.ts';

export const jobPlanner = (tools: {
  readonly environments: Environments;
  readonly rights: Rights;
  readonly ledger: DeploymentLedger;
  databricks(environment: Environment): Databricks;
}): Planner => ({
  kind: 'job',
  parts: async (given) => {
    const input = given as JobInput;
    const environment = tools.environments.named(input.environment);
    const [job, standing] = await Promise.all([
      tools.databricks(environment).jobs.get(input.jobId),
      tools.ledger.latest(environment.name),
    ]);
    return {
      'The job': `${job.name} (id ${job.jobId})`,
      'What stands there': standing
        ? `${standing.ref} at ${shortCommit(standing.commit)} (op ${standing.op})`
        : 'nothing that brickbot deployed',
    };
  },
  permit: async ({ input }, person) => {
    const environment = tools.environments.named((input as JobInput).environment);
    await tools.rights.require(person, 'run-job', environment, `Running a job in ${environment.name}`);
  },
  held: () => false,
});
