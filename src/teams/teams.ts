// The face of this room: makes the Teams edge out of a registration and the house's own functions. Everything that knows
// botbuilder stays behind it; the messages endpoint hands in plain JSON and gets a status and a body back.
import type * as Msal from '@azure/msal-node';
import type { Activity } from 'botbuilder';
import type { ServiceClientCredentialsFactory } from 'botframework-connector';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import { outside } from '../base/telemetry.ts';
import { entraFault, managedIdentityTokens, tokenIn } from '../identity/entra.ts';
import type { Token } from '../identity/kept-token.ts';
import { readEnvelope } from './activity.ts';
import { type Received, TeamsAdapter } from './adapter.ts';
import { type Bot, type BotParts, createBot } from './bot.ts';
import { type BotToken, createBotToken, noBotToken } from './bot-token.ts';
import { type Connector, createConnector } from './connector.ts';
import { GuardedAuthentication } from './guard.ts';
import { createRefusals, type Refusals } from './refusals.ts';
import type { Registration } from './registration.ts';
import {
  ConfidentialClientApplication,
  JwtTokenProviderFactory,
  ManagedIdentityServiceClientCredentialsFactory,
  MsalServiceClientCredentialsFactory,
  PasswordServiceClientCredentialFactory,
} from './sdk.ts';
import { createSignIn, type SignInEdge } from './sign-in.ts';
import { createSigningKeys } from './signing-keys.ts';
import { createWire, type Wire, type WireTimes } from './wire.ts';

export interface TeamsOutside {
  readonly registration: Registration;
  readonly clock: Clock;
  readonly log: Log;
  /** Time-outs of outgoing requests; tests shorten them. */
  readonly times?: WireTimes;
}

/** The connection to Teams, which the outbox needs before there is a bot to dispatch to. */
export interface TeamsLine {
  readonly connector: Connector;
  readonly refusals: Refusals;
  /** Signing in; absent where no connection is configured. */
  readonly signIn?: SignInEdge;
  /** Joins the line with the house. */
  attach(house: Omit<BotParts, 'connector' | 'clock' | 'log' | 'signIn'>): TeamsEdge;
  /**
   * Fetches the issuer's keys and the bot's own token ahead of the first message. Call it at start without waiting; a
   * doctor may wait for what it found. Never throws.
   */
  warmUp(): Promise<Warmth>;
  /** Resolves when there is a token to post with; the demo needs none. @throws Fault */
  token(): Promise<unknown>;
  /** Closes outgoing connections. */
  close(): Promise<void>;
}

/** Whether Microsoft's side can be reached and takes our credentials. The demo needs neither. */
export interface Warmth {
  readonly keys: 'ok' | 'failing' | 'not needed';
  readonly token: 'ok' | 'failing' | 'not needed';
}

export interface TeamsEdge {
  /**
   * One request body of the messages endpoint.
   * @param authorization the Authorization header, or '' when there is none
   * @returns 400 for what is no activity, 401 for what is not let in, 501 for an invoke that nothing answers, else 200
   */
  receive(authorization: string, body: unknown): Promise<Received>;
  /** Resolves when nobody waits for the answer of a turn. */
  quiet(): Promise<void>;
  idle(): Promise<void>;
}

