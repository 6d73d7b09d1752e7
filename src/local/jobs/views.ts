// How jobs and runs look in answers.
import type { WorkspaceContext } from '../kernel/context.ts';
import { isJson, type Job, type Json, jsonList, type Run, type TaskRun, textOf } from './model.ts';
import { dependenciesOf } from './run-if.ts';
import { statesOf } from './states.ts';

export interface Looking {
  readonly tasks: boolean;
  readonly history: boolean;
}

/** @param expand with tasks, clusters and parameters */
export function jobView(job: Job, expand: boolean): Json {
  const settings: Record<string, unknown> = { format: 'MULTI_TASK', max_concurrent_runs: 1, ...job.settings };
  if (!expand)
    for (const name of ['tasks', 'job_clusters', 'environments', 'parameters']) delete settings[name];
  return {
    job_id: job.id,
    creator_user_name: job.creator,
    run_as_user_name: job.creator,
    created_time: job.createdAt,
    settings,
  };
}

/** The address as the platform gives it, in its older form. */
export const pageUrl = (context: WorkspaceContext, jobId: bigint, runId: bigint): string =>
  `${context.baseUrl()}/?o=${context.orgId}#job/${jobId}/run/${runId}`;

export function runView(context: WorkspaceContext, run: Run, looking: Looking): Json {
  const end = run.endedAt;
  return {
    job_id: run.jobId,
    run_id: run.id,
    job_run_id: run.id,
    number_in_job: run.id,
    original_attempt_run_id: run.id,
    attempt_number: 0,
    run_name: run.name,
    run_type: run.kind,
    run_page_url: pageUrl(context, run.jobId, run.id),
    trigger: 'ONE_TIME',
    format: 'MULTI_TASK',
    creator_user_name: run.creator,
    start_time: run.startedAt,
    end_time: end ?? 0,
    run_duration: end === undefined ? undefined : end - run.startedAt,
    queue_duration: run.launchedAt === undefined ? undefined : run.launchedAt - run.startedAt,
    setup_duration: 0,
    execution_duration: 0,
    cleanup_duration: 0,
    ...statesOf(run, 'run'),
    ...(Object.keys(run.overriding).length > 0 ? { overriding_parameters: run.overriding } : {}),
    ...parametersView(run),
    ...gitView(run),
    ...(looking.tasks ? { tasks: run.tasks.map((task) => taskView(context, run, task)) } : {}),
    ...(looking.history ? { repair_history: historyView(run) } : {}),
  };
}

export function taskView(context: WorkspaceContext, run: Run, task: TaskRun): Json {
  const end = task.endedAt;
  const executed = task.executedAt;
  return {
    ...task.settings,
    run_id: task.id,
    task_key: task.key,
    run_if: textOf(task.settings['run_if']) ?? 'ALL_SUCCESS',
    attempt_number: task.attempt,
    run_page_url: pageUrl(context, run.jobId, task.id),
    start_time: task.startedAt,
    end_time: end ?? 0,
    setup_duration: executed === undefined ? 0 : executed - task.startedAt,
    execution_duration: executed === undefined || end === undefined ? 0 : end - executed,
    cleanup_duration: 0,
    ...(dependenciesOf(task.settings).length > 0
      ? { depends_on: dependenciesOf(task.settings).map((task_key) => ({ task_key })) }
      : {}),
    ...(executed === undefined
      ? {}
      : { cluster_instance: { cluster_id: `local-${task.id}`, spark_context_id: String(task.id) } }),
    ...(task.parameters === undefined
      ? {}
      : { resolved_values: { notebook_task: { base_parameters: task.parameters } } }),
    ...statesOf(task, 'task'),
    ...gitView(run),
  };
}

function parametersView(run: Run): Json {
  const defaults = jsonList(run.settings['parameters']);
  if (defaults.length === 0) return {};
  return {
    job_parameters: defaults.map((each) => ({
      name: each['name'],
      default: each['default'],
      value: run.parameters[String(each['name'])],
    })),
  };
}

function gitView(run: Run): Json {
  const source = run.settings['git_source'];
  if (!isJson(source)) return {};
  return {
    git_source: {
      ...source,
      ...(run.commit === undefined ? {} : { git_snapshot: { used_commit: run.commit } }),
    },
  };
}

function historyView(run: Run): readonly Json[] {
  return run.repairs.map((repair) => ({
    ...(repair.id === undefined ? {} : { id: repair.id }),
    type: repair.id === undefined ? 'ORIGINAL' : 'REPAIR',
    start_time: repair.startedAt,
    end_time: repair.endedAt ?? 0,
    ...statesOf(
      repair.ending === undefined
        ? { phase: run.phase }
        : { phase: 'ENDED', ending: repair.ending, message: '' },
      'run',
    ),
    task_run_ids: repair.taskRunIds,
  }));
}
