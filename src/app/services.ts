// Opens what the house works with: store, clients, services. Imported late, behind the open door: it loads megabytes that the
// first `help` does not need.
import { join } from 'node:path';
import type { Clock } from '../base/clock.ts';
import type { Config } from '../base/config/load.ts';
import type { Ids } from '../base/ids.ts';
import type { Log } from '../base/log.ts';
import { measure } from '../base/telemetry.ts';
import type { Databricks } from '../databricks/client.ts';
import { gitRemote } from '../devops/git-remote.ts';
import type { Environment } from '../domain/environment.ts';
import { actorNow } from '../identity/actor.ts';
import { auditService } from '../services/audit/index.ts';
import { guessProvider } from '../services/deployments/git-folder.ts';
import { deploymentsService } from '../services/deployments/index.ts';
import { deployPlaybook } from '../services/deployments/playbook.ts';
import { environmentsService } from '../services/environments.ts';
import { experimentsService } from '../services/experiments/index.ts';
import { gatesService } from '../services/gates/index.ts';
import type { Services } from '../services/index.ts';
import { jobsService } from '../services/jobs/index.ts';
import { jobPlaybook } from '../services/jobs/playbook.ts';
import { repairPlaybook } from '../services/jobs/repair.ts';
import { locksService } from '../services/locks/index.ts';
import { noticesService } from '../services/notices/index.ts';
import { recordOperation } from '../services/notices/of-operations.ts';
import { createOperations } from '../services/operations/engine.ts';
import type { Playbook } from '../services/operations/playbook.ts';
import { rejectedInPipeline } from '../services/pipelines/overruled.ts';
import { driftService } from '../services/promotions/drift.ts';
import { promotionsService } from '../services/promotions/index.ts';
import type { Rights } from '../services/rights.ts';
import { searchService } from '../services/search/index.ts';
import { subscriptionsService } from '../services/subscriptions/index.ts';
import { workspaceOf } from '../services/subscriptions/subject.ts';
import { testsService } from '../services/tests/index.ts';
import { testsPlaybook } from '../services/tests/playbook.ts';
import { suiteNamed } from '../services/tests/submission.ts';
import { deploymentLedger } from '../store/deployments.ts';
import { openStore, type Store } from '../store/index.ts';
import { openActing } from './acting.ts';
import { openComparisons } from './comparisons.ts';
import { systemsAsPeople } from './identity.ts';
import { openModels } from './models.ts';
import { addressOf, openPipelines } from './pipelines.ts';
import { changedPage } from './platform-pages.ts';
import { ranSince, shippingServices } from './shipping.ts';
import { trackingServers } from './tracking.ts';
import { workspaceClients } from './workspaces.ts';

/** Temporary checkouts of test runs live here, one folder an operation. */
const SCRATCH = '/Workspace/Shared/.brickbot/runs';

export interface OpenServices {
  readonly store: Store;
  readonly services: Services;
  /** One client per workspace address. */
  databricks(environment: Environment): Databricks;
  /** Ends every call to other systems that is under way, with the fault `stopping`. */
  hangUp(): Promise<void>;
  close(): Promise<void>;
}

