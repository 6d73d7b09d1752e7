// CloudAdapter's authentication, failing closed. The SDK's own has several doors (emulator, skill, streaming, anonymous) and
// compares the service URL only when there is one; this one has a single door, and every refusal looks alike from outside.
import type { Activity } from 'botbuilder';
import type {
  AuthenticateRequestResult,
  ServiceClientCredentialsFactory,
  UserTokenClient,
} from 'botframework-connector';
import type { Clock } from '../base/clock.ts';
import { readEnvelope, tenantsNamed } from './activity.ts';
import { createInboundTokens, type InboundTokens } from './inbound-token.ts';
import type { RefusalReason } from './refusals.ts';
import { isSafeServiceUrl, type Registration } from './registration.ts';
import { ClaimsIdentity, ConfigurationBotFrameworkAuthentication, ConnectorFactory } from './sdk.ts';
import { KeysUnavailable, type SigningKeys } from './signing-keys.ts';

/** A request that is not let in. The reason is for our log; the caller learns the status alone. */
export class Refused extends Error {
  readonly reason: RefusalReason;
  constructor(reason: RefusalReason) {
    super('refused');
    this.name = 'Refused';
    this.reason = reason;
  }
}

/**
 * Channels that may speak. Others (Direct Line, web chat) let the client choose the sender's ids, and rights hang on those.
 */
const CHANNELS: ReadonlySet<string> = new Set(['msteams']);
const LONGEST_HEADER = 8_192;
const BEARER = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/;
/** Conversations come from a handful of service URLs; more than this many clients are never kept. */
const CLIENTS_AT_MOST = 32;

export class GuardedAuthentication extends ConfigurationBotFrameworkAuthentication {
  readonly #registration: Registration;
  readonly #tokens: InboundTokens | undefined;
  readonly #identity: ClaimsIdentity;
  #factory: ConnectorFactory | undefined;
  #userTokens: Promise<UserTokenClient> | undefined;

  constructor(
    registration: Registration,
    credentials: ServiceClientCredentialsFactory,
    keys: SigningKeys | undefined,
    clock: Clock,
  ) {
    super(endpoints(registration), credentials);
    this.#registration = registration;
    const appId = registration.kind === 'registered' ? registration.appId : '';
    this.#tokens =
      registration.kind === 'registered' && keys
        ? createInboundTokens({ issuer: registration.tokenIssuer, appId, keys, clock })
        : undefined;
    this.#identity = new ClaimsIdentity(
      [
        { type: 'aud', value: appId },
        { type: 'appid', value: appId },
      ],
      true,
    );
  }

  /** @throws Refused for whatever is not an activity of Teams that this bot's issuer vouches for */
  override async authenticateRequest(
    activity: Activity,
    authHeader: string,
  ): Promise<AuthenticateRequestResult> {
    const { channelId, serviceUrl } = readEnvelope(activity) ?? {};
    if (this.#registration.kind === 'demo') {
      if (serviceUrl === undefined || !isSafeServiceUrl(serviceUrl, true))
        throw new Refused('wrong-service-url');
      if (channelId === undefined) throw new Refused('wrong-channel');
      return this.#accepted();
    }
    const token = authHeader.length <= LONGEST_HEADER ? BEARER.exec(authHeader)?.[1] : undefined;
    if (token === undefined || !this.#tokens) throw new Refused('no-token');
    if (channelId === undefined || !CHANNELS.has(channelId)) throw new Refused('wrong-channel');
    if (serviceUrl === undefined || !isSafeServiceUrl(serviceUrl, false))
      throw new Refused('wrong-service-url');
    const claims = await this.#tokens.judge(token).catch((error: unknown) => {
      throw error instanceof KeysUnavailable ? new Refused('keys-unavailable') : error;
    });
    if (!claims) throw new Refused('bad-token');
    if (claims.serviceUrl !== serviceUrl) throw new Refused('wrong-service-url');
    if (claims.endorsements.length > 0 && !claims.endorsements.includes(channelId))
      throw new Refused('wrong-channel');
    const { tenants } = this.#registration;
    if (tenants.length > 0) {
      const named = tenantsNamed(activity);
      if (named.length === 0 || !named.every((tenant) => tenants.includes(tenant)))
        throw new Refused('wrong-tenant');
    }
    return this.#accepted();
  }

  /** Streaming (websocket, named pipe) is another door with rules of its own; it stays shut. */
  override async authenticateStreamingRequest(): Promise<AuthenticateRequestResult> {
    throw new Refused('no-token');
  }

  override async authenticateChannelRequest(): Promise<ClaimsIdentity> {
    throw new Refused('no-token');
  }

  override createConnectorFactory(identity: ClaimsIdentity): ConnectorFactory {
    this.#factory ??= new KeptClients(super.createConnectorFactory(identity));
    return this.#factory;
  }

  override async createUserTokenClient(identity: ClaimsIdentity): Promise<UserTokenClient> {
    this.#userTokens ??= super.createUserTokenClient(identity);
    return this.#userTokens;
  }

  /** The token service as this bot asks it, outside of any turn as well. */
  userTokens(): Promise<UserTokenClient> {
    return this.createUserTokenClient(this.#identity);
  }

  #accepted(): AuthenticateRequestResult {
    return {
      audience: this.#registration.kind === 'registered' ? this.#registration.scope : '',
      claimsIdentity: this.#identity,
      connectorFactory: this.createConnectorFactory(this.#identity),
    };
  }
}

/** One SDK client per service URL instead of one per turn. */
class KeptClients extends ConnectorFactory {
  readonly #inner: ConnectorFactory;
  readonly #clients = new Map<string, ReturnType<ConnectorFactory['create']>>();

  constructor(inner: ConnectorFactory) {
    super();
    this.#inner = inner;
  }

  override create(serviceUrl: string, audience?: string): ReturnType<ConnectorFactory['create']> {
    const key = `${audience ?? ''} ${serviceUrl}`;
    const known = this.#clients.get(key);
    if (known) return known;
    if (this.#clients.size >= CLIENTS_AT_MOST) this.#clients.clear();
    const client = this.#inner.create(serviceUrl, audience);
    this.#clients.set(key, client);
    client.catch(() => this.#clients.delete(key));
    return client;
  }
}

/** The SDK takes all of these keys or none: one alone would unset the others. */
const endpoints = (registration: Registration): Record<string, string> => {
  if (registration.kind === 'demo') return {};
  return {
    MicrosoftAppId: registration.appId,
    ToChannelFromBotLoginUrl: registration.authority,
    ToChannelFromBotOAuthScope: registration.scope,
    ToBotFromChannelTokenIssuer: registration.tokenIssuer,
    ToBotFromChannelOpenIdMetadataUrl: registration.openIdMetadataUrl,
    ToBotFromEmulatorOpenIdMetadataUrl: registration.openIdMetadataUrl,
    OAuthUrl: registration.oauthUrl,
    CallerId: 'urn:botframework:azure',
    ValidateAuthority: 'true',
  };
};
