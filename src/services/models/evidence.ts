// Gathers what an approver needs to see, all at once and fresh. What cannot be read is named, never hidden, and the gate that needs it
// is unknown.
import type { ModelSettings } from '../../base/config/models.ts';
import { asFault } from '../../base/errors.ts';
import type { ArtifactsApi } from '../../databricks/artifacts.ts';
import type { ExperimentsApi } from '../../databricks/experiments.ts';
import type { ModelRegistry } from '../../databricks/registry/index.ts';
import type { GitProvider } from '../../devops/git.ts';
import { compareMetrics, compareParams, directionOf, unfairness } from '../../domain/comparison.ts';
import type { Evidence, Makers } from '../../domain/evidence.ts';
import type { ExperimentRun } from '../../domain/experiment.ts';
import type { ModelVersion, PromotionTarget } from '../../domain/model.ts';
import { type GateFacts, judgeGates } from '../../domain/model-gates.ts';
import type { LedgerEntry } from '../../domain/promotion.ts';
import { chooseMetric } from '../experiments/select.ts';
import { readRows } from './rows.ts';

export interface EvidenceTools {
  readonly git: Pick<GitProvider, 'between' | 'commit'>;
  readonly now: () => number;
  readonly registry: ModelRegistry;
  readonly experiments: Pick<ExperimentsApi, 'run' | 'history'>;
  readonly artifacts: ArtifactsApi;
  /** Verdict of the newest finished run of a suite on a commit. */
  testsOn(suite: string, commit: string): Promise<'passed' | 'failed' | 'none'>;
  /** Who had brickbot run what made these tags; undefined when it was not brickbot. */
  starterOf(tags: Readonly<Record<string, string>>): Promise<string | undefined>;
  /** Who moved the target last, as the ledger knows. */
  lastMove(target: PromotionTarget): Promise<LedgerEntry | undefined>;
}

export interface EvidenceQuestion {
  readonly settings: ModelSettings;
  /** Suite where the model names none. */
  readonly suite: string;
  readonly candidate: ModelVersion;
  readonly target: PromotionTarget;
}

const MOST_COMMITS = 10;
const MOST_POINTS = 60;

