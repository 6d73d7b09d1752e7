// Models in Unity Catalog: aliases over the platform's API (`/api/2.1/unity-catalog/models`, public and stable), tags and the state of a
// deployment job over MLflow's protocol there (`/api/2.0/mlflow/unity-catalog`).
import { z } from 'zod';
import { Fault } from '../../base/errors.ts';
import type { ModelVersion, RegisteredModel } from '../../domain/model.ts';
import type { Call, DatabricksHttp } from '../http.ts';
import { id, instant, shaped, text } from '../shapes.ts';
import { MOST_VERSIONS, type ModelRegistry } from './api.ts';
import { aliasTarget, mlflowCalls } from './mlflow.ts';
import { isMissing, modelMissing, newestFirst, statusOf, versionMissing, versionShape } from './shapes.ts';

const aliasList = z.array(z.object({ alias_name: z.string(), version_num: id })).nullish();
const modelShape = z.object({ full_name: z.string(), comment: text, aliases: aliasList });
const platformVersion = z.object({
  version: id,
  status: text,
  run_id: text,
  created_at: instant,
  created_by: text,
  comment: text,
});
const versionPage = z.object({ model_versions: z.array(platformVersion).nullish(), next_page_token: text });
const tagged = z.object({ model_version: versionShape });
const deployment = z.object({
  registered_model: z.object({ deployment_job_id: text }),
});

const named = z.object({ registered_models: z.array(z.object({ full_name: z.string() })).nullish() });

const ROOT = '/api/2.1/unity-catalog/models';

export const catalogRegistry = (http: DatabricksHttp): ModelRegistry => {
  const { read, write } = mlflowCalls(http);
  const platform = (
    method: Call['method'],
    path: string,
    rest: Pick<Call, 'attempted' | 'query' | 'body' | 'signal'> & { readonly repeatable?: boolean },
  ) => http.call({ method, path: `${ROOT}/${path}`, family: 'mlflow', repeatable: true, ...rest });
  const full = encodeURIComponent;

  const versions = async (model: string, signal?: AbortSignal): Promise<readonly ModelVersion[]> => {
    const found: ModelVersion[] = [];
    let token: string | undefined;
    do {
      const answer = await platform('GET', `${full(model)}/versions`, {
        query: { max_results: 1_000, page_token: token },
        attempted: `list the versions of ${model}`,
        signal,
      });
      const page = shaped(versionPage, answer, 'unity-catalog/models/versions');
      for (const row of page.model_versions ?? [])
        found.push({
          model,
          version: row.version,
          status: statusOf(row.status?.replace('_REGISTRATION', '')),
          aliases: [],
          ...(row.run_id && { runId: row.run_id }),
          createdAt: row.created_at ?? 0,
          ...(row.created_by && { createdBy: row.created_by }),
          ...(row.comment && { description: row.comment }),
          tags: {},
        });
      token = page.next_page_token || undefined;
    } while (token !== undefined);
    return newestFirst(found);
  };

  const model = async (name: string, signal?: AbortSignal): Promise<RegisteredModel> => {
    const answer = await platform('GET', full(name), {
      query: { include_aliases: true },
      attempted: `read the model ${name}`,
      signal,
    }).catch((error: unknown) => {
      throw modelMissing(name, error);
    });
    const found = shaped(modelShape, answer, 'unity-catalog/models');
    const holders = (found.aliases ?? []).map(
      ({ alias_name, version_num }) => [alias_name, version_num] as const,
    );
    const [listed, jobId] = await Promise.all([versions(name, signal), deploymentJob(name, signal)]);
    return {
      name: found.full_name,
      registry: 'catalog',
      ...(found.comment && { description: found.comment }),
      holders: Object.fromEntries(holders),
      versions: listed.slice(0, MOST_VERSIONS).map((version) => ({
        ...version,
        aliases: holders.filter(([, number]) => number === version.version).map(([alias]) => alias),
      })),
      ...(jobId && { deploymentJobId: jobId }),
    };
  };

  /** The Lakeflow job that new versions start. MLflow's half of the API is not promised to stay: without it there is none. */
  const deploymentJob = async (name: string, signal?: AbortSignal): Promise<string | undefined> => {
    try {
      const answer = await read(
        'unity-catalog/registered-models/get',
        { name },
        `read the deployment job of ${name}`,
        signal,
      );
      return shaped(deployment, answer, 'registered-models/get').registered_model.deployment_job_id;
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  };

  const version = async (name: string, number: string, signal?: AbortSignal): Promise<ModelVersion> => {
    const answer = await read(
      'unity-catalog/model-versions/get',
      { name, version: number },
      `read version ${number} of ${name}`,
      signal,
    ).catch((error: unknown) => {
      throw versionMissing(name, number, error);
    });
    return shaped(tagged, answer, 'unity-catalog/model-versions/get').model_version;
  };

  return {
    kind: 'catalog',
    names: async (signal) => {
      const answer = await http.call({
        method: 'GET',
        path: ROOT,
        family: 'mlflow',
        query: { max_results: 100 },
        attempted: 'list the registered models',
        repeatable: true,
        signal,
      });
      return (shaped(named, answer, 'unity-catalog/models').registered_models ?? []).map(
        ({ full_name }) => full_name,
      );
    },
    model,
    version,
    holder: async (target, signal) => {
      const { alias } = aliasTarget(target);
      try {
        const answer = await platform('GET', `${full(target.model)}/aliases/${full(alias)}`, {
          attempted: `read who holds ${alias} of ${target.model}`,
          signal,
        });
        return shaped(platformVersion, answer, 'unity-catalog/models/aliases').version;
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },
    hold: async (target, number, _comment, signal) => {
      const { alias } = aliasTarget(target);
      await platform('PUT', `${full(target.model)}/aliases/${full(alias)}`, {
        body: { version_num: Number(number) },
        attempted: `set ${alias} of ${target.model} to version ${number}`,
        repeatable: false,
        signal,
      });
    },
    release: async (target, signal) => {
      const { alias } = aliasTarget(target);
      await platform('DELETE', `${full(target.model)}/aliases/${full(alias)}`, {
        attempted: `take ${alias} of ${target.model} away`,
        signal,
      }).catch((error: unknown) => {
        if (!isMissing(error)) throw error;
      });
    },
    tag: async (name, number, key, value, signal) => {
      const body = { name, version: number, key, value };
      await write('POST', 'unity-catalog/model-versions/set-tag', body, `tag version ${number} of ${name}`, {
        signal,
      });
    },
    copy: () => {
      // The bytes of a version are copied by whoever holds the storage credentials: MLflow's client, not this API.
      return Promise.reject(
        new Fault('registry-cannot', {
          changed: 'no',
          facts: {
            what: 'a copy to another model',
            registry: 'Unity Catalog over REST',
            instead: 'an alias',
          },
        }),
      );
    },
    // The template of a deployment job knows no rejection: its run stays failed, and the version's tags tell who said no.
    reject: async () => {},
    decisions: async (name, number, signal) => {
      const { tags } = await version(name, number, signal);
      return Object.entries(tags)
        .filter(([key]) => /^approval/i.test(key))
        .map(([key, value]) => ({
          kind: 'deployment-job',
          state: /^approved$/i.test(value) ? 'approved' : /^rejected$/i.test(value) ? 'rejected' : 'waiting',
          comment: key,
        }));
    },
  };
};
