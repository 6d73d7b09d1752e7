// Who brickbot is to Azure DevOps: itself, by a token or by an application of Entra, or whoever it is at work for.
import type { Clock } from '../base/clock.ts';
import type { Config } from '../base/config/load.ts';
import { Fault } from '../base/errors.ts';
import { type AzureCredentials, patCredentials } from '../devops/azure/http.ts';
import { actorNow } from '../identity/actor.ts';
import type { Proof } from '../identity/application.ts';
import { entraTokens, managedIdentityTokens } from '../identity/entra.ts';
import { type KeptToken, keptToken } from '../identity/kept-token.ts';
import { SYSTEMS } from '../identity/on-behalf.ts';
import type { Acting } from '../services/acting/index.ts';
import { authorityOf } from './identity.ts';

const SCOPE = `${SYSTEMS['Azure DevOps']}/.default`;

/** Out of the settings: a personal access token, or the service principal or managed identity that Databricks is asked with. */
export const ownAzureCredentials = (
  { settings }: Pick<Config, 'settings'>,
  clock: Clock,
): AzureCredentials | undefined => {
  if (settings.AZURE_DEVOPS_EXT_PAT !== undefined) return patCredentials(settings.AZURE_DEVOPS_EXT_PAT);
  const { ARM_TENANT_ID: tenantId, ARM_CLIENT_ID: clientId } = settings;
  if (settings.ARM_USE_MSI === true) {
    const tokens = managedIdentityTokens(clientId);
    return bearer(keptToken(clock, () => tokens(SCOPE)));
  }
  const proof = proofIn(settings);
  if (!tenantId || !clientId || !proof) return undefined;
  const authority = authorityOf(settings);
  const tokens = entraTokens({
    ...{ tenantId, clientId, proof },
    ...(authority !== undefined && { authority }),
  });
  return bearer(keptToken(clock, () => tokens(SCOPE)));
};

const proofIn = (settings: Config['settings']): Proof | undefined => {
  const {
    ARM_CLIENT_SECRET: secret,
    ARM_CLIENT_CERTIFICATE_PATH: file,
    ARM_OIDC_TOKEN_FILE_PATH: tokenFile,
  } = settings;
  if (secret) return { kind: 'secret', secret };
  if (file) return { kind: 'certificate', file };
  return tokenFile ? { kind: 'federated', tokenFile } : undefined;
};

const bearer = (kept: KeptToken): AzureCredentials => ({
  kind: 'entra',
  header: async () => `Bearer ${await kept.token()}`,
  renew: async () => `Bearer ${await kept.renew()}`,
});

/**
 * The token of whoever the house is at work for; brickbot's own never serves in its place. At work for nobody it only looks.
 * @param own absent: brickbot is nobody there, and looks at nothing without a person
 */
export const azureAsPeople = (acting: () => Acting, own: AzureCredentials | undefined): AzureCredentials => {
  const nobody = (): Fault =>
    new Fault('sign-in-needed', { changed: 'no', facts: { system: 'Azure DevOps', person: 'nobody' } });
  return {
    kind: 'person',
    header: async (changes) => {
      const person = actorNow();
      if (person) return `Bearer ${await acting().token(person, 'Azure DevOps')}`;
      if (changes || !own) throw nobody();
      return own.header(false);
    },
    renew: async () => {
      const person = actorNow();
      if (person) return `Bearer ${await acting().renew(person, 'Azure DevOps')}`;
      if (!own) throw nobody();
      return own.renew ? own.renew() : own.header(false);
    },
  };
};
