// The model registries: the workspace's own (with stages, requests and aliases) and Models in Unity Catalog.
import type { Route } from '../../kernel/route.ts';
import { type Call, routesOf } from '../calls.ts';
import type { Room } from '../room.ts';
import { platformCalls } from './catalog-calls.ts';
import { openRegistry } from './registry.ts';
import { sharedCalls } from './shared-calls.ts';
import { registryViews } from './views.ts';
import { workspaceCalls } from './workspace-calls.ts';

export function registryRoutes(room: Room): Route[] {
  const { state } = room.context;
  const workspace = openRegistry(room, 'workspace');
  const workspaceViews = registryViews(room, workspace);
  const catalog = openRegistry(room, 'catalog');
  const catalogViews = registryViews(room, catalog);

  // A version is there as soon as it is made: nothing is uploaded through the workspace, so there is nothing to finish.
  const finalize: Call = [
    'POST',
    'model-versions/finalize',
    (fields) => ({
      model_version: catalogViews.version(
        catalog.version(fields.required('name'), fields.required('version')),
      ),
    }),
  ];
  return [
    ...routesOf(state, '2.0/mlflow', [
      ...sharedCalls(room, workspace, workspaceViews),
      ...workspaceCalls(room, workspace, workspaceViews),
    ]),
    ...routesOf(state, '2.0/mlflow/unity-catalog', [...sharedCalls(room, catalog, catalogViews), finalize]),
    ...routesOf(state, '2.1/unity-catalog', platformCalls(room, catalog)),
  ];
}
