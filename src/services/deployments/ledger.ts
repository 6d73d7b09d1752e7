// Where what stands where is read from, as the services take it.
import type { Deployment } from '../../domain/deployment.ts';

/** Where the ledger of finished deployments is read from: the store. */
export interface DeploymentLedger {
  latest(environment: string): Promise<Deployment | undefined>;
  list(filter: { readonly environment?: string; readonly limit: number }): Promise<readonly Deployment[]>;
}
