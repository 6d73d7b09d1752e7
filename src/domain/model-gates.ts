// The gates of a promotion as pure rules: from what was measured to a verdict with limit, value and a sentence.
import type { BootstrapVerdict } from './bootstrap.ts';
import { shortCommit } from './commit.ts';
import type { GateResult, MetricComparison } from './evidence.ts';
import type { Direction } from './experiment.ts';
import type { VersionStatus } from './model.ts';

/** What the configuration asks. `off` gates are shown, too. */
export interface GateRules {
  readonly metric: string | undefined;
  readonly direction: Direction;
  readonly minimum: Readonly<Record<string, number>> | false;
  readonly improvement: number | false;
  readonly tests: string | false;
  readonly freshnessDays: number | false;
  readonly winRate: { readonly least: number; readonly required: boolean } | false;
  readonly owners: readonly string[];
}

/** What was found out. Absent: it could not be read. */
export interface GateFacts {
  readonly status: VersionStatus;
  readonly metrics: readonly MetricComparison[];
  readonly hasChampion: boolean;
  readonly commit?: string;
  /** Of the suite on the commit; `none`: nobody ran it. */
  readonly tests?: 'passed' | 'failed' | 'none';
  /** When the data was taken, ms since the epoch. */
  readonly dataAt?: number;
  /** `not-logged`: there are no rows that both were measured on. */
  readonly bootstrap?: BootstrapVerdict | 'not-logged';
  readonly now: number;
}

const DAY_MS = 24 * 60 * 60_000;
/** Figures that differ by less are the same figure: sums of binary fractions are not exact. */
const LAST_BITS = 1e-12;
/** Figures as people compare them: four digits behind the point at most. */
export const figure = (value: number): string => String(Number(value.toPrecision(6)));

export const judgeGates = (rules: GateRules, facts: GateFacts): readonly GateResult[] => [
  ready(rules, facts),
  ...minimum(rules, facts),
  relative(rules, facts),
  tests(rules, facts),
  freshness(rules, facts),
  winRate(rules, facts),
];

type Rule = (rules: GateRules, facts: GateFacts) => GateResult;

const ready: Rule = ({ owners }, { status }) => ({
  name: 'ready',
  kind: 'ready',
  title: 'Version is ready',
  state: status === 'ready' ? 'passed' : 'failed',
  limit: 'ready',
  value: status,
  sentence:
    status === 'ready'
      ? 'The registry has finished with it.'
      : 'The registry has not finished with this version.',
  owners,
});

const minimum = (
  { minimum: limits, direction, metric, owners }: GateRules,
  { metrics }: GateFacts,
): readonly GateResult[] => {
  // No limit is no gate, and is shown as such.
  if (limits === false || Object.keys(limits).length === 0)
    return [off('absolute', 'absolute', `${metric ?? 'The metric'} against a limit`, owners)];
  return Object.entries(limits).map(([name, limit]) => {
    const found = metrics.find((each) => each.name === name);
    const lower = (found?.direction ?? direction) === 'lower';
    const base = {
      name: `absolute:${name}`,
      kind: 'absolute' as const,
      title: `${name} ${lower ? '≤' : '≥'} ${figure(limit)}`,
      limit: `${lower ? '≤' : '≥'} ${figure(limit)}`,
      owners,
    };
    const value = found?.candidate;
    if (value === undefined || Number.isNaN(value))
      return { ...base, state: 'unknown' as const, sentence: `The candidate has no figure for ${name}.` };
    const holds = lower ? value <= limit + LAST_BITS : value >= limit - LAST_BITS;
    return {
      ...base,
      state: holds ? ('passed' as const) : ('failed' as const),
      value: figure(value),
      sentence: `${name} is ${figure(value)}, ${holds ? 'within' : 'outside'} the limit.`,
    };
  });
};

