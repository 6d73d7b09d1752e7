// Starting runs: run-now, submit, repair; and stopping them: cancel, cancel-all.
import { readId } from '../kernel/ids.ts';
import { ApiRefusal, type LocalRequest, type Route } from '../kernel/route.ts';
import { checkSettings, idOf, invalid } from './asking.ts';
import {
  isJson,
  type Json,
  jsonList,
  keyOf,
  latestAttempts,
  type Run,
  succeeded,
  tasksOf,
  textMap,
  textOf,
} from './model.ts';
import { jobOf, jobsRoute, mayManage, type Office, runOf } from './office.ts';
import { dependenciesOf } from './run-if.ts';

const OVERRIDES = ['job_parameters', 'notebook_params', 'python_params'];

export function startingRoutes(office: Office): Route[] {
  const { store, engine, context } = office;

  /** The run that this token stands for, or a new one. */
  function onceOnly(request: LocalRequest, start: () => Run): Run {
    const token = textOf(request.body['idempotency_token']);
    if (token === undefined) return start();
    if (token.length > 64) throw invalid('The idempotency token must have at most 64 characters.');
    const known = store.runOfToken(token);
    if (known !== undefined) {
      const run = store.run(known);
      if (run === undefined) {
        throw new ApiRefusal(
          400,
          'INVALID_STATE',
          `The run ${known} of this idempotency token has been deleted.`,
        );
      }
      return run;
    }
    const run = start();
    store.keepToken(token, run.id);
    return run;
  }

  function begin(request: LocalRequest, kind: Run['kind'], settings: Json, more: Partial<Run>): Run {
    const id = context.ids.next();
    const now = context.now();
    const run: Run = {
      id,
      jobId: id,
      kind,
      name: 'Untitled',
      creator: request.principal.userName,
      settings,
      parameters: {},
      overriding: {},
      phase: 'PENDING',
      startedAt: now,
      tasks: [],
      repairs: [{ startedAt: now, taskRunIds: [] }],
      ...more,
    };
    const queue = request.body['queue'] ?? settings['queue'];
    engine.admit(run, isJson(queue) && queue['enabled'] === true);
    return run;
  }

  function runNow(request: LocalRequest): Json {
    const id = idOf(request, 'job_id');
    mayManage(office, request, `job ${id}`);
    const job = jobOf(office, id);
    const overriding = overridesOf(request.body);
    const run = onceOnly(request, () =>
      begin(request, 'JOB_RUN', onlyTasks(job.settings, request.body['only']), {
        jobId: job.id,
        name: textOf(job.settings['name']) ?? 'Untitled',
        parameters: parametersOf(job.settings, overriding),
        overriding,
      }),
    );
    return { run_id: run.id, number_in_job: run.id };
  }

  function submit(request: LocalRequest): Json {
    mayManage(office, request, 'this workspace');
    checkSettings(request.body);
    if (tasksOf(request.body).length === 0) throw invalid('Missing required field: tasks');
    const run = onceOnly(request, () =>
      begin(request, 'SUBMIT_RUN', request.body, {
        jobId: context.ids.next(),
        name: textOf(request.body['run_name']) ?? 'Untitled',
      }),
    );
    return { run_id: run.id };
  }

  function repair(request: LocalRequest): Json {
    const run = runOf(office, idOf(request, 'run_id'));
    mayManage(office, request, `job ${run.jobId}`);
    if (run.phase !== 'ENDED') {
      throw new ApiRefusal(
        400,
        'INVALID_STATE',
        `Run ${run.id} is still in progress and cannot be repaired.`,
      );
    }
    const last = run.repairs.findLast((each) => each.id !== undefined)?.id;
    if (last !== readId(request.body['latest_repair_id'])) {
      throw invalid(
        last === undefined
          ? 'latest_repair_id must not be set: the run has not been repaired yet.'
          : `latest_repair_id must be the id of the latest repair of run ${run.id}.`,
      );
    }
    const settings = store.job(run.jobId)?.settings ?? run.settings;
    const keys = keysToRepeat(run, settings, request.body);
    const overriding = overridesOf(request.body);
    run.settings = settings;
    run.overriding = overriding;
    run.parameters = parametersOf(settings, overriding);
    const id = context.ids.next();
    engine.repair(run, { id, startedAt: context.now(), taskRunIds: [] }, keys);
    return { repair_id: id };
  }

  function cancelAll(request: LocalRequest): void {
    const given = request.body['job_id'];
    const id = given === undefined ? undefined : idOf(request, 'job_id');
    const queuedOnly = request.body['all_queued_runs'] === true;
    if (id === undefined && !queuedOnly) throw invalid('Missing required field: job_id');
    mayManage(office, request, id === undefined ? 'this workspace' : `job ${id}`);
    for (const run of store.runs()) {
      if (id !== undefined && run.jobId !== id) continue;
      if (run.phase !== 'ENDED' && (!queuedOnly || run.phase === 'QUEUED')) engine.cancel(run);
    }
  }

  return [
    ...jobsRoute('POST', 'run-now', (request) => ({ body: runNow(request) })),
    ...jobsRoute('POST', 'runs/submit', (request) => ({ body: submit(request) })),
    ...jobsRoute('POST', 'runs/repair', (request) => ({ body: repair(request) })),
    ...jobsRoute('POST', 'runs/cancel', (request) => {
      const run = runOf(office, idOf(request, 'run_id'));
      mayManage(office, request, `job ${run.jobId}`);
      engine.cancel(run);
      return { body: {} };
    }),
    ...jobsRoute('POST', 'runs/cancel-all', (request) => {
      cancelAll(request);
      return { body: {} };
    }),
    ...jobsRoute('POST', 'runs/delete', (request) => {
      const run = runOf(office, idOf(request, 'run_id'));
      mayManage(office, request, `job ${run.jobId}`);
      if (run.phase !== 'ENDED') {
        throw new ApiRefusal(400, 'INVALID_STATE', `Run ${run.id} is active and cannot be deleted.`);
      }
      store.dropRun(run.id);
      return { body: {} };
    }),
  ];
}

