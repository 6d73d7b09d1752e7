// Workspace objects (`/api/2.0/workspace`): what stands at a path, making folders.
import { z } from 'zod';
import { Fault } from '../base/errors.ts';
import type { DatabricksHttp } from './http.ts';
import { id, shaped, text } from './shapes.ts';

export interface WorkspaceObject {
  readonly id: string;
  readonly type: string;
  readonly path: string;
}

export interface WorkspaceFiles {
  /** Undefined when nothing is there. */
  getStatus(path: string, signal?: AbortSignal): Promise<WorkspaceObject | undefined>;
  /** Makes the folder and its parents; fine when it exists. */
  mkdirs(path: string, signal?: AbortSignal): Promise<void>;
  list(path: string, signal?: AbortSignal): Promise<readonly WorkspaceObject[]>;
  /** Writes a file, in place of one that is there. At most 10 MB. */
  importFile(path: string, content: Uint8Array, signal?: AbortSignal): Promise<void>;
  /** The source of a notebook or the bytes of a file. */
  export(path: string, signal?: AbortSignal): Promise<Uint8Array>;
  /** With everything below it. One that is gone already counts as deleted. */
  remove(path: string, signal?: AbortSignal): Promise<void>;
}

const objectShape = z.object({ object_id: id, object_type: text, path: z.string() }).transform(
  ({ object_id, object_type, path }): WorkspaceObject => ({
    id: object_id,
    type: object_type ?? 'UNKNOWN',
    path,
  }),
);
const FAMILY = 'workspace';
const isGone = (error: unknown): boolean => error instanceof Fault && error.code === 'upstream-not-found';

export const workspaceFiles = (http: DatabricksHttp): WorkspaceFiles => ({
  getStatus: async (path, signal) => {
    try {
      return shaped(
        objectShape,
        await http.call({
          method: 'GET',
          path: '/api/2.0/workspace/get-status',
          family: FAMILY,
          query: { path },
          attempted: `look at ${path}`,
          what: path,
          repeatable: true,
          signal,
        }),
        'workspace/get-status',
      );
    } catch (error) {
      if (isGone(error)) return undefined;
      throw error;
    }
  },
  mkdirs: async (path, signal) => {
    await http.call({
      method: 'POST',
      path: '/api/2.0/workspace/mkdirs',
      family: FAMILY,
      body: { path },
      attempted: `create the folder ${path}`,
      repeatable: true,
      signal,
    });
  },
  list: async (path, signal) => {
    const answer = await http.call({
      method: 'GET',
      path: '/api/2.0/workspace/list',
      family: FAMILY,
      query: { path },
      attempted: `list ${path}`,
      what: path,
      repeatable: true,
      signal,
    });
    return (
      shaped(z.object({ objects: z.array(objectShape).nullish() }), answer, 'workspace/list').objects ?? []
    );
  },
  importFile: async (path, content, signal) => {
    await http.call({
      method: 'POST',
      path: '/api/2.0/workspace/import',
      family: FAMILY,
      body: { path, content: Buffer.from(content).toString('base64'), format: 'AUTO', overwrite: true },
      attempted: `write ${path}`,
      what: path,
      repeatable: true,
      signal,
    });
  },
  export: async (path, signal) => {
    const answer = await http.call({
      method: 'GET',
      path: '/api/2.0/workspace/export',
      family: FAMILY,
      query: { path, format: 'SOURCE' },
      attempted: `read ${path}`,
      what: path,
      repeatable: true,
      signal,
    });
    return Buffer.from(
      shaped(z.object({ content: z.string() }), answer, 'workspace/export').content,
      'base64',
    );
  },
  remove: async (path, signal) => {
    await http
      .call({
        method: 'POST',
        path: '/api/2.0/workspace/delete',
        family: 'workspace-delete',
        body: { path, recursive: true },
        attempted: `delete ${path}`,
        repeatable: true,
        signal,
      })
      .catch((error: unknown) => {
        if (!isGone(error)) throw error;
      });
  },
});
