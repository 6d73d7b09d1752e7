import { expect, test } from '@jest/globals';
import { fillIn } from '../../../../src/local/jobs/references.ts';

const values = {
  jobId: 9_000_000_000_000_000_001n,
  jobName: 'nightly',
  runId: 2n,
  taskRunId: 3n,
  taskKey: 'train',
  attempt: 1,
  startedAt: Date.UTC(2026, 2, 4, 5),
  workspaceUrl: 'http://127.0.0.1:1',
  workspaceId: '42',
  parameters: { branch: 'main' },
  taskValues: { prepare: { rows: 12, name: 'x' } },
};

test.each([
  ['{{job.parameters.branch}}', 'main'],
  ['{{ job.id }}-{{job.run_id}}-{{task.run_id}}', '9000000000000000001-2-3'],
  ['{{job.start_time.iso_date}}', '2026-03-04'],
  ['{{task.execution_count}}', '2'],
  ['{{tasks.prepare.values.rows}}/{{tasks.prepare.values.name}}', '12/x'],
  ['{{job.parameters.unknown}} {{what}}', '{{job.parameters.unknown}} {{what}}'],
])('%s becomes %s', (text, expected) => {
  expect(fillIn(text, values)).toBe(expected);
});
