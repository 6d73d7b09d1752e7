// Search from the message box: runs, experiments, models and deployments by the words that people remember of them. Reads only.
import type { Clock } from '../../base/clock.ts';
import type { ConfigFile } from '../../base/config/schema.ts';
import { own, phrase } from '../../base/language.ts';
import type { Databricks } from '../../databricks/client.ts';
import type { AzureAddress } from '../../devops/azure/address.ts';
import { shortCommit } from '../../domain/commit.ts';
import type { Deployment } from '../../domain/deployment.ts';
import type { Environment } from '../../domain/environment.ts';
import type { Experiment, ExperimentRun } from '../../domain/experiment.ts';
import { bestFirst, type Finding, fits, type SearchKind, type Thing } from '../../domain/finding.ts';
import type { Build, Pipeline } from '../../domain/pipeline.ts';
import type { Deployments } from '../deployments/index.ts';
import type { Environments } from '../environments.ts';
import type { Models } from '../models/port.ts';
import { thingAt } from './links.ts';
import { recent } from './recent.ts';

export interface Search {
  /** Best hits first. An empty query gives what is newest. */
  find(kind: SearchKind, query: string): Promise<readonly Finding[]>;
  /** What an address names; undefined when it is none of ours. */
  named(address: string): Thing | undefined;
  /** The newest run of a job; undefined when it never ran. */
  newestRun(environment: string, job: string): Promise<string | undefined>;
}

/** How long a list is good for, in ms: somebody types a query in less. */
const GOOD_FOR = 20_000;
const MOST_EXPERIMENTS = 5;
const MOST_RUNS = 50;
const MOST_NAMES = 200;

export const searchService = (tools: {
  readonly config: Pick<ConfigFile, 'experiments'>;
  readonly clock: Clock;
  readonly environments: Environments;
  /** Where repository and pipelines stand at Azure DevOps; undefined: they do not. */
  readonly azure?: AzureAddress | undefined;
  readonly models: Pick<Models, 'names'>;
  readonly deployments: Pick<Deployments, 'history'>;
  /** Pipelines of the CI system with their newest builds; absent: there is none. */
  readonly pipelines?: () => Promise<readonly { readonly pipeline: Pipeline; readonly latest?: Build }[]>;
  databricks(environment: Environment): Databricks;
  /** Whose reading it is, where systems are asked as people; absent: everybody reads the same. */
  readonly eyes?: () => string;
}): Search => {
  const { config, clock, environments } = tools;
  const experimentsApi = (): Databricks['experiments'] | undefined => {
    const [home] = environments.list();
    return home && tools.databricks(home).experiments;
  };
  const kept = <Result>(read: () => Promise<Result>): (() => Promise<Result>) =>
    recent(clock, GOOD_FOR, read, tools.eyes);

  const experiments = kept(async () => (await experimentsApi()?.list(MOST_NAMES)) ?? []);
  const deployments = kept(() => tools.deployments.history({ limit: MOST_NAMES }));
  const pipelines = kept(async () => (await tools.pipelines?.()) ?? []);
  const models = kept(() => tools.models.names());
  const runs = kept(async (): Promise<readonly (readonly [ExperimentRun, Experiment])[]> => {
    const api = experimentsApi();
    const all = await experiments();
    const configured = Object.values(config.experiments).map(({ name }) => name);
    const looked = all
      .toSorted((a, b) => Number(configured.includes(b.name)) - Number(configured.includes(a.name)))
      .slice(0, MOST_EXPERIMENTS);
    const pages = await Promise.all(
      looked.map(async (experiment) =>
        ((await api?.runs(experiment.id, MOST_RUNS)) ?? []).map((run) => [run, experiment] as const),
      ),
    );
    return pages.flat().toSorted(([a], [b]) => b.startedAt - a.startedAt);
  });

  const find: Record<SearchKind, (query: string) => Promise<readonly Finding[]>> = {
    runs: async (query) =>
      (await runs())
        .filter(([run, experiment]) =>
          fits(query, [run.name, run.runId, run.user, run.branch, run.commit, experiment.name]),
        )
        .map(([run, experiment]) => runFinding(run, experiment)),
    experiments: async (query) =>
      (await experiments())
        .filter(({ id, name }) => fits(query, [name, id]))
        .map(({ id, name }) => ({
          thing: { kind: 'experiment', experiment: id },
          title: name.split('/').at(-1) || name,
          text: name,
        })),
    models: async (query) =>
      (await models())
        .filter((name) => fits(query, [name]))
        .map((name) => ({
          thing: { kind: 'model', model: name },
          title: name,
          text: phrase('Registered model'),
        })),
    deployments: async (query) =>
      (await deployments())
        .filter(({ op, environment, ref, commit, by }) => fits(query, [op, environment, ref, commit, by]))
        .map(deploymentFinding),
    pipelines: async (query) =>
      (await pipelines()).flatMap(({ pipeline, latest }) =>
        latest && fits(query, [pipeline.name, latest.number, latest.ref, latest.requester, latest.commit])
          ? [buildFinding(pipeline, latest)]
          : [],
      ),
  };

  return {
    find: async (kind, query) => bestFirst(query, await find[kind](query)),
    named: (address) => thingAt(address, environments.list(), tools.azure),
    newestRun: async (environment, job) =>
      (await tools.databricks(environments.named(environment)).runs.latest(job))?.runId,
  };
};

const runFinding = (run: ExperimentRun, experiment: Experiment): Finding => ({
  thing: { kind: 'experiment-run', run: run.runId },
  title: run.name || run.runId.slice(0, 8),
  text: [
    own(run.status),
    experiment.name.split('/').at(-1),
    run.user,
    run.branch ?? (run.commit && shortCommit(run.commit)),
    new Date(run.startedAt).toISOString().slice(0, 10),
  ]
    .filter(Boolean)
    .join(' · '),
});

const deploymentFinding = ({ op, environment, ref, commit, by, at }: Deployment): Finding => ({
  thing: { kind: 'operation', op },
  title: phrase('{ref} in {environment}', { ref, environment }),
  text: [shortCommit(commit), by, new Date(at).toISOString().slice(0, 10), `op ${op}`].join(' · '),
});

const buildFinding = ({ name }: Pipeline, { id, number, state, ref, requester }: Build): Finding => ({
  thing: { kind: 'build', build: String(id) },
  title: name,
  text: [own(state), ref, requester, number].join(' · '),
});
