// Endings of the jobs that somebody listens to, whoever started the runs: out of the list pages that the poller reads anyway, one
// question for each run that left them, and one listing of what began and ended between two looks.
import type { Clock } from '../base/clock.ts';
import { asFault } from '../base/errors.ts';
import type { ExperimentRun } from '../domain/experiment.ts';
import { type JobRun, type RunState, runHasEnded } from '../domain/run.ts';
import type { Notices } from '../services/notices/index.ts';
import type { Ending } from '../store/events.ts';
import { readFact, writeFact } from '../store/facts.ts';
import type { Store } from '../store/index.ts';
import { listenedTargets, listenedWorkspaces } from '../store/subscriptions.ts';

export interface JobRunSource {
  /** @throws Fault `run-not-found` */
  get(runId: string, signal?: AbortSignal): Promise<JobRun>;
  completedPages(since: number, signal?: AbortSignal): AsyncIterable<readonly JobRun[]>;
}

/** Newest runs of an experiment, as MLflow lists them. */
export type ExperimentRuns = (
  workspace: string,
  experimentId: string,
  signal: AbortSignal,
) => Promise<readonly ExperimentRun[]>;

export interface JobLook {
  readonly workspace: string;
  /** What is listened to, as `listened` gave it. */
  readonly listened: ReadonlyMap<string, number>;
  /** Every active run of the workspace. */
  readonly active: readonly JobRun[];
  /** When the look began, before anything was read. */
  readonly began: number;
  readonly signal: AbortSignal;
}

export interface JobWatch {
  workspaces(): Promise<readonly string[]>;
  /** Ids of jobs, and of experiments behind the word `experiment`, that somebody listens to, with the instant from which on. */
  listened(workspace: string): Promise<ReadonlyMap<string, number>>;
  /** Writes down what has ended since the look before. True when something moved. */
  look(look: JobLook): Promise<boolean>;
  /** A hint from outside that a run has moved: it is read back, and counts only as far as the answer says. */
  hinted(workspace: string, runId: string, signal: AbortSignal): Promise<void>;
  blind(workspace: string, since: number): Promise<void>;
  seeing(workspace: string): Promise<void>;
}

/** What outlives a look. */
interface Seen {
  readonly lookedAt: number;
  /** Runs of jobs that were listened to and not over. */
  readonly active: readonly string[];
  /** When experiments were looked at. */
  readonly experimentsAt?: number;
}

/** The other side's clock may differ from ours by this much, in ms; what is seen twice counts once. */
const OVERLAP_MS = 60_000;
/** Trainings take minutes: experiments need not be asked as often as jobs. */
const EXPERIMENTS_EVERY_MS = 20_000;
const EXPERIMENT = 'experiment ';

