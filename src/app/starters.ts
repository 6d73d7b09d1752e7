// Who had brickbot run a training: read from the operation that the run of MLflow names, by its id or by the job run it belongs to.
import { normaliseSayable } from '../base/ids.ts';
import type { Operation } from '../domain/operation.ts';
import type { JobRun } from '../domain/run.ts';
import type { Store } from '../store/index.ts';
import { findOperation, listOperations } from '../store/operations.ts';

/** Runs that were asked for longer ago than this many others are nobody's any more. */
const MOST_LOOKED = 500;

/** Whether a step of the operation started or watched this run, or a task of it. */
const ran = ({ steps }: Pick<Operation, 'steps'>, runId: string): boolean =>
  steps.some(({ data }) => {
    const { runId: started, run } = (data ?? {}) as { readonly runId?: unknown; readonly run?: JobRun };
    return started === runId || run?.runId === runId || run?.tasks.some((task) => task.runId === runId);
  });

/** By the tags of an MLflow run: `brickbot.op`, or `mlflow.databricks.jobRunID`, which MLflow writes on Databricks. */
export const starterOf =
  (store: Store) =>
  async (tags: Readonly<Record<string, string>>): Promise<string | undefined> => {
    const { 'brickbot.op': op, 'mlflow.databricks.jobRunID': runId } = tags;
    const byName = op === undefined ? undefined : await findOperation(store.db, normaliseSayable(op));
    if (byName) return byName.requester.name;
    if (runId === undefined) return undefined;
    const jobs = await listOperations(store.db, { kind: 'job', limit: MOST_LOOKED });
    return jobs.find((operation) => ran(operation, runId))?.requester.name;
  };
