// Conducts the tasks of one run: each starts when those it depends on have ended, is tried again as often as it may, and stops when
// the run does.
import timers from 'node:timers/promises';
import type { Active } from './active.ts';
import { type Executed, execute } from './execute.ts';
import {
  type Ending,
  type Json,
  keyOf,
  latestAttempts,
  numberOf,
  succeeded,
  type TaskRun,
  tasksOf,
  textMap,
} from './model.ts';
import { decide, dependenciesOf } from './run-if.ts';

/** Ends when every task of this round has. */
export async function conductTasks(active: Active): Promise<void> {
  const { run, options } = active;
  const wanted = new Set(active.keys);
  const tasks = tasksOf(run.settings).filter((task) => wanted.has(keyOf(task)));
  const rows = new Map(tasks.map((task) => [keyOf(task), newAttempt(active, task)]));
  active.save();
  const done = new Map<string, Promise<Ending>>();
  // Tasks that are not part of this round count as they ended before.
  const before = new Map(latestAttempts(run).map((task) => [task.key, task.ending ?? 'success']));

  const endingOfKey = (key: string): Promise<Ending> => {
    const known = done.get(key);
    if (known !== undefined) return known;
    const task = tasks.find((each) => keyOf(each) === key);
    const row = rows.get(key);
    const ending =
      task === undefined || row === undefined
        ? Promise.resolve<Ending>(before.get(key) ?? 'excluded')
        : Promise.all(dependenciesOf(task).map(endingOfKey)).then((endings) => oneTask(task, row, endings));
    done.set(key, ending);
    return ending;
  };

  async function oneTask(task: Json, row: TaskRun, endings: readonly Ending[]): Promise<Ending> {
    if (active.stop.signal.aborted) return endAttempt(active, row, stopped(active));
    if (task['disabled'] === true) return endAttempt(active, row, { ending: 'disabled' });
    const decision = decide(task['run_if'], endings);
    if (decision !== 'run') {
      const message = decision === 'excluded' ? 'Run condition was not met' : 'An upstream task failed.';
      return endAttempt(active, row, { ending: decision, message });
    }
    const retries = numberOf(task['max_retries']) ?? 0;
    for (let attempt = row; ; ) {
      const executed = await oneAttempt(active, attempt);
      const ending = endAttempt(active, attempt, executed);
      const again = ending === 'failed' || (ending === 'timed-out' && task['retry_on_timeout'] === true);
      if (!again || active.stop.signal.aborted) return ending;
      if (retries >= 0 && attempt.attempt - row.attempt >= retries) return ending;
      attempt = newAttempt(active, task);
      attempt.phase = 'WAITING_FOR_RETRY';
      active.save();
      await pause(numberOf(task['min_retry_interval_millis']) ?? 0, active.stop.signal);
    }
  }

  if (active.stop.signal.aborted) for (const row of rows.values()) endAttempt(active, row, stopped(active));
  if (run.phase === 'PENDING' && options.startDelayMs === 0) run.phase = 'RUNNING';
  await Promise.all(tasks.map((task) => endingOfKey(keyOf(task))));
}

function newAttempt(active: Active, settings: Json): TaskRun {
  const { run, options } = active;
  const key = keyOf(settings);
  const attempts = run.tasks.filter((task) => task.key === key);
  const row: TaskRun = {
    id: options.context.ids.next(),
    key,
    attempt: attempts.length,
    settings,
    phase: dependenciesOf(settings).length > 0 ? 'BLOCKED' : 'PENDING',
    startedAt: options.context.now(),
  };
  run.tasks.push(row);
  run.repairs.at(-1)?.taskRunIds.push(row.id);
  return row;
}

/** From the pretended start of a cluster to the end of the process. */
async function oneAttempt(active: Active, row: TaskRun): Promise<Executed> {
  const { run, options } = active;
  const stop = new AbortController();
  const pass = () => stop.abort();
  active.stop.signal.addEventListener('abort', pass, { once: true });
  const seconds = numberOf(row.settings['timeout_seconds']) ?? 0;
  let tooLong = false;
  const timer =
    seconds > 0
      ? setTimeout(() => {
          tooLong = true;
          stop.abort();
        }, seconds * 1000)
      : undefined;
  let release: (() => void) | undefined;
  try {
    row.phase = 'PENDING';
    row.startedAt = options.context.now();
    active.save();
    await pause(options.startDelayMs, stop.signal);
    release = await active.slots.take(stop.signal);
    if (release !== undefined) {
      row.phase = 'RUNNING';
      row.executedAt = options.context.now();
      if (run.phase === 'PENDING') run.phase = 'RUNNING';
      active.save();
      const executed = await execute({
        context: options.context,
        files: options.files,
        run,
        task: row,
        principal: options.context.principalNamed(run.creator) ?? {
          id: '0',
          userName: run.creator,
          displayName: run.creator,
        },
        checkout: active.checkout,
        taskValues: Object.fromEntries(
          latestAttempts(run).map((task) => [task.key, task.output?.values ?? textMap({})]),
        ),
        signal: stop.signal,
      });
      if (executed.ending !== 'canceled') return executed;
      return { ...executed, ...reason() };
    }
    return reason();
  } finally {
    clearTimeout(timer);
    release?.();
    active.stop.signal.removeEventListener('abort', pass);
  }

  function reason(): Executed {
    return tooLong && !active.stop.signal.aborted
      ? { ending: 'timed-out', message: `Task timed out after ${seconds} seconds.` }
      : stopped(active);
  }
}

/** How tasks end when their run is stopped. */
function stopped(active: Active): Executed {
  return active.stop.signal.reason === 'timed-out'
    ? { ending: 'timed-out', message: 'Run timed out.' }
    : { ending: 'canceled', message: 'Run cancelled.' };
}

function endAttempt(active: Active, row: TaskRun, executed: Executed): Ending {
  if (row.phase === 'ENDED') return row.ending ?? executed.ending;
  row.phase = 'ENDED';
  row.ending = executed.ending;
  row.message =
    executed.message ?? (succeeded(executed.ending) ? '' : 'Workload failed, see run output for details');
  if (executed.output !== undefined) row.output = executed.output;
  row.endedAt = active.options.context.now();
  active.save();
  return executed.ending;
}

/** Waits, or not to the end when the signal comes. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (ms <= 0 || signal.aborted) return;
  await timers.setTimeout(ms, undefined, { signal }).catch(() => undefined);
}
