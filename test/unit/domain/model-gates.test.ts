import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { BootstrapVerdict } from '../../../src/domain/bootstrap.ts';
import { compareMetrics } from '../../../src/domain/comparison.ts';
import type { GateResult } from '../../../src/domain/evidence.ts';
import type { Direction } from '../../../src/domain/experiment.ts';
import { type GateFacts, type GateRules, judgeGates } from '../../../src/domain/model-gates.ts';

const NOW = Date.UTC(2026, 10, 23);
const DAY = 24 * 60 * 60_000;
const COMMIT = '4f2a91c07b3d5e6f8091a2b3c4d5e6f708192a3b';

const rules: GateRules = {
  metric: 'auc',
  direction: 'higher',
  minimum: { auc: 0.8 },
  improvement: 0,
  tests: 'unit',
  freshnessDays: 7,
  winRate: { least: 0.9, required: true },
  owners: ['group:ml'],
};
const run = (metrics: Record<string, number>) => ({ metrics, params: {}, tags: {} });
const compared = (
  candidate: Record<string, number>,
  champion: Record<string, number> | undefined,
  metric: string | undefined = 'auc',
  direction: Direction = 'higher',
) => compareMetrics(run(candidate), champion && run(champion), { metric, direction });
const won = (winRate: number): BootstrapVerdict => ({
  winRate,
  meanGain: 0.1,
  interval: [0, 0.2],
  rows: 600,
  resamples: 2_000,
  seed: 7,
});
const facts: GateFacts = {
  status: 'ready',
  metrics: compared({ auc: 0.85 }, { auc: 0.83 }),
  hasChampion: true,
  commit: COMMIT,
  tests: 'passed',
  dataAt: NOW - 2 * DAY,
  bootstrap: won(0.95),
  now: NOW,
};
const named = (name: string, results: readonly GateResult[]): GateResult => {
  const found = results.find((each) => each.name === name);
  if (!found) throw new Error(`no gate ${name}`);
  return found;
};
const without = <Key extends keyof GateFacts>(key: Key): GateFacts => {
  const { [key]: _gone, ...rest } = facts;
  return rest as GateFacts;
};

test('everything green: each gate says its limit and what was found', () => {
  const results = judgeGates(rules, facts);
  expect(results.map(({ name, state, limit, value }) => [name, state, limit, value])).toEqual([
    ['ready', 'passed', 'ready', 'ready'],
    ['absolute:auc', 'passed', '≥ 0.8', '0.85'],
    ['relative', 'passed', 'not worse', 'better by 0.02'],
    ['tests', 'passed', 'passed', 'passed'],
    ['freshness', 'passed', '≤ 7 days', '2 days'],
    ['win-rate', 'passed', '≥ 90 %', '95 %'],
  ]);
  expect(results.every(({ owners }) => owners.includes('group:ml'))).toBe(true);
});

test('switched off is shown as off, never left out', () => {
  const off = judgeGates(
    { ...rules, minimum: false, improvement: false, tests: false, freshnessDays: false, winRate: false },
    facts,
  );
  expect(off.map(({ name, state }) => [name, state])).toEqual([
    ['ready', 'passed'],
    ['absolute', 'off'],
    ['relative', 'off'],
    ['tests', 'off'],
    ['freshness', 'off'],
    ['win-rate', 'off'],
  ]);
  expect(off.filter(({ state }) => state === 'off').every(({ sentence }) => sentence !== '')).toBe(true);
});

