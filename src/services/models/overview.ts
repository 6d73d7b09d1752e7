// A model as people look at it: who holds what, the newest versions with the metric that counts and the commit of each.
import { asFault } from '../../base/errors.ts';
import type { ExperimentsApi } from '../../databricks/experiments.ts';
import { directionOf } from '../../domain/comparison.ts';
import type { Direction } from '../../domain/experiment.ts';
import type { RegisteredModel } from '../../domain/model.ts';
import { chooseMetric } from '../experiments/select.ts';

export interface ModelOverview {
  readonly model: RegisteredModel;
  readonly metric: string | undefined;
  readonly direction: Direction;
  /** The metric that counts, by version; a version whose run logged none is not in it. */
  readonly figures: Readonly<Record<string, number>>;
  /** What the version's run logged of branch and commit, by version. */
  readonly origins: Readonly<Record<string, { readonly commit?: string; readonly branch?: string }>>;
  /** What could not be read, a sentence each. */
  readonly missing: readonly string[];
  readonly url?: string;
}

/** Versions whose runs are read: the newest, and every one that holds something. Each costs a call. */
const MOST_RUNS = 12;

export const overviewOf = async (
  experiments: Pick<ExperimentsApi, 'run'>,
  model: RegisteredModel,
  counts: { readonly metric: string | undefined; readonly direction: Direction },
  signal?: AbortSignal,
): Promise<ModelOverview> => {
  const held = new Set(Object.values(model.holders));
  const wanted = [
    ...model.versions.slice(0, MOST_RUNS),
    ...model.versions.slice(MOST_RUNS).filter(({ version }) => held.has(version)),
  ];
  const missing: string[] = [];
  const read = await Promise.all(
    wanted.map(async ({ version, runId }) => {
      if (runId === undefined) return undefined;
      try {
        return { version, run: await experiments.run(runId, signal) };
      } catch (error) {
        signal?.throwIfAborted();
        missing.push(
          `The run of v${version} could not be read: ${asFault(error).entry.title.toLowerCase()}.`,
        );
        return undefined;
      }
    }),
  );
  const runs = read.filter((each) => each !== undefined);
  const metric = counts.metric ?? chooseMetric(runs.map(({ run }) => run));
  return {
    model,
    metric,
    direction: counts.metric === undefined && metric !== undefined ? directionOf(metric) : counts.direction,
    figures: Object.fromEntries(
      runs.flatMap(({ version, run }) => {
        const value = metric === undefined ? undefined : run.metrics[metric];
        return value === undefined ? [] : [[version, value]];
      }),
    ),
    origins: Object.fromEntries(
      runs.map(({ version, run: { commit, branch } }) => [
        version,
        { ...(commit !== undefined && { commit }), ...(branch !== undefined && { branch }) },
      ]),
    ),
    missing,
  };
};
