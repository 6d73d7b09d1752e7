import type { TestCase, TestReport } from '../../domain/test-report.ts';
import { freshCard, type TestsView, testsCard } from '../tests.ts';
import { bob, COMMITS, HOSTILE, LONG, mallory, minutes, NOW, RIGHT_TO_LEFT, samples } from './story.ts';
import { jobRun, task, testRun } from './telling.ts';

const NAMES = [
  'loads the November snapshot',
  'has no empty tenure',
  'splits without leakage',
  'trains within the limit',
  'auc is above the limit',
  'scores one customer',
  'scores a batch',
  'refuses unknown columns',
  'keeps the column order',
  'writes the model signature',
  'logs the parameters',
  'logs the metrics',
  'explains the first ten',
  'is stable under a new seed',
];
const green: readonly TestCase[] = NAMES.map((name, index) => ({
  name,
  verdict: 'passed',
  ms: 300 + index * 1_700,
}));
const TRACE = `Traceback (most recent call last):
  File "/Workspace/brickbot/tests/7K3F/tests/unit_tests.py", line 41, in test_auc
    assert auc >= LIMIT, f"auc {auc:.3f} is below {LIMIT:.3f}"
           ^^^^^^^^^^^^
AssertionError: auc 0.781 is below 0.800`;
const report = (cases: readonly TestCase[], extra: Partial<TestReport> = {}): TestReport => ({
  commit: COMMITS.feature.id,
  suite: 'smoke',
  passed: cases.filter((one) => one.verdict === 'passed').length,
  failed: cases.filter((one) => one.verdict === 'failed' || one.verdict === 'error').length,
  cases,
  ...extra,
});
const broken = (name: string, extra: Partial<TestCase> = {}): readonly TestCase[] =>
  green.map((one, index) =>
    index === 4
      ? { ...one, name, verdict: 'failed', message: 'auc 0.781 is below 0.800', trace: TRACE, ...extra }
      : index === 11
        ? { ...one, verdict: 'skipped' }
        : index === 13
          ? { ...one, verdict: 'error', message: 'ZeroDivisionError: division by zero' }
          : one,
  );
const red = report(broken('auc is above the limit'), {
  metrics: [{ name: 'auc', value: 0.781, limit: 0.8, direction: 'higher' }],
});

const url = 'https://adb-1234567890123456.7.azuredatabricks.net/jobs/runs/1042';
const card = (operation: TestsView['operation'], more: Partial<TestsView> = {}) =>
  testsCard({ operation, runUrl: url, now: NOW, ...more });
const failed = (code: string, facts: Record<string, string | number> = {}, result?: TestReport) =>
  testRun({
    state: 'failed',
    done: 3,
    step: 'failed',
    ...(result && { report: result }),
    extra: { reason: { code, facts, changed: 'no' } },
  });

export const testsSamples = samples({
  'happy: green with a metric': () =>
    card(
      testRun({
        state: 'done',
        done: 4,
        report: report(green, {
          metrics: [
            { name: 'auc', value: 0.8434, limit: 0.8, direction: 'higher' },
            { name: 'log_loss', value: 0.41, limit: 0.5, direction: 'lower' },
          ],
        }),
      }),
    ),
  queued: () => card(testRun({ state: 'queued', elapsed: 900 })),
  'running: tasks': () =>
    card(testRun({ state: 'running', done: 2, step: 'running', elapsed: minutes(4) }), {
      expectedMs: minutes(6),
      tasks: jobRun('running', [
        task('unit_tests', 'passed', 10, 95),
        task('integration', 'running', 95),
        task('report', 'queued'),
      ]).tasks,
    }),
  'running: slower than usual': () =>
    card(testRun({ state: 'running', done: 2, step: 'running', elapsed: minutes(21) }), {
      expectedMs: minutes(6),
      tasks: [task('unit_tests', 'running', 10, undefined, { attempt: 1 })],
    }),
  'failure: red': () => card(failed('tests-failed', { failed: 2, total: 13 }, red)),
  'one row per task': () =>
    card(
      testRun({
        state: 'done',
        done: 4,
        report: report([
          { name: 'unit_tests', verdict: 'passed', ms: 85_000 },
          { name: 'integration', verdict: 'passed', ms: 130_000 },
        ]),
      }),
    ),
  'failure: syntax error': () =>
    card(
      failed(
        'notebook-error',
        { reason: 'SyntaxError: unexpected indent (unit_tests.py, line 12)' },
        report([
          {
            name: 'unit_tests',
            verdict: 'error',
            ms: 900,
            message: 'SyntaxError: unexpected indent (unit_tests.py, line 12)',
            trace: '  File "unit_tests.py", line 12\n    return auc\nIndentationError: unexpected indent',
          },
        ]),
      ),
    ),
  'failure: time limit': () =>
    card(failed('run-timed-out', { limit: '30 min' }), { leftover: '/Workspace/brickbot/tests/7K3F' }),
  'failure: no python': () => card(failed('driver-failed', { reason: 'python3 was not found' })),
  'failure: unreadable results': () =>
    card(failed('results-unreadable', {}, report([{ name: 'unit_tests', verdict: 'passed', ms: 85_000 }]))),
  'unknown outcome': () => card(testRun({ state: 'unknown', done: 1, step: 'unknown' })),
  stopping: () =>
    card(testRun({ state: 'cancelling', done: 2, step: 'running', extra: { cancelledBy: bob } })),
  cancelled: () =>
    card(
      testRun({
        state: 'cancelled',
        done: 2,
        step: 'failed',
        extra: { cancelledBy: bob, reason: { code: 'run-cancelled' } },
      }),
    ),
  denied: () =>
    card(
      testRun({
        state: 'refused',
        extra: {
          reason: {
            code: 'not-permitted',
            facts: {
              action: 'Running tests in staging',
              role: 'developer',
              person: 'Alice Adler',
              actual: 'viewer',
              whom: 'bob@example.com',
            },
            changed: 'no',
          },
        },
      }),
    ),
  'long names': () =>
    card(
      testRun({
        state: 'failed',
        input: { ref: LONG, suite: LONG },
        done: 3,
        step: 'failed',
        report: report(
          broken(LONG, {
            message: LONG.repeat(3),
            trace: Array.from({ length: 60 }, (_, line) => `${line} ${LONG}`).join('\n'),
          }).map((one) => ({ ...one, name: `${one.name} ${LONG}` })),
        ),
        extra: { reason: { code: 'tests-failed' } },
      }),
    ),
  'right-to-left': () =>
    card(
      testRun({
        state: 'done',
        input: { ref: RIGHT_TO_LEFT },
        done: 4,
        report: report([{ name: 'הדיוק מעל הסף', verdict: 'passed', ms: 1_200 }], {
          metrics: [{ name: 'דיוק', value: 0.84, limit: 0.8 }],
        }),
      }),
    ),
  'hostile text': () =>
    card(
      testRun({
        state: 'failed',
        input: { ref: HOSTILE, suite: HOSTILE },
        requester: mallory,
        done: 3,
        step: 'failed',
        report: report(broken(HOSTILE, { message: HOSTILE, trace: `${HOSTILE}\n\`\`\`\n${HOSTILE}` })),
        extra: { reason: { code: 'tests-failed' } },
      }),
    ),
  'green already': () =>
    freshCard({
      operation: testRun({
        state: 'done',
        done: 4,
        report: report(green, { metrics: [{ name: 'auc', value: 0.8434, limit: 0.8 }] }),
      }),
      ref: 'feature-x',
      now: NOW + minutes(12),
    }),
});