describe('one gate at a time', () => {
  const cases: readonly (readonly [string, string, GateRules, GateFacts, GateResult['state'], string?])[] = [
    ['ready', 'a version that is still pending', rules, { ...facts, status: 'pending' }, 'failed', 'pending'],
    ['ready', 'one that failed to register', rules, { ...facts, status: 'failed' }, 'failed', 'failed'],
    [
      'absolute:auc',
      'below the limit',
      rules,
      { ...facts, metrics: compared({ auc: 0.79 }, undefined) },
      'failed',
      '0.79',
    ],
    [
      'absolute:auc',
      'exactly the limit',
      rules,
      { ...facts, metrics: compared({ auc: 0.8 }, undefined) },
      'passed',
    ],
    [
      'absolute:auc',
      'the limit but for the last bits',
      rules,
      { ...facts, metrics: compared({ auc: 0.7 + 0.02 * 5 }, undefined) },
      'passed',
    ],
    ['absolute:auc', 'nothing logged', rules, { ...facts, metrics: compared({}, undefined) }, 'unknown'],
    [
      'absolute:auc',
      'not a number',
      rules,
      { ...facts, metrics: compared({ auc: Number.NaN }, undefined) },
      'unknown',
    ],
    [
      'absolute:auc',
      'infinite',
      rules,
      { ...facts, metrics: compared({ auc: Number.POSITIVE_INFINITY }, undefined) },
      'passed',
    ],
    [
      'absolute:rmse',
      'lower is better by its name, and it is too high',
      { ...rules, minimum: { rmse: 0.4 } },
      { ...facts, metrics: compared({ rmse: 0.5 }, undefined) },
      'failed',
      '0.5',
    ],
    [
      'absolute:rmse',
      'lower is better by its name, and it is low',
      { ...rules, minimum: { rmse: 0.4 } },
      { ...facts, metrics: compared({ rmse: 0.3 }, undefined) },
      'passed',
    ],
    [
      'relative',
      'equal is not worse',
      rules,
      { ...facts, metrics: compared({ auc: 0.83 }, { auc: 0.83 }) },
      'passed',
    ],
    [
      'relative',
      'worse',
      rules,
      { ...facts, metrics: compared({ auc: 0.82 }, { auc: 0.83 }) },
      'failed',
      'worse by 0.01',
    ],
    [
      'relative',
      'better, but by less than asked',
      { ...rules, improvement: 0.05 },
      facts,
      'failed',
      'better by 0.02',
    ],
    ['relative', 'better by just as much as asked', { ...rules, improvement: 0.02 }, facts, 'passed'],
    [
      'relative',
      'a loss that fell',
      { ...rules, metric: 'loss', direction: 'lower' },
      { ...facts, metrics: compared({ loss: 0.3 }, { loss: 0.4 }, 'loss', 'lower') },
      'passed',
      'better by 0.1',
    ],
    [
      'relative',
      'a loss that rose',
      { ...rules, metric: 'loss', direction: 'lower' },
      { ...facts, metrics: compared({ loss: 0.5 }, { loss: 0.4 }, 'loss', 'lower') },
      'failed',
      'worse by 0.1',
    ],
    [
      'relative',
      'the holder logged none',
      rules,
      { ...facts, metrics: compared({ auc: 0.9 }, {}) },
      'unknown',
    ],
    [
      'relative',
      'not a number on one side',
      rules,
      { ...facts, metrics: compared({ auc: Number.NaN }, { auc: 0.8 }) },
      'unknown',
    ],
    [
      'relative',
      'nothing holds the target yet',
      rules,
      { ...facts, hasChampion: false },
      'passed',
      'no holder',
    ],
    ['relative', 'no metric anywhere', { ...rules, metric: undefined }, { ...facts, metrics: [] }, 'unknown'],
    ['tests', 'red', rules, { ...facts, tests: 'failed' }, 'failed', 'failed'],
    ['tests', 'never run on this commit', rules, { ...facts, tests: 'none' }, 'failed', 'not run'],
    ['tests', 'the verdict could not be read', rules, without('tests'), 'unknown'],
    ['tests', 'the run logged no commit', rules, without('commit'), 'unknown'],
    [
      'freshness',
      'exactly as old as allowed',
      rules,
      { ...facts, dataAt: NOW - 7 * DAY },
      'passed',
      '7 days',
    ],
    ['freshness', 'a moment older', rules, { ...facts, dataAt: NOW - 7 * DAY - 1 }, 'failed', '7 days'],
    ['freshness', 'one day', rules, { ...facts, dataAt: NOW - DAY }, 'passed', '1 day'],
    ['freshness', 'nobody said when', rules, without('dataAt'), 'unknown'],
    [
      'freshness',
      'from the future: a clock or a tag is wrong',
      rules,
      { ...facts, dataAt: NOW + 2 * DAY },
      'unknown',
    ],
    ['win-rate', 'too seldom', rules, { ...facts, bootstrap: won(0.89) }, 'failed', '89 %'],
    ['win-rate', 'exactly as often as asked', rules, { ...facts, bootstrap: won(0.9) }, 'passed'],
    [
      'win-rate',
      'just below, which rounding must not hide',
      rules,
      { ...facts, bootstrap: won(0.8999) },
      'failed',
      '89.9 %',
    ],
    ['win-rate', 'no rows where they are needed', rules, { ...facts, bootstrap: 'not-logged' }, 'unknown'],
    [
      'win-rate',
      'no rows where they are not',
      { ...rules, winRate: { least: 0.9, required: false } },
      { ...facts, bootstrap: 'not-logged' },
      'off',
    ],
    [
      'win-rate',
      'rows that could not be read, needed or not',
      { ...rules, winRate: { least: 0.9, required: false } },
      without('bootstrap'),
      'unknown',
    ],
    ['win-rate', 'no rows', rules, without('bootstrap'), 'unknown'],
    [
      'win-rate',
      'nothing holds the target yet',
      rules,
      { ...without('bootstrap'), hasChampion: false },
      'passed',
    ],
  ];
  test.each(cases.map((row) => [row[0], row[1], row] as const))('%s: %s', (...[, , row]) => {
    const [name, , given, found, state, value] = row;
    const gate = named(name, judgeGates(given, found));
    expect(gate.state).toBe(state);
    if (value !== undefined) expect(gate.value).toBe(value);
    expect(gate.sentence).toMatch(/\.$/);
  });
});

test('what the sentences say: the commit that was tested, the rows and the seed of the bootstrap', () => {
  const results = judgeGates(rules, { ...facts, tests: 'none' });
  expect(named('tests', results).sentence).toContain('4f2a91c0');
  expect(named('win-rate', results).sentence).toContain(
    '600 rows, 2000 resamples, seed 7; a tie counts half',
  );
});

test('a gate passes only when what it needs was read: leaving anything out never turns red into green', () => {
  const optional = ['commit', 'tests', 'dataAt', 'bootstrap'] as const;
  fc.assert(
    fc.property(
      fc.subarray([...optional]),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.constantFrom('passed' as const, 'failed' as const, 'none' as const),
      (gone, auc, champion, verdict) => {
        const full: GateFacts = { ...facts, metrics: compared({ auc }, { auc: champion }), tests: verdict };
        const less = Object.fromEntries(
          Object.entries(full).filter(([key]) => !(gone as readonly string[]).includes(key)),
        ) as unknown as GateFacts;
        const before = judgeGates(rules, full);
        for (const gate of judgeGates(rules, less))
          if (gate.state === 'passed') expect(named(gate.name, before).state).toBe('passed');
      },
    ),
  );
});