export const openServices = async ({
  config,
  clock,
  ids,
  log,
  rights,
  surroundings,
}: {
  config: Config;
  clock: Clock;
  ids: Ids;
  log: Log;
  rights: Rights;
  surroundings?: Readonly<Record<string, string | undefined>>;
}): Promise<OpenServices> => {
  const { settings } = config;
  const store = await openStore({
    ...(settings.DATABASE_URL === undefined
      ? { folder: join(settings.BRICKBOT_DATA, 'store') }
      : {
          url: settings.DATABASE_URL,
          ...(settings.DATABASE_OWNER_URL !== undefined && { ownerUrl: settings.DATABASE_OWNER_URL }),
        }),
    clock,
    log,
  });
  const clients = new Map<string, Databricks>();
  const databricks = workspaceClients({ config, clock, log, clients, acting: () => acting });
  const environments = environmentsService(config);
  const git = gitRemote({
    url: config.git.url,
    cacheFolder: join(settings.BRICKBOT_DATA, 'git'),
    ...(settings.BRICKBOT_GIT_TOKEN !== undefined && { token: settings.BRICKBOT_GIT_TOKEN }),
    ...(surroundings && { environment: surroundings }),
  });
  const repository = {
    repositoryUrl: config.git.url,
    repositoryProvider: config.git.databricksProvider ?? guessProvider(config.git.url),
  };
  const outside = { databricks, environment: (name: string) => environments.named(name) };
  const ledger = deploymentLedger(store.db);
  const locks = locksService({
    ...{ store, clock, rights, environments },
    longestMs: (name) => (config.environments[name]?.locks?.longestMinutes ?? 24 * 60) * 60_000,
  });
  const gates = gatesService({ config, store, clock, rights, ledger, lock: (name) => locks.of(name) });
  const audit = auditService({
    ...{ store, rights, clock, log },
    // Asked when an operation ends, long after everything is made.
    pageOf: (operation) => changedPage(operation, { models: promotion.models, deployments }),
  });
  const told = recordOperation(store.queue, (name) => workspaceOf(environments, environments.named(name)));
  const pipelines = openPipelines({
    ...{ config, store, clock, log, rights, git, environments },
    acting: () => acting,
  });
  const promotion = openModels({
    config,
    store,
    clock,
    log,
    rights,
    git,
    environments,
    databricks,
    tracking: trackingServers(config, { clock, log, kept: clients }),
    rejectedInPipeline: rejectedInPipeline(pipelines.azure, store),
  });
  const playbooks: readonly Playbook[] = [
    promotion.playbook,
    pipelines.playbook,
    deployPlaybook({
      ...outside,
      ...repository,
      git,
      rights,
      clock,
      gates,
      ledger,
      // Asked long after the engine is made.
      ranSince: (environment, at) => ranSince(operations, environment, at),
    }),
    testsPlaybook({
      ...outside,
      ...repository,
      scratch: SCRATCH,
      suite: (name) => suiteNamed(config.tests, name),
    }),
    jobPlaybook({ ...outside, rights }),
    repairPlaybook({ ...outside, rights }),
  ];
  const operations = createOperations({
    store,
    clock,
    ids,
    log,
    playbooks,
    watchedAs: (name) => workspaceOf(environments, environments.named(name)),
    ended: async (trx, operation) => {
      measure('operations', 1, { kind: operation.kind, state: operation.state });
      await told(trx, operation);
      await audit.ended(trx, operation);
      await locks.ended(trx, operation);
      await store.queue.wake(trx, 'pipelines', { key: 'round' });
    },
  });
  const acting = openActing({ config, store, clock, log, audit, operations });
  const shared = { git, environments, rights, operations, ledger };
  const jobs = jobsService({ environments, rights, operations, databricks });
  const experiments = experimentsService({ config, environments, databricks });
  const deployments = deploymentsService({ ...shared, ...repository, gates, store, databricks });
  const promotions = promotionsService({
    store,
    clock,
    rights,
    operations,
    models: promotion.models,
    audit,
  });
  const notices = noticesService({
    store,
    clock,
    log,
    runs: (workspace) => databricks(environments.named(workspace)).runs,
    ownerOf: async (workspace, jobId) =>
      (await databricks(environments.named(workspace)).jobs.get(jobId)).creator,
  });
  const ciSystem = pipelines.service({ operations, promotions, audit, notices });
  const services: Services = {
    git,
    rights,
    acting,
    environments,
    operations,
    deployments,
    search: searchService({
      config,
      clock,
      environments,
      models: promotion.models,
      deployments,
      databricks,
      azure: addressOf(config),
      pipelines: () => services.pipelines.list(),
      ...(systemsAsPeople(config).length > 0 && { eyes: () => actorNow()?.id ?? '' }),
    }),
    tests: testsService({ ...shared, config }),
    jobs,
    models: promotion.models,
    drift: driftService({
      ...{ store, clock, log, audit, models: promotion.models },
      promotions: { restore: (request) => services.promotions.restore(request) },
      configured: Object.keys(config.models),
      newAlarm: () => ids.unique(),
    }),
    promotions,
    pipelines: ciSystem,
    locks,
    gates,
    ...shippingServices({
      ...{
        config,
        store,
        clock,
        ids,
        log,
        rights,
        audit,
        environments,
        git,
        ledger,
        gates,
        locks,
        operations,
      },
      playbooks,
      databricks,
    }),
    notices,
    subscriptions: subscriptionsService({
      store,
      clock,
      ids,
      rights,
      environments,
      jobs,
      models: promotion.models,
      experiments,
      git,
      databricks,
      pipelines: ciSystem,
      woken: ({ kind, workspace }) =>
        kind === 'job' || kind === 'experiment'
          ? store.queue.wake(undefined, 'runs', { key: workspace })
          : kind === 'pipeline' || kind === 'pull-request'
            ? store.queue.wake(undefined, 'pipelines', { key: 'watch' })
            : Promise.resolve(),
    }),
    experiments,
    comparisons: openComparisons({ config, git, environments, experiments, databricks, ...promotion }),
    audit,
  };
  const hangUp = async (): Promise<void> => {
    await pipelines.close();
    await Promise.all([...clients.values()].map((client) => client.close()));
  };
  return {
    store,
    services,
    databricks,
    hangUp,
    close: async () => {
      await audit.close();
      await store.close();
      await hangUp();
    },
  };
};
