// Files that a run logged. An MLflow server hands them out itself (`mlflow-artifacts:`); elsewhere the workspace gives an address that is
// good for a short while (`artifacts/credentials-for-read`, as MLflow's own client asks for it).
import { z } from 'zod';
import { Fault } from '../base/errors.ts';
import type { DatabricksHttp } from './http.ts';
import { shaped, text } from './shapes.ts';
import { readSigned, type StorageParts } from './storage.ts';

export interface ArtifactsApi {
  /** A JSON file of a run. @throws Fault of the workspace, or of the storage behind it; `artifact-too-large` */
  json(
    run: { readonly runId: string; readonly artifacts?: string },
    path: string,
    signal?: AbortSignal,
  ): Promise<unknown>;
}

const credentials = z.object({
  credential_infos: z
    .array(
      z.object({
        signed_uri: z.string(),
        headers: z.array(z.object({ name: z.string(), value: z.string() })).nullish(),
        path: text,
      }),
    )
    .nullish(),
});

export const artifacts = (http: DatabricksHttp, storage: StorageParts): ArtifactsApi => ({
  json: async (run, path, signal) => {
    const served = /^mlflow-artifacts:\/*(?<place>.*)$/.exec(run.artifacts ?? '')?.groups?.['place'];
    if (served !== undefined)
      return http.call({
        method: 'GET',
        path: `/api/2.0/mlflow-artifacts/artifacts/${[...served.split('/'), ...path.split('/')]
          .filter((part) => part !== '')
          .map(encodeURIComponent)
          .join('/')}`,
        family: 'mlflow',
        attempted: `read ${path} of run ${run.runId}`,
        what: `the artifact ${path} of run ${run.runId}`,
        repeatable: true,
        signal,
      });
    const answer = await http.call({
      method: 'GET',
      path: '/api/2.0/mlflow/artifacts/credentials-for-read',
      family: 'mlflow',
      query: { run_id: run.runId, path },
      attempted: `ask for ${path} of run ${run.runId}`,
      what: `the artifact ${path} of run ${run.runId}`,
      repeatable: true,
      signal,
    });
    const [place] = shaped(credentials, answer, 'artifacts/credentials-for-read').credential_infos ?? [];
    if (!place) throw missing(path, run.runId);
    // The address is signed: it goes to the storage without our token.
    return readSigned(
      place.signed_uri,
      Object.fromEntries((place.headers ?? []).map(({ name, value }) => [name, value])),
      {
        attempted: `read ${path} of run ${run.runId}`,
        what: `the artifact ${path} of run ${run.runId}`,
        ...storage,
        signal,
      },
    );
  },
});

const missing = (path: string, runId: string): Fault =>
  new Fault('upstream-not-found', {
    system: 'Databricks',
    attempted: `read ${path} of run ${runId}`,
    changed: 'no',
    facts: { system: 'Databricks', what: `the artifact ${path} of run ${runId}` },
  });
