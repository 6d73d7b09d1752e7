// Runs and tests.
import { type CatalogueEntry, entry } from './entry.ts';

export const RUNS = {
  'run-failed': entry(
    'failed',
    'Run failed',
    'The run ended as {state}: {reason}',
    'Open the run for the whole trace, mend and run again.',
  ),
  'run-timed-out': entry(
    'failed',
    'Time limit reached',
    'The run did not end within {limit} and was stopped.',
    'Look for an endless loop or a waiting cluster, or raise the limit in brickbot.yaml.',
  ),
  'run-cancelled': entry('failed', 'Cancelled', 'The run was cancelled.', 'Ask again when you are ready.'),
  'run-skipped': entry(
    'failed',
    'Skipped',
    'Databricks skipped the run: {reason}',
    'Wait for the running one to end, then ask again.',
  ),
  'run-not-over': entry(
    'refused',
    'Still running',
    'Run {run} is not over, so it cannot be repaired yet.',
    'Wait for its end, or cancel it first.',
  ),
  'nothing-to-repair': entry(
    'refused',
    'Nothing to repair',
    'No task of run {run} has failed.',
    'Run the job again if you want another result.',
  ),
  'tests-failed': entry(
    'failed',
    'Tests failed',
    '{failed} of {total} tests failed.',
    'The first failing assertion is on the card.',
  ),
  'notebook-error': entry(
    'failed',
    'Notebook error',
    'The notebook stopped before it gave results: {reason}',
    'Mend the error shown and push again.',
  ),
  'results-unreadable': entry(
    'failed',
    'Results unreadable',
    'The notebook’s exit value is not in a form that brickbot knows.',
    'See the README, “Test results”.',
  ),
  'driver-failed': entry(
    'failed',
    'Nothing to run it on',
    'The machine that should have run it did not start: {reason}',
    'On the embedded workspace install python3; on Databricks look at the cluster’s event log.',
  ),
  'run-lost': entry(
    'failed',
    'Run is gone',
    'Databricks no longer has the run “{run}”, which brickbot started.',
    'Somebody may have deleted it: look at the runs in the workspace, then run it again.',
  ),
} as const satisfies Record<string, CatalogueEntry>;
