import { expect, test } from '@jest/globals';
import { readWebhook } from '../../../src/http/webhooks.ts';

const body = (value: unknown): Buffer =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
const ended = (run: object, event = 'jobs.on_failure'): Buffer =>
  body({ event_type: event, workspace_id: 1, run });

test.each([
  ['a number', body('{"event_type":"jobs.on_success","run":{"run_id":456},"job":{"job_id":1}}'), '456'],
  [
    'a number beyond 2^53',
    body('{"event_type":"jobs.on_success","run":{"run_id":9223372036854775807}}'),
    '9223372036854775807',
  ],
  ['a string', ended({ run_id: '9223372036854775806' }), '9223372036854775806'],
  ['the task of a run', ended({ run_id: 7, parent_run_id: 6 }), '6'],
  ['an event that nobody has documented', ended({ run_id: 8 }, 'jobs.on_streaming_backlog_exceeded'), '8'],
])('reads the run from %s', (_what, raw, runId) => {
  expect(readWebhook(raw)).toEqual({ runId });
});

test.each([
  ['nothing', body('')],
  ['half of an object', body('{"event_type":"jobs.on_failure","run":')],
  ['a list', body([])],
  ['null', body('null')],
  ['no run', body({ event_type: 'jobs.on_failure' })],
  ['no event', body({ run: { run_id: 1 } })],
  ['an id that is none', ended({ run_id: '1; drop table' })],
  ['a negative id', ended({ run_id: -1 })],
  ['an endless id', ended({ run_id: '1'.repeat(40) })],
  ['an object as id', ended({ run_id: { a: 1 } })],
])('refuses %s', (_what, raw) => {
  expect(readWebhook(raw)).toBe('malformed');
});

test('leaves alone what tells of no ending', () => {
  expect(readWebhook(ended({ run_id: 1 }, 'jobs.on_start'))).toBe('ignored');
  expect(readWebhook(ended({ run_id: 1 }, 'registry.model_created'))).toBe('ignored');
});
