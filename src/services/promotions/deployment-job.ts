// The job that Unity Catalog runs for a new version: its approval task fails until the version carries a tag of the task's name. What was
// decided here is told there: the tag is set and the failed tasks run again, as the page of Databricks does it.
import type { Databricks } from '../../databricks/client.ts';
import type { ModelRegistry } from '../../databricks/registry/index.ts';
import type { JobRun } from '../../domain/run.ts';

/** Runs of the job that are looked through for the one of the version. */
const MOST_RUNS = 100;
const DAY_MS = 24 * 60 * 60_000;
/** A repair is possible for so long after the run. */
const OLDEST_MS = 60 * DAY_MS;
const APPROVAL_TASK = /^approval/i;

export interface WaitingApproval {
  readonly runId: string;
  /** Key of the task, which is the key of the tag that it looks for. */
  readonly task: string;
  /** To be given again with a repair. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** The newest run of the job for this version, when it ended at its approval task. */
export const waitingApproval = async (
  { runs }: Pick<Databricks, 'runs'>,
  job: string,
  of: { readonly model: string; readonly version: string; readonly now: number },
  signal?: AbortSignal,
): Promise<WaitingApproval | undefined> => {
  let looked = 0;
  for await (const page of runs.completedOf(job, of.now - OLDEST_MS, signal)) {
    const run = page.find(
      ({ parameters = {} }) =>
        parameters['model_name'] === of.model && parameters['model_version'] === of.version,
    );
    if (run) return waitingIn(run);
    looked += page.length;
    if (looked >= MOST_RUNS) return undefined;
  }
  return undefined;
};

const waitingIn = ({ runId, tasks, state, parameters = {} }: JobRun): WaitingApproval | undefined => {
  const task = tasks.find((each) => APPROVAL_TASK.test(each.key) && each.state === 'failed');
  return state === 'passed' || task === undefined ? undefined : { runId, task: task.key, parameters };
};

/** Sets the tag and has the failed tasks run again. */
export const releaseDeploymentJob = async (
  { runs }: Pick<Databricks, 'runs'>,
  registry: Pick<ModelRegistry, 'tag'>,
  waiting: WaitingApproval,
  { model, version }: { readonly model: string; readonly version: string },
  signal?: AbortSignal,
): Promise<void> => {
  await registry.tag(model, version, waiting.task, 'Approved', signal);
  const latestRepairId = await runs.latestRepair(waiting.runId, signal);
  await runs.repair(
    {
      runId: waiting.runId,
      parameters: waiting.parameters,
      ...(latestRepairId !== undefined && { latestRepairId }),
    },
    signal,
  );
};
