// What the plan of a deploy hangs on: the commit, what stands there, who has the lock, every gate. Compared again before it is applied.
import { Fault } from '../../base/errors.ts';
import type { GitProvider } from '../../devops/git.ts';
import { shortCommit } from '../../domain/commit.ts';
import { mayPass } from '../../domain/deploy-gates.ts';
import type { DeployInput } from '../../domain/deployment.ts';
import type { Lock } from '../../domain/lock.ts';
import type { Person } from '../../domain/person.ts';
import type { Environments } from '../environments.ts';
import { closedFacts } from '../gates/closed.ts';
import type { Gates } from '../gates/index.ts';
import type { Planner } from '../plans/planner.ts';
import type { Rights } from '../rights.ts';
import type { DeploymentLedger } from './ledger.ts';

export const deployPlanner = (tools: {
  readonly git: GitProvider;
  readonly environments: Environments;
  readonly rights: Rights;
  readonly gates: Gates;
  readonly ledger: DeploymentLedger;
  lock(environment: string): Promise<Lock | undefined>;
}): Planner => {
  const gatesFor = (input: DeployInput, person: Person) =>
    tools.gates.evaluate({
      environment: tools.environments.named(input.environment),
      ref: input.ref,
      commit: input.commit.id,
      person,
      ...(input.evenIfMarked && { evenIfMarked: true }),
      ...(input.back && { back: true }),
    });
  return {
    kind: 'deploy',
    parts: async (given, requester) => {
      const input = given as DeployInput;
      const [standing, lock, gates, target] = await Promise.all([
        tools.ledger.latest(input.environment),
        tools.lock(input.environment),
        gatesFor(input, requester),
        // A tag that is yet to be made stands at its commit.
        input.back?.tag === undefined ? tools.git.resolve(input.ref) : { commit: input.commit },
      ]);
      return {
        [`The commit of ${input.ref}`]: shortCommit(target.commit.id),
        'What stands there': standing
          ? `${standing.ref} at ${shortCommit(standing.commit)} (op ${standing.op})`
          : 'nothing',
        'The lock': lock ? `${lock.holderName}: ${lock.reason}` : 'nobody’s',
        ...Object.fromEntries(
          gates
            .filter(({ gate }) => gate !== 'rights' && gate !== 'lock')
            .map(({ gate, verdict, why }) => [
              `The gate “${gate}”`,
              why === undefined ? verdict : `${verdict} (${why})`,
            ]),
        ),
      };
    },
    permit: async ({ input: given }, person) => {
      const input = given as DeployInput;
      const environment = tools.environments.named(input.environment);
      await tools.rights.require(person, 'deploy', environment, `Deploying to ${environment.name}`);
      if (input.clean)
        await tools.rights.require(
          person,
          'clean-checkout',
          environment,
          `Discarding local changes in ${environment.name}`,
        );
      const gates = await gatesFor(input, person);
      if (!mayPass(gates))
        throw new Fault('gates-closed', {
          changed: 'no',
          facts: closedFacts({ environment: environment.name, ref: input.ref, gates }),
        });
    },
    held: ({ input }) => tools.environments.named((input as DeployInput).environment).production,
  };
};
