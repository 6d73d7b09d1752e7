// Models as people name them: found with near names, their targets as configured, and the evidence for a promotion.
import { type ModelSettings, unnamedModel } from '../../base/config/models.ts';
import type { ConfigFile } from '../../base/config/schema.ts';
import { Fault } from '../../base/errors.ts';
import type { Databricks } from '../../databricks/client.ts';
import type { Environment } from '../../domain/environment.ts';
import {
  type PromotionTarget,
  type RegisteredModel,
  type RegistryKind,
  STAGES,
  targetName,
} from '../../domain/model.ts';
import { nearest } from '../../domain/nearest.ts';
import type { Environments } from '../environments.ts';
import { type EvidenceTools, gatherEvidence } from './evidence.ts';
import { overviewOf } from './overview.ts';
import type { Models } from './port.ts';

export type { ModelRegistry, Models, RegistryDecision } from './port.ts';

const MOST_NEAR = 3;
const NEWEST = 'latest';

export interface ModelsTools extends Omit<EvidenceTools, 'registry' | 'experiments' | 'artifacts'> {
  readonly config: Pick<ConfigFile, 'models' | 'champion' | 'experiments' | 'defaults'>;
  readonly environments: Environments;
  databricks(environment: Environment): Databricks;
  /** An MLflow server that is no workspace. */
  tracking(address: string): Databricks;
}

