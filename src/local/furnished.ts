// The embedded workspace with everything in it: jobs that run, MLflow, and the sample project with its jobs and its past.

import { startJobs } from './jobs/index.ts';
import { mlflowRoutes } from './mlflow/index.ts';
import { seedHistory, seedJobs, seedSample } from './sample/index.ts';
import { type Room, type RunningWorkspace, startWorkspace, type WorkspaceOptions } from './workspace.ts';

/** Name of the sample project's repository. */
export const SAMPLE = 'churn';

export interface FurnishedOptions extends WorkspaceOptions {
  /** Really run some trainings in the background at the first start, so that charts are true; false: begin with an empty past. */
  readonly history?: boolean;
  /** How long the pretended cluster takes to start, in ms. */
  readonly startDelayMs?: number;
}

export interface FurnishedWorkspace extends RunningWorkspace {
  /** Resolves when the past is there; rejects when a call of the seeding was refused. */
  readonly past: Promise<void>;
}

export async function startFurnishedWorkspace({
  history = false,
  startDelayMs,
  ...options
}: FurnishedOptions): Promise<FurnishedWorkspace> {
  const rooms: WorkspaceOptions['rooms'] = [
    (context, files): Room =>
      startJobs(context, { files, ...(startDelayMs === undefined ? {} : { startDelayMs }) }),
    (context): Room => ({ routes: mlflowRoutes(context) }),
    ...(options.rooms ?? []),
  ];
  const workspace = await startWorkspace({ ...options, rooms });
  const seeding = new AbortController();
  const door = {
    url: workspace.url,
    token: workspace.token,
    gitUrl: workspace.gitUrl(SAMPLE),
    signal: seeding.signal,
  };
  await workspace.createRepository(SAMPLE, seedSample);
  await seedJobs(door);
  const past = history ? seedHistory(door) : Promise.resolve();
  // Whoever waits for the past learns of its failure; nobody has to.
  past.catch(() => {});
  return {
    ...workspace,
    past,
    async close() {
      seeding.abort();
      await past.catch(() => {});
      await workspace.close();
    },
  };
}