function overridesOf(body: Json): Json {
  const given = OVERRIDES.filter((name) => body[name] !== undefined);
  for (const name of given) {
    if (JSON.stringify(body[name]).length > 10_000)
      throw invalid(`${name} exceeds the limit of 10000 bytes.`);
  }
  return Object.fromEntries(
    given.map((name) => [name, Array.isArray(body[name]) ? body[name] : textMap(body[name])]),
  );
}

/** Defaults of the job's parameters under what the call says. */
function parametersOf(settings: Json, overriding: Json): Record<string, string> {
  const defaults = jsonList(settings['parameters']).map(({ name, default: value }) =>
    textMap({ [textOf(name) ?? '']: value }),
  );
  return Object.assign({}, ...defaults, textMap(overriding['job_parameters'])) as Record<string, string>;
}

/** `only`: task keys, with `+` in front for all upstream and behind for all downstream. */
function onlyTasks(settings: Json, only: unknown): Json {
  if (!Array.isArray(only) || only.length === 0) return settings;
  const tasks = tasksOf(settings);
  const chosen = new Set<string>();
  for (const entry of only.map(String)) {
    const key = entry.replace(/^\+|\+$/g, '');
    if (!tasks.some((task) => keyOf(task) === key)) throw invalid(`Task ${key} does not exist in this job.`);
    chosen.add(key);
    if (entry.startsWith('+')) for (const each of upstreamOf(tasks, key)) chosen.add(each);
    if (entry.endsWith('+')) for (const each of downstreamOf(tasks, key)) chosen.add(each);
  }
  return {
    ...settings,
    tasks: tasks
      .filter((task) => chosen.has(keyOf(task)))
      .map((task) => ({
        ...task,
        depends_on: dependenciesOf(task).flatMap((each) => (chosen.has(each) ? [{ task_key: each }] : [])),
      })),
  };
}

function upstreamOf(tasks: readonly Json[], key: string): string[] {
  const direct = tasks.filter((task) => keyOf(task) === key).flatMap(dependenciesOf);
  return direct.flatMap((each) => [each, ...upstreamOf(tasks, each)]);
}

function downstreamOf(tasks: readonly Json[], key: string): string[] {
  const direct = tasks.filter((task) => dependenciesOf(task).includes(key)).map(keyOf);
  return direct.flatMap((each) => [each, ...downstreamOf(tasks, each)]);
}

function keysToRepeat(run: Run, settings: Json, body: Json): string[] {
  const tasks = tasksOf(settings);
  const named = Array.isArray(body['rerun_tasks']) ? body['rerun_tasks'].map(String) : [];
  const unknown = named.find((key) => !tasks.some((task) => keyOf(task) === key));
  if (unknown !== undefined) throw invalid(`Task ${unknown} does not exist in run ${run.id}.`);
  const failed =
    body['rerun_all_failed_tasks'] === true
      ? latestAttempts(run)
          .filter((task) => !succeeded(task.ending))
          .map((task) => task.key)
      : [];
  const chosen = new Set([...named, ...failed]);
  if (body['rerun_dependent_tasks'] === true) {
    const dependent = Array.from(chosen).flatMap((key) => downstreamOf(tasks, key));
    for (const key of dependent) chosen.add(key);
  }
  if (chosen.size === 0)
    throw invalid('There are no tasks to repair: name rerun_tasks or rerun_all_failed_tasks.');
  return [...chosen];
}
