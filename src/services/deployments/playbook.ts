// How a deploy is carried out. The Repos API takes a branch or a tag, never a commit, so the commit is compared before the
// update (has the branch moved?) and after it (is this the commit that was asked for?).
import type { Clock } from '../../base/clock.ts';
import { Fault } from '../../base/errors.ts';
import type { Databricks } from '../../databricks/client.ts';
import type { GitProvider } from '../../devops/git.ts';
import { shortCommit } from '../../domain/commit.ts';
import { type GateVerdict, mayPass } from '../../domain/deploy-gates.ts';
import type { DeployInput, Deployment, DeployResult } from '../../domain/deployment.ts';
import type { Environment } from '../../domain/environment.ts';
import type { Operation } from '../../domain/operation.ts';
import { closedFacts } from '../gates/closed.ts';
import type { Gates } from '../gates/index.ts';
import type { Playbook, StepContext, StepOutcome } from '../operations/playbook.ts';
import type { Rights } from '../rights.ts';
import { ensureGitFolder, moveGitFolder } from './git-folder.ts';
import type { DeploymentLedger } from './ledger.ts';
import { type WayBackTools, wayBackTo } from './way-back.ts';

export interface DeployTools {
  readonly git: GitProvider;
  readonly rights: Rights;
  /** Clone address that Databricks uses. */
  readonly repositoryUrl: string;
  readonly repositoryProvider: string;
  readonly clock: Clock;
  environment(name: string): Environment;
  readonly gates: Gates;
  readonly ledger: DeploymentLedger;
  ranSince: WayBackTools['ranSince'];
  databricks(environment: Environment): Databricks;
}

/** What the step `folder` learned, and what the inverse of a deploy needs. */
export interface FolderFacts {
  readonly repoId: string;
  readonly created: boolean;
  readonly previousCommit: string | null;
  readonly previousBranch?: string;
}

type Context = StepContext<DeployInput>;
type Waits = Extract<StepOutcome, { readonly kind: 'again' }>;

/** A lock whose release woke nobody is noticed after this long. */
const LOCK_LOOK_MS = 60_000;

