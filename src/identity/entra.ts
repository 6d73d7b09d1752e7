// Tokens from Microsoft Entra by msal-node. The library is loaded when the first token is needed: it costs a tenth of a second.
import type { INetworkModule } from '@azure/msal-node';
import { Fault } from '../base/errors.ts';

export interface EntraApplication {
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Authority without the tenant; Microsoft's public cloud when absent. */
  readonly authority?: string;
  /** Replaces msal's own network layer, for tests. */
  readonly networkClient?: INetworkModule;
}

export interface EntraToken {
  readonly value: string;
  /** Ms since the epoch. */
  readonly expiresAt: number;
}

const PUBLIC_CLOUD = 'https://login.microsoftonline.com';

/**
 * Tokens for the application itself (client credentials), by scope such as `<resource>/.default`.
 * @throws Fault `upstream-unauthenticated` when Entra refuses the application, `upstream-unreachable` when it does not answer
 */
export const entraTokens = ({
  tenantId,
  clientId,
  clientSecret,
  authority = PUBLIC_CLOUD,
  networkClient,
}: EntraApplication): ((scope: string) => Promise<EntraToken>) => {
  const application = async () => {
    const { ConfidentialClientApplication } = await import('@azure/msal-node');
    return new ConfidentialClientApplication({
      auth: {
        clientId,
        clientSecret,
        authority: `${authority}/${tenantId}`,
        // Other authorities than Microsoft's would be looked up at Microsoft first.
        ...(authority !== PUBLIC_CLOUD && { knownAuthorities: [new URL(authority).host] }),
      },
      ...(networkClient && { system: { networkClient } }),
    });
  };
  let made: ReturnType<typeof application> | undefined;
  return async (scope) => {
    made ??= application();
    try {
      const result = await (await made).acquireTokenByClientCredential({ scopes: [scope], skipCache: true });
      if (!result)
        throw new Fault('upstream-unauthenticated', {
          system: 'Entra',
          changed: 'no',
          facts: { system: 'Entra' },
        });
      return { value: result.accessToken, expiresAt: result.expiresOn?.getTime() ?? Date.now() + 3_600_000 };
    } catch (error) {
      if (error instanceof Fault) throw error;
      const { errorCode = '', name = 'Error' } = error as { errorCode?: string; name?: string };
      const unreachable = [
        'network_error',
        'endpoints_resolution_error',
        'openid_config_error',
        'request_timeout',
      ].includes(errorCode);
      throw new Fault(unreachable ? 'upstream-unreachable' : 'upstream-unauthenticated', {
        system: 'Entra',
        changed: 'no',
        facts: { system: 'Entra' },
        // The error itself may hold the request, and with it the secret.
        cause: Object.assign(new Error(errorCode), { name, code: errorCode }),
      });
    }
  };
};