export const createTeamsLine = ({ registration, clock, log, times }: TeamsOutside): TeamsLine => {
  const wire = createWire(times);
  const refusals = createRefusals(log, clock);
  const demo = registration.kind === 'demo';
  const { token, credentials } = proofOf(registration, wire, clock);
  const keys =
    registration.kind === 'registered'
      ? createSigningKeys(registration.openIdMetadataUrl, wire, clock)
      : undefined;
  const connector = createConnector({ wire, token, clock, log, demo });
  const authentication = new GuardedAuthentication(registration, credentials, keys, clock);
  const adapter = new TeamsAdapter(authentication, refusals);
  const connection = registration.kind === 'registered' ? registration.oauthConnection : undefined;
  const signIn =
    connection === undefined
      ? undefined
      : createSignIn({ connection, client: () => authentication.userTokens(), clock, log });
  return {
    connector,
    refusals,
    ...(signIn && { signIn }),
    attach: (house) =>
      edge(adapter, createBot({ ...house, ...(signIn && { signIn }), connector, clock, log })),
    warmUp: async () => {
      const [keysState, tokenState] = await Promise.all([
        keys ? tried(keys.find('')) : ('not needed' as const),
        demo ? ('not needed' as const) : tried(token.authorization()),
      ]);
      if (keysState === 'failing' || tokenState === 'failing')
        log.warn(
          { keys: keysState, ownCredentials: tokenState },
          'Microsoft’s side did not answer as it should',
        );
      return { keys: keysState, token: tokenState };
    },
    token: () => token.authorization(),
    close: () => wire.close(),
  };
};

const tried = (work: Promise<unknown>): Promise<'ok' | 'failing'> =>
  work.then(
    () => 'ok' as const,
    () => 'failing' as const,
  );

const edge = (adapter: TeamsAdapter, bot: Bot): TeamsEdge => ({
  receive: async (authorization, body) => {
    if (!readEnvelope(body)) return { status: 400, body: { error: 'not an activity' } };
    // The SDK's type promises more than JSON from outside can keep; our own reading starts from `unknown` again.
    return adapter.receive(authorization, body as Activity, (context) => bot.turn(context));
  },
  quiet: () => bot.quiet(),
  idle: () => bot.idle(),
});

/** How the bot proves who it is: to connectors by a token, to the token service by the SDK's own credentials. */
const proofOf = (
  registration: Registration,
  wire: Wire,
  clock: Clock,
): { readonly token: BotToken; readonly credentials: ServiceClientCredentialsFactory } => {
  if (registration.kind === 'demo')
    return { token: noBotToken, credentials: new PasswordServiceClientCredentialFactory('', '') };
  const { appId, appPassword, authority, scope } = registration;
  const asked = `${scope}/.default`;
  if (appPassword === undefined) {
    const tokens = managedIdentityTokens(appId);
    return {
      token: createBotToken((anew) => tokens(asked, anew), clock),
      credentials: new ManagedIdentityServiceClientCredentialsFactory(appId, new JwtTokenProviderFactory()),
    };
  }
  const application = new ConfidentialClientApplication({
    auth: {
      clientId: appId,
      clientSecret: appPassword,
      authority,
      knownAuthorities: [new URL(authority).host],
    },
    system: { networkClient: networkOver(wire) },
  });
  const ask = (skipCache: boolean): Promise<Token> =>
    outside('Entra', 'token of the bot', () =>
      application
        .acquireTokenByClientCredential({ scopes: [asked], skipCache })
        .then(tokenIn, (error: unknown) => {
          throw entraFault(error);
        }),
    );
  return {
    token: createBotToken(ask, clock),
    credentials: new MsalServiceClientCredentialsFactory(appId, application),
  };
};

/** msal's own network layer has no time-out; ours has, and shares the kept-alive connections. */
const networkOver = (wire: Wire): Msal.INetworkModule => {
  const call = async <Body>(
    method: 'GET' | 'POST',
    url: string,
    options?: Msal.NetworkRequestOptions,
  ): Promise<Msal.NetworkResponse<Body>> => {
    const { headers = {}, body } = options ?? {};
    const answer = await wire.send({ method, url, headers, ...(body === undefined ? {} : { body }) });
    if (answer.kind === 'network')
      throw Object.assign(new Error('token endpoint unreachable'), {
        errorCode: 'network_error',
        code: answer.code,
      });
    return { headers: {}, status: answer.status, body: JSON.parse(answer.body) as Body };
  };
  return {
    sendGetRequestAsync: (url, options) => call('GET', url, options),
    sendPostRequestAsync: (url, options) => call('POST', url, options),
  };
};
