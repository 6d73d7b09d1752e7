// Deployments: what stands where, what a deploy would bring, and the operation that does it.
import { Fault } from '../../base/errors.ts';
import type { Databricks } from '../../databricks/client.ts';
import type { GitProvider } from '../../devops/git.ts';
import type { Commit } from '../../domain/commit.ts';
import { mayPass } from '../../domain/deploy-gates.ts';
import type { DeployInput, Deployment } from '../../domain/deployment.ts';
import type { Environment } from '../../domain/environment.ts';
import type { Operation } from '../../domain/operation.ts';
import type { Person } from '../../domain/person.ts';
import type { Store } from '../../store/index.ts';
import type { Environments } from '../environments.ts';
import type { Gates } from '../gates/index.ts';
import { type Asking, askingOf } from '../operations/asking.ts';
import type { Operations } from '../operations/index.ts';
import type { Rights } from '../rights.ts';
import type { DeploymentLedger } from './ledger.ts';
import { type DeployPlan, GatesClosed } from './plan.ts';
import { type Whereabouts, whereIs } from './whereabouts.ts';

export type { DeploymentLedger } from './ledger.ts';
export type { DeployPlan } from './plan.ts';

export interface DeployRequest extends Asking {
  readonly ref: string;
  readonly environment: string | undefined;
  readonly clean?: boolean;
  readonly evenIfMarked?: boolean;
}

export interface Deployments {
  /** Reads everything and changes nothing; a closed gate and a missing right are in the plan. */
  look(
    request: Pick<DeployRequest, 'ref' | 'environment' | 'requester' | 'evenIfMarked'>,
  ): Promise<DeployPlan>;
  /** The same for somebody who means it. @throws Fault `not-permitted` */
  plan(
    request: Pick<DeployRequest, 'ref' | 'environment' | 'requester' | 'evenIfMarked'>,
  ): Promise<DeployPlan>;
  /** What is started, as it is stored in the record and in a plan. */
  inputOf(plan: DeployPlan, more: { readonly clean?: boolean; readonly evenIfMarked?: boolean }): DeployInput;
  /** Starts the deploy; production waits for a press on Start. @throws Fault when it is not permitted or the ref is unknown, GatesClosed */
  request(request: DeployRequest): Promise<{ readonly operation: Operation; readonly joined: boolean }>;
  /** Lets a deploy that waits for Start go on. */
  start(op: string, person: Person): Promise<Operation>;
  /** What stands in each environment, as far as brickbot put it there. */
  standing(): Promise<
    readonly { readonly environment: Environment; readonly deployment: Deployment | undefined }[]
  >;
  history(filter: { readonly environment?: string; readonly limit: number }): Promise<readonly Deployment[]>;
  /** Where a branch, tag or commit stands. @throws Fault `commit-unknown` and what git throws */
  whereIs(typed: string): Promise<Whereabouts>;
  /** The commits that a deployment brought, newest first. Undefined when the old commit is no longer known to git. */
  brought(
    from: string | null,
    to: string,
  ): Promise<{ readonly ahead: readonly Commit[]; readonly behind: number } | undefined>;
  /** Web addresses for the card of a deploy: the git folder where a browser can open it, and the repository. */
  pages(environment: string): { readonly folderUrl?: string; readonly repositoryUrl: string };
}

const MOST_COMMITS = 20;

export const deploymentsService = (tools: {
  readonly git: GitProvider;
  readonly environments: Environments;
  readonly rights: Rights;
  readonly operations: Operations;
  readonly ledger: DeploymentLedger;
  readonly gates: Gates;
  readonly store: Store;
  readonly repositoryUrl: string;
  databricks(environment: Environment): Pick<Databricks, 'links'>;
}): Deployments => {
  const brought: Deployments['brought'] = async (from, to) => {
    if (from === null || from === to) return { ahead: [], behind: 0 };
    // A force push may have taken the old commit away; the card then shows the commits only.
    return tools.git.between(from, to, MOST_COMMITS).catch(() => undefined);
  };

  const look: Deployments['look'] = async ({ ref, environment: name, requester, evenIfMarked }) => {
    const environment = tools.environments.choose(name);
    const target = await tools.git.resolve(ref);
    const standing = await tools.ledger.latest(environment.name);
    const [gates, brings] = await Promise.all([
      tools.gates.evaluate({
        environment,
        ref: target.name,
        commit: target.commit.id,
        person: requester,
        ...(evenIfMarked === true && { evenIfMarked }),
      }),
      standing && brought(standing.commit, target.commit.id),
    ]);
    return { environment, target, standing, gates, brings };
  };

  const plan: Deployments['plan'] = async (request) => {
    const environment = tools.environments.choose(request.environment);
    await tools.rights.require(request.requester, 'deploy', environment, `Deploying to ${environment.name}`);
    return look(request);
  };

  const inputOf: Deployments['inputOf'] = ({ environment, target, gates }, { clean, evenIfMarked }) => ({
    environment: environment.name,
    ref: target.name,
    refKind: target.kind,
    commit: target.commit,
    ...(clean && { clean: true }),
    ...(evenIfMarked && { evenIfMarked: true }),
    gates,
  });

  return {
    look,
    inputOf,
    plan,
    brought,
    request: async (request) => {
      const planned = await plan(request);
      const { environment, target, gates } = planned;
      if (request.clean)
        await tools.rights.require(
          request.requester,
          'clean-checkout',
          environment,
          `Discarding local changes in ${environment.name}`,
        );
      if (!mayPass(gates)) throw new GatesClosed(planned);
      const input = inputOf(planned, request);
      return tools.operations.start({
        kind: 'deploy',
        input,
        ...askingOf(request),
        // Whom a lock keeps out waits apart: the holder who asks for the same commit goes through.
        joinKey: `deploy:${environment.name}:${target.commit.id}:${request.clean ? 'clean' : 'kept'}${gates.some(({ verdict }) => verdict === 'wait') ? ':waits' : ''}`,
        heldUntilStart: environment.production,
      });
    },
    start: async (op, person) => {
      const operation = await tools.operations.get(op);
      const environment = tools.environments.named((operation.input as DeployInput).environment);
      await tools.rights.require(person, 'deploy', environment, `Starting a deploy to ${environment.name}`);
      if (operation.kind !== 'deploy') throw new Fault('press-forged', { changed: 'no' });
      return tools.operations.release(op);
    },
    whereIs: (typed) => whereIs(tools, typed),
    standing: () =>
      Promise.all(
        tools.environments.list().map(async (environment) => ({
          environment,
          deployment: await tools.ledger.latest(environment.name),
        })),
      ),
    history: (filter) => tools.ledger.list(filter),
    pages: (name) => {
      const environment = tools.environments.named(name);
      return {
        repositoryUrl: tools.repositoryUrl,
        // The embedded workspace has no pages to look at.
        ...(environment.host.startsWith('https:') && {
          folderUrl: tools.databricks(environment).links.folder(environment.checkout),
        }),
      };
    },
  };
};
