// Fills in references such as `{{job.parameters.branch}}` in the parameters of a task. An unknown reference stays as it was written.

export interface ReferenceValues {
  readonly jobId: bigint;
  readonly jobName: string;
  readonly runId: bigint;
  readonly taskRunId: bigint;
  readonly taskKey: string;
  readonly attempt: number;
  readonly startedAt: number;
  readonly workspaceUrl: string;
  readonly workspaceId: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** Task values by task key. */
  readonly taskValues: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** The text with its references replaced. */
export function fillIn(text: string, values: ReferenceValues): string {
  return text.replace(/\{\{\s*([\w.-]+)\s*\}\}/g, (whole, name: string) => referenced(name, values) ?? whole);
}

function referenced(name: string, values: ReferenceValues): string | undefined {
  const parameter = /^job\.parameters\.(.+)$/.exec(name)?.[1];
  if (parameter !== undefined) return values.parameters[parameter];
  const [, task, key] = /^tasks\.([^.]+)\.values\.(.+)$/.exec(name) ?? [];
  if (task !== undefined && key !== undefined) {
    const value = values.taskValues[task]?.[key];
    return value === undefined ? undefined : typeof value === 'string' ? value : JSON.stringify(value);
  }
  const start = new Date(values.startedAt).toISOString();
  const known: Readonly<Record<string, string>> = {
    'job.id': String(values.jobId),
    'job.name': values.jobName,
    'job.run_id': String(values.runId),
    'job.repair_count': '0',
    'job.start_time.iso_date': start.slice(0, 10),
    'job.start_time.iso_datetime': start,
    'job.start_time.timestamp_ms': String(values.startedAt),
    'task.run_id': String(values.taskRunId),
    'task.name': values.taskKey,
    'task.execution_count': String(values.attempt + 1),
    'workspace.url': values.workspaceUrl,
    'workspace.id': values.workspaceId,
    // The older spellings.
    job_id: String(values.jobId),
    run_id: String(values.taskRunId),
    parent_run_id: String(values.runId),
    task_key: values.taskKey,
    start_date: start.slice(0, 10),
  };
  return known[name];
}
