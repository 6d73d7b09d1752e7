// Joins the setting up with the systems that the configuration names. It works as brickbot itself, also where an environment otherwise asks
// for the person: what is set up here belongs to nobody.
import { accessSync, constants, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Clock, systemClock } from '../base/clock.ts';
import type { Config } from '../base/config/load.ts';
import { withValue } from '../base/config/remember.ts';
import { Fault } from '../base/errors.ts';
import { silentLog } from '../base/log.ts';
import { VERSION } from '../base/version.ts';
import type { Databricks } from '../databricks/client.ts';
import { azureDevOps } from '../devops/azure/index.ts';
import { gitRemote } from '../devops/git-remote.ts';
import { guessProvider } from '../services/deployments/git-folder.ts';
import { environmentsService } from '../services/environments.ts';
import type { AzureWanted } from '../services/setup/azure.ts';
import { setupSteps } from '../services/setup/index.ts';
import type { Door, JobNamed } from '../services/setup/jobs.ts';
import type { SetupStep } from '../services/setup/step.ts';
import { ownAzureCredentials } from './azure-identity.ts';
import { addressOf } from './pipelines.ts';
import { workspaceClients } from './workspaces.ts';

export interface OpenSetup {
  readonly steps: readonly SetupStep[];
  close(): Promise<void>;
}

export const openSetup = (
  config: Config,
  {
    file,
    renew,
    surroundings,
    clock = systemClock,
  }: {
    /** The YAML file, to write ids into. */
    readonly file: string;
    readonly renew: boolean;
    readonly surroundings: Readonly<Record<string, string | undefined>>;
    readonly clock?: Clock;
  },
): OpenSetup => {
  const { settings } = config;
  const clients = new Map<string, Databricks>();
  const client = workspaceClients({
    config: { ...config, environments: asItself(config.environments) },
    ...{ clock, clients },
    log: silentLog,
    acting: () => {
      throw new Fault('internal');
    },
  });
  const environments = environmentsService(config);
  const hosts = Map.groupBy(environments.list(), ({ host }) => host);
  const workspaces = [...hosts].flatMap(([host, all]) =>
    all[0] ? [{ host, environments: all, databricks: client(all[0]) }] : [],
  );
  const token = settings.BRICKBOT_GIT_TOKEN;
  const remote = gitRemote({
    url: config.git.url,
    cacheFolder: join(settings.BRICKBOT_DATA, 'git'),
    ...(token !== undefined && { token }),
    environment: surroundings,
    clock,
  });
  const azure = azureOf(config, clock);
  return {
    steps: setupSteps({
      workspaces,
      git: {
        url: config.git.url,
        provider: config.git.databricksProvider ?? guessProvider(config.git.url),
        ...{ token, renew },
      },
      branches: async () => (await remote.branches(1_000)).length,
      experiments: Object.entries(config.experiments).map(([key, { name: path, id }]) => ({
        ...{ key, path, id },
        remember: writable(file) ? async (found: string) => writeId(file, key, found) : undefined,
      })),
      jobs: jobsOf(config),
      databricksDoor: doorOf(config, '/api/webhooks/databricks'),
      azure: { azure, renew, door: doorOf(config, '/api/webhooks/azure-devops') },
    }),
    close: async () => {
      await Promise.all([...clients.values()].map((each) => each.close()));
      if (!('missing' in azure)) await azure.close();
    },
  };
};

const asItself = (environments: Config['environments']): Config['environments'] =>
  Object.fromEntries(
    Object.entries(environments).map(([name, each]) => [name, { ...each, identity: 'service' as const }]),
  );

/** Jobs that are declared, and those that only test suites name. */
const jobsOf = (config: Config): readonly JobNamed[] => {
  const environments = environmentsService(config);
  const all = environments.list();
  const usual = config.defaults.environment ?? (all.find(({ production }) => !production) ?? all[0])?.name;
  const declared = Object.entries(config.jobs).map(([name, job]): JobNamed => {
    const environment = environments.named(job.environment ?? usual ?? '');
    return {
      ...{ name, environment: environment.name },
      declared: { ...job, cluster: job.cluster, notebook: `${environment.checkout}/${job.notebook}` },
    };
  });
  const named = Object.values(config.tests).flatMap(({ job, environment }): JobNamed[] =>
    job === undefined || job in config.jobs
      ? []
      : [{ name: job, environment: environment ?? usual ?? '', declared: undefined }],
  );
  return [...declared, ...new Map(named.map((each) => [each.name, each])).values()];
};

/** Where the outside reaches brickbot at `path`. */
const doorOf = ({ teams, settings }: Config, path: string): Door => {
  const { BRICKBOT_WEBHOOK_USER: user, BRICKBOT_WEBHOOK_PASSWORD: password } = settings;
  const missing = [
    ...(teams.address === undefined ? ['teams.address'] : []),
    ...(user === undefined ? ['BRICKBOT_WEBHOOK_USER'] : []),
    ...(password === undefined ? ['BRICKBOT_WEBHOOK_PASSWORD'] : []),
  ];
  if (teams.address === undefined || user === undefined || password === undefined)
    return {
      missing: `not wanted: set ${missing.join(', ')} to have it; until then brickbot looks by itself`,
    };
  return { address: { url: `${teams.address.replace(/\/+$/, '')}${path}`, user, password } };
};

const azureOf = (config: Config, clock: Clock): AzureWanted['azure'] => {
  const address = addressOf(config);
  if (!address)
    return { missing: 'not wanted: set git.provider to azure-devops, or azureDevOps.url, to have pipelines' };
  const credentials = ownAzureCredentials(config, clock);
  return credentials
    ? azureDevOps(address, { credentials, clock, userAgent: `brickbot/${VERSION}` })
    : { missing: 'no token for it: set AZURE_DEVOPS_EXT_PAT, or ARM_* of a service principal' };
};

const writable = (file: string): boolean => {
  try {
    accessSync(file, constants.W_OK);
    return true;
  } catch {
    return false;
  }
};

/** Beside it first, so that a crash leaves one whole file or the other. */
const writeId = (file: string, experiment: string, id: string): void => {
  const written = withValue(readFileSync(file, 'utf8'), ['experiments', experiment], {
    key: 'id',
    value: id,
    beside: 'name',
  });
  const beside = `${file}.new`;
  writeFileSync(beside, written);
  renameSync(beside, file);
};
