// Tokens for the application itself, from Microsoft Entra by msal-node or from the machine's managed identity.
import type { INetworkModule } from '@azure/msal-node';
import { Fault } from '../base/errors.ts';
import { outside } from '../base/telemetry.ts';
import { type Application, msalApplication, type Proof } from './application.ts';
import type { Token } from './kept-token.ts';

export interface EntraApplication {
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret?: string;
  /** Another proof than a secret. */
  readonly proof?: Proof;
  /** Authority without the tenant; Microsoft's public cloud when absent. */
  readonly authority?: string;
  /** Replaces the network layer, for tests. */
  readonly networkClient?: INetworkModule;
}

export type EntraToken = Token;

/** Codes of msal that say that nobody answered; everything else is a refusal. */
const UNREACHABLE = [
  'network_error',
  'endpoints_resolution_error',
  'openid_config_error',
  'request_timeout',
  'managed_identity_request_failed',
];

/**
 * Tokens for the application itself (client credentials), by scope such as `<resource>/.default`. Not cached here.
 * @throws Fault `upstream-unauthenticated` when Entra refuses the application, `upstream-unreachable` when it does not answer
 */
export const entraTokens = ({
  clientSecret,
  proof = { kind: 'secret', secret: clientSecret ?? '' },
  ...rest
}: EntraApplication): ((scope: string) => Promise<EntraToken>) => {
  const application: Application = { ...rest, proof };
  let made: ReturnType<typeof msalApplication> | undefined;
  return (scope) =>
    outside('Entra', 'token', async () => {
      made ??= msalApplication(application);
      try {
        return tokenIn(
          await (await made).acquireTokenByClientCredential({ scopes: [scope], skipCache: true }),
        );
      } catch (error) {
        throw entraFault(error);
      }
    });
};

/**
 * Tokens of the managed identity of the machine, by scope; with `anew`, past what msal keeps of them.
 * @param clientId of a user-assigned identity; absent: the one that the system assigned
 * @throws Fault as `entraTokens`
 */
export const managedIdentityTokens = (
  clientId?: string,
  networkClient?: INetworkModule,
): ((scope: string, anew?: boolean) => Promise<EntraToken>) => {
  return async (scope, anew = false) => {
    const { ManagedIdentityApplication } = await import('@azure/msal-node');
    const application = new ManagedIdentityApplication({
      ...(clientId !== undefined && { managedIdentityIdParams: { userAssignedClientId: clientId } }),
      ...(networkClient && { system: { networkClient } }),
    });
    return outside('Entra', 'token of the managed identity', async () => {
      try {
        return tokenIn(
          await application.acquireToken({ resource: scope.replace(/\/\.default$/, ''), forceRefresh: anew }),
        );
      } catch (error) {
        throw entraFault(error);
      }
    });
  };
};

/** @throws Fault `upstream-unauthenticated` when msal has none */
export const tokenIn = (result: { accessToken: string; expiresOn: Date | null } | null): EntraToken => {
  if (!result)
    throw new Fault('upstream-unauthenticated', {
      system: 'Entra',
      changed: 'no',
      facts: { system: 'Entra' },
    });
  return { value: result.accessToken, expiresAt: result.expiresOn?.getTime() ?? Date.now() + 3_600_000 };
};

/** What msal threw, as a fault that holds no part of the request. */
export const entraFault = (error: unknown): Fault => {
  if (error instanceof Fault) return error;
  const { errorCode = '', name = 'Error' } = error as { errorCode?: string; name?: string };
  return new Fault(UNREACHABLE.includes(errorCode) ? 'upstream-unreachable' : 'upstream-unauthenticated', {
    system: 'Entra',
    changed: 'no',
    facts: { system: 'Entra' },
    // The error itself may hold the request, and with it the secret.
    cause: Object.assign(new Error(errorCode), { name, code: errorCode }),
  });
};