const relative: Rule = ({ improvement, metric, direction, owners }, { metrics, hasChampion }) => {
  if (improvement === false) return off('relative', 'relative', 'Better than the holder', owners);
  const name = metric ?? metrics.find(({ counts }) => counts)?.name;
  const wanted = improvement === 0 ? 'not worse' : `better by ${figure(improvement)}`;
  const base = {
    name: 'relative',
    kind: 'relative' as const,
    title: `${name ?? 'Metric'} ${wanted} than the holder`,
    limit: wanted,
    owners,
  };
  if (!hasChampion)
    return { ...base, state: 'passed', value: 'no holder', sentence: 'Nothing holds the target yet.' };
  const found = metrics.find((each) => each.name === name);
  if (found?.delta === undefined || Number.isNaN(found.delta))
    return {
      ...base,
      state: 'unknown',
      sentence:
        name === undefined
          ? 'No metric is configured, and none is shared by both.'
          : `${name} cannot be compared: a figure is missing.`,
    };
  const gain = (found.direction ?? direction) === 'lower' ? -found.delta : found.delta;
  const holds = gain >= improvement - LAST_BITS;
  return {
    ...base,
    state: holds ? 'passed' : 'failed',
    value:
      Math.abs(gain) < LAST_BITS
        ? 'the same'
        : `${gain > 0 ? 'better by' : 'worse by'} ${figure(Math.abs(gain))}`,
    sentence: `${found.name}: ${figure(found.candidate ?? 0)} against ${figure(found.champion ?? 0)}.`,
  };
};

const tests: Rule = ({ tests: suite, owners }, { tests: verdict, commit }) => {
  if (suite === false) return off('tests', 'tests', 'Tests green on its commit', owners);
  const base = {
    name: 'tests',
    kind: 'tests' as const,
    title: `Suite ${suite} green on its commit`,
    limit: 'passed',
    owners,
  };
  if (commit === undefined)
    return {
      ...base,
      state: 'unknown',
      sentence: 'The run logged no commit, so nobody knows what was tested.',
    };
  if (verdict === undefined)
    return { ...base, state: 'unknown', sentence: 'The last verdict could not be read.' };
  const sentence = {
    passed: `Green on ${shortCommit(commit)}.`,
    failed: `Red on ${shortCommit(commit)}.`,
    none: `Nobody ran it on ${shortCommit(commit)}: type “run tests on” a branch that stands there.`,
  }[verdict];
  return {
    ...base,
    state: verdict === 'passed' ? 'passed' : 'failed',
    value: verdict === 'none' ? 'not run' : verdict,
    sentence,
  };
};

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

const freshness: Rule = ({ freshnessDays: limit, owners }, { dataAt, now }) => {
  if (limit === false) return off('freshness', 'freshness', 'Data is fresh', owners);
  const base = {
    name: 'freshness',
    kind: 'freshness' as const,
    title: `Data at most ${limit} days old`,
    limit: `≤ ${limit} days`,
    owners,
  };
  if (dataAt === undefined)
    return { ...base, state: 'unknown', sentence: 'Neither run nor version carries the tag data.date.' };
  if (dataAt > now + DAY_MS)
    return {
      ...base,
      state: 'unknown',
      sentence: `The tag data.date names a day that is still to come, ${dayOf(dataAt)}.`,
    };
  const days = Math.max(0, Math.floor((now - dataAt) / DAY_MS));
  return {
    ...base,
    state: now - dataAt <= limit * DAY_MS ? 'passed' : 'failed',
    value: `${days} ${days === 1 ? 'day' : 'days'}`,
    sentence: `The data was taken on ${dayOf(dataAt)}.`,
  };
};

const winRate: Rule = ({ winRate: rule, owners }, { bootstrap, hasChampion }) => {
  if (rule === false) return off('win-rate', 'win-rate', 'Wins row by row', owners);
  const base = {
    name: 'win-rate',
    kind: 'win-rate' as const,
    title: `Wins in ${figure(rule.least * 100)} % of resamples`,
    limit: `≥ ${figure(rule.least * 100)} %`,
    owners,
  };
  if (!hasChampion)
    return { ...base, state: 'passed', value: 'no holder', sentence: 'Nothing holds the target yet.' };
  if (bootstrap === 'not-logged' && !rule.required)
    return { ...base, state: 'off', sentence: 'The two did not log results of the same rows.' };
  if (!bootstrap || bootstrap === 'not-logged')
    return { ...base, state: 'unknown', sentence: 'Results row by row are missing for one of the two.' };
  return {
    ...base,
    state: bootstrap.winRate >= rule.least ? 'passed' : 'failed',
    // Cut, not rounded: a share below the limit never reads as the limit.
    value: `${figure(Math.floor(bootstrap.winRate * 1_000 + LAST_BITS) / 10)} %`,
    sentence: `${bootstrap.rows} rows, ${bootstrap.resamples} resamples, seed ${bootstrap.seed}; a tie counts half.`,
  };
};

const off = (
  name: string,
  kind: GateResult['kind'],
  title: string,
  owners: readonly string[],
): GateResult => ({
  name,
  kind,
  title,
  state: 'off',
  sentence: 'Switched off in brickbot.yaml.',
  owners,
});
