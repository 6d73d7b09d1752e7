// MLflow servers that are no workspace: one client an address, with credentials of their own.
import type { Clock } from '../base/clock.ts';
import type { Config } from '../base/config/load.ts';
import type { Log } from '../base/log.ts';
import { VERSION } from '../base/version.ts';
import { type Databricks, databricksClient } from '../databricks/client.ts';
import { mlflowCredentials } from '../databricks/mlflow-credentials.ts';

/** @param kept where clients are kept, and closed by whoever keeps them */
export const trackingServers =
  (
    { settings }: Pick<Config, 'settings'>,
    {
      clock,
      log,
      kept,
    }: { readonly clock: Clock; readonly log: Log; readonly kept: Map<string, Databricks> },
  ) =>
  (address: string): Databricks => {
    const key = `mlflow ${address}`;
    const known = kept.get(key);
    if (known) return known;
    const made = databricksClient({
      host: address,
      settings: {},
      credentials: mlflowCredentials({
        token: settings.MLFLOW_TRACKING_TOKEN,
        username: settings.MLFLOW_TRACKING_USERNAME,
        password: settings.MLFLOW_TRACKING_PASSWORD,
      }),
      clock,
      log,
      timeoutMs: settings.BRICKBOT_DATABRICKS_TIMEOUT * 1_000,
      userAgent: `brickbot/${VERSION}`,
    });
    kept.set(key, made);
    return made;
  };
