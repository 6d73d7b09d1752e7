// The registry of an MLflow server (`/api/2.0/mlflow`): aliases and tags. The workspace registry of Databricks shares its versions and
// adds stages.
import { z } from 'zod';
import { Fault } from '../../base/errors.ts';
import type { ModelVersion, PromotionTarget, RegisteredModel } from '../../domain/model.ts';
import type { Call, DatabricksHttp } from '../http.ts';
import { id, shaped, text } from '../shapes.ts';
import { COPIED_FROM, MOST_VERSIONS, type ModelRegistry } from './api.ts';
import {
  isMissing,
  isThere,
  modelMissing,
  nameFilter,
  newestFirst,
  versionMissing,
  versionShape,
} from './shapes.ts';

const modelShape = z.object({
  registered_model: z.object({
    name: z.string(),
    description: text,
    aliases: z.array(z.object({ alias: z.string(), version: id })).nullish(),
  }),
});
const named = z.object({ registered_models: z.array(z.object({ name: z.string() })).nullish() });
const MOST_NAMES = 100;
const one = z.object({ model_version: versionShape });
const many = z.object({ model_versions: z.array(versionShape).nullish() });

/** Paths of MLflow’s protocol below the host, and how calls to them look. */
export const mlflowCalls = (http: DatabricksHttp) => ({
  read: (name: string, query: NonNullable<Call['query']>, attempted: string, signal?: AbortSignal) =>
    http.call({
      method: 'GET',
      path: `/api/2.0/mlflow/${name}`,
      family: 'mlflow',
      query,
      attempted,
      repeatable: true,
      signal,
    }),
  write: (
    method: 'POST' | 'DELETE',
    name: string,
    body: unknown,
    attempted: string,
    {
      repeatable = true,
      signal,
    }: { readonly repeatable?: boolean; readonly signal?: AbortSignal | undefined },
  ) =>
    http.call({
      method,
      path: `/api/2.0/mlflow/${name}`,
      family: 'mlflow',
      body,
      attempted,
      repeatable,
      signal,
    }),
});

export const mlflowRegistry = (http: DatabricksHttp): ModelRegistry => {
  const { read, write } = mlflowCalls(http);
  const versions = async (model: string, signal?: AbortSignal): Promise<readonly ModelVersion[]> => {
    const answer = await read(
      'model-versions/search',
      { filter: nameFilter(model), max_results: 200 },
      `list the versions of ${model}`,
      signal,
    );
    return newestFirst(shaped(many, answer, 'model-versions/search').model_versions ?? []);
  };
  const model = async (name: string, signal?: AbortSignal): Promise<RegisteredModel> => {
    const answer = await read('registered-models/get', { name }, `read the model ${name}`, signal).catch(
      (error: unknown) => {
        throw modelMissing(name, error);
      },
    );
    const found = shaped(modelShape, answer, 'registered-models/get').registered_model;
    const holders = (found.aliases ?? []).map(({ alias, version }) => [alias, version] as const);
    return {
      name: found.name,
      registry: 'mlflow',
      ...(found.description && { description: found.description }),
      holders: Object.fromEntries(holders),
      // The list of a search carries no aliases on some servers; the model's own list always does.
      versions: (await versions(name, signal)).slice(0, MOST_VERSIONS).map((version) => ({
        ...version,
        aliases: holders.filter(([, number]) => number === version.version).map(([alias]) => alias),
      })),
    };
  };
  const version = async (name: string, number: string, signal?: AbortSignal): Promise<ModelVersion> => {
    const answer = await read(
      'model-versions/get',
      { name, version: number },
      `read version ${number} of ${name}`,
      signal,
    ).catch((error: unknown) => {
      throw versionMissing(name, number, error);
    });
    return shaped(one, answer, 'model-versions/get').model_version;
  };
  return {
    kind: 'mlflow',
    names: async (signal) => {
      const answer = await read(
        'registered-models/search',
        { max_results: MOST_NAMES },
        'list the registered models',
        signal,
      );
      return (shaped(named, answer, 'registered-models/search').registered_models ?? []).map(
        ({ name }) => name,
      );
    },
    model,
    version,
    holder: async (target, signal) => {
      const { alias } = aliasTarget(target);
      try {
        const answer = await read(
          'registered-models/alias',
          { name: target.model, alias },
          `read who holds ${alias} of ${target.model}`,
          signal,
        );
        return shaped(one, answer, 'registered-models/alias').model_version.version;
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },
    hold: async (target, number, _comment, signal) => {
      const { alias } = aliasTarget(target);
      const body = { name: target.model, alias, version: number };
      await write(
        'POST',
        'registered-models/alias',
        body,
        `set ${alias} of ${target.model} to version ${number}`,
        { repeatable: false, signal },
      );
    },
    release: async (target, signal) => {
      const { alias } = aliasTarget(target);
      const body = { name: target.model, alias };
      await write('DELETE', 'registered-models/alias', body, `take ${alias} of ${target.model} away`, {
        signal,
      }).catch((error: unknown) => {
        if (!isMissing(error)) throw error;
      });
    },
    tag: async (name, number, key, value, signal) => {
      const body = { name, version: number, key, value };
      await write('POST', 'model-versions/set-tag', body, `tag version ${number} of ${name}`, { signal });
    },
    copy: async (from, to, effectKey, signal) => {
      const source = `${from.model}/${from.version}`;
      const copied = (list: readonly ModelVersion[]) => list.find(({ tags }) => tags[COPIED_FROM] === source);
      const there = copied(await versions(to, signal));
      if (there) return there;
      await write('POST', 'registered-models/create', { name: to }, `create the model ${to}`, {
        repeatable: false,
        signal,
      }).catch((error: unknown) => {
        if (!isThere(error)) throw error;
      });
      const body = {
        name: to,
        source: `models:/${source}`,
        ...(from.runId && { run_id: from.runId }),
        tags: [
          { key: COPIED_FROM, value: source },
          { key: 'brickbot.effect', value: effectKey },
        ],
      };
      const made = await write('POST', 'model-versions/create', body, `copy ${source} to ${to}`, {
        repeatable: false,
        signal,
      });
      return shaped(one, made, 'model-versions/create').model_version;
    },
    reject: async () => {},
    decisions: async () => [],
  };
};

/** The alias of a target. Stages are the workspace registry's. */
export const aliasTarget = (target: PromotionTarget): { readonly alias: string } => {
  if (target.kind === 'stage')
    throw new Fault('registry-cannot', {
      changed: 'no',
      facts: { what: `the stage ${target.stage}`, registry: 'This registry', instead: 'an alias' },
    });
  return { alias: target.alias };
};
