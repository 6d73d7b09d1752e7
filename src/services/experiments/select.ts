// Choosing among runs: pure functions, tested as tables.
import type { Direction, ExperimentRun } from '../../domain/experiment.ts';

export interface RunFilter {
  /** Part of a user's name, without case. */
  readonly by?: string;
  readonly branch?: string;
}

/** Whether a run passes every filter that is set. */
export const matches = (run: ExperimentRun, filter: RunFilter): boolean =>
  (filter.by === undefined || run.user.toLowerCase().includes(filter.by.toLowerCase())) &&
  (filter.branch === undefined || run.branch === filter.branch);

/** The run with the best finite value of a metric; the newest among equals, since runs come newest first. */
export const bestOf = (
  runs: readonly ExperimentRun[],
  metric: string,
  direction: Direction,
): ExperimentRun | undefined => {
  let best: ExperimentRun | undefined;
  for (const run of runs) {
    const value = run.metrics[metric];
    if (value === undefined || !Number.isFinite(value)) continue;
    const held = best?.metrics[metric];
    if (held === undefined || (direction === 'higher' ? value > held : value < held)) best = run;
  }
  return best;
};

/** Metrics that people mean when they name none, in this order of preference; then the one that most runs have logged. */
const PREFERRED = ['auc', 'roc_auc', 'f1', 'accuracy', 'r2', 'rmse', 'mae', 'loss'];

export const chooseMetric = (runs: readonly ExperimentRun[]): string | undefined => {
  const counts = new Map<string, number>();
  for (const run of runs)
    for (const name of Object.keys(run.metrics)) counts.set(name, (counts.get(name) ?? 0) + 1);
  const preferred = PREFERRED.find((name) => counts.has(name));
  return preferred ?? [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))[0]?.[0];
};
