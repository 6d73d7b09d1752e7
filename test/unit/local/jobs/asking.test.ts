import { describe, expect, test } from '@jest/globals';
import { checkSettings, merged } from '../../../../src/local/jobs/asking.ts';

const task = (task_key: string, ...upstream: string[]) => ({
  task_key,
  notebook_task: { notebook_path: '/Shared/n' },
  depends_on: upstream.map((key) => ({ task_key: key })),
});

/** The refusal's message; undefined when nothing is refused. */
function refusal(settings: Record<string, unknown>): string | undefined {
  try {
    checkSettings(settings);
    return undefined;
  } catch (error) {
    return (error as { message: string }).message;
  }
}

describe('settings', () => {
  test.each([
    [{ tasks: [task('a'), task('b', 'a')] }, undefined],
    [{ tasks: [task('a'), task('a')] }, /more than once/],
    [{ tasks: [{ task_key: 'a' }] }, /exactly one kind/],
    [{ tasks: [task('a', 'gone')] }, /unknown task gone/],
    [{ tasks: [task('a', 'b'), task('b', 'a')] }, /circle/],
    [{ tasks: [{ task_key: 'a', notebook_task: { notebook_path: 'n' } }] }, /must be absolute/],
    [{ git_source: { git_url: 'x', git_provider: 'gitHub' } }, /exactly one of git_branch/],
    [{ git_source: { git_url: 'x', git_provider: 'svn', git_branch: 'b' } }, /git_provider must be one of/],
    [{ parameters: [{ name: 'a b', default: '' }] }, /invalid name/],
  ])('%j', (settings, expected) => {
    if (expected === undefined) expect(refusal(settings)).toBeUndefined();
    else expect(refusal(settings)).toMatch(expected);
  });

  test('an update replaces fields, merges tasks by key and removes what is named', () => {
    const old = { name: 'n', tags: { a: '1' }, tasks: [task('a'), task('b')], timeout_seconds: 5 };
    const result = merged(old, { tags: { b: '2' }, tasks: [task('b', 'a'), task('c')] }, [
      'timeout_seconds',
      'tasks/a',
    ]);
    expect(result).toEqual({ name: 'n', tags: { b: '2' }, tasks: [task('b', 'a'), task('c')] });
  });
});