export const modelsService = (tools: ModelsTools): Models => {
  const { config, environments } = tools;
  const entryOf = (model: string): readonly [string, ModelSettings] | undefined =>
    Object.entries(config.models).find(
      ([key, { name }]) => key.toLowerCase() === model.toLowerCase() || (name ?? key) === model,
    );
  /** A model that only receives copies has no entry of its own: what holds for its source holds for it. */
  const keptBy = (model: string): ModelSettings | undefined =>
    entryOf(model)?.[1] ??
    Object.values(config.models).find(({ targets }) =>
      Object.values(targets).some((each) => 'copy' in each && each.copy === model),
    );
  const settings = (model: string): ModelSettings => {
    const given = keptBy(model) ?? unnamedModel();
    // What the experiment says of the metric holds for its model, too, unless the model says otherwise.
    const experiment = Object.values(config.experiments).find((each) => each.model === fullName(model));
    return given.metric === undefined && experiment?.metric !== undefined
      ? { ...given, metric: experiment.metric, direction: experiment.direction }
      : given;
  };
  const fullName = (model: string): string => {
    const entry = entryOf(model);
    return entry ? (entry[1].name ?? entry[0]) : model;
  };
  const home = (model: string): Environment => {
    const name = keptBy(model)?.environment;
    const [first] = environments.list();
    const found = name === undefined ? first : environments.named(name);
    if (!found) throw new Fault('not-configured', { facts: { what: 'An environment', key: 'environments' } });
    return found;
  };
  /** Without a word about it: three parts are Unity Catalog; a server of its own, or one on this machine, is MLflow's. */
  const kindOf = (model: string): RegistryKind => {
    const { registry: given, tracking } = keptBy(model) ?? {};
    if (given !== undefined) return given;
    if (tracking !== undefined) return 'mlflow';
    if (fullName(model).split('.').length === 3) return 'catalog';
    return isThisMachine(home(model).host) ? 'mlflow' : 'workspace';
  };
  /** Where runs and registry of the model are: a server of its own, or its workspace. */
  const source = (model: string): Databricks => {
    const address = keptBy(model)?.tracking;
    return address === undefined ? tools.databricks(home(model)) : tools.tracking(address);
  };
  const registry = (model: string) => source(model).registry(kindOf(model));

  const show = async (model: string, signal?: AbortSignal): Promise<RegisteredModel> => {
    try {
      return await registry(model).model(fullName(model), signal);
    } catch (error) {
      if (!(error instanceof Fault && error.code === 'model-not-found')) throw error;
      const near = nearest(model, await names(), MOST_NEAR);
      throw new Fault('model-not-found', {
        changed: 'no',
        facts: { model, near: near.join(', ') || 'none' },
        choices: { argument: 'model', options: near },
        cause: error,
      });
    }
  };
  const names: Models['names'] = async (signal) => {
    const known = [
      ...Object.keys(config.models),
      ...Object.values(config.experiments).flatMap(({ model }) => model ?? []),
    ];
    const taken = new Set(known.map(fullName));
    // The registry only adds to what is configured: without an answer the configured names are what there is.
    const listed = await registry(known[0] ?? NEWEST)
      .names(signal)
      .catch(() => []);
    return [...new Set([...known, ...listed.filter((name) => !taken.has(name))])];
  };

  const find: Models['find'] = async (model, wanted, signal) => {
    const found = await show(model, signal);
    const said = wanted.replace(/^v(?=\d+$)/i, '');
    const number =
      said.toLowerCase() === NEWEST
        ? found.versions[0]?.version
        : (Object.entries(found.holders).find(([name]) => name.toLowerCase() === said.toLowerCase())?.[1] ??
          said);
    if (number !== undefined && /^\d+$/.test(number)) {
      const version = await registry(model)
        .version(found.name, number, signal)
        .catch((error: unknown) => {
          if (error instanceof Fault && error.code === 'version-not-found') return undefined;
          throw error;
        });
      if (version)
        return {
          ...version,
          aliases: Object.entries(found.holders).flatMap(([alias, held]) => (held === number ? [alias] : [])),
        };
    }
    const options = [
      ...found.versions.slice(0, MOST_NEAR).map(({ version }) => `v${version}`),
      ...nearest(said, Object.keys(found.holders), 2),
    ];
    throw new Fault('version-not-found', {
      changed: 'no',
      facts: { model, version: wanted, near: options.join(', ') || 'none' },
      choices: { argument: 'version', options },
    });
  };

  const target: Models['target'] = (model, words) => {
    const staged = kindOf(model) === 'workspace';
    const said = words ?? (staged ? 'Production' : config.champion);
    const { targets } = settings(model);
    const name = fullName(model);
    const configured = Object.entries(targets).find(([key]) => key.toLowerCase() === said.toLowerCase());
    if (configured) return targetOf(name, ...configured);
    const stage = STAGES.find((each) => each !== 'None' && each.toLowerCase() === said.toLowerCase());
    if (staged && stage) return { kind: 'stage', model: name, stage, archiveExisting: true };
    // The registry's own rule for alias names; `latest` and version numbers are not aliases. The workspace registry has none.
    const isAlias = /^[\w-]{1,255}$/.test(said) && !/^(?:latest|v?\d+)$/i.test(said) && !isEnvironment(said);
    if (!staged && isAlias) return { kind: 'alias', model: name, alias: said };
    const options = [...(staged ? ['Production', 'Staging'] : [config.champion]), ...Object.keys(targets)];
    throw new Fault('target-not-found', {
      changed: 'no',
      facts: { model, target: said, near: options.join(', ') },
      choices: { argument: 'target', options },
    });
  };
  /** An environment that has no target of its own for the model is no alias by accident. */
  const isEnvironment = (word: string): boolean =>
    environments.list().some(({ name }) => name.toLowerCase() === word.toLowerCase());

  return {
    champion: config.champion,
    names,
    show,
    overview: async (model, signal) => {
      const found = await show(model, signal);
      const { metric, direction } = settings(model);
      const { experiments, links } = source(model);
      return {
        ...(await overviewOf(experiments, found, { metric, direction }, signal)),
        url: links.model(found.name),
      };
    },
    find,
    target,
    settings,
    fullName,
    registry,
    home: (model) => home(model).name,
    targets: (model) => [
      ...new Set([
        targetName(target(model.name, undefined)),
        ...Object.keys(settings(model.name).targets),
        ...Object.keys(model.holders),
      ]),
    ],
    url: (model, version) =>
      keptBy(model)?.tracking === undefined
        ? source(model).links.modelVersion(fullName(model), version)
        : source(model).links.servedVersion(fullName(model), version),
    evidence: (candidate, wanted, signal) => {
      const databricks = source(candidate.model);
      return gatherEvidence(
        {
          ...tools,
          registry: registry(candidate.model),
          experiments: databricks.experiments,
          artifacts: databricks.artifacts,
        },
        { settings: settings(candidate.model), suite: config.defaults.suite, candidate, target: wanted },
        signal,
      );
    },
  };
};

/** A workspace of Databricks is never on this machine. */
const isThisMachine = (host: string): boolean =>
  /^(?:localhost|\[::1\]|127\.\d+\.\d+\.\d+)$/.test(URL.parse(host)?.hostname ?? '');

const targetOf = (
  model: string,
  environment: string,
  given: ModelSettings['targets'][string],
): PromotionTarget => {
  if ('stage' in given) return { kind: 'stage', model, stage: given.stage, archiveExisting: given.archive };
  if ('copy' in given) return { kind: 'copy', model: given.copy, alias: given.alias, environment };
  return { kind: 'alias', model, alias: given.alias };
};
