// What a deploy would do, and the refusal that shows it: apart from the service, so that the words of a deploy load without the store.
import { Fault } from '../../base/errors.ts';
import type { Commit, ResolvedRef } from '../../domain/commit.ts';
import type { GateVerdict } from '../../domain/deploy-gates.ts';
import type { Deployment } from '../../domain/deployment.ts';
import type { Environment } from '../../domain/environment.ts';
import { closedFacts } from '../gates/closed.ts';

/** What a deploy would do, without doing it. */
export interface DeployPlan {
  readonly environment: Environment;
  readonly target: ResolvedRef;
  readonly standing: Deployment | undefined;
  /** Commits that it would bring, newest first, and how many it would leave behind. */
  readonly brings: { readonly ahead: readonly Commit[]; readonly behind: number } | undefined;
  readonly gates: readonly GateVerdict[];
}

/** A gate is closed: what would have been done, and every gate with its verdict. */
export class GatesClosed extends Fault {
  readonly plan: DeployPlan;
  constructor(plan: DeployPlan) {
    super('gates-closed', {
      changed: 'no',
      facts: closedFacts({ environment: plan.environment.name, ref: plan.target.name, gates: plan.gates }),
    });
    this.plan = plan;
  }
}
