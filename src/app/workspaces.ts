// One client a workspace and identity. Where an environment says `identity: user`, requests carry the token of the person for whom the
// house is at work; brickbot's own credentials then serve nothing but looking at runs when it is at work for nobody.
import type { Clock } from '../base/clock.ts';
import type { Config } from '../base/config/load.ts';
import { Fault } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import { VERSION } from '../base/version.ts';
import { workspaceAddress } from '../databricks/address.ts';
import { type Databricks, databricksClient } from '../databricks/client.ts';
import {
  type CredentialSettings,
  type Credentials,
  chooseCredentials,
  credentialsOf,
} from '../databricks/credentials.ts';
import type { Environment } from '../domain/environment.ts';
import { actorNow } from '../identity/actor.ts';
import type { Acting } from '../services/acting/index.ts';
import { authorityOf, isAsPeople } from './identity.ts';

export const workspaceClients = ({
  config,
  clock,
  log,
  clients,
  acting,
}: {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
  /** Filled here; closed by whoever gave it. */
  readonly clients: Map<string, Databricks>;
  /** Asked with each request, long after everything is made. */
  readonly acting: () => Acting;
}): ((environment: Environment) => Databricks) => {
  const { settings } = config;
  const own: CredentialSettings = {
    token: settings.DATABRICKS_TOKEN,
    clientId: settings.DATABRICKS_CLIENT_ID,
    clientSecret: settings.DATABRICKS_CLIENT_SECRET,
    armTenantId: settings.ARM_TENANT_ID,
    armClientId: settings.ARM_CLIENT_ID,
    armClientSecret: settings.ARM_CLIENT_SECRET,
    armCertificateFile: settings.ARM_CLIENT_CERTIFICATE_PATH,
    armTokenFile: settings.ARM_OIDC_TOKEN_FILE_PATH,
    armManagedIdentity: settings.ARM_USE_MSI,
    armAuthority: authorityOf(settings),
  };
  return (environment) => {
    const asPeople = isAsPeople(config, environment.name);
    const name = asPeople ? `${environment.host} as people` : environment.host;
    const kept = clients.get(name);
    if (kept) return kept;
    const made = databricksClient({
      host: environment.host,
      settings: own,
      ...(asPeople && { credentials: personCredentials(acting, watching(own, environment.host, clock)) }),
      clock,
      log,
      timeoutMs: settings.BRICKBOT_DATABRICKS_TIMEOUT * 1_000,
      userAgent: `brickbot/${VERSION}`,
    });
    clients.set(name, made);
    return made;
  };
};

/** brickbot's own credentials, where there are any: people's environments need none. */
const watching = (own: CredentialSettings, host: string, clock: Clock): Credentials | undefined => {
  try {
    return credentialsOf(chooseCredentials(own), workspaceAddress(host), clock);
  } catch (error) {
    if (error instanceof Fault && error.code === 'databricks-credentials-missing') return undefined;
    throw error;
  }
};

/** The token of whoever the house is at work for; never brickbot's own in its place. */
export const personCredentials = (acting: () => Acting, watch: Credentials | undefined): Credentials => {
  const nobody = (): Fault =>
    new Fault('sign-in-needed', { changed: 'no', facts: { system: 'Databricks', person: 'nobody' } });
  return {
    kind: 'person',
    token: async (changes = true) => {
      const person = actorNow();
      if (person) return acting().token(person, 'Databricks');
      if (changes || !watch) throw nobody();
      return watch.token(false);
    },
    renew: async () => {
      const person = actorNow();
      if (person) return acting().renew(person, 'Databricks');
      if (!watch) throw nobody();
      return watch.renew ? watch.renew() : watch.token(false);
    },
  };
};
