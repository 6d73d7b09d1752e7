// The Jobs API of the embedded workspace, 2.2 and before: jobs and runs that really run Python.
import type { WorkspaceFiles } from '../files/contract.ts';
import type { WorkspaceContext } from '../kernel/context.ts';
import type { Principal, Route } from '../kernel/route.ts';
import { openDestinations } from './destinations.ts';
import { openEngine } from './engine.ts';
import { openNotifier } from './notify.ts';
import { mayManage, type Office } from './office.ts';
import { readingRoutes } from './reading.ts';
import { runPageRoute } from './run-page.ts';
import { savedJobRoutes } from './saved-jobs.ts';
import { startingRoutes } from './starting.ts';
import { openJobsStore } from './store.ts';

export interface JobsDeps {
  readonly files: WorkspaceFiles;
  /** How long the pretended cluster takes to start, in ms; 150 when absent. */
  readonly startDelayMs?: number;
  /** Python processes at once; 2 when absent. */
  readonly maxProcesses?: number;
  /** Principals who may look but not start or change anything; nobody when absent. */
  readonly isReadOnly?: (principal: Principal) => boolean;
}

export interface JobsRoom {
  readonly routes: readonly Route[];
  /** Stops all processes. Runs that were going on end as lost at the next start. */
  close(): Promise<void>;
}

/** Opens the room; runs that were going on when the workspace was stopped are ended as lost. */
export function startJobs(context: WorkspaceContext, deps: JobsDeps): JobsRoom {
  const store = openJobsStore(context.state);
  const destinations = openDestinations(context.state, (request) =>
    mayManage(office, request, 'this workspace'),
  );
  const notifier = openNotifier(context, destinations);
  const engine = openEngine({
    context,
    files: deps.files,
    store,
    startDelayMs: deps.startDelayMs ?? 150,
    maxProcesses: deps.maxProcesses ?? 2,
    notify: (run, notice) => notifier.notify(run, notice),
  });
  const office: Office = {
    context,
    store,
    engine,
    isReadOnly: deps.isReadOnly ?? (() => false),
  };
  return {
    routes: [
      ...savedJobRoutes(office),
      ...startingRoutes(office),
      ...readingRoutes(office),
      ...destinations.routes,
      runPageRoute(store),
    ],
    async close() {
      await engine.close();
      await notifier.close();
    },
  };
}
