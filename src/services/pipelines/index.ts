// Pipelines of the CI system as people speak of them: which there are, running one, a build with what it waits for, deciding on that.
import type { Clock } from '../../base/clock.ts';
import { Fault } from '../../base/errors.ts';
import type { AzureDevOps } from '../../devops/azure/index.ts';
import { pipelineNamed } from '../../devops/azure/pipelines.ts';
import type { GitProvider } from '../../devops/git.ts';
import { nearest } from '../../domain/nearest.ts';
import type { Operation } from '../../domain/operation.ts';
import type { Person } from '../../domain/person.ts';
import {
  type Build,
  buildHasEnded,
  type ModelGate,
  type Pipeline,
  type PipelineApproval,
  type PipelineInput,
  type PullRequest,
  type Stage,
} from '../../domain/pipeline.ts';
import type { Store } from '../../store/index.ts';
import type { StoredCheck } from '../../store/pipelines.ts';
import type { Audit } from '../audit/index.ts';
import type { Environments } from '../environments.ts';
import { type Asking, askingOf } from '../operations/asking.ts';
import type { Operations } from '../operations/index.ts';
import type { Rights } from '../rights.ts';
import type { CheckCall, PipelineChecks } from './checks.ts';
import { buildSeen } from './playbook.ts';
import type { TestStatuses } from './statuses.ts';
import type { PipelineWatch } from './watch.ts';

export interface BuildView {
  readonly build: Build;
  readonly stages: readonly Stage[];
  /** Approvals of the service itself. */
  readonly approvals: readonly PipelineApproval[];
  /** Stages that wait for a decision made here. */
  readonly checks: readonly StoredCheck[];
  /** Stages that wait for a model's promotion. */
  readonly gates: readonly ModelGate[];
}

export interface StageDecision {
  readonly build: number;
  readonly verdict: 'approved' | 'rejected';
  readonly because: string | undefined;
  readonly person: Person;
}

export interface Pipelines {
  /** Whether a project is configured. */
  readonly configured: boolean;
  list(): Promise<readonly { readonly pipeline: Pipeline; readonly latest?: Build }[]>;
  request(
    request: Asking & {
      readonly pipeline: string;
      readonly ref: string | undefined;
      readonly parameters: PipelineInput['parameters'];
    },
  ): Promise<{ readonly operation: Operation; readonly joined: boolean }>;
  /** The failed jobs of a build again. @throws Fault `build-not-over` */
  retry(
    request: Asking & { readonly build: number },
  ): Promise<{ readonly operation: Operation; readonly joined: boolean }>;
  show(build: number): Promise<BuildView>;
  /** @throws Fault `nothing-waits`, `stage-waits-for-promotion`, `not-permitted`, `reason-missing`, and what the service says */
  decide(decision: StageDecision): Promise<BuildView>;
  /** A hint from outside: operations about this build look again. Without a build all look. */
  hint(build: number | undefined): Promise<void>;
  /** A callback check calls. */
  check(call: CheckCall): Promise<'taken' | 'foreign'>;
  /** Does what is due; gives the time until the next look in ms. */
  tend(signal?: AbortSignal): Promise<number | undefined>;
  /** Looks at what people listen to; gives the time until the next look in ms, nothing where nothing can be watched. */
  watch(signal?: AbortSignal): Promise<number | undefined>;
  /** Looks at one build that was hinted at, for whoever listens to its pipeline. */
  watchBuild(build: number, signal?: AbortSignal): Promise<void>;
  /** Open pull requests of a branch; none where they cannot be read soon: nobody asked for them in so many words. */
  pullsOf(branch: string): Promise<readonly PullRequest[]>;
  /** @throws Fault `pipelines-not-configured` where nothing can be watched */
  watched(): void;
  /** @throws Fault `pipelines-not-configured`, `pipeline-not-found` */
  named(pipeline: string): Promise<Pipeline>;
  names(): Promise<readonly string[]>;
  /** Why the status of a test operation could not be written. */
  statusTrouble(op: string): Promise<string | undefined>;
}

const LOOK_MS = 5_000;
/** Nobody waits longer for pull requests beside what they asked for. */
const PULLS_WITHIN_MS = 3_000;

export interface PipelinesTools {
  readonly azure: AzureDevOps | undefined;
  readonly checks: PipelineChecks | undefined;
  readonly statuses: TestStatuses | undefined;
  /** Absent where brickbot has no credentials of its own: nobody is there whose eyes could be borrowed. */
  readonly watch: PipelineWatch | undefined;
  readonly git: GitProvider;
  readonly rights: Rights;
  readonly environments: Environments;
  readonly operations: Operations;
  readonly audit: Audit;
  readonly store: Store;
  readonly clock: Clock;
}

