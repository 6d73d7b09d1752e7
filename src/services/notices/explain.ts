// Why a run failed, as far as Databricks tells: the failing task, its trace, and what differs from the last run that passed.
import type { RunsApi } from '../../databricks/runs.ts';
import { shortCommit } from '../../domain/commit.ts';
import type { Difference, NoticeEntry } from '../../domain/notice.ts';
import type { JobRun } from '../../domain/run.ts';

/** More of a trace than a card ever shows. */
const LONGEST_TRACE = 4_000;

/** Commit, runtime and parameters that differ. Nothing when there is no good run to compare with. */
export const differencesOf = (good: JobRun | undefined, run: JobRun): readonly Difference[] => {
  if (!good) return [];
  const names = [
    ...new Set([...Object.keys(good.parameters ?? {}), ...Object.keys(run.parameters ?? {})]),
  ].sort();
  const parameters = names.map((name) => ({
    name,
    before: good.parameters?.[name] ?? '–',
    after: run.parameters?.[name] ?? '–',
  }));
  const commits =
    run.commit === undefined || good.commit === undefined
      ? []
      : [{ name: 'commit', before: shortCommit(good.commit), after: shortCommit(run.commit) }];
  const runtimes =
    run.runtime === undefined || good.runtime === undefined
      ? []
      : [{ name: 'runtime', before: good.runtime, after: run.runtime }];
  return [...commits, ...runtimes, ...parameters].filter(({ before, after }) => before !== after);
};

/** The failing task and its trace. A trace that cannot be read is left out: the failure is told all the same. */
export const failureOf = async (
  runs: Pick<RunsApi, 'output'>,
  run: JobRun,
): Promise<NonNullable<NoticeEntry['failure']>> => {
  const failing =
    run.tasks.find(({ state }) => state === 'failed') ?? run.tasks.find(({ state }) => state === 'timed-out');
  if (!failing) return {};
  // The platform counts attempts from nought, repairs included.
  const told = { task: failing.key, ...(failing.attempt > 0 && { attempts: failing.attempt + 1 }) };
  try {
    const { error, trace } = await runs.output(failing.runId);
    const text = [error, trace].filter((part) => part !== undefined && part !== '').join('\n');
    return { ...told, ...(text !== '' && { trace: text.slice(0, LONGEST_TRACE) }) };
  } catch {
    return told;
  }
};
