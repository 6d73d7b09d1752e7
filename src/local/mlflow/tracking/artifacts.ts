// Artifacts: the listing of a run, and the store behind `mlflow-artifacts:/` that clients read and write through.
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ApiRefusal, type LocalRequest, type LocalResponse, type Route } from '../../kernel/route.ts';
import { type Call, unlessEmpty } from '../calls.ts';
import { invalid } from '../fields.ts';
import type { Room } from '../room.ts';
import { textIn } from '../statements.ts';
import { listArtifacts, PARTIAL, partsOf, placeOf } from './artifact-files.ts';
import type { Runs } from './runs.ts';

/** `artifacts/list`: one level, paths relative to the run's root. */
export const listCall = (room: Room, runs: Runs): Call => [
  'GET',
  'artifacts/list',
  (fields) => {
    const run = runs.row(fields.text('run_id') || fields.required('run_uuid'));
    const root = textIn(run, 'artifact_uri');
    const asked = partsOf(fields.text('path') ?? '');
    const place = placeOf(root);
    // What lies in a store of somebody else cannot be seen from here.
    const files =
      place === undefined ? [] : listArtifacts(join(room.artifactsDir, ...place, ...asked), asked);
    return { root_uri: root, files: unlessEmpty(files) };
  },
];

/** The store: PUT, GET, DELETE of one path and the listing of a folder. */
export function artifactStoreRoutes({ artifactsDir }: Room): Route[] {
  const fileOf = (request: LocalRequest): string => {
    const parts = partsOf(request.params['path'] ?? '');
    if (parts.length === 0) throw invalid(`Invalid path: ''`);
    return join(artifactsDir, ...parts);
  };

  async function put(request: LocalRequest): Promise<LocalResponse> {
    const file = fileOf(request);
    // Whole or not at all: a reader never meets half a file.
    const partial = `${file}.${randomUUID()}${PARTIAL}`;
    try {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(partial, request.raw);
      await rename(partial, file);
    } catch (error) {
      await rm(partial, { force: true }).catch(() => {});
      if (['EEXIST', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG'].includes(codeOf(error)))
        throw invalid(`Invalid path: '${request.params['path']}' cannot be a file here.`);
      throw error;
    }
    return { body: {} };
  }

  async function get(request: LocalRequest): Promise<LocalResponse> {
    try {
      return { body: await readFile(fileOf(request)), headers: { 'x-content-type-options': 'nosniff' } };
    } catch (error) {
      throw gone(error, request);
    }
  }

  async function drop(request: LocalRequest): Promise<LocalResponse> {
    try {
      await rm(fileOf(request), { recursive: true });
    } catch (error) {
      throw gone(error, request);
    }
    return { body: {} };
  }

  function list(request: LocalRequest): LocalResponse {
    // Here paths are relative to the folder that was asked for.
    const folder = join(artifactsDir, ...partsOf(request.query.get('path') ?? ''));
    return { body: { files: unlessEmpty(listArtifacts(folder, [])) } };
  }

  return ['/api/2.0', '/ajax-api/2.0'].flatMap((door): Route[] => {
    const one = `${door}/mlflow-artifacts/artifacts/*path`;
    return [
      { method: 'PUT', path: one, bytes: true, handle: put },
      { method: 'GET', path: one, handle: get },
      { method: 'DELETE', path: one, handle: drop },
      { method: 'GET', path: `${door}/mlflow-artifacts/artifacts`, handle: list },
    ];
  });
}

const codeOf = (error: unknown): string => String((error as NodeJS.ErrnoException).code);

function gone(error: unknown, request: LocalRequest): unknown {
  return ['ENOENT', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG'].includes(codeOf(error))
    ? new ApiRefusal(404, 'RESOURCE_DOES_NOT_EXIST', `No such artifact: '${request.params['path']}'`)
    : error;
}
