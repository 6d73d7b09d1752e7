// What Azure Pipelines calls a branch becomes what git calls it; everything else stays as it was typed.
import { describe, expect, test } from '@jest/globals';
import { refInPipeline } from '../../../src/cli/pipeline-ref.ts';

const SOURCE = { SYSTEM_PULLREQUEST_SOURCEBRANCH: 'refs/heads/feature/x' };

describe('within the build of a pull request', () => {
  test.each([
    ['refs/pull/12/merge', 'refs/heads/feature/x'],
    ['refs/pull/12/head', 'refs/heads/feature/x'],
    ['refs/heads/feature/x', 'refs/heads/feature/x'],
    ['refs/tags/v1', 'refs/tags/v1'],
    ['feature/x', 'feature/x'],
    ['--to', '--to'],
    // Names that only look like it.
    ['refs/pull/twelve/merge', 'refs/pull/twelve/merge'],
    ['refs/heads/refs/pull/12/merge', 'refs/heads/refs/pull/12/merge'],
    ['refs/pull/12/merge/more', 'refs/pull/12/merge/more'],
  ])('%s is %s', (word, expected) => {
    expect(refInPipeline(word, SOURCE)).toBe(expected);
  });
});

test('without the variable the name of the merge stays, to be refused by name', () => {
  expect(refInPipeline('refs/pull/12/merge', {})).toBe('refs/pull/12/merge');
});
