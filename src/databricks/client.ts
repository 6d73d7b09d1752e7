// The face of the room: everything that brickbot asks of a Databricks workspace.
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import {
  type CredentialSettings,
  type Credentials,
  chooseCredentials,
  credentialsOf,
} from './credentials.ts';
import { type ExperimentsApi, experiments } from './experiments.ts';
import { type GitCredentialsApi, gitCredentials } from './git-credentials.ts';
import { connect } from './http.ts';
import { type JobsApi, jobs } from './jobs.ts';
import { type Links, links } from './links.ts';
import { type Me, readMe } from './me.ts';
import { type ModelsApi, models } from './models.ts';
import { type Repos, repos } from './repos.ts';
import { type RunsApi, runs } from './runs.ts';
import { type WorkspaceFiles, workspaceFiles } from './workspace.ts';

export interface Databricks {
  readonly repos: Repos;
  readonly gitCredentials: GitCredentialsApi;
  readonly workspace: WorkspaceFiles;
  readonly jobs: JobsApi;
  readonly runs: RunsApi;
  readonly experiments: ExperimentsApi;
  readonly models: ModelsApi;
  readonly links: Links;
  /** Kind of the credentials in use, for `doctor`. */
  readonly credentials: Credentials['kind'];
  me(signal?: AbortSignal): Promise<Me>;
  close(): Promise<void>;
}

export interface DatabricksOptions {
  readonly host: string;
  readonly settings: CredentialSettings;
  readonly clock: Clock;
  readonly log: Log;
  readonly userAgent: string;
  /** Version of the Jobs API; 2.2 unless a workspace does not know it. */
  readonly jobsVersion?: '2.2' | '2.1';
  readonly limitScale?: number;
  readonly attempts?: number;
}

/** @throws Fault `not-configured` when the settings hold no or more than one credential */
export const databricksClient = ({
  host,
  settings,
  jobsVersion = '2.2',
  ...parts
}: DatabricksOptions): Databricks => {
  const credentials = credentialsOf(chooseCredentials(settings), host, parts.clock);
  const http = connect({ host, credentials, ...parts });
  const workspace = workspaceFiles(http);
  return {
    workspace,
    repos: repos(http, workspace),
    gitCredentials: gitCredentials(http),
    jobs: jobs(http, jobsVersion),
    runs: runs(http, jobsVersion),
    experiments: experiments(http),
    models: models(http),
    links: links(host, () => http.orgId()),
    credentials: credentials.kind,
    me: (signal) => readMe(http, signal),
    close: () => http.close(),
  };
};
