// A run as the Jobs API tells it, and what becomes of it in our words.
import { z } from 'zod';
import type { JobRun, RunTask } from '../domain/run.ts';
import { stateShape, stateWords } from './run-state.ts';
import { id, instant, text } from './shapes.ts';

const clusterShape = z.object({ spark_version: text, node_type_id: text }).nullish();
/** The runtime and the machine of a cluster that was made for the run. */
const clusterWords = (cluster: z.output<typeof clusterShape>): string | undefined =>
  cluster?.spark_version === undefined
    ? undefined
    : `${cluster.spark_version}${cluster.node_type_id === undefined ? '' : ` on ${cluster.node_type_id}`}`;

const taskShape = stateShape
  .extend({
    new_cluster: clusterShape,
    existing_cluster_id: text,
    run_id: id,
    task_key: z.string(),
    attempt_number: z.number().nullish(),
    start_time: instant,
    end_time: instant,
    run_page_url: text,
  })
  .transform(
    ({
      run_id,
      task_key,
      attempt_number,
      start_time,
      end_time,
      run_page_url,
      new_cluster,
      existing_cluster_id: shared,
      ...states
    }): RunTask => {
      const { state, message } = stateWords(states);
      const runtime = clusterWords(new_cluster) ?? (shared === undefined ? undefined : `cluster ${shared}`);
      return {
        ...(runtime !== undefined && { runtime }),
        key: task_key,
        runId: run_id,
        state,
        attempt: attempt_number ?? 0,
        ...(start_time !== undefined && { startedAt: start_time }),
        ...(end_time !== undefined && { endedAt: end_time }),
        ...(message !== undefined && { message }),
        ...(run_page_url !== undefined && { url: run_page_url }),
      };
    },
  );

const parameterShape = z.object({ name: z.string(), value: text, default: text });
export const runShape = stateShape
  .extend({
    run_id: id,
    job_id: id.nullish(),
    run_name: text,
    run_page_url: text,
    creator_user_name: text,
    start_time: instant,
    end_time: instant,
    tasks: z.array(taskShape).nullish(),
    job_clusters: z.array(z.object({ new_cluster: clusterShape })).nullish(),
    job_parameters: z.array(parameterShape).nullish(),
    repair_history: z.array(z.object({ id: id.nullish(), type: text })).nullish(),
    git_source: z
      .object({ git_commit: text, git_snapshot: z.object({ used_commit: text }).nullish() })
      .nullish(),
    next_page_token: text,
  })
  .transform(
    ({
      run_id,
      job_id,
      run_name,
      run_page_url,
      creator_user_name,
      start_time,
      end_time,
      tasks,
      job_clusters,
      job_parameters,
      repair_history,
      git_source,
      next_page_token,
      ...states
    }) => {
      const words = stateWords(states);
      const ranOn = [
        ...(job_clusters ?? []).map(({ new_cluster }) => clusterWords(new_cluster)),
        ...(tasks ?? []).map(({ runtime }) => runtime),
      ].filter((runtime) => runtime !== undefined);
      const commit = git_source?.git_snapshot?.used_commit ?? git_source?.git_commit;
      const run: JobRun = {
        runId: run_id,
        ...(job_id != null && { jobId: job_id }),
        name: run_name ?? 'Untitled',
        ...words,
        ...(run_page_url !== undefined && { url: run_page_url }),
        ...(creator_user_name !== undefined && { creator: creator_user_name }),
        startedAt: start_time ?? 0,
        ...(end_time !== undefined && { endedAt: end_time }),
        tasks: tasks ?? [],
        ...(commit !== undefined && { commit }),
        ...(ranOn.length > 0 && { runtime: [...new Set(ranOn)].sort().join(', ') }),
        ...(job_parameters && {
          parameters: Object.fromEntries(
            job_parameters.map(({ name, value, default: fallback }) => [name, value ?? fallback ?? '']),
          ),
        }),
      };
      const repairs = (repair_history ?? []).flatMap((entry) =>
        entry.type === 'REPAIR' && entry.id != null ? [entry.id] : [],
      );
      return { run, repairs, next: next_page_token };
    },
  );
/** One page of runs/list; `runs` is absent when empty. */
export const listShape = z.object({ runs: z.array(runShape).nullish(), next_page_token: text });

/** After a retry or a repair one task key stands several times: the highest attempt counts, and of equals the later one. */
export const newestAttempts = (tasks: readonly RunTask[]): readonly RunTask[] => {
  const newest = new Map<string, RunTask>();
  for (const task of tasks) {
    const held = newest.get(task.key);
    if (!held || task.attempt >= held.attempt) newest.set(task.key, task);
  }
  return [...newest.values()];
};