export const pipelinesService = (tools: PipelinesTools): Pipelines => {
  const { rights, environments, operations, store, clock, checks, statuses, watch } = tools;
  const azure = (): AzureDevOps => {
    if (!tools.azure) throw new Fault('pipelines-not-configured', { changed: 'no' });
    return tools.azure;
  };

  const watched = (): void => {
    if (!watch) throw new Fault('pipelines-not-configured', { changed: 'no' });
  };

  const show = async (id: number): Promise<BuildView> => {
    const { pipelines, approvals } = azure();
    const [build, stages, pending] = await Promise.all([
      pipelines.build(id),
      pipelines.stages(id),
      approvals.pending(),
    ]);
    return {
      ...{ build, stages },
      approvals: pending.filter((each) => each.build === id),
      checks: (await checks?.waiting(id)) ?? [],
      gates: (await checks?.gates(id)) ?? [],
    };
  };

  const hint = async (build: number | undefined): Promise<void> => {
    const active = await operations.list({ kind: 'pipeline', active: true, limit: 100 });
    const meant = active.filter(
      (each) => build === undefined || (buildSeen(each)?.build.id ?? build) === build,
    );
    for (const { op } of meant) await store.transaction((trx) => operations.stir(trx, op));
    await store.queue.wake(undefined, 'pipelines', { key: 'round' });
    if (!watch) return;
    await store.queue.wake(undefined, 'pipelines', { key: 'watch' });
    if (build !== undefined) await store.queue.wake(undefined, 'pipelines', { key: `build ${build}` });
  };

  return {
    configured: tools.azure !== undefined,
    list: async () => {
      const { pipelines } = azure();
      const all = (await pipelines.list()).slice(0, 50);
      return Promise.all(
        all.map(async (pipeline) => {
          const latest = await pipelines.latest(pipeline.id);
          return { pipeline, ...(latest && { latest }) };
        }),
      );
    },
    request: async (request) => {
      const { pipelines } = azure();
      const environment = environments.choose(undefined);
      await rights.require(request.requester, 'run-job', environment, `Running ${request.pipeline}`);
      const pipeline = nearestNamed(await pipelines.list(), request.pipeline);
      const target = await tools.git.resolve(request.ref ?? (await tools.git.branches(1))[0] ?? 'main');
      const input: PipelineInput = {
        environment: environment.name,
        pipeline,
        refName: `refs/${target.kind === 'tag' ? 'tags' : 'heads'}/${target.name}`,
        ref: target.name,
        commit: target.commit.id,
        parameters: request.parameters,
      };
      return operations.start({ kind: 'pipeline', input, ...askingOf(request) });
    },
    retry: async (request) => {
      const build = await azure().pipelines.build(request.build);
      const environment = environments.choose(undefined);
      await rights.require(request.requester, 'run-job', environment, `Running ${build.pipeline.name}`);
      if (!buildHasEnded(build.state))
        throw new Fault('build-not-over', { changed: 'no', facts: { build: build.id } });
      const input: PipelineInput = {
        environment: environment.name,
        pipeline: build.pipeline,
        refName: `refs/heads/${build.ref}`,
        ref: build.ref,
        commit: build.commit,
        parameters: build.parameters,
        retries: build.id,
      };
      return operations.start({
        kind: 'pipeline',
        input,
        joinKey: `build:${build.id}`,
        ...askingOf(request),
      });
    },
    show,
    decide: async ({ build, verdict, because, person }) => {
      await rights.require(person, 'decide', true, `Deciding on build ${build}`);
      if (verdict === 'rejected' && because === undefined)
        throw new Fault('reason-missing', {
          changed: 'no',
          facts: { what: 'A rejection', usage: `reject stage ${build} because …` },
        });
      const view = await show(build);
      if (view.approvals.length === 0 && view.checks.length === 0) throw undecidable(view);
      const now = clock.now();
      for (const check of view.checks)
        await checks?.decide(check, {
          passed: verdict === 'approved',
          by: person.name,
          ...(because !== undefined && { because }),
          now,
        });
      for (const approval of view.approvals) {
        // Written down before it is done: Azure DevOps will show the bot's name.
        await tools.audit.record([
          {
            ...{ at: now, kind: 'decided', verdict: verdict === 'approved' ? 'allowed' : 'refused' },
            person: { id: person.id, name: person.name },
            subject: view.build.pipeline.name,
            effects: { build, approval: approval.id },
          },
        ]);
        await azure().approvals.decide(
          approval.id,
          verdict,
          `${verdict === 'approved' ? 'Approved' : 'Rejected'} by ${person.name}, through brickbot${because === undefined ? '' : `: ${because}`}`,
        );
      }
      await hint(build);
      return show(build);
    },
    hint,
    check: async (call) => {
      if (!checks) return 'foreign';
      return checks.take(call);
    },
    tend: async (signal) => {
      await checks?.tend(signal);
      await statuses?.tend(signal);
      // Tests begin without a word to this room, so it looks while there is anything that it could tell.
      return checks || statuses ? LOOK_MS : undefined;
    },
    watch: async (signal) => watch?.look(signal),
    watchBuild: async (build, signal) => watch?.hinted(build, signal),
    names: async () => (await azure().pipelines.list()).map(({ name }) => name),
    pullsOf: async (branch) => {
      try {
        return (await tools.azure?.git.pullRequests(branch, AbortSignal.timeout(PULLS_WITHIN_MS))) ?? [];
      } catch {
        return [];
      }
    },
    watched,
    named: async (name) => {
      watched();
      return nearestNamed(await azure().pipelines.list(), name);
    },
    statusTrouble: async (op) => statuses?.trouble(op),
  };
};

/** @throws Fault `pipeline-not-found` with the nearest names */
const nearestNamed = (all: readonly Pipeline[], wanted: string): Pipeline =>
  pipelineNamed(
    all,
    wanted,
    nearest(
      wanted,
      all.map(({ name }) => name),
      3,
    ),
  );

/** Nothing here is for this hand: nothing waits, or it waits for a promotion, which has its own card and its own approvers. */
const undecidable = ({ build, gates: [gate] }: BuildView): Fault => {
  if (!gate) return new Fault('nothing-waits', { changed: 'no', facts: { build: build.id } });
  const { stage, model, version, op } = gate;
  const usage =
    op === undefined ? `promote ${model}${version === undefined ? '' : ` ${version}`}` : `approvals ${op}`;
  return new Fault('stage-waits-for-promotion', { changed: 'no', facts: { stage, model, usage } });
};
