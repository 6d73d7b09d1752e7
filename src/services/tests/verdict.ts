// From a finished run and what its tasks said to a verdict. Pure: everything that was read is an argument.

import type { TaskOutput } from '../../databricks/runs.ts';
import type { Reason } from '../../domain/operation.ts';
import type { JobRun, RunTask } from '../../domain/run.ts';
import type { TestCase, TestInput, TestReport } from '../../domain/test-report.ts';
import type { StepOutcome } from '../operations/playbook.ts';
import { readResults, type TestResults, tally } from './results.ts';

export interface FinishedRun {
  readonly run: JobRun;
  readonly outputs: readonly { readonly task: RunTask; readonly output: TaskOutput }[];
  readonly input: TestInput;
  readonly timeLimitMinutes: number;
}

/** The outcome of the step that reads results: done when everything is green, else an end with the reason and the report. */
export const verdictOf = ({ run, outputs, input, timeLimitMinutes }: FinishedRun): StepOutcome => {
  const results = joined(
    outputs.map(
      ({ task, output }) =>
        (output.exitValue === undefined ? undefined : readResults(output.exitValue)) ?? perTask(task, output),
    ),
  );
  const report: TestReport = {
    commit: input.commit.id,
    suite: input.suite,
    ...tally(results.cases),
    cases: results.cases,
    ...(results.metrics && { metrics: results.metrics }),
  };
  const end = (
    code: string,
    facts: Reason['facts'] = {},
    state: 'failed' | 'cancelled' = 'failed',
  ): StepOutcome => ({ kind: 'end', state, reason: { code, facts, changed: 'no' }, data: report });
  const reason = run.message ?? run.code ?? 'no reason given';
  switch (run.state) {
    case 'cancelled':
      return end('run-cancelled', {}, 'cancelled');
    case 'timed-out':
      return end('run-timed-out', { limit: `${timeLimitMinutes} min` });
    case 'skipped':
      return end('run-skipped', { reason });
    case 'failed':
    case 'passed-with-failures':
    case 'passed':
      break;
    case 'queued':
    case 'running':
      return { kind: 'again', afterMs: 1_000 };
  }
  const structured = outputs.some(
    ({ output }) => output.exitValue !== undefined && readResults(output.exitValue) !== undefined,
  );
  if (report.failed > 0 && structured)
    return end('tests-failed', { failed: report.failed, total: report.passed + report.failed });
  if (run.state !== 'passed') {
    if (run.code === 'DRIVER_ERROR') return end('driver-failed', { reason });
    const error = outputs.map(({ output }) => output.error).find((text) => text !== undefined);
    return end(error === undefined ? 'run-failed' : 'notebook-error', {
      reason: error ?? reason,
      state: run.code ?? run.state,
    });
  }
  const unreadable = outputs.some(({ output }) => isUnreadable(output));
  if (unreadable && !structured) return end('results-unreadable');
  return { kind: 'done', detail: `${report.passed} passed`, data: report };
};

/** It said something at its end, and that is no result. */
const isUnreadable = ({ exitValue }: TaskOutput): boolean =>
  exitValue !== undefined && exitValue.trim() !== '' && readResults(exitValue) === undefined;

/** A task that gave no results of its own counts as one case: the run's verdict on it. */
const perTask = (task: RunTask, output: TaskOutput): TestResults => {
  const unreadable = isUnreadable(output);
  const passed = task.state === 'passed' && !unreadable;
  const said = unreadable ? `It ended with: ${(output.exitValue ?? '').slice(0, 200)}` : undefined;
  const message = output.error ?? said ?? task.message;
  const row: TestCase = {
    name: task.key,
    verdict: passed ? 'passed' : task.state === 'skipped' ? 'skipped' : 'error',
    ms: task.startedAt !== undefined && task.endedAt !== undefined ? task.endedAt - task.startedAt : 0,
    ...(!passed && message !== undefined && { message }),
    ...(!passed && output.trace !== undefined && { trace: output.trace.slice(0, 2_000) }),
  };
  return { cases: [row] };
};

const joined = (parts: readonly TestResults[]): TestResults => {
  const metrics = parts.flatMap((part) => part.metrics ?? []);
  return { cases: parts.flatMap((part) => part.cases), ...(metrics.length > 0 && { metrics }) };
};
