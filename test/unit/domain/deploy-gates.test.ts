// The gates of a deploy as a table: rules and facts in, verdicts out.
import { expect, test } from '@jest/globals';
import {
  evaluateGates,
  type GateFacts,
  type GateName,
  type GateRules,
  mayPass,
  rulesOfReturn,
} from '../../../src/domain/deploy-gates.ts';

const FREEZE = { from: 100, until: 200, reason: 'year end' };
const LATER = { from: 150, until: 300, reason: 'audit' };

test.each<
  [string, Partial<GateRules>, Partial<GateFacts>, GateName, string, string | undefined, number | undefined]
>([
  ['no order is kept', {}, {}, 'order', 'off', undefined, undefined],
  ['same commit before', { after: 'staging' }, { standsBefore: 'c1' }, 'order', 'pass', undefined, undefined],
  ['another before', { after: 'staging' }, { standsBefore: 'c2' }, 'order', 'fail', 'not-there', undefined],
  ['nothing before', { after: 'staging' }, {}, 'order', 'fail', 'not-there', undefined],
  ['no tests asked', {}, { tests: { verdict: 'failed', at: 0 } }, 'tests', 'off', undefined, undefined],
  ['never tested', { suite: 'unit' }, {}, 'tests', 'fail', 'never-tested', undefined],
  ['red', { suite: 'unit' }, { tests: { verdict: 'failed', at: 0 } }, 'tests', 'fail', 'red', undefined],
  [
    'green',
    { suite: 'unit' },
    { tests: { verdict: 'passed', at: 0 } },
    'tests',
    'pass',
    undefined,
    undefined,
  ],
  [
    'green, at the last moment',
    { suite: 'unit', freshForMs: 150 },
    { tests: { verdict: 'passed', at: 0 } },
    'tests',
    'pass',
    undefined,
    undefined,
  ],
  [
    'green, too old',
    { suite: 'unit', freshForMs: 149 },
    { tests: { verdict: 'passed', at: 0 } },
    'tests',
    'fail',
    'stale',
    undefined,
  ],
  ['no freezes', {}, {}, 'freeze', 'off', undefined, undefined],
  ['frozen', { freezes: [FREEZE] }, {}, 'freeze', 'fail', 'frozen', 200],
  ['begins now, two overlap', { freezes: [FREEZE, LATER] }, {}, 'freeze', 'fail', 'frozen', 300],
  ['is over at its end', { freezes: [FREEZE] }, { now: 200 }, 'freeze', 'pass', undefined, undefined],
  [
    'let through',
    { freezes: [FREEZE] },
    { override: { by: 'Bob', reason: 'outage' } },
    'freeze',
    'overridden',
    'frozen',
    200,
  ],
])('%s', (_, rules, facts, gate, verdict, why, until) => {
  const verdicts = evaluateGates({ freezes: [], ...rules }, { commit: 'c1', now: 150, ...facts });
  const found = verdicts.find((each) => each.gate === gate);
  expect([found?.verdict, found?.why, found?.until]).toEqual([verdict, why, until]);
  expect(mayPass(verdicts)).toBe(verdict !== 'fail');
});

test('rights, marks and locks say no, let through, or wait', () => {
  const of = (facts: Partial<GateFacts>, gate: GateName) =>
    evaluateGates({ freezes: [] }, { commit: 'c1', now: 150, ...facts }).find((each) => each.gate === gate);
  expect(of({ rights: { allowed: false, needs: 'releaser' } }, 'rights')).toMatchObject({
    verdict: 'fail',
    subject: 'releaser',
  });
  const mark = { reason: 'wrong units', byName: 'Bob' };
  expect(of({ mark: { ...mark, accepted: false } }, 'marked')).toMatchObject({ verdict: 'fail', why: 'bad' });
  expect(of({ mark: { ...mark, accepted: true } }, 'marked')?.verdict).toBe('overridden');
  const lock = { holder: 'Bob', reason: 'backfill', until: 200 };
  expect(of({ lock }, 'lock')).toMatchObject({ verdict: 'wait', until: 200 });
  expect(mayPass(evaluateGates({ freezes: [] }, { commit: 'c1', now: 150, lock }))).toBe(true);
});

test('the way back asks for no order and no tests, and keeps the freezes', () => {
  const rules: GateRules = { after: 'staging', suite: 'unit', freshForMs: 1, freezes: [FREEZE] };
  const verdicts = evaluateGates(rulesOfReturn(rules), { commit: 'c1', now: 150 });
  expect(verdicts.filter(({ verdict }) => verdict === 'fail').map(({ gate }) => gate)).toEqual(['freeze']);
});
