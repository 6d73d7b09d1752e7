// Joins the workers with what they work on.
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Face } from '../cards/card.ts';
import type { Sender } from '../domain/delivery.ts';
import type { Operation } from '../domain/operation.ts';
import { startWorkers as start, type Workers } from '../workers/index.ts';
import type { OpenServices } from './services.ts';

export const startWorkers = async ({
  opened,
  sender,
  face,
  sendsPerSecond,
  clock,
  log,
}: {
  opened: OpenServices;
  sender: Sender | undefined;
  face: (operation: Operation) => Promise<Face>;
  /** What Teams permits the app; all processes share it. */
  sendsPerSecond: number;
  clock: Clock;
  log: Log;
}): Promise<Workers> => {
  const { store, services, databricks } = opened;
  return start({
    store,
    operations: services.operations,
    notices: services.notices,
    locks: services.lockKeeper,
    pipelines: services.pipelines,
    drift: services.drift,
    sender,
    face,
    sendsPerSecond,
    experimentRuns: (workspace, id, signal) =>
      databricks(services.environments.named(workspace)).experiments.runs(id, 50, signal),
    runs: (workspace) => databricks(services.environments.named(workspace)).runs,
    clock,
    log,
  });
};
