// Two runs beside each other: metrics with a direction, parameters that differ, and what makes the comparison unfair.
import type { Comparison, Difference, MetricComparison } from './evidence.ts';
import type { Direction, ExperimentRun } from './experiment.ts';

/** Names of metrics for which less is better, when nobody said so. */
const LOWER = /loss|error|rmse|mae|mse|latency|duration/i;
export const directionOf = (metric: string): Direction => (LOWER.test(metric) ? 'lower' : 'higher');

type Side = Pick<ExperimentRun, 'metrics' | 'params' | 'tags'> | undefined;

export const compareMetrics = (
  candidate: Side,
  champion: Side,
  counts: { readonly metric: string | undefined; readonly direction: Direction },
): readonly MetricComparison[] => {
  const names = [
    ...new Set([...Object.keys(candidate?.metrics ?? {}), ...Object.keys(champion?.metrics ?? {})]),
  ];
  // What counts comes first, whether or not anybody logged it.
  const ordered = [
    ...(counts.metric === undefined ? [] : [counts.metric]),
    ...names.filter((name) => name !== counts.metric).sort(),
  ];
  return ordered.map((name) => {
    const direction = name === counts.metric ? counts.direction : directionOf(name);
    const [a, b] = [candidate?.metrics[name], champion?.metrics[name]];
    const delta = a !== undefined && b !== undefined ? a - b : undefined;
    const samples = samplesOf(name, candidate, champion);
    return {
      name,
      direction,
      ...(a !== undefined && { candidate: a }),
      ...(b !== undefined && { champion: b }),
      ...(delta !== undefined && !Number.isNaN(delta) && { delta }),
      comparison: verdictOf(delta, direction),
      ...(samples && { samples }),
      counts: name === counts.metric,
    };
  });
};

const verdictOf = (delta: number | undefined, direction: Direction): Comparison => {
  if (delta === undefined || Number.isNaN(delta)) return 'incomparable';
  if (Math.abs(delta) < 1e-12) return 'same';
  return delta > 0 === (direction === 'higher') ? 'better' : 'worse';
};

/** Rows that a metric was computed on, by the parameter or tag that the project logs: `<metric>_rows`, `test_rows`, `eval_rows`. */
const samplesOf = (name: string, candidate: Side, champion: Side): MetricComparison['samples'] => {
  const of = (side: Side): number | undefined => {
    const found = [`${name}_rows`, 'test_rows', 'eval_rows']
      .map((key) => side?.params[key] ?? side?.tags[key])
      .find((value) => value !== undefined && /^\d+$/.test(value));
    return found === undefined ? undefined : Number(found);
  };
  const [a, b] = [of(candidate), of(champion)];
  return a === undefined && b === undefined
    ? undefined
    : { ...(a !== undefined && { candidate: a }), ...(b !== undefined && { champion: b }) };
};

/** Parameters that differ or stand on one side only, and how many are the same. */
export const compareParams = (
  candidate: Side,
  champion: Side,
): { readonly differing: readonly Difference[]; readonly same: number } => {
  const names = [
    ...new Set([...Object.keys(candidate?.params ?? {}), ...Object.keys(champion?.params ?? {})]),
  ].sort();
  const differing = names.flatMap((name) => {
    const [a, b] = [candidate?.params[name], champion?.params[name]];
    return a === b
      ? []
      : [{ name, ...(a !== undefined && { candidate: a }), ...(b !== undefined && { champion: b }) }];
  });
  return { differing, same: names.length - differing.length };
};

/** Tags that say what a run was measured with: where they differ, figures do not compare. */
const GROUNDS = [
  'data.digest',
  'data.date',
  'data.version',
  'mlflow.databricks.cluster.libraries',
  'runtime',
] as const;
/** Parameters that choose the data. */
const DATA_PARAMS = ['rows', 'seed', 'data', 'dataset', 'data_version', 'test_rows'] as const;

export const unfairness = (candidate: Side, champion: Side): readonly Difference[] => {
  if (!candidate || !champion) return [];
  const pick = (name: string, from: 'tags' | 'params'): readonly Difference[] => {
    const [a, b] = [candidate[from][name], champion[from][name]];
    return a === b || a === undefined || b === undefined ? [] : [{ name, candidate: a, champion: b }];
  };
  // Equal digests say that it is the same data, whenever and under whichever name it was taken.
  const digest = candidate.tags['data.digest'];
  const sameData = digest !== undefined && digest === champion.tags['data.digest'];
  return [
    ...GROUNDS.filter((name) => !sameData || !name.startsWith('data.')).flatMap((name) => pick(name, 'tags')),
    ...DATA_PARAMS.flatMap((name) => pick(name, 'params')),
  ];
};
