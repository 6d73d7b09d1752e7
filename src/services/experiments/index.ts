// Experiments: found by short name, full name or id; their runs as a page with the best and the champion known.
import type { ConfigFile } from '../../base/config/schema.ts';
import { Fault } from '../../base/errors.ts';
import type { Databricks } from '../../databricks/client.ts';
import type { Environment } from '../../domain/environment.ts';
import type {
  AliasedVersion,
  Direction,
  Experiment,
  ExperimentRun,
  MetricPoint,
} from '../../domain/experiment.ts';
import { nearest } from '../../domain/nearest.ts';
import type { Environments } from '../environments.ts';
import { bestOf, chooseMetric, matches, type RunFilter } from './select.ts';

export interface ExperimentQuestion {
  readonly experiment: string;
  readonly metric: string | undefined;
  readonly filter: RunFilter;
  /** Runs on a page, 1 to 10. */
  readonly pageSize: number;
  /** 0 is the newest page. */
  readonly page: number;
}

export interface ExperimentPage {
  readonly environment: Environment;
  readonly experiment: Experiment;
  readonly runs: readonly ExperimentRun[];
  readonly hasOlder: boolean;
  readonly metric: string | undefined;
  readonly metricNames: readonly string[];
  readonly direction: Direction;
  readonly best: ExperimentRun | undefined;
  readonly champion: AliasedVersion | undefined;
  /** Runs that were looked through; when filters leave none, this tells how many there were without them. */
  readonly looked: number;
  readonly url: string | undefined;
}

export interface Experiments {
  page(question: ExperimentQuestion): Promise<ExperimentPage>;
  /** One run with the history of a metric. The id may be cut to its first letters when the experiment is known. */
  run(
    runId: string,
    metric: string | undefined,
  ): Promise<{
    readonly run: ExperimentRun;
    readonly metric: string | undefined;
    readonly history: readonly MetricPoint[];
    readonly url: string | undefined;
  }>;
  /** One experiment by short name, full name or id. @throws Fault `experiment-not-found` with the nearest names */
  find(nameOrId: string): Promise<{ readonly environment: Environment; readonly experiment: Experiment }>;
  /** Names for choices: the configured ones first. */
  names(): Promise<readonly string[]>;
}

/** Runs that are read to find the best and to filter; an experiment with more shows its newest. */
const MOST_RUNS = 500;

export const experimentsService = (tools: {
  readonly config: Pick<ConfigFile, 'experiments' | 'champion'>;
  readonly environments: Environments;
  databricks(environment: Environment): Databricks;
}): Experiments => {
  // Tracking belongs to the workspace; experiments are read where tests and deploys of the first environment go.
  const home = (): Environment => {
    const [first] = tools.environments.list();
    if (!first) throw new Fault('not-configured', { facts: { what: 'An environment', key: 'environments' } });
    return first;
  };
  const { experiments } = { experiments: () => tools.databricks(home()).experiments };

  const find = async (
    nameOrId: string,
  ): Promise<{ experiment: Experiment; settings: ConfigFile['experiments'][string] | undefined }> => {
    const entry = Object.entries(tools.config.experiments).find(
      ([name, value]) => name.toLowerCase() === nameOrId.toLowerCase() || value.name === nameOrId,
    );
    const wanted = entry?.[1].name ?? nameOrId;
    // The id that setting up wrote down outlives a new name; a name is what is left when that experiment is gone.
    const kept = entry?.[1].id;
    const found =
      (kept === undefined ? undefined : await experiments().byId(kept)) ??
      (/^\d+$/.test(wanted) ? await experiments().byId(wanted) : await experiments().byName(wanted));
    if (found) return { experiment: found, settings: entry?.[1] };
    // People say the last part of the path.
    const listed = await experiments().list(200);
    const tail = listed.filter(
      (candidate) => candidate.name.split('/').at(-1)?.toLowerCase() === wanted.toLowerCase(),
    );
    const [only] = tail;
    if (only && tail.length === 1) return { experiment: only, settings: undefined };
    const names = [...Object.keys(tools.config.experiments), ...listed.map((candidate) => candidate.name)];
    const near = nearest(wanted, names, 3);
    throw new Fault('experiment-not-found', {
      changed: 'no',
      facts: { experiment: nameOrId, near: near.join(', ') || 'none' },
      choices: { argument: 'experiment', options: near },
    });
  };

  const championOf = async (model: string | undefined): Promise<AliasedVersion | undefined> => {
    if (model === undefined) return undefined;
    // The champion is a mark on the card, not the answer: when the registry does not answer, the runs are shown without it.
    const aliases = await tools
      .databricks(home())
      .models.aliases(model)
      .catch(() => []);
    return aliases.find((version) => version.alias === tools.config.champion);
  };

  return {
    find: async (nameOrId) => ({
      environment: home(),
      experiment: (await find(nameOrId)).experiment,
    }),
    names: async () => [
      ...Object.keys(tools.config.experiments),
      ...(await experiments().list(50)).map((experiment) => experiment.name),
    ],
    page: async ({ experiment: nameOrId, metric: wanted, filter, pageSize, page }) => {
      const environment = home();
      const { experiment, settings } = await find(nameOrId);
      const [all, champion] = await Promise.all([
        experiments().runs(experiment.id, MOST_RUNS),
        championOf(settings?.model),
      ]);
      const metricNames = [...new Set(all.flatMap((run) => Object.keys(run.metrics)))].sort();
      if (wanted !== undefined && all.length > 0 && !metricNames.includes(wanted)) {
        throw new Fault('metric-not-found', {
          changed: 'no',
          facts: {
            metric: wanted,
            experiment: experiment.name,
            known: metricNames.slice(0, 12).join(', ') || 'none',
          },
          choices: { argument: 'metric', options: nearest(wanted, metricNames, 3) },
        });
      }
      const metric = wanted ?? settings?.metric ?? chooseMetric(all);
      const direction =
        settings?.direction ??
        (metric !== undefined && /loss|error|rmse|mae|mse/i.test(metric) ? 'lower' : 'higher');
      const kept = all.filter((run) => matches(run, filter));
      const start = page * pageSize;
      return {
        environment,
        experiment,
        runs: kept.slice(start, start + pageSize),
        hasOlder: kept.length > start + pageSize,
        metric,
        metricNames,
        direction,
        best: metric === undefined ? undefined : bestOf(kept, metric, direction),
        champion,
        looked: all.length,
        url: tools.databricks(environment).links.experiment(experiment.id),
      };
    },
    run: async (runId, wanted) => {
      const run = await experiments().run(runId);
      const metric = wanted ?? chooseMetric([run]);
      const history = metric === undefined ? [] : await experiments().history(run.runId, metric);
      return { run, metric, history, url: undefined };
    },
  };
};
