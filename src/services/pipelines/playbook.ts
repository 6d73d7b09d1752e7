// How `run pipeline` is carried out: started once, although the service has no idempotency key, then followed stage by stage.
import { Fault } from '../../base/errors.ts';
import type { AzurePipelines } from '../../devops/azure/pipelines.ts';
import type { Environment } from '../../domain/environment.ts';
import type { Operation } from '../../domain/operation.ts';
import {
  type Build,
  buildHasEnded,
  type PipelineInput,
  type PipelineResult,
  type Stage,
} from '../../domain/pipeline.ts';
import type { Playbook, StepOutcome } from '../operations/playbook.ts';
import type { Rights } from '../rights.ts';

export interface PipelineTools {
  readonly rights: Rights;
  environment(name: string): Environment;
  /** @throws Fault `pipelines-not-configured` */
  pipelines(): AzurePipelines;
}

/** What the steps store, for the card. */
export interface StartedBuild {
  readonly build?: number;
  /** When it was first asked for, ms. */
  readonly askedAt?: number;
}
export interface SeenBuild {
  readonly build: Build;
  readonly stages: readonly Stage[];
}

/** Hooks wake it sooner; without them this often. */
const LOOK_MS = 3_000;
const LOOK_WAITING_MS = 15_000;
/** Clocks of two machines differ. */
const SKEW_MS = 60_000;

export const pipelinePlaybook = (
  tools: PipelineTools,
  now: () => number,
): Playbook<PipelineInput, PipelineResult> => ({
  kind: 'pipeline',
  steps: [
    {
      name: 'start',
      title: 'Start the pipeline',
      effect: () => 'started',
      run: async ({ operation, signal, note, data }): Promise<StepOutcome> => {
        const { input } = operation;
        const pipelines = tools.pipelines();
        const environment = tools.environment(input.environment);
        await tools.rights.require(
          operation.requester,
          'run-job',
          environment,
          `Running ${input.pipeline.name}`,
        );
        const noted = data<StartedBuild>('start');
        if (input.retries !== undefined) {
          await note('asking', { askedAt: now() } satisfies StartedBuild);
          // Asked for before and running: that was us, and what fails in a running build is not over.
          const before = await pipelines.build(input.retries, signal);
          if (buildHasEnded(before.state)) await pipelines.retry(input.retries, signal);
          return { kind: 'done', detail: `build ${input.retries} again`, data: { build: input.retries } };
        }
        const askedAt = noted?.askedAt;
        if (askedAt !== undefined) {
          // Asked for before, but the answer is not known: a build of this commit that nobody else has in hand is ours.
          const found = (await pipelines.since(input.pipeline.id, askedAt - SKEW_MS, signal)).find(
            (build) =>
              build.commit === input.commit &&
              build.queuedAt >= askedAt - SKEW_MS &&
              same(build.parameters, input.parameters),
          );
          if (found) return { kind: 'done', detail: `build ${found.id}`, data: { build: found.id } };
        }
        await note('asking', { askedAt: now() } satisfies StartedBuild);
        const build = await pipelines.run(
          {
            pipeline: input.pipeline.id,
            refName: input.refName,
            commit: input.commit,
            parameters: input.parameters,
          },
          signal,
        );
        return { kind: 'done', detail: `build ${build.id}`, data: { build: build.id } };
      },
    },
    {
      name: 'run',
      title: 'Run the pipeline',
      run: async ({ operation, signal, data }): Promise<StepOutcome> => {
        const id = data<StartedBuild>('start')?.build;
        if (id === undefined) throw new Fault('internal');
        const pipelines = tools.pipelines();
        const build = await pipelines.build(id, signal);
        const stages = await pipelines.stages(id, signal);
        const seen: SeenBuild = { build, stages };
        const over = stages.filter(
          ({ state }) => state !== 'pending' && state !== 'running' && state !== 'waiting',
        ).length;
        const waits = stages.find(({ state }) => state === 'waiting');
        const detail = waits
          ? `${waits.title} waits for a decision`
          : `${over} of ${stages.length} stages over`;
        if (!buildHasEnded(build.state))
          return {
            kind: 'again',
            afterMs: waits ? LOOK_WAITING_MS : LOOK_MS,
            detail,
            data: seen,
            stirrable: true,
          };
        const facts = { build: build.number, pipeline: operation.input.pipeline.name };
        if (build.state === 'cancelled')
          return {
            kind: 'end',
            state: 'cancelled',
            reason: { code: 'build-cancelled', facts, changed: 'unknown' },
            data: seen,
          };
        if (build.state === 'failed') {
          const bad = stages.find(({ state }) => state === 'failed');
          const reason = `${bad?.title ?? 'a stage'}${bad?.message === undefined ? ' failed' : `: ${bad.message}`}`;
          return {
            kind: 'end',
            state: 'failed',
            reason: { code: 'build-failed', facts: { ...facts, reason }, changed: 'unknown' },
            data: seen,
          };
        }
        return { kind: 'done', detail, data: seen };
      },
    },
  ],
  result: (operation) => {
    const seen = buildSeen(operation);
    return (
      seen && {
        build: seen.build.id,
        number: seen.build.number,
        state: seen.build.state,
        stages: seen.stages,
        ...(seen.build.url !== undefined && { url: seen.build.url }),
      }
    );
  },
  stop: async ({ data, signal }) => {
    const id = data<StartedBuild>('start')?.build;
    if (id === undefined) return { kind: 'stopped' };
    const build = await tools.pipelines().build(id, signal);
    if (build.state === 'cancelled') return { kind: 'stopped', detail: 'stopped' };
    if (buildHasEnded(build.state)) return { kind: 'too-late' };
    await tools.pipelines().cancel(id, signal);
    return { kind: 'again', afterMs: LOOK_MS, detail: 'asked to stop' };
  },
  // Approvals may take their two days.
  timeLimitMs: () => 3 * 24 * 60 * 60_000,
});

/** The build as the operation last saw it. */
export const buildSeen = (operation: Operation): SeenBuild | undefined =>
  operation.steps.find(({ name }) => name === 'run')?.data as SeenBuild | undefined;

const same = (a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean =>
  Object.entries(b).every(([name, value]) => a[name] === value);
