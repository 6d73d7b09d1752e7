// Following a Databricks run that an operation started: looked at once, then left to the watcher, which wakes the operation
// when the run moves. Stopping is asked for and then looked up until it is true.
import { asFault, Fault } from '../../base/errors.ts';
import type { Databricks } from '../../databricks/client.ts';
import type { Operation } from '../../domain/operation.ts';
import { type JobRun, runHasEnded } from '../../domain/run.ts';
import type { StepOutcome, StopOutcome } from '../operations/playbook.ts';

/** What the step that follows a run stores: the run as last read. */
export interface WatchedRun {
  readonly run?: JobRun;
}

/**
 * Reads what belongs to a run that an operation started. That it is not there is no slip of the asker’s: it was there.
 * @throws Fault `run-lost` in place of `run-not-found`
 */
export const ofOwnRun = async <T>(runId: string, reading: Promise<T>): Promise<T> =>
  reading.catch((error: unknown) => {
    const { code, details } = asFault(error);
    if (code !== 'run-not-found') throw error;
    throw new Fault('run-lost', {
      system: 'Databricks',
      changed: 'unknown',
      ...(details.attempted !== undefined && { attempted: details.attempted }),
      facts: { run: runId },
      cause: error,
    });
  });

/** One look at the run: over, or to be watched on. A run that failed is no failure of the step; the verdict is another step's. */
export const followRun = async (
  databricks: Databricks,
  workspace: string,
  runId: string,
  signal: AbortSignal,
): Promise<StepOutcome> => {
  const run = await ofOwnRun(runId, databricks.runs.get(runId, signal));
  const data: WatchedRun = { run };
  const done = run.tasks.filter((task) => runHasEnded(task.state)).length;
  const detail = run.tasks.length > 1 ? `${run.state}, ${done} of ${run.tasks.length} tasks over` : run.state;
  return runHasEnded(run.state)
    ? { kind: 'done', detail, data }
    : { kind: 'watch', workspace, runId, detail, data };
};

const LOOK_AGAIN_MS = 1_000;

/** Asks Databricks to stop the run; cancelling is asynchronous there, so the state is read until it is over. */
export const stopRun = async (
  databricks: Databricks,
  runId: string,
  signal: AbortSignal,
): Promise<StopOutcome> => {
  const run = await ofOwnRun(runId, databricks.runs.get(runId, signal));
  if (run.state === 'cancelled') return { kind: 'stopped', detail: 'stopped' };
  if (runHasEnded(run.state)) return { kind: 'too-late' };
  await databricks.runs.cancel(runId, signal);
  return { kind: 'again', afterMs: LOOK_AGAIN_MS, detail: 'asked to stop' };
};

/** The run as the operation last saw it, for its link and its tasks. */
export const runSeen = (operation: Operation): JobRun | undefined =>
  (operation.steps.find((step) => step.name === 'run')?.data as WatchedRun | undefined)?.run;
