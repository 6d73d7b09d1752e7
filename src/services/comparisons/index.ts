// Puts two things beside each other: finds the run behind each, then metrics, parameters, data and commits. What cannot be read is
// named, never hidden.
import type { ConfigFile } from '../../base/config/schema.ts';
import { asFault, Fault } from '../../base/errors.ts';
import type { ExperimentsApi } from '../../databricks/experiments.ts';
import type { GitProvider } from '../../devops/git.ts';
import {
  type Beside,
  type BesideSide,
  customaryOther,
  readSide,
  type SideAsked,
} from '../../domain/beside.ts';
import { shortCommit } from '../../domain/commit.ts';
import { compareMetrics, compareParams, directionOf, unfairness } from '../../domain/comparison.ts';
import type { ExperimentRun } from '../../domain/experiment.ts';
import type { Experiments } from '../experiments/index.ts';
import { chooseMetric } from '../experiments/select.ts';
import type { Models } from '../models/port.ts';

export interface Comparisons {
  /**
   * @param left, right as people say them: `run 3f2`, `churn v12`, `champion`, `feature-x`; the second may be left out where custom
   *   knows it (main for a branch, the champion for a version)
   * @throws Fault when one of them is not there
   */
  compare(left: string, right: string | undefined, signal?: AbortSignal): Promise<Beside>;
}

export interface ComparisonTools {
  readonly config: Pick<ConfigFile, 'champion' | 'experiments'>;
  readonly git: Pick<GitProvider, 'resolve' | 'branches' | 'between'>;
  readonly models: Pick<Models, 'names' | 'find' | 'fullName' | 'settings'>;
  readonly experiments: Pick<Experiments, 'find'>;
  /** Runs of the workspace that keeps the experiments. */
  runs(): Pick<ExperimentsApi, 'run' | 'runs' | 'history'>;
  testsOn(commit: string): Promise<'passed' | 'failed' | 'none'>;
}

const MOST_COMMITS = 8;
const MOST_RUNS = 500;
/** The shortest beginning of a run id that is completed. */
const SHORTEST_ID = 3;

type Tried = <T>(what: string, reading: () => Promise<T>) => Promise<T | undefined>;

