// Looking at runs: get, list, the output of a task, and its export.
import { readId } from '../kernel/ids.ts';
import type { LocalRequest, Route } from '../kernel/route.ts';
import { countOf, flagOf, idOf, invalid, pageOf, positionOf } from './asking.ts';
import type { Json, Run, TaskRun } from './model.ts';
import { jobsRoute, type Office, runOf } from './office.ts';
import { escapeHtml } from './run-page.ts';
import { runView, taskView } from './views.ts';

const TOO_MANY_TASKS =
  'Retrieving the output of runs with multiple tasks is not supported. Please retrieve the output of each individual task run instead.';
const PAGE = 100;
const OUTPUT_LIMIT = 5 * 1024 * 1024;

export function readingRoutes(office: Office): Route[] {
  const { store, context } = office;

  function get(request: LocalRequest): Json {
    const id = idOf(request, 'run_id');
    const history = flagOf(request, 'include_history');
    const parent = store.runOfTask(id);
    // A task run can be looked up as well: it is shown as a run of one task.
    if (parent !== undefined) return oneTaskView(parent, id);
    const view = runView(context, runOf(office, id), { tasks: true, history });
    const tasks = view['tasks'];
    if (!Array.isArray(tasks) || !request.path.startsWith('/api/2.2/')) return view;
    const { page, links } = pageOf(tasks as readonly Json[], positionOf(request), PAGE);
    return { ...view, tasks: page, next_page_token: links['next_page_token'] };
  }

  function oneTaskView(run: Run, id: bigint): Json {
    const task = run.tasks.find((each) => each.id === id);
    const view = runView(context, run, { tasks: false, history: false });
    if (task === undefined) return view;
    const { run_id, start_time, end_time, state, status, setup_duration, execution_duration } = taskView(
      context,
      run,
      task,
    );
    const shown = { run_id, start_time, end_time, state, status, setup_duration, execution_duration };
    return { ...view, ...shown, parent_run_id: run.id, tasks: [taskView(context, run, task)] };
  }

  function list(request: LocalRequest): Json {
    const active = flagOf(request, 'active_only');
    const completed = flagOf(request, 'completed_only');
    if (active && completed) throw invalid('Only one of active_only and completed_only can be true.');
    const given = request.query.get('job_id');
    const jobId = given === null ? undefined : readId(given);
    if (given !== null && jobId === undefined) throw invalid('Invalid value for job_id.');
    const type = request.query.get('run_type');
    const from = Number(request.query.get('start_time_from') ?? 0);
    const to = Number(request.query.get('start_time_to') ?? Number.MAX_SAFE_INTEGER);
    if (Number.isNaN(from) || Number.isNaN(to))
      throw invalid('start_time_from and start_time_to are milliseconds.');
    const limit = countOf(request, 'limit', 20, 25);
    const start = positionOf(request);
    const expand = flagOf(request, 'expand_tasks');
    const found = store
      .runs()
      .filter((run) => (active ? run.phase !== 'ENDED' : !completed || run.phase === 'ENDED'))
      .filter((run) => jobId === undefined || run.jobId === jobId)
      .filter((run) => type === null || type === '' || run.kind === type)
      .filter((run) => run.startedAt >= from && run.startedAt <= to)
      .sort(newestFirst);
    const { page, links } = pageOf(found, start, limit);
    if (page.length === 0) return links;
    return { runs: page.map((run) => runView(context, run, { tasks: expand, history: false })), ...links };
  }

  function taskRun(request: LocalRequest): { run: Run; task: TaskRun } {
    const id = idOf(request, 'run_id');
    if (store.run(id) !== undefined) throw invalid(TOO_MANY_TASKS);
    const run = store.runOfTask(id);
    const task = run?.tasks.find((each) => each.id === id);
    if (run === undefined || task === undefined) throw invalid(`Run ${id} does not exist.`);
    return { run, task };
  }

  function output(request: LocalRequest): Json {
    const { run, task } = taskRun(request);
    const { exit, logs, logsTruncated, error, trace } = task.output ?? {};
    const isNotebook = task.settings['notebook_task'] !== undefined;
    const cut = exit !== undefined && exit.length > OUTPUT_LIMIT;
    return {
      metadata: oneTaskView(run, task.id),
      ...(isNotebook && task.phase === 'ENDED'
        ? {
            notebook_output:
              exit === undefined ? {} : { result: cut ? exit.slice(0, OUTPUT_LIMIT) : exit, truncated: cut },
          }
        : {}),
      ...(!isNotebook && logs !== undefined ? { logs, logs_truncated: logsTruncated === true } : {}),
      ...(error === undefined
        ? task.phase === 'ENDED' &&
          task.message !== undefined &&
          task.message !== '' &&
          task.output === undefined
          ? { error: task.message }
          : {}
        : { error, error_trace: trace }),
    };
  }

  return [
    ...jobsRoute('GET', 'runs/get', (request) => ({ body: get(request) })),
    ...jobsRoute('GET', 'runs/list', (request) => ({ body: list(request) })),
    ...jobsRoute('GET', 'runs/get-output', (request) => ({ body: output(request) })),
    ...jobsRoute('GET', 'runs/export', (request) => {
      const { task } = taskRun(request);
      if (task.phase !== 'ENDED' || task.settings['notebook_task'] === undefined) {
        throw invalid('Only notebook runs that have ended can be exported.');
      }
      return { body: { views: [{ name: task.key, type: 'NOTEBOOK', content: notebookPage(task) }] } };
    }),
  ];
}

/** By end, newest first; runs that go on stand by their start. */
function newestFirst(a: Run, b: Run): number {
  const [left, right] = [a.endedAt ?? a.startedAt, b.endedAt ?? b.startedAt];
  return left === right ? (a.id < b.id ? 1 : -1) : right - left;
}

function notebookPage({ key, output }: TaskRun): string {
  const part = (title: string, text: string | undefined) =>
    text === undefined || text === '' ? '' : `<h2>${title}</h2><pre>${escapeHtml(text)}</pre>`;
  return `<!doctype html><html><head><meta charset="utf-8"><title>${escapeHtml(key)}</title></head><body>${part('Code', output?.code)}${part('Output', output?.logs)}${part('Result', output?.exit)}${part('Error', output?.trace)}</body></html>`;
}
