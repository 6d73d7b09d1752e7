// The face of the room: everything that brickbot asks of an Azure DevOps organisation.
import type { AzureAddress } from './address.ts';
import { type AzureApprovals, azureApprovals } from './approvals.ts';
import { type AzureGit, azureGit } from './git.ts';
import { type AzureHooks, azureHooks } from './hooks.ts';
import { type AzureCredentials, type AzureHttp, type AzureHttpParts, connectAzure } from './http.ts';
import { type AzureLibrary, azureLibrary } from './library.ts';
import { type AzurePipelines, azurePipelines } from './pipelines.ts';

export interface AzureDevOps {
  readonly address: AzureAddress;
  readonly http: AzureHttp;
  readonly credentials: AzureCredentials['kind'];
  readonly git: AzureGit;
  readonly pipelines: AzurePipelines;
  readonly approvals: AzureApprovals;
  readonly hooks: AzureHooks;
  readonly library: AzureLibrary;
  /** The same organisation as somebody else sees it. */
  as(credentials: AzureCredentials): AzureDevOps;
  close(): Promise<void>;
}

export const azureDevOps = (
  address: AzureAddress,
  parts: Omit<AzureHttpParts, 'collection'>,
): AzureDevOps => {
  const http = connectAzure({ ...parts, collection: address.collection });
  return facing(address, http, parts.credentials.kind);
};

const facing = (address: AzureAddress, http: AzureHttp, kind: AzureCredentials['kind']): AzureDevOps => ({
  ...{ address, http },
  credentials: kind,
  git: azureGit(http, address),
  pipelines: azurePipelines(http, address),
  approvals: azureApprovals(http, address),
  hooks: azureHooks(http, address),
  library: azureLibrary(http, address),
  as: (credentials) => facing(address, http.as(credentials), credentials.kind),
  close: () => http.close(),
});
