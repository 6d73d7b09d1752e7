import { describe, expect, test } from '@jest/globals';
import type { Ending } from '../../../../src/local/jobs/model.ts';
import { decide, endingOf } from '../../../../src/local/jobs/run-if.ts';

describe('whether a task may start', () => {
  const table: [string | undefined, Ending[], 'run' | Ending][] = [
    [undefined, [], 'run'],
    [undefined, ['success', 'success'], 'run'],
    [undefined, ['success', 'failed'], 'upstream-failed'],
    [undefined, ['success', 'timed-out'], 'upstream-failed'],
    [undefined, ['canceled'], 'upstream-canceled'],
    [undefined, ['excluded'], 'excluded'],
    ['ALL_DONE', ['failed', 'canceled'], 'run'],
    ['NONE_FAILED', ['success', 'excluded'], 'run'],
    ['NONE_FAILED', ['success', 'failed'], 'upstream-failed'],
    ['AT_LEAST_ONE_SUCCESS', ['failed', 'success'], 'run'],
    ['AT_LEAST_ONE_SUCCESS', ['failed', 'failed'], 'upstream-failed'],
    ['ALL_FAILED', ['failed', 'failed'], 'run'],
    ['ALL_FAILED', ['failed', 'success'], 'excluded'],
    ['AT_LEAST_ONE_FAILED', ['failed', 'success'], 'run'],
    ['AT_LEAST_ONE_FAILED', ['success'], 'excluded'],
  ];
  test.each(table)('%s after %p: %s', (runIf, endings, expected) => {
    expect(decide(runIf, endings)).toBe(expected);
  });
});

describe('the ending of a run', () => {
  const task = (key: string, ending: Ending, ...dependsOn: string[]) => ({ key, ending, dependsOn });

  test('all tasks well', () => {
    expect(endingOf([task('a', 'success'), task('b', 'success', 'a')]).ending).toBe('success');
  });

  test('a failure that the leaves got over', () => {
    expect(endingOf([task('a', 'failed'), task('b', 'success', 'a')]).ending).toBe('success-with-failures');
  });

  test('a failed leaf is named in the message', () => {
    const { ending, message } = endingOf([task('a', 'failed'), task('b', 'upstream-failed', 'a')]);
    expect(ending).toBe('failed');
    expect(message).toBe('Task a failed with message: Workload failed, see run output for details.');
  });

  test('a trouble of the platform keeps its own ending', () => {
    expect(endingOf([task('a', 'no-driver')]).ending).toBe('no-driver');
    expect(endingOf([task('a', 'canceled')]).ending).toBe('canceled');
  });
});
