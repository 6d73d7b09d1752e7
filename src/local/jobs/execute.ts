// Carries out one attempt at a task: finds its code, fills in its parameters, runs it, and says how it ended.
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Checkout, LocatedFile, WorkspaceFiles } from '../files/contract.ts';
import type { WorkspaceContext } from '../kernel/context.ts';
import type { ApiRefusal, Principal } from '../kernel/route.ts';
import {
  type Ending,
  isJson,
  type Json,
  type Output,
  type Run,
  type TaskRun,
  textMap,
  textOf,
} from './model.ts';
import { type PythonResult, runPython } from './python.ts';
import { fillIn, type ReferenceValues } from './references.ts';

export interface Executed {
  readonly ending: Ending;
  readonly message?: string;
  readonly output?: Output;
}

export interface Order {
  readonly context: WorkspaceContext;
  readonly files: WorkspaceFiles;
  readonly run: Run;
  readonly task: TaskRun;
  readonly principal: Principal;
  /** The clone of git_source; rejects with an ApiRefusal when there is none to be had. */
  readonly checkout: (() => Promise<Checkout>) | undefined;
  readonly taskValues: Readonly<Record<string, Json>>;
  /** Stops the process; the caller knows why. */
  readonly signal: AbortSignal;
}

const WORKLOAD = 'Workload failed, see run output for details';

/** Never throws for anything the task did; 'canceled' stands for every stop by the signal. */
export async function execute(order: Order): Promise<Executed> {
  const { task, context } = order;
  const notebook = isJson(task.settings['notebook_task']) ? task.settings['notebook_task'] : undefined;
  const script = isJson(task.settings['spark_python_task']) ? task.settings['spark_python_task'] : undefined;
  const wanted = textOf(notebook?.['notebook_path']) ?? textOf(script?.['python_file']);
  if (wanted === undefined) {
    return {
      ending: 'bad-configuration',
      message: 'The embedded workspace runs notebook_task and spark_python_task only',
    };
  }
  let found: LocatedFile | undefined;
  try {
    found = await locate(order, notebook ?? script ?? {}, wanted);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return {
      ending: 'no-checkout',
      message: `Failed to checkout Git repository: ${error.errorCode}: ${error.message}`,
    };
  }
  const kind = notebook === undefined ? 'FILE' : 'NOTEBOOK';
  if (
    found === undefined ||
    (kind === 'NOTEBOOK' && found.kind !== 'NOTEBOOK') ||
    found.kind === 'DIRECTORY'
  ) {
    const text = `Unable to access the ${kind === 'FILE' ? 'file' : 'notebook'} "${wanted}". Either it does not exist, or the identity used to run this job, ${order.principal.userName}, lacks the required permissions.`;
    return { ending: 'not-found', message: text };
  }
  if (!found.file.endsWith('.py')) {
    return { ending: 'bad-configuration', message: 'The embedded workspace runs Python source only' };
  }
  if (context.python === undefined) {
    return {
      ending: 'no-driver',
      message:
        'The driver could not start: this machine has no python3. Install Python 3.9 or later and run again',
    };
  }
  const values = referenceValues(order);
  const parameters = Object.fromEntries(
    Object.entries({
      ...order.run.parameters,
      ...textMap(notebook?.['base_parameters']),
      ...pushedDown(order),
    }).map(([key, value]) => [key, fillIn(value, values)]),
  );
  task.parameters = parameters;
  const given = order.run.overriding['python_params'] ?? script?.['parameters'];
  const lent = context.lendToken(order.principal);
  const scratch = join(context.dataDir, 'jobs', String(task.id));
  try {
    const result = await runPython(
      {
        kind: notebook === undefined ? 'script' : 'notebook',
        file: found.file,
        root: found.root,
        shown: found.rootPath === '/' ? '' : `/Workspace${found.rootPath}`,
        parameters,
        arguments: Array.isArray(given) ? given.map((each) => fillIn(String(each), values)) : [],
        upstream: order.taskValues,
      },
      {
        python: context.python,
        scratch,
        dbfs: join(context.dataDir, 'dbfs'),
        signal: order.signal,
        environment: {
          DATABRICKS_HOST: context.baseUrl(),
          DATABRICKS_TOKEN: lent.token,
          MLFLOW_TRACKING_URI: context.baseUrl(),
          MLFLOW_TRACKING_TOKEN: lent.token,
        },
      },
    );
    return await verdict(result, found.file);
  } finally {
    lent.revoke();
    await rm(scratch, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function verdict(result: PythonResult, file: string): Promise<Executed> {
  const code = await readFile(file, 'utf8').catch(() => '');
  const output: Output = { ...result.output, code };
  switch (result.end) {
    case 'missing':
      return { ending: 'no-driver', message: 'The driver could not start: python3 cannot be run', output };
    case 'stopped':
      return { ending: 'canceled', output };
    case 'lost':
      return {
        ending: 'failed',
        message: `The Python process ended unexpectedly (${result.how ?? 'no reason known'})`,
        output: {
          ...output,
          error: `The Python process ended unexpectedly (${result.how ?? 'no reason known'})`,
        },
      };
    case 'done':
      return result.output.error === undefined
        ? { ending: 'success', output }
        : { ending: 'failed', message: WORKLOAD, output };
  }
}

async function locate(order: Order, settings: Json, wanted: string): Promise<LocatedFile | undefined> {
  const fromGit =
    settings['source'] === 'GIT' || (order.checkout !== undefined && settings['source'] !== 'WORKSPACE');
  if (!fromGit) return wanted.startsWith('/') ? await order.files.locate(wanted) : undefined;
  if (order.checkout === undefined) return undefined;
  const { dir } = await order.checkout();
  return await order.files.locateIn(dir, wanted.replace(/^\/+/, ''));
}

/** Parameters of the call that win over the task's own: job parameters that were named, and the older notebook_params. */
function pushedDown({ run }: Order): Record<string, string> {
  return { ...textMap(run.overriding['job_parameters']), ...textMap(run.overriding['notebook_params']) };
}

function referenceValues({ context, run, task, taskValues }: Order): ReferenceValues {
  return {
    jobId: run.jobId,
    jobName: run.name,
    runId: run.id,
    taskRunId: task.id,
    taskKey: task.key,
    attempt: task.attempt,
    startedAt: run.startedAt,
    workspaceUrl: context.baseUrl(),
    workspaceId: context.orgId,
    parameters: run.parameters,
    taskValues,
  };
}

/** By name, because errors may cross realms. */
const isRefusal = (error: unknown): error is ApiRefusal =>
  typeof error === 'object' && error !== null && 'name' in error && error.name === 'ApiRefusal';
