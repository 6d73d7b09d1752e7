import { describe, expect, test } from '@jest/globals';
import { stateShape, stateWords } from '../../../src/databricks/run-state.ts';
import type { RunState } from '../../../src/domain/run.ts';

const words = (answer: object) => stateWords(stateShape.parse(answer));
const newer = (state: string, code?: string, type?: string, result?: string) =>
  words({
    status: { state, ...(code && { termination_details: { code, type } }) },
    ...(result && { state: { life_cycle_state: 'TERMINATED', result_state: result } }),
  }).state;
const older = (cycle: string, result?: string) =>
  words({ state: { life_cycle_state: cycle, ...(result && { result_state: result }) } }).state;

describe('status, the newer shape', () => {
  test.each<[string, RunState]>([
    ['QUEUED', 'queued'],
    ['PENDING', 'queued'],
    ['BLOCKED', 'queued'],
    ['WAITING', 'queued'],
    ['RUNNING', 'running'],
    ['TERMINATING', 'running'],
    ['A_STATE_OF_TOMORROW', 'running'],
  ])('%s is %s', (state, expected) => expect(newer(state)).toBe(expected));

  test.each<[string, RunState]>([
    ['SUCCESS', 'passed'],
    ['SUCCESS_WITH_FAILURES', 'passed-with-failures'],
    ['USER_CANCELED', 'cancelled'],
    ['CANCELED', 'cancelled'],
    ['SKIPPED', 'skipped'],
    ['DISABLED', 'skipped'],
    ['MAX_CONCURRENT_RUNS_EXCEEDED', 'skipped'],
    ...[
      'INTERNAL_ERROR',
      'DRIVER_ERROR',
      'CLUSTER_ERROR',
      'REPOSITORY_CHECKOUT_FAILED',
      'INVALID_CLUSTER_REQUEST',
      'WORKSPACE_RUN_LIMIT_EXCEEDED',
      'FEATURE_DISABLED',
      'CLUSTER_REQUEST_LIMIT_EXCEEDED',
      'STORAGE_ACCESS_ERROR',
      'RUN_EXECUTION_ERROR',
      'UNAUTHORIZED_ERROR',
      'LIBRARY_INSTALLATION_ERROR',
      'MAX_SPARK_CONTEXTS_EXCEEDED',
      'RESOURCE_NOT_FOUND',
      'INVALID_RUN_CONFIGURATION',
      'CLOUD_FAILURE',
      'MAX_JOB_QUEUE_SIZE_EXCEEDED',
      'BREAKING_CHANGE',
      'BUDGET_POLICY_LIMIT_EXCEEDED',
      'CLUSTER_TERMINATED_BY_USER',
      'A_CODE_OF_TOMORROW',
    ].map((code): [string, RunState] => [code, 'failed']),
  ])('TERMINATED with %s is %s', (code, expected) =>
    expect(newer('TERMINATED', code, code.startsWith('SUCCESS') ? 'SUCCESS' : 'CLIENT_ERROR')).toBe(expected),
  );

  test('a success of another type is none', () =>
    expect(newer('TERMINATED', 'SUCCESS', 'INTERNAL_ERROR')).toBe('failed'));
  test('a time-out has no code of its own: the older shape beside it tells', () =>
    expect(newer('TERMINATED', 'RUN_EXECUTION_ERROR', 'CLIENT_ERROR', 'TIMEDOUT')).toBe('timed-out'));
  test('it wins over an older shape that claims a fault of the platform', () => {
    const answer = {
      status: {
        state: 'TERMINATED',
        termination_details: { code: 'RUN_EXECUTION_ERROR', type: 'CLIENT_ERROR', message: 'Task a failed' },
      },
      state: { life_cycle_state: 'INTERNAL_ERROR', result_state: 'FAILED', state_message: 'older words' },
    };
    expect(words(answer)).toEqual({ state: 'failed', code: 'RUN_EXECUTION_ERROR', message: 'Task a failed' });
  });
});

describe('state, the older shape alone', () => {
  test.each<[string, RunState]>([
    ['QUEUED', 'queued'],
    ['PENDING', 'queued'],
    ['BLOCKED', 'queued'],
    ['WAITING_FOR_RETRY', 'queued'],
    ['RUNNING', 'running'],
    ['TERMINATING', 'running'],
    ['SKIPPED', 'skipped'],
    ['INTERNAL_ERROR', 'failed'],
  ])('%s is %s', (cycle, expected) => expect(older(cycle)).toBe(expected));
  test.each<[string, RunState]>([
    ['SUCCESS', 'passed'],
    ['SUCCESS_WITH_FAILURES', 'passed-with-failures'],
    ['FAILED', 'failed'],
    ['TIMEDOUT', 'timed-out'],
    ['CANCELED', 'cancelled'],
    ['MAXIMUM_CONCURRENT_RUNS_REACHED', 'skipped'],
    ['EXCLUDED', 'skipped'],
    ['DISABLED', 'skipped'],
    ['UPSTREAM_FAILED', 'failed'],
    ['UPSTREAM_CANCELED', 'failed'],
  ])('TERMINATED with %s is %s', (result, expected) => expect(older('TERMINATED', result)).toBe(expected));
});

test('colour codes of a terminal are taken out of the message, and an empty message is none', () => {
  const coloured = words({
    state: { life_cycle_state: 'RUNNING', state_message: '\u001b[31mboom\u001b[0m' },
  });
  expect(coloured.message).toBe('boom');
  expect(words({ state: { life_cycle_state: 'RUNNING', state_message: '' } })).toEqual({ state: 'running' });
});