export const gatherEvidence = async (
  tools: EvidenceTools,
  { settings, suite, candidate, target }: EvidenceQuestion,
  signal?: AbortSignal,
): Promise<Evidence> => {
  const missing: string[] = [];
  /** What a reading gives, or nothing, and then the gap is named. */
  const tried = async <T>(what: string, reading: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await reading();
    } catch (error) {
      signal?.throwIfAborted();
      const fault = asFault(error);
      missing.push(`${what} could not be read: ${fault.entry.title.toLowerCase()}.`);
      return undefined;
    }
  };
  const runOf = (
    version: ModelVersion | undefined,
    side: string,
  ): Promise<ExperimentRun | undefined> | undefined => {
    const { runId } = version ?? {};
    return runId === undefined
      ? undefined
      : tried(`The run of the ${side}`, () => tools.experiments.run(runId, signal));
  };

  // Who holds the target decides what is compared: that must be known, or there is no evidence.
  const holder = await tools.registry.holder(target, signal);
  const champion =
    holder === undefined ? undefined : await tools.registry.version(target.model, holder, signal);
  const [candidateRun, championRun, move] = await Promise.all([
    runOf(candidate, 'candidate'),
    runOf(champion, 'present holder'),
    tried('Who moved it last', () => tools.lastMove(target)),
  ]);
  if (candidate.runId === undefined)
    missing.push('The version names no run, so nothing was measured that can be shown.');
  const [candidateCommit, championCommit] = [candidateRun?.commit, championRun?.commit];
  const { gates } = settings;
  // Where nobody said what counts, it is what both are usually judged by: the card names it.
  const metric =
    settings.metric ?? chooseMetric([candidateRun, championRun].filter((run) => run !== undefined));
  const direction =
    settings.metric === undefined && metric !== undefined ? directionOf(metric) : settings.direction;
  const rules = {
    metric,
    direction,
    minimum: gates.minimum,
    improvement: gates.improvement,
    tests: gates.tests ?? suite,
    freshnessDays: gates.freshnessDays,
    winRate: gates.winRate,
    owners: settings.owners,
  };
  const rowsWanted = gates.winRate;
  const [commits, committer, tests, bootstrap, curves, starter] = await Promise.all([
    candidateCommit !== undefined && championCommit !== undefined && candidateCommit !== championCommit
      ? tried('The commits between the two', () =>
          tools.git.between(championCommit, candidateCommit, MOST_COMMITS + 1, signal),
        )
      : undefined,
    candidateCommit === undefined
      ? undefined
      : tried('The last committer', () => tools.git.commit(candidateCommit, signal)),
    rules.tests === false || candidateCommit === undefined
      ? undefined
      : tried('The last test verdict', () => tools.testsOn(rules.tests as string, candidateCommit)),
    rowsWanted === false || !candidateRun || !championRun
      ? undefined
      : tried('Results row by row', () =>
          readRows(tools.artifacts, candidateRun, championRun, rowsWanted, signal),
        ),
    metric === undefined ? [] : curvesOf(tools.experiments, metric, { candidateRun, championRun }, tried),
    candidateRun && tried('Who had it trained', () => tools.starterOf(candidateRun.tags)),
  ]);
  const metrics = compareMetrics(candidateRun, championRun, { metric, direction });
  const { differing, same } = compareParams(candidateRun, championRun);
  const dataAt = Date.parse(candidateRun?.tags['data.date'] ?? candidate.tags['data.date'] ?? '');
  const facts: GateFacts = {
    status: candidate.status,
    metrics,
    hasChampion: champion !== undefined,
    now: tools.now(),
    ...(candidateCommit !== undefined && { commit: candidateCommit }),
    ...(tests !== undefined && { tests }),
    ...(!Number.isNaN(dataAt) && { dataAt }),
    ...(bootstrap && { bootstrap }),
  };
  // The tag names the person where a job ran under a service principal.
  const trainer = candidateRun?.tags['mlflow.user'] ?? candidateRun?.user ?? candidate.createdBy;
  const makers: Makers = {
    ...(trainer !== undefined && trainer !== 'unknown' && { trainer }),
    ...(starter !== undefined && { starter }),
    ...(committer && { committer: { name: committer.author, email: committer.email ?? '' } }),
  };
  const known = move?.to === champion?.version ? move : undefined;
  return {
    target,
    candidate,
    ...(champion && {
      champion: {
        ...champion,
        ...(known && { since: known.at, ...(known.by !== undefined && { by: known.by }) }),
      },
    }),
    metrics,
    params: differing,
    sameParams: same,
    unfair: unfairness(candidateRun, championRun),
    ...(candidateCommit !== undefined && { candidateCommit }),
    ...(championCommit !== undefined && { championCommit }),
    ...(commits && {
      commits: {
        ahead: commits.ahead.slice(0, MOST_COMMITS),
        more: Math.max(0, commits.ahead.length - MOST_COMMITS),
        behind: commits.behind,
      },
    }),
    gates: judgeGates(rules, facts),
    makers,
    curves: curves ?? [],
    missing,
    readAt: tools.now(),
  };
};

type Tried = <T>(what: string, reading: () => Promise<T>) => Promise<T | undefined>;

/** The history of the metric on each side, thinned so that a card can carry it. */
const curvesOf = async (
  experiments: Pick<ExperimentsApi, 'history'>,
  metric: string,
  runs: { readonly candidateRun: ExperimentRun | undefined; readonly championRun: ExperimentRun | undefined },
  tried: Tried,
): Promise<Evidence['curves']> => {
  const sides = [
    ['candidate', runs.candidateRun],
    ['champion', runs.championRun],
  ] as const;
  const curves = await Promise.all(
    sides.map(async ([side, run]) => {
      if (!run) return undefined;
      const points =
        (await tried(`The history of ${metric}`, () => experiments.history(run.runId, metric))) ?? [];
      const every = Math.max(1, Math.ceil(points.length / MOST_POINTS));
      const kept = points.filter((_, index) => index % every === 0 || index === points.length - 1);
      return { side, metric, points: kept.map(({ step, value }) => ({ step, value })) };
    }),
  );
  // One point is a figure, not a curve.
  return curves.filter((curve) => curve !== undefined && curve.points.length > 1) as Evidence['curves'];
};
