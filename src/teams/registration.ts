// The bot's registration: who it is, which cloud it lives in and whether it may start at all. A bot without credentials
// accepts everybody, so it starts only as a demo and only where nobody but this machine can reach it.
import { Fault } from '../base/errors.ts';

export interface RegistrationSettings {
  readonly appId?: string | undefined;
  readonly appPassword?: string | undefined;
  /** `MultiTenant`, `SingleTenant` or `UserAssignedMSI`, as the SDK spells them, in any case. */
  readonly appType?: string | undefined;
  readonly tenantId?: string | undefined;
  /** Tenants that are served. Empty: that of a single-tenant registration, else every tenant that can reach the bot. */
  readonly tenants?: readonly string[] | undefined;
  readonly loginUrl?: string | undefined;
  readonly scope?: string | undefined;
  readonly tokenIssuer?: string | undefined;
  readonly openIdMetadataUrl?: string | undefined;
  readonly oauthUrl?: string | undefined;
  readonly oauthConnection?: string | undefined;
  /** Runs without credentials; `listenHost` must be loopback then. */
  readonly demo?: boolean | undefined;
  readonly listenHost: string;
}

/** A registration that was checked. `demo` has no credentials and trusts the loopback interface alone. */
export type Registration =
  | { readonly kind: 'demo' }
  | {
      readonly kind: 'registered';
      readonly appId: string;
      /** Undefined: the managed identity of the machine stands for the bot. */
      readonly appPassword: string | undefined;
      /** Where the bot asks for its own tokens. */
      readonly authority: string;
      readonly scope: string;
      readonly tokenIssuer: string;
      readonly openIdMetadataUrl: string;
      readonly tenants: readonly string[];
      /** Token service, and the connection by which people sign in. */
      readonly oauthUrl: string;
      readonly oauthConnection?: string;
    };

const MICROSOFT_LOGIN = 'https://login.microsoftonline.com';
const BOT_FRAMEWORK = 'https://api.botframework.com';
const BOT_FRAMEWORK_METADATA = 'https://login.botframework.com/v1/.well-known/openidconfiguration';

/**
 * Checks the settings at start.
 * @throws Fault `not-configured` when credentials are missing and this is no demo on loopback, `configuration-invalid`
 * when the app's type is misspelt (the SDK would take it for MultiTenant and fail at the first send), or when a managed identity comes
 * with a secret, which it cannot have.
 */
export const checkRegistration = (settings: RegistrationSettings): Registration => {
  const { appId, appPassword, tenantId } = settings;
  const type = (settings.appType ?? 'MultiTenant').trim().toLowerCase();
  if (!appId) {
    if (settings.demo === true && isLoopback(settings.listenHost)) return { kind: 'demo' };
    const what =
      settings.demo === true ? 'A demo on an address that others can reach' : 'The bot’s registration';
    throw new Fault('not-configured', {
      facts: { what, key: 'MicrosoftAppId to the environment; it does not belong' },
    });
  }
  const managed = type === 'userassignedmsi';
  if (!managed && !appPassword) throw missing('The bot’s client secret', 'MicrosoftAppPassword');
  if (!managed && type !== 'multitenant' && type !== 'singletenant') throw invalid('MicrosoftAppType');
  if (managed && appPassword) throw invalid('MicrosoftAppPassword');
  if (type !== 'multitenant' && !tenantId) throw missing('The tenant of the bot', 'MicrosoftAppTenantId');
  const home = type === 'multitenant' ? undefined : tenantId;
  const listed = settings.tenants ?? [];
  return {
    kind: 'registered',
    appId,
    appPassword: managed ? undefined : appPassword,
    authority: settings.loginUrl ?? `${MICROSOFT_LOGIN}/${home ?? 'botframework.com'}`,
    scope: settings.scope ?? BOT_FRAMEWORK,
    tokenIssuer: settings.tokenIssuer ?? BOT_FRAMEWORK,
    openIdMetadataUrl: settings.openIdMetadataUrl ?? BOT_FRAMEWORK_METADATA,
    tenants: listed.length > 0 ? listed : home ? [home] : [],
    oauthUrl: settings.oauthUrl ?? BOT_FRAMEWORK,
    ...(settings.oauthConnection !== undefined && { oauthConnection: settings.oauthConnection }),
  };
};

const invalid = (name: string): Fault =>
  new Fault('configuration-invalid', { facts: { count: 1 }, attempted: `read ${name}` });

const missing = (what: string, key: string): Fault =>
  new Fault('not-configured', { facts: { what, key: `${key} to the environment; it does not belong` } });

/** Whether a host name or address can be reached from this machine only. */
export const isLoopback = (host: string): boolean =>
  /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i.test(host.trim());

/** A connector's address that a token may be sent to: https, or this machine. */
export const isSafeServiceUrl = (serviceUrl: string, demo: boolean): boolean => {
  if (!URL.canParse(serviceUrl)) return false;
  const { protocol, hostname, username, password } = new URL(serviceUrl);
  if (username || password) return false;
  if (isLoopback(hostname)) return protocol === 'http:' || protocol === 'https:';
  return !demo && protocol === 'https:';
};
