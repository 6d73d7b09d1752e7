// The Microsoft cloud as a bot sees it, on loopback: issuer and key set, token endpoint over HTTPS, Bot connector over HTTPS.
import tls from 'node:tls';
import { type LocalAuthority, makeLocalAuthority } from './certificate.ts';
import { type ConnectorStub, startConnector } from './connector-stub.ts';
import { type Issuer, startIssuer } from './issuer.ts';
import { type Login, type LoginWish, startLogin } from './login.ts';

export const APP_ID = '11111111-1111-4111-8111-111111111111';
export const TENANT = '22222222-2222-4222-8222-222222222222';
export const APP_PASSWORD = 'a secret of the tests';

export interface Cloud {
  readonly local: LocalAuthority;
  readonly issuer: Issuer;
  readonly login: Login;
  readonly connector: ConnectorStub;
  close(): Promise<void>;
}

export interface CloudWish extends Pick<LoginWish, 'tokenOf'> {
  /** False: the connector counts calls, nothing more. */
  readonly record?: boolean;
}

/** Starts all of it, and makes this process trust its authority. */
export const startCloud = async ({ record = true, tokenOf }: CloudWish = {}): Promise<Cloud> => {
  const local = makeLocalAuthority();
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), local.ca]);
  const issuer = await startIssuer(APP_ID);
  const [login, connector] = await Promise.all([
    startLogin(local, TENANT, { keys: issuer.keys, ...(tokenOf && { tokenOf }) }),
    startConnector(local, record),
  ]);
  return {
    local,
    issuer,
    login,
    connector,
    close: async () => {
      await Promise.all([issuer.close(), login.close(), connector.close()]);
      local.remove();
    },
  };
};

/** The environment of a bot that is registered in this cloud. */
export const cloudEnvironment = (cloud: Cloud): Readonly<Record<string, string>> => ({
  MicrosoftAppId: APP_ID,
  MicrosoftAppPassword: APP_PASSWORD,
  MicrosoftAppType: 'SingleTenant',
  MicrosoftAppTenantId: TENANT,
  ToChannelFromBotLoginUrl: cloud.login.authority,
  ToBotFromChannelTokenIssuer: cloud.issuer.url,
  ToBotFromChannelOpenIdMetadataUrl: cloud.issuer.metadataUrl,
});
