// The model registry, read side: which version carries which alias. A name of three parts lives in Unity Catalog, any other in the
// registry of the workspace (or of an MLflow server).
import { z } from 'zod';
import type { AliasedVersion } from '../domain/experiment.ts';
import type { DatabricksHttp } from './http.ts';
import { id, shaped, text } from './shapes.ts';

export interface ModelsApi {
  /** Every alias of a registered model with its version and, where known, the run that made it. */
  aliases(model: string, signal?: AbortSignal): Promise<readonly AliasedVersion[]>;
  /** Versions in the registry of the workspace that a run made; at most 100. */
  versionsOfRun(
    runId: string,
    signal?: AbortSignal,
  ): Promise<readonly { readonly model: string; readonly version: string }[]>;
}

const aliasList = z
  .array(z.object({ alias: text, alias_name: text, version: id.nullish(), version_num: id.nullish() }))
  .nullish();
const registered = z.object({ registered_model: z.object({ aliases: aliasList }).nullish() });
const catalogModel = z.object({ aliases: aliasList });
const versionShape = z.object({ model_version: z.object({ run_id: text }).nullish(), run_id: text });

/** Whether the name is one of Unity Catalog: `catalog.schema.model`. */
export const isCatalogName = (model: string): boolean => model.split('.').length === 3;

const foundVersions = z.object({
  model_versions: z.array(z.object({ name: z.string(), version: id })).nullish(),
});

export const models = (http: DatabricksHttp): ModelsApi => ({
  versionsOfRun: async (runId, signal) => {
    // The filter knows no escaping; ids of runs are letters and digits.
    if (!/^\w+$/.test(runId)) return [];
    const answer = await http.call({
      method: 'GET',
      path: '/api/2.0/mlflow/model-versions/search',
      family: 'mlflow',
      query: { filter: `run_id='${runId}'`, max_results: 100 },
      attempted: `find the models of run ${runId}`,
      repeatable: true,
      signal,
    });
    const { model_versions: found } = shaped(foundVersions, answer, 'model-versions/search');
    return (found ?? []).map(({ name, version }) => ({ model: name, version }));
  },
  aliases: async (model, signal) => {
    const inCatalog = isCatalogName(model);
    const read = {
      family: 'mlflow',
      method: 'GET',
      repeatable: true,
      attempted: `read the model ${model}`,
      what: `the model ${model}`,
      signal,
    } as const;
    const answer = inCatalog
      ? await http.call({
          ...read,
          path: `/api/2.1/unity-catalog/models/${encodeURIComponent(model)}`,
          query: { include_aliases: true },
        })
      : await http.call({ ...read, path: '/api/2.0/mlflow/registered-models/get', query: { name: model } });
    const list =
      (inCatalog
        ? shaped(catalogModel, answer, 'models/get').aliases
        : shaped(registered, answer, 'registered-models/get').registered_model?.aliases) ?? [];
    return Promise.all(
      list
        .flatMap(({ alias, alias_name, version, version_num }) => {
          const [name, number] = [alias ?? alias_name, version ?? version_num ?? undefined];
          return name === undefined || number === undefined ? [] : [{ name, number }];
        })
        .map(async ({ name, number }): Promise<AliasedVersion> => {
          const version = inCatalog
            ? await http.call({
                ...read,
                path: `/api/2.1/unity-catalog/models/${encodeURIComponent(model)}/versions/${encodeURIComponent(number)}`,
              })
            : await http.call({
                ...read,
                path: '/api/2.0/mlflow/model-versions/get',
                query: { name: model, version: number },
              });
          const { model_version, run_id } = shaped(versionShape, version, 'model-versions/get');
          const runId = model_version?.run_id ?? run_id;
          return { model, version: number, alias: name, ...(runId && { runId }) };
        }),
    );
  },
});
