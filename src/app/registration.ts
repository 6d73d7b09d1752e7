import type { Config } from '../base/config/load.ts';
import { checkRegistration, type Registration } from '../teams/registration.ts';

/** Address to listen on: loopback in the demo, every interface in service, unless said otherwise. */
export const listenHost = (config: Config, demo: boolean): string =>
  config.settings.BRICKBOT_HOST ?? (demo ? '127.0.0.1' : '0.0.0.0');

/** The bot's registration out of the settings. @throws Fault when it is not fit to start with */
export const registrationOf = (config: Config, demo: boolean): Registration => {
  const { settings } = config;
  return checkRegistration({
    appId: settings.MicrosoftAppId,
    appPassword: settings.MicrosoftAppPassword,
    appType: settings.MicrosoftAppType,
    tenantId: settings.MicrosoftAppTenantId,
    tenants: settings.BRICKBOT_TENANTS,
    loginUrl: settings.ToChannelFromBotLoginUrl,
    scope: settings.ToChannelFromBotOAuthScope,
    tokenIssuer: settings.ToBotFromChannelTokenIssuer,
    openIdMetadataUrl: settings.ToBotFromChannelOpenIdMetadataUrl,
    oauthUrl: settings.OAuthUrl,
    oauthConnection: settings.BRICKBOT_OAUTH_CONNECTION,
    demo,
    listenHost: listenHost(config, demo),
  });
};
