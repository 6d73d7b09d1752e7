// The Workspace API, `/api/2.0/workspace`: status, list, export, import, mkdirs, delete over the tree on the disk.
import { readFile } from 'node:fs/promises';
import { readHead } from '../git/head.ts';
import type { Remotes } from '../git/remote.ts';
import { ApiRefusal, type LocalRequest, type LocalResponse, type Route } from '../kernel/route.ts';
import { importFile } from './import.ts';
import { isWithin, normalPath, parentOf, spelledAs } from './paths.ts';
import type { Tree, WorkspaceObject } from './tree.ts';

const EXPORT_LIMIT = 10 * 1024 * 1024;

export function workspaceRoutes(tree: Tree, remotes: Remotes): Route[] {
  async function existing(path: string): Promise<WorkspaceObject> {
    const object = await tree.find(path);
    if (object === undefined)
      throw new ApiRefusal(404, 'RESOURCE_DOES_NOT_EXIST', `Path (${path}) doesn't exist.`);
    return object;
  }

  function shown(object: WorkspaceObject, asked: string): Record<string, unknown> {
    const id = tree.idOf(object.path);
    const isFile = object.type === 'FILE' || object.type === 'NOTEBOOK';
    return {
      object_type: object.type,
      path: spelledAs(asked, object.path),
      object_id: id,
      resource_id: id.toString(),
      language: object.language,
      ...(isFile ? { created_at: object.createdAt, modified_at: object.modifiedAt } : {}),
      size: object.type === 'FILE' ? object.size : undefined,
    };
  }

  async function gitInfo(path: string): Promise<Record<string, unknown> | undefined> {
    const folder = tree.folders.around(path);
    if (folder === undefined) return undefined;
    const head = await readHead(tree.diskOf(folder.path));
    const { id, provider } = folder;
    const url = remotes.current(folder.url);
    return { id, path: folder.path, branch: head?.branch, head_commit_id: head?.commit, url, provider };
  }

  async function getStatus(request: LocalRequest): Promise<LocalResponse> {
    const asked = request.query.get('path') ?? '';
    const object = await existing(normalPath(asked));
    const withGit = request.query.get('return_git_info') === 'true';
    return { body: { ...shown(object, asked), git_info: withGit ? await gitInfo(object.path) : undefined } };
  }

  async function list(request: LocalRequest): Promise<LocalResponse> {
    const asked = request.query.get('path') ?? '';
    const object = await existing(normalPath(asked));
    const isFolder = object.type === 'DIRECTORY' || object.type === 'REPO';
    const since = Number(request.query.get('notebooks_modified_after') ?? '0');
    const found = (isFolder ? await tree.children(object.path) : [object]).filter(
      (each) => each.type !== 'NOTEBOOK' || each.modifiedAt >= since,
    );
    return { body: found.length === 0 ? {} : { objects: found.map((each) => shown(each, asked)) } };
  }

  async function exportObject(request: LocalRequest): Promise<LocalResponse> {
    const object = await existing(normalPath(request.query.get('path') ?? ''));
    const format = request.query.get('format') ?? 'SOURCE';
    if (!['SOURCE', 'AUTO', 'RAW'].includes(format)) {
      throw new ApiRefusal(501, 'NOT_IMPLEMENTED', `The embedded workspace does not export ${format}.`);
    }
    if (object.type === 'DIRECTORY' || object.type === 'REPO') {
      throw new ApiRefusal(
        400,
        'INVALID_PARAMETER_VALUE',
        `${object.path} is a folder; only single objects are exported.`,
      );
    }
    if (object.size > EXPORT_LIMIT) {
      throw new ApiRefusal(
        400,
        'MAX_NOTEBOOK_SIZE_EXCEEDED',
        'The object is larger than the 10 MB that can be exported.',
      );
    }
    const content = await readFile(object.file);
    if (request.query.get('direct_download') === 'true') return { body: content };
    return { body: { content: content.toString('base64'), file_type: object.file.split('.').at(-1) ?? '' } };
  }

  async function mkdirs(request: LocalRequest): Promise<void> {
    const path = normalPath(request.body['path']);
    for (let each = path; each !== '/'; each = parentOf(each)) {
      const object = await tree.find(each);
      if (object !== undefined && object.type !== 'DIRECTORY' && object.type !== 'REPO') {
        throw new ApiRefusal(400, 'RESOURCE_ALREADY_EXISTS', `${each} exists and is no folder.`);
      }
    }
    if (isWithin(path, '/Repos') && path.split('/').length > 3 && tree.folders.around(path) === undefined) {
      throw new ApiRefusal(400, 'INVALID_PARAMETER_VALUE', `Only git folders can lie in ${parentOf(path)}.`);
    }
    await tree.makeFolder(path);
  }

  async function remove(request: LocalRequest): Promise<void> {
    const object = await existing(normalPath(request.body['path']));
    if (parentOf(object.path) === '/')
      throw new ApiRefusal(403, 'PERMISSION_DENIED', `${object.path} cannot be deleted.`);
    const isFolder = object.type === 'DIRECTORY' || object.type === 'REPO';
    if (isFolder && request.body['recursive'] !== true && (await tree.children(object.path)).length > 0) {
      throw new ApiRefusal(400, 'DIRECTORY_NOT_EMPTY', `Folder (${object.path}) is not empty.`);
    }
    await tree.remove(object);
  }

  const done = async (work: Promise<void>): Promise<LocalResponse> => {
    await work;
    return { body: {} };
  };
  return [
    { method: 'GET', path: '/api/2.0/workspace/get-status', handle: getStatus },
    { method: 'GET', path: '/api/2.0/workspace/list', handle: list },
    { method: 'GET', path: '/api/2.0/workspace/export', handle: exportObject },
    {
      method: 'POST',
      path: '/api/2.0/workspace/import',
      handle: (request) => done(importFile(tree, request)),
    },
    { method: 'POST', path: '/api/2.0/workspace/mkdirs', handle: (request) => done(mkdirs(request)) },
    { method: 'POST', path: '/api/2.0/workspace/delete', handle: (request) => done(remove(request)) },
  ];
}
