// Endings of builds of the pipelines that somebody listens to, whoever started them: out of one listing a pipeline, and at once where a
// service hook hints at them.
import type { Clock } from '../../base/clock.ts';
import type { AzurePipelines } from '../../devops/azure/pipelines.ts';
import { type Build, type BuildState, buildHasEnded, type Stage } from '../../domain/pipeline.ts';
import type { JobRun, RunState } from '../../domain/run.ts';
import { recordEnding } from '../../store/events.ts';
import { readFact, writeFact } from '../../store/facts.ts';
import type { Store } from '../../store/index.ts';
import { listenedTargets } from '../../store/subscriptions.ts';

export interface BuildWatch {
  /** Writes down what has ended since the look before. */
  look(signal?: AbortSignal): Promise<void>;
  /** A hint from outside: the build is read back, and counts only as far as the answer says. */
  hinted(build: number, signal?: AbortSignal): Promise<void>;
}

/** Builds that are older are not looked for; approvals may take their two days. */
const OLDEST_MS = 3 * 24 * 60 * 60_000;
/** The other side's clock may differ, and its lists lag; what is seen twice counts once. */
const OVERLAP_MS = 5 * 60_000;

const ENDED: Readonly<Partial<Record<BuildState, RunState>>> = {
  passed: 'passed',
  'passed-with-failures': 'passed-with-failures',
  failed: 'failed',
  cancelled: 'cancelled',
};

/** The build in the shape of a run, so that both are told alike. */
const runOf = (build: Build, state: RunState, stages: readonly Stage[]): JobRun => {
  const bad = stages.find((stage) => stage.state === 'failed');
  return {
    runId: String(build.id),
    name: build.pipeline.name,
    ...{ state, ref: build.ref, commit: build.commit, parameters: build.parameters, tasks: [] },
    ...(build.requester !== '' && { creator: build.requester }),
    startedAt: build.startedAt ?? build.queuedAt,
    ...(build.endedAt !== undefined && { endedAt: build.endedAt }),
    ...(build.url !== undefined && { url: build.url }),
    ...(bad && { message: bad.message === undefined ? bad.title : `${bad.title}: ${bad.message}` }),
  };
};

export const buildWatch = (tools: {
  readonly pipelines: Pick<AzurePipelines, 'since' | 'build' | 'stages'>;
  readonly store: Store;
  readonly clock: Clock;
}): BuildWatch => {
  const { pipelines, store, clock } = tools;
  const record = async (build: Build, since: number, source: 'poller' | 'webhook', signal?: AbortSignal) => {
    const state = ENDED[build.state];
    const at = build.endedAt;
    if (state === undefined || at === undefined || at < since) return;
    const stages = state === 'failed' ? await pipelines.stages(build.id, signal) : [];
    const ending = {
      ...({ kind: 'pipeline', workspace: '', target: String(build.pipeline.id) } as const),
      ...{ run: String(build.id), state, at, data: runOf(build, state, stages) },
    };
    await store.transaction((trx) => recordEnding(trx, store.queue, ending, { source, now: clock.now() }));
  };
  return {
    look: async (signal) => {
      for (const [target, since] of await listenedTargets(store.db, 'pipeline', '')) {
        const fact = `builds:${target}`;
        const before = Number((await readFact(store.db, fact)) ?? 0);
        const began = clock.now();
        const from = Math.max(since, before - OVERLAP_MS);
        for (const build of await pipelines.since(Number(target), began - OLDEST_MS, signal))
          if (buildHasEnded(build.state)) await record(build, from, 'poller', signal);
        await writeFact(store.db, fact, began, began);
      }
    },
    hinted: async (id, signal) => {
      const listened = await listenedTargets(store.db, 'pipeline', '');
      if (listened.size === 0) return;
      const build = await pipelines.build(id, signal);
      const since = listened.get(String(build.pipeline.id));
      if (since !== undefined) await record(build, since, 'webhook', signal);
    },
  };
};
