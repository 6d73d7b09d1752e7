import { describe, expect, test } from '@jest/globals';
import { plainText } from '../../../src/cards/plain.ts';
import { COMMITS, NOW } from '../../../src/cards/samples/story.ts';
import { type TestTelling, task, testRun } from '../../../src/cards/samples/telling.ts';
import { freshCard, testsCard } from '../../../src/cards/tests.ts';
import type { TestReport } from '../../../src/domain/test-report.ts';

const report = (extra: Partial<TestReport>): TestReport => ({
  commit: COMMITS.feature.id,
  suite: 'smoke',
  passed: 0,
  failed: 0,
  cases: [],
  ...extra,
});
const told = (telling: TestTelling, more: Partial<Parameters<typeof testsCard>[0]> = {}): string =>
  plainText(testsCard({ operation: testRun(telling), now: NOW, ...more }).card);

describe('the card of a test run', () => {
  test('green: the tally, the time, and each metric with limit and margin in its direction', () => {
    const text = told({
      state: 'done',
      report: report({
        passed: 14,
        metrics: [
          { name: 'auc', value: 0.843, limit: 0.8, direction: 'higher' },
          { name: 'loss', value: 0.4, limit: 0.5, direction: 'lower' },
        ],
      }),
    });
    expect(text).toContain('14 passed in 6:10');
    expect(text).toMatch(/auc {2}0\.843 {2}limit at least 0\.800 {2}✓ margin 0\.043/);
    expect(text).toMatch(/loss {2}0\.400 {2}limit at most 0\.500 {2}✓ margin 0\.100/);
  });

  test('red: the first failing assertion with its trace, failures on top of the table, no second explanation', () => {
    const text = told({
      state: 'failed',
      report: report({
        passed: 1,
        failed: 1,
        cases: [
          { name: 'fine', verdict: 'passed', ms: 10 },
          {
            name: 'auc',
            verdict: 'failed',
            ms: 20,
            message: 'auc 0.781 is below 0.800',
            trace: 'line one\nline two',
          },
        ],
        metrics: [{ name: 'auc', value: 0.781, limit: 0.8 }],
      }),
      extra: { reason: { code: 'tests-failed', facts: { failed: 1, total: 2 } } },
    });
    expect(text).toContain('1 of 2 failed, 1 passed in 6:10');
    expect(text).toContain('✕ short by 0.019');
    expect(text).toContain('auc 0.781 is below 0.800');
    expect(text).toContain('line two');
    expect(text.indexOf('✕ failed')).toBeLessThan(text.indexOf('✓ passed'));
    expect(text).not.toContain('Tests failed.');
  });

  test.each([
    ['run-timed-out', { limit: '30 min' }, 'did not end within 30 min'],
    ['driver-failed', { reason: 'python3 was not found' }, 'python3 was not found'],
    ['notebook-error', { reason: 'SyntaxError: x' }, 'SyntaxError: x'],
    ['results-unreadable', {}, 'not in a form that brickbot knows'],
  ] as const)('the reason %s is told in words', (code, facts, words) => {
    expect(told({ state: 'failed', extra: { reason: { code, facts } } })).toContain(words);
  });

  test('running: each task with its state; a leftover checkout is reported', () => {
    const text = told(
      { state: 'running', done: 2, step: 'running' },
      { tasks: [task('unit', 'passed', 0, 5), task('slow', 'running', 5)], leftover: '/Workspace/tmp/7K3F' },
    );
    expect(text).toMatch(/✓ {2}unit passed {2}5\.0 s/);
    expect(text).toMatch(/● {2}slow running/);
    expect(text).toContain('could not be removed yet: /Workspace/tmp/7K3F');
  });

  test('green already: nothing was started, and running anyway carries everything that is needed', () => {
    const face = freshCard({
      operation: testRun({ state: 'done', report: report({ passed: 3 }) }),
      ref: 'feature-x',
      now: NOW,
    });
    expect(plainText(face.card)).toContain('nothing was started');
    expect(face.card.actions?.[0]).toMatchObject({
      verb: 'run-tests.on',
      data: { ref: 'feature-x', environment: 'staging', suite: 'smoke', fresh: true },
    });
  });
});
