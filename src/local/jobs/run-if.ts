// Whether a task may start, and how the tasks decide the ending of the run. Pure.
import { type Ending, type Json, jsonList, succeeded, textOf } from './model.ts';

const FAILURES: readonly Ending[] = [
  'failed',
  'timed-out',
  'upstream-failed',
  'no-checkout',
  'not-found',
  'bad-configuration',
  'driver-lost',
  'no-driver',
];
const isFailure = (ending: Ending): boolean => FAILURES.includes(ending);
const isCancel = (ending: Ending): boolean => ending === 'canceled' || ending === 'upstream-canceled';

export const dependenciesOf = (task: Json): readonly string[] =>
  jsonList(task['depends_on']).flatMap((each) => textOf(each['task_key']) ?? []);

/**
 * 'run', or the ending of a task that is not run, once all its dependencies have ended.
 * @param runIf ALL_SUCCESS (default), ALL_DONE, NONE_FAILED, AT_LEAST_ONE_SUCCESS, ALL_FAILED, AT_LEAST_ONE_FAILED
 */
export function decide(runIf: unknown, endings: readonly Ending[]): 'run' | Ending {
  if (endings.length === 0) return 'run';
  const good = endings.some(succeeded);
  const bad = endings.some(isFailure);
  const refused: Ending = bad ? 'upstream-failed' : endings.some(isCancel) ? 'upstream-canceled' : 'excluded';
  switch (runIf) {
    case 'ALL_DONE':
      return 'run';
    case 'NONE_FAILED':
      return !bad && !endings.some(isCancel) && good ? 'run' : refused;
    case 'AT_LEAST_ONE_SUCCESS':
      return good ? 'run' : refused;
    case 'ALL_FAILED':
      return endings.every(isFailure) ? 'run' : 'excluded';
    case 'AT_LEAST_ONE_FAILED':
      return bad ? 'run' : 'excluded';
    default:
      return endings.every(succeeded) ? 'run' : refused;
  }
}

export interface EndedTask {
  readonly key: string;
  readonly ending: Ending;
  readonly message?: string | undefined;
  readonly dependsOn: readonly string[];
}

/** Ending and message of a run from the endings of its tasks: the leaves decide, a healed failure is told apart. */
export function endingOf(tasks: readonly EndedTask[]): { ending: Ending; message: string } {
  const upstream = new Set(tasks.flatMap((task) => task.dependsOn));
  const leaves = tasks.filter((task) => !upstream.has(task.key));
  const culprit =
    tasks.find((task) => isFailure(task.ending) && task.ending !== 'upstream-failed') ??
    tasks.find((task) => isFailure(task.ending));
  const calm = (task: EndedTask) => succeeded(task.ending) || ['excluded', 'disabled'].includes(task.ending);
  if (leaves.every(calm)) {
    return culprit === undefined && !tasks.some((task) => isCancel(task.ending))
      ? { ending: 'success', message: '' }
      : { ending: 'success-with-failures', message: culprit === undefined ? '' : sentence(culprit) };
  }
  if (culprit !== undefined) {
    const ending = culprit.ending === 'upstream-failed' ? 'failed' : culprit.ending;
    return { ending, message: sentence(culprit) };
  }
  return { ending: 'canceled', message: 'Run cancelled.' };
}

const sentence = (task: EndedTask): string =>
  `Task ${task.key} failed with message: ${task.message ?? 'Workload failed, see run output for details'}.`;