export const comparisonsService = (tools: ComparisonTools): Comparisons => {
  const { config, git, models } = tools;

  /** The runs of the configured experiments, newest first. */
  const recent = async (signal?: AbortSignal): Promise<readonly ExperimentRun[]> => {
    const lists = await Promise.all(
      Object.keys(config.experiments).map(async (name) => {
        const found = await tools.experiments.find(name).catch((error: unknown) => {
          // Nobody has trained yet: MLflow makes an experiment with its first run.
          if (asFault(error).code === 'experiment-not-found') return undefined;
          throw error;
        });
        return found ? tools.runs().runs(found.experiment.id, MOST_RUNS, signal) : [];
      }),
    );
    return lists.flat().toSorted((a, b) => b.startedAt - a.startedAt);
  };

  const runOf = async (id: string, signal?: AbortSignal): Promise<ExperimentRun> => {
    if (/^[0-9a-f]{32}$/.test(id)) return tools.runs().run(id, signal);
    const all = await recent(signal);
    const fitting = all.filter(
      (run) => (id.length >= SHORTEST_ID && run.runId.startsWith(id)) || run.name.toLowerCase() === id,
    );
    const [only] = fitting;
    if (only && fitting.length === 1) return only;
    throw new Fault('run-not-found', {
      changed: 'no',
      facts: { run: id },
      ...(fitting.length > 1 && {
        choices: { argument: 'left', options: fitting.slice(0, 4).map((run) => `run ${run.runId}`) },
      }),
    });
  };

  const find = async (asked: SideAsked, tried: Tried, signal?: AbortSignal): Promise<BesideSide> => {
    switch (asked.kind) {
      case 'run': {
        const run = await runOf(asked.id, signal);
        return {
          label: `run ${run.name || run.runId.slice(0, 8)}`,
          short: run.runId.slice(0, 8),
          run,
          ...(run.commit !== undefined && { commit: run.commit }),
        };
      }
      case 'version': {
        const version = await models.find(asked.model, asked.version, signal);
        const { runId } = version;
        const label = `${asked.model} v${version.version}`;
        const run =
          runId === undefined
            ? undefined
            : await tried(`The run of ${label}`, () => tools.runs().run(runId, signal));
        return {
          label,
          short: `v${version.version}`,
          ...(run && { run }),
          ...(run?.commit !== undefined && { commit: run.commit }),
        };
      }
      case 'ref': {
        const { name, commit } = await git.resolve(asked.ref, signal);
        const [runs, tests] = await Promise.all([
          tried('The training runs', () => recent(signal)),
          tried('The last test verdict', () => tools.testsOn(commit.id)),
        ]);
        // The newest training on exactly this commit: what an older commit of the branch gave is not what the branch gives.
        const run = runs?.find((each) => each.commit === commit.id && each.status === 'finished');
        return {
          label: name,
          short: name,
          commit: commit.id,
          ...(run && { run }),
          ...(tests !== undefined && { tests }),
        };
      }
    }
  };

  return {
    compare: async (leftText, rightText, signal) => {
      const missing: string[] = [];
      const tried: Tried = async (what, reading) => {
        try {
          return await reading();
        } catch (error) {
          signal?.throwIfAborted();
          missing.push(`${what} could not be read: ${asFault(error).entry.title.toLowerCase()}.`);
          return undefined;
        }
      };
      const names = await models.names(signal);
      const askedLeft = readSide(leftText, names);
      const askedRight =
        rightText === undefined
          ? customaryOther(askedLeft, config.champion, (await git.branches(1, signal))[0] ?? 'main')
          : readSide(rightText, names, askedLeft);
      if (!askedRight)
        throw new Fault('missing-argument', {
          changed: 'no',
          facts: {
            name: `What ${leftText.slice(0, 60)} is compared with`,
            usage: 'compare <one> with <other>',
          },
        });
      const [left, right] = await Promise.all([
        find(askedLeft, tried, signal),
        find(askedRight, tried, signal),
      ]);
      for (const side of [left, right])
        if (!side.run)
          missing.push(
            `No finished training run is known for ${side.label}${side.commit === undefined ? '' : ` at ${shortCommit(side.commit)}`}.`,
          );
      const model = askedLeft.kind === 'version' ? models.settings(askedLeft.model) : undefined;
      const runs = [left.run, right.run].filter((run) => run !== undefined);
      const metric = model?.metric ?? configuredMetric(config) ?? chooseMetric(runs);
      const known = runs.length > 0 && metric !== undefined ? metric : undefined;
      const direction =
        model?.metric !== undefined
          ? model.direction
          : (Object.values(config.experiments).find((each) => each.metric === known)?.direction ??
            directionOf(known ?? ''));
      const { differing, same } = compareParams(left.run, right.run);
      const [commits, curves] = await Promise.all([
        left.commit !== undefined && right.commit !== undefined && left.commit !== right.commit
          ? tried('The commits between the two', () =>
              git.between(right.commit as string, left.commit as string, MOST_COMMITS + 1, signal),
            )
          : undefined,
        known === undefined ? [] : curvesOf(tools, known, { left, right }, signal),
      ]);
      return {
        left,
        right,
        metric: known,
        metrics: runs.length === 0 ? [] : compareMetrics(left.run, right.run, { metric: known, direction }),
        params: differing,
        sameParams: same,
        unfair: unfairness(left.run, right.run),
        ...(commits && {
          commits: {
            ahead: commits.ahead.slice(0, MOST_COMMITS),
            more: Math.max(0, commits.ahead.length - MOST_COMMITS),
            behind: commits.behind,
          },
        }),
        curves,
        ...promotionOf(askedLeft, askedRight, left, right),
        missing: [...new Set(missing)],
      };
    },
  };
};

/** The metric of the only configured experiment; with several, the runs decide. */
const configuredMetric = ({ experiments }: Pick<ConfigFile, 'experiments'>): string | undefined => {
  const all = Object.values(experiments);
  return all.length === 1 ? all[0]?.metric : undefined;
};

/** A curve that cannot be read is a picture less, not a gap in what was asked. */
const curvesOf = async (
  tools: ComparisonTools,
  metric: string,
  sides: Readonly<Record<'left' | 'right', BesideSide>>,
  signal?: AbortSignal,
): Promise<Beside['curves']> =>
  (
    await Promise.all(
      (['left', 'right'] as const).map(async (side) => {
        const { run } = sides[side];
        const points = run
          ? await tools
              .runs()
              .history(run.runId, metric, signal)
              .catch(() => [])
          : [];
        return points.length < 2
          ? []
          : [{ side, points: points.map(({ step, value }) => ({ step, value })) }];
      }),
    )
  ).flat();

/** Two versions of one model, the second by the name of what it holds: the first can be asked to take its place. */
const promotionOf = (
  asked: SideAsked,
  other: SideAsked,
  left: BesideSide,
  right: BesideSide,
): Pick<Beside, 'promotion'> =>
  asked.kind === 'version' &&
  other.kind === 'version' &&
  asked.model === other.model &&
  left.short !== right.short &&
  !/^(?:latest|v?\d+)$/i.test(other.version)
    ? { promotion: { model: asked.model, version: left.short, target: other.version } }
    : {};
