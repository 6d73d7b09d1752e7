// Joins the configuration with what acts as people; loaded with the store that it needs.
import type { Config } from '../base/config/load.ts';
import { onBehalf } from '../identity/on-behalf.ts';
import { seal, secretKey } from '../identity/seal.ts';
import { type Acting, type ActingTools, actingService } from '../services/acting/index.ts';
import { applicationOf, isAsPeople, systemsAsPeople } from './identity.ts';

/** What acts as people, out of the settings; without them every request for a token is a fault that names what is missing. */
export const openActing = ({
  config,
  ...parts
}: Pick<ActingTools, 'store' | 'clock' | 'log' | 'audit' | 'operations'> & {
  readonly config: Config;
}): Acting => {
  const { settings } = config;
  const application = applicationOf(settings);
  const key =
    settings.BRICKBOT_SECRET_KEY === undefined ? undefined : secretKey(settings.BRICKBOT_SECRET_KEY);
  return actingService({
    ...parts,
    application,
    onBehalf: application && onBehalf(application),
    seal: key && seal(key),
    connection: settings.BRICKBOT_OAUTH_CONNECTION,
    systems: systemsAsPeople(config),
    systemOf: ({ kind, input }) => {
      const asPeople = systemsAsPeople(config);
      if (kind === 'pipeline') return asPeople.find((system) => system === 'Azure DevOps');
      const { environment } = (input ?? {}) as { readonly environment?: string };
      return isAsPeople(config, environment) ? 'Databricks' : undefined;
    },
  });
};
