import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { TestReport } from '../../../src/domain/test-report.ts';
import { toJUnit } from '../../../src/services/tests/junit.ts';
import { readResults, tally } from '../../../src/services/tests/results.ts';

describe('results of a test notebook', () => {
  test('brickbot’s own form is read with its asserted metric', () => {
    const results = readResults(
      JSON.stringify({
        format: 'brickbot.tests/1',
        cases: [
          { name: 'loads', verdict: 'passed', ms: 12 },
          {
            name: 'beats the limit',
            verdict: 'failed',
            ms: 3.6,
            message: 'assert 0.7 >= 0.8',
            trace: 'line 1',
          },
        ],
        metrics: [{ name: 'auc', value: 0.7, limit: 0.8, direction: 'higher' }],
      }),
    );
    expect(results).toEqual({
      cases: [
        { name: 'loads', verdict: 'passed', ms: 12 },
        { name: 'beats the limit', verdict: 'failed', ms: 4, message: 'assert 0.7 >= 0.8', trace: 'line 1' },
      ],
      metrics: [{ name: 'auc', value: 0.7, limit: 0.8, direction: 'higher' }],
    });
  });

  test('JUnit as pytest writes it is read, failures and errors told apart', () => {
    const results = readResults(`<?xml version="1.0"?><testsuites><testsuite name="pytest" tests="4">
      <testcase classname="t" name="a" time="0.5"/>
      <testcase classname="t" name="b" time="0.25"><failure message="assert 1 == 2">trace &lt;here&gt;</failure></testcase>
      <testcase classname="t" name="c" time="0"><error>boom
second line</error></testcase>
      <testcase classname="t" name="d" time="0"><skipped/></testcase></testsuite></testsuites>`);
    expect(results?.cases).toEqual([
      { name: 't.a', verdict: 'passed', ms: 500 },
      { name: 't.b', verdict: 'failed', ms: 250, message: 'assert 1 == 2', trace: 'trace <here>' },
      { name: 't.c', verdict: 'error', ms: 0, message: 'boom', trace: 'boom\nsecond line' },
      { name: 't.d', verdict: 'skipped', ms: 0 },
    ]);
    expect(tally(results?.cases ?? [])).toEqual({ passed: 1, failed: 2 });
  });

  test.each([
    ['plain words', 'OK'],
    ['nothing', ''],
    ['broken JSON', '{"format":'],
    ['another format', '{"format":"brickbot.tests/9","cases":[]}'],
    ['a case without a verdict', '{"format":"brickbot.tests/1","cases":[{"name":"a"}]}'],
    ['XML that is no JUnit', '<html><body>Sign in</body></html>'],
    ['broken XML', '<testsuite><testcase'],
    ['a document type', '<!DOCTYPE a [<!ENTITY x "y">]><testsuite><testcase name="&x;"/></testsuite>'],
  ])('%s is not taken for results', (_, value) => {
    expect(readResults(value)).toBeUndefined();
  });

  test('what is written as JUnit is read back as the same cases', () => {
    const word = fc
      .string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 20 })
      .map((text) => text.trim().replaceAll(/\s+/g, ' '))
      .filter((text) => text !== '');
    const verdict = fc.constantFrom(
      'passed' as const,
      'failed' as const,
      'error' as const,
      'skipped' as const,
    );
    fc.assert(
      fc.property(
        fc.array(fc.record({ name: word, verdict, ms: fc.nat(100_000) }), { minLength: 1, maxLength: 8 }),
        (cases) => {
          const report: TestReport = { commit: 'c', suite: 'unit', ...tally(cases), cases };
          expect(
            readResults(toJUnit(report))?.cases.map(({ name, verdict: v, ms }) => ({ name, verdict: v, ms })),
          ).toEqual(cases.map((each) => ({ ...each, name: `unit.${each.name}` })));
        },
      ),
    );
  });
});