export const createJobWatch = (parts: {
  readonly store: Store;
  readonly clock: Clock;
  readonly notices: Notices;
  runs(workspace: string): JobRunSource;
  /** Absent: experiments are not looked at. */
  readonly experimentRuns?: ExperimentRuns | undefined;
}): JobWatch => {
  const { store, clock, notices } = parts;
  const read = async (
    source: JobRunSource,
    runId: string,
    signal: AbortSignal,
  ): Promise<JobRun | undefined> => {
    try {
      return await source.get(runId, signal);
    } catch (error) {
      const { code } = asFault(error);
      if (code === 'run-not-found' || code === 'upstream-not-found') return undefined;
      throw error;
    }
  };
  return {
    workspaces: () => listenedWorkspaces(store.db),
    listened: async (workspace) => {
      const [jobs, experiments] = [
        await listenedTargets(store.db, 'job', workspace),
        parts.experimentRuns ? await listenedTargets(store.db, 'experiment', workspace) : [],
      ];
      return new Map([
        ...jobs,
        ...[...experiments].map(([id, since]) => [`${EXPERIMENT}${id}`, since] as const),
      ]);
    },
    look: async ({ workspace, listened, active, began, signal }) => {
      const fact = `jobs:${workspace}`;
      const before = (await readFact(store.db, fact)) as Seen | undefined;
      const source = parts.runs(workspace);
      const going = new Set(
        active.filter(({ jobId }) => listened.has(jobId ?? '')).map(({ runId }) => runId),
      );
      const ended: JobRun[] = [];
      for (const runId of before?.active ?? []) {
        if (going.has(runId)) continue;
        const run = await read(source, runId, signal);
        if (!run) continue;
        // Between two attempts a run is in no list for a moment.
        if (runHasEnded(run.state)) ended.push(run);
        else going.add(runId);
      }
      const since = before?.lookedAt ?? Math.min(...listened.values());
      if ([...listened.keys()].some((key) => !key.startsWith(EXPERIMENT)))
        for await (const page of source.completedPages(since - OVERLAP_MS, signal)) ended.push(...page);
      const endings = [...endingsOf(workspace, ended, listened)];
      const experimentsDue = began - (before?.experimentsAt ?? 0) >= EXPERIMENTS_EVERY_MS;
      if (experimentsDue && parts.experimentRuns)
        for (const [key, from] of listened) {
          if (!key.startsWith(EXPERIMENT)) continue;
          const id = key.slice(EXPERIMENT.length);
          endings.push(
            ...trainingsOf(workspace, id, await parts.experimentRuns(workspace, id, signal), from),
          );
        }
      const fresh = await notices.record(endings, 'poller');
      const seen: Seen = {
        lookedAt: began,
        active: [...going].sort(),
        experimentsAt: experimentsDue ? began : (before?.experimentsAt ?? 0),
      };
      await writeFact(store.db, fact, seen, clock.now());
      return fresh > 0 || seen.active.join() !== (before?.active ?? []).join();
    },
    hinted: async (workspace, runId, signal) => {
      // Operations that wait for the run are woken by the poller.
      await store.queue.wake(undefined, 'runs', { key: workspace });
      const listened = await listenedTargets(store.db, 'job', workspace);
      if (listened.size === 0) return;
      const run = await read(parts.runs(workspace), runId, signal);
      if (run && runHasEnded(run.state))
        await notices.record(endingsOf(workspace, [run], listened), 'webhook');
    },
    blind: (workspace, since) => notices.blind({ workspace }, since),
    seeing: (workspace) => notices.seeing({ workspace }),
  };
};

/** Runs of listened jobs that ended since somebody listens, the first to end first. */
const endingsOf = (
  workspace: string,
  runs: readonly JobRun[],
  listened: ReadonlyMap<string, number>,
): readonly Ending[] =>
  runs
    .flatMap((run): readonly Ending[] => {
      const since = listened.get(run.jobId ?? '');
      const at = run.endedAt ?? run.startedAt;
      return since === undefined || run.jobId === undefined || !runHasEnded(run.state) || at < since
        ? []
        : [{ kind: 'job', workspace, target: run.jobId, run: run.runId, state: run.state, at, data: run }];
    })
    .sort((a, b) => a.at - b.at);

const TRAINED: Readonly<Partial<Record<ExperimentRun['status'], RunState>>> = {
  finished: 'passed',
  failed: 'failed',
  killed: 'cancelled',
};
/** Metrics that a card has room for. */
const MOST_METRICS = 3;

/** Runs of an experiment that ended since somebody listens, told as runs are. */
const trainingsOf = (
  workspace: string,
  target: string,
  runs: readonly ExperimentRun[],
  since: number,
): readonly Ending[] =>
  runs
    .flatMap((run): readonly Ending[] => {
      const state = TRAINED[run.status];
      const at = run.endedAt;
      if (state === undefined || at === undefined || at < since) return [];
      const metrics = Object.entries(run.metrics)
        .slice(0, MOST_METRICS)
        .map(([name, value]) => `${name} ${value}`);
      const data: JobRun = {
        runId: run.runId,
        name: run.name,
        state,
        startedAt: run.startedAt,
        endedAt: at,
        creator: run.user,
        tasks: [],
        parameters: run.params,
        ...(run.commit !== undefined && { commit: run.commit }),
        ...(metrics.length > 0 && { message: metrics.join(', ') }),
      };
      return [{ kind: 'experiment', workspace, target, run: run.runId, state, at, data }];
    })
    .sort((a, b) => a.at - b.at);
