// MLflow in the embedded workspace: tracking and model registry over REST, as Databricks and MLflow serve them.
import type { WorkspaceContext } from '../kernel/context.ts';
import type { Route } from '../kernel/route.ts';
import { routesOf } from './calls.ts';
import { registryRoutes } from './registry/index.ts';
import { openRoom } from './room.ts';
import { artifactStoreRoutes, listCall } from './tracking/artifacts.ts';
import { openExperiments } from './tracking/experiments.ts';
import { loggedModelCalls } from './tracking/logged-models.ts';
import { loggingCalls } from './tracking/logging.ts';
import { historyCalls } from './tracking/metric-history.ts';
import { runViews } from './tracking/run-views.ts';
import { openRuns } from './tracking/runs.ts';
import { searchRunsCall } from './tracking/search-runs.ts';

/** Every route of the room. Its tables are made in the workspace's database, its files lie in `mlflow/` of the data folder. */
export function mlflowRoutes(context: WorkspaceContext): readonly Route[] {
  const room = openRoom(context);
  const views = runViews(room);
  const experiments = openExperiments(room);
  const runs = openRuns(room, experiments, views);
  return [
    ...routesOf(context.state, '2.0/mlflow', [
      ...experiments.calls,
      ...runs.calls,
      searchRunsCall(room, views),
      ...loggingCalls(room, runs),
      ...historyCalls(room, runs),
      ...loggedModelCalls(room, experiments),
      listCall(room, runs),
    ]),
    ...artifactStoreRoutes(room),
    ...registryRoutes(room),
  ];
}
