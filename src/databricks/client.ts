// The face of the room: everything that brickbot asks of a Databricks workspace.
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { RegistryKind } from '../domain/model.ts';
import { workspaceAddress } from './address.ts';
import { type ArtifactsApi, artifacts } from './artifacts.ts';
import {
  type CredentialSettings,
  type Credentials,
  chooseCredentials,
  credentialsOf,
} from './credentials.ts';
import { type ExperimentsApi, experiments } from './experiments.ts';
import { type GitCredentialsApi, gitCredentials } from './git-credentials.ts';
import { connect, type RequestMetrics } from './http.ts';
import { type JobsApi, jobs } from './jobs.ts';
import { type JobsVersion, jobsCaller } from './jobs-version.ts';
import { type Links, links } from './links.ts';
import { type Me, readMe } from './me.ts';
import { type ModelsApi, models } from './models.ts';
import { type NotificationsApi, notifications } from './notifications.ts';
import { type ModelRegistry, registryOf } from './registry/index.ts';
import { type Repos, repos } from './repos.ts';
import { type RunsApi, runs } from './runs.ts';
import { type WorkspaceFiles, workspaceFiles } from './workspace.ts';

export interface Databricks {
  readonly repos: Repos;
  readonly gitCredentials: GitCredentialsApi;
  readonly workspace: WorkspaceFiles;
  readonly jobs: JobsApi;
  readonly notifications: NotificationsApi;
  readonly runs: RunsApi;
  readonly experiments: ExperimentsApi;
  readonly models: ModelsApi;
  readonly artifacts: ArtifactsApi;
  /** The registry of a kind; promotion reads and moves through it. */
  registry(kind: RegistryKind): ModelRegistry;
  readonly links: Links;
  /** Kind of the credentials in use, for `doctor`. */
  readonly credentials: Credentials['kind'];
  me(signal?: AbortSignal): Promise<Me>;
  close(): Promise<void>;
}

export interface DatabricksOptions {
  readonly host: string;
  readonly settings: CredentialSettings;
  /** Instead of what the settings hold: for a server that is no workspace. */
  readonly credentials?: Credentials;
  readonly clock: Clock;
  readonly log: Log;
  readonly userAgent: string;
  /** Version of the Jobs API to begin with; 2.2 when absent. A workspace that does not know it is asked by 2.1. */
  readonly jobsVersion?: JobsVersion;
  /** Told of every request, for metrics. */
  readonly onRequest?: (metrics: RequestMetrics) => void;
  readonly limitScale?: number;
  readonly timeoutMs?: number;
  readonly attempts?: number;
}

/** @throws Fault `databricks-address`, `databricks-credentials-missing`, `databricks-credentials-ambiguous` */
export const databricksClient = ({
  host: configured,
  settings,
  credentials: given,
  jobsVersion,
  ...parts
}: DatabricksOptions): Databricks => {
  const host = workspaceAddress(configured);
  const credentials = given ?? credentialsOf(chooseCredentials(settings), host, parts.clock);
  const http = connect({ host, credentials, ...parts });
  const workspace = workspaceFiles(http);
  const pages = links(host, () => http.orgId());
  const call = jobsCaller(http, jobsVersion);
  return {
    workspace,
    repos: repos(http, workspace),
    gitCredentials: gitCredentials(http),
    jobs: jobs(call),
    notifications: notifications(http, call),
    runs: runs(call, (address) => pages.runPage(address)),
    experiments: experiments(http, workspace),
    models: models(http),
    artifacts: artifacts(http, parts),
    registry: (kind) => registryOf(kind, http),
    links: pages,
    credentials: credentials.kind,
    me: (signal) => readMe(http, signal),
    close: () => http.close(),
  };
};