export const deployPlaybook = (tools: DeployTools): Playbook<DeployInput, DeployResult> => {
  /**
   * Reads every gate again. A closed one refuses; a locked environment is waited for, in line.
   */
  const gatesNow = async ({
    operation: { input, requester },
  }: Context): Promise<{ readonly gates: readonly GateVerdict[]; readonly waits?: Waits }> => {
    const environment = tools.environment(input.environment);
    const { back } = input;
    const gates = await tools.gates.evaluate({
      environment,
      ref: input.ref,
      commit: input.commit.id,
      person: requester,
      ...(input.evenIfMarked && { evenIfMarked: true }),
      ...(back && { back: true }),
      ...(back?.emergency && { emergency: back.emergency }),
    });
    if (!mayPass(gates))
      throw new Fault('gates-closed', {
        changed: 'no',
        facts: closedFacts({ environment: environment.name, ref: input.ref, gates }),
      });
    const lock = gates.find(({ verdict }) => verdict === 'wait');
    if (lock?.until === undefined) return { gates };
    const now = tools.clock.now();
    const minutes = Math.ceil((lock.until - now) / 60_000);
    return {
      gates,
      waits: {
        kind: 'again',
        afterMs: Math.max(1_000, Math.min(lock.until - now, LOCK_LOOK_MS)),
        detail: `waits: locked by ${lock.subject ?? 'somebody'} for ${minutes} more min`,
        data: { gates },
      },
    };
  };

  /** A way back was shown from what stood there then: something newer is not taken away unseen, except in an emergency. */
  const stillThere = async ({ op, input }: Operation<DeployInput>): Promise<void> => {
    const { back, environment, commit } = input;
    if (!back || back.emergency) return;
    const standing = await tools.ledger.latest(environment);
    if (standing && standing.commit !== back.from) throw overtaken(back.of ?? op, standing, commit.id);
  };

  /** Asked again before each step with an effect: a role may have been taken away while the operation waited. */
  const mayStill = async ({ input, requester }: Operation<DeployInput>): Promise<void> => {
    const environment = tools.environment(input.environment);
    await tools.rights.require(requester, 'deploy', environment, `Deploying to ${environment.name}`);
    if (input.clean)
      await tools.rights.require(
        requester,
        'clean-checkout',
        environment,
        `Discarding local changes in ${environment.name}`,
      );
  };

  const check = async (context: Context): Promise<StepOutcome> => {
    const { operation } = context;
    const { input } = operation;
    await mayStill(operation);
    await stillThere(operation);
    const { gates, waits } = await gatesNow(context);
    if (waits) return { ...waits, kind: 'aside' };
    if (input.back?.tag !== undefined) await tools.git.keep(input.commit.id, input.back.tag, context.signal);
    const now = await tools.git.resolve(input.ref);
    if (now.commit.id !== input.commit.id) {
      throw new Fault('commit-moved', {
        changed: 'no',
        facts: { ref: input.ref, expected: shortCommit(input.commit.id), actual: shortCommit(now.commit.id) },
      });
    }
    return { kind: 'done', detail: `${input.ref} is ${shortCommit(input.commit.id)}`, data: { gates } };
  };

  const folder = async ({ operation, signal }: Context): Promise<StepOutcome> => {
    await mayStill(operation);
    const environment = tools.environment(operation.input.environment);
    const { repo, created } = await ensureGitFolder(
      tools.databricks(environment),
      { path: environment.checkout, url: tools.repositoryUrl, provider: tools.repositoryProvider },
      signal,
    );
    // After a restart the folder may have been made by the attempt before: what was stored first stays true.
    const facts: FolderFacts = {
      repoId: repo.id,
      created,
      previousCommit: created ? null : (repo.headCommit ?? null),
      ...(repo.branch !== undefined && { previousBranch: repo.branch }),
    };
    return {
      kind: 'done',
      detail: created ? `created at ${repo.path}` : `found at ${repo.path}`,
      data: facts,
    };
  };

  const update = async (context: Context): Promise<StepOutcome> => {
    const { operation, signal } = context;
    const environment = tools.environment(operation.input.environment);
    const facts = context.data<FolderFacts>('folder');
    if (!facts) throw new Fault('internal');
    const databricks = tools.databricks(environment);
    if (context.attempt > 1 && facts.previousCommit !== operation.input.commit.id) {
      // The answer to an earlier attempt was lost. A head that has moved to the commit says that it took effect.
      const { headCommit } = await databricks.repos.get(facts.repoId, signal);
      if (headCommit === operation.input.commit.id)
        return { kind: 'done', detail: 'had taken effect already', data: { head: headCommit } };
    }
    await mayStill(operation);
    // Somebody may have locked or frozen it since the first step. What an earlier attempt did has been read back before.
    const { waits } = await gatesNow(context);
    if (waits) return waits;
    const head = await moveGitFolder(
      databricks,
      facts.repoId,
      {
        ref: operation.input.ref,
        refKind: operation.input.refKind,
        path: environment.checkout,
        clean: operation.input.clean ?? false,
      },
      signal,
    );
    return { kind: 'done', detail: `${operation.input.refKind} ${operation.input.ref}`, data: { head } };
  };

  const verify = async (context: Context): Promise<StepOutcome> => {
    const { input } = context.operation;
    const environment = tools.environment(input.environment);
    const facts = context.data<FolderFacts>('folder');
    if (!facts) throw new Fault('internal');
    const repo = await tools.databricks(environment).repos.get(facts.repoId, context.signal);
    if (repo.headCommit === input.commit.id)
      return {
        kind: 'done',
        detail: `head is ${shortCommit(input.commit.id)}`,
        data: { head: repo.headCommit },
      };
    const actual = repo.headCommit ?? 'nothing';
    const now = await tools.git.resolve(input.ref);
    // The update took effect, but with other content than was shown: say so, and which of the two reasons it was.
    const moved = now.commit.id === actual;
    throw new Fault(moved ? 'commit-moved' : 'commit-mismatch', {
      changed: 'yes',
      facts: {
        ref: input.ref,
        expected: shortCommit(input.commit.id),
        actual: shortCommit(actual),
        path: environment.checkout,
      },
    });
  };

  return {
    kind: 'deploy',
    exclusive: (input) => `environment:${input.environment}`,
    steps: [
      { name: 'check', title: 'Check the commit and the rights', run: check },
      {
        name: 'folder',
        title: 'Find or create the git folder',
        run: folder,
        effect: (data) => ((data as FolderFacts).created ? 'yes' : 'no'),
      },
      { name: 'update', title: 'Update the git folder', run: update, effect: () => 'yes' },
      { name: 'verify', title: 'Read the commit back', run: verify },
    ],
    result: (operation) => deployResult(operation),
    inverse: async ({ op, result }) => {
      if (!result || result.previousCommit === null || result.previousCommit === result.commit)
        return undefined;
      const { environment, commit, previousCommit } = result;
      const standing = await tools.ledger.latest(environment);
      if (standing && standing.commit !== commit) throw overtaken(op, standing, previousCommit);
      return wayBackTo(tools, { environment, commit: previousCommit, from: commit, of: op });
    },
  };
};

/** @param commit what the way back led to */
const overtaken = (op: string, standing: Deployment, commit: string): Fault =>
  new Fault('overtaken', {
    changed: 'no',
    facts: {
      op,
      environment: standing.environment,
      person: standing.by,
      standing: `${standing.ref} at ${shortCommit(standing.commit)}`,
      later: standing.op,
      commit: shortCommit(commit),
    },
  });

const deployResult = (operation: Operation<DeployInput>): DeployResult | undefined => {
  const facts = operation.steps.find((step) => step.name === 'folder')?.data as FolderFacts | undefined;
  const verified = operation.steps.some((step) => step.name === 'verify' && step.state === 'done');
  if (!facts || !verified) return undefined;
  const { environment, ref, commit } = operation.input;
  return {
    environment,
    ref,
    commit: commit.id,
    previousCommit: facts.previousCommit,
    ...(operation.input.back && { back: true }),
  };
};
