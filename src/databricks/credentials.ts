// Where a workspace token comes from: a personal access token, OAuth of a Databricks service principal, or an Entra service
// principal. Tokens are kept in memory only, until shortly before they expire; one renewal is under way at a time.
import got from 'got';
import { z } from 'zod';
import type { Clock } from '../base/clock.ts';
import { Fault } from '../base/errors.ts';
import { outside } from '../base/telemetry.ts';
import type { Proof } from '../identity/application.ts';
import { type EntraApplication, entraTokens, managedIdentityTokens } from '../identity/entra.ts';
import { keptToken, type Token } from '../identity/kept-token.ts';
import { gibberish, readPlatformError, refusal, silence } from './failure.ts';
import { withoutSecrets } from './redaction.ts';

export interface Credentials {
  /** What is used, for `doctor`: never the secret itself. */
  readonly kind: 'pat' | 'oauth-m2m' | 'entra' | 'managed-identity' | 'person' | 'basic' | 'none';
  /** How the token is presented; `Bearer` when absent. */
  readonly scheme?: 'Basic' | 'none';
  /**
   * @param changes the request may change something
   * @throws Fault when no token can be had
   */
  token(changes?: boolean): Promise<string>;
  /** A fresh token although the kept one has not expired: the platform refused it. Absent where there is nothing to renew. */
  renew?(): Promise<string>;
}

export interface CredentialSettings {
  readonly token?: string | undefined;
  readonly clientId?: string | undefined;
  readonly clientSecret?: string | undefined;
  readonly armTenantId?: string | undefined;
  readonly armClientId?: string | undefined;
  readonly armClientSecret?: string | undefined;
  /** PEM file with certificate and key of the Entra service principal, in place of its secret. */
  readonly armCertificateFile?: string | undefined;
  /** File with a federated token of it, in place of its secret. */
  readonly armTokenFile?: string | undefined;
  /** The managed identity of the machine; `armClientId` then names one that was assigned. */
  readonly armManagedIdentity?: boolean | undefined;
  /** Login address of Entra without the tenant, for other clouds. */
  readonly armAuthority?: string | undefined;
}

/** Application id of Azure Databricks in Entra: the resource whose tokens a workspace accepts. */
export const DATABRICKS_RESOURCE = '2ff814a6-3304-4ab8-85cb-cd0e6f879c1d';

export type CredentialChoice =
  | { readonly kind: 'pat'; readonly token: string }
  | { readonly kind: 'oauth-m2m'; readonly clientId: string; readonly clientSecret: string }
  | {
      readonly kind: 'entra';
      readonly tenantId: string;
      readonly clientId: string;
      readonly proof: Proof;
      readonly authority?: string;
    }
  | { readonly kind: 'managed-identity'; readonly clientId?: string };

/**
 * Which credentials the settings hold. As with Databricks' own tools, two complete kinds at once are refused.
 * @throws Fault `databricks-credentials-missing`, `databricks-credentials-ambiguous`
 */
export const chooseCredentials = (settings: CredentialSettings): CredentialChoice => {
  const { token, clientId, clientSecret, armTenantId, armClientId, armAuthority: authority } = settings;
  const complete: CredentialChoice[] = [];
  if (token) complete.push({ kind: 'pat', token });
  if (clientId && clientSecret) complete.push({ kind: 'oauth-m2m', clientId, clientSecret });
  if (armTenantId && armClientId)
    for (const proof of proofsIn(settings))
      complete.push({
        ...{ kind: 'entra', tenantId: armTenantId, clientId: armClientId, proof },
        ...(authority !== undefined && { authority }),
      });
  if (settings.armManagedIdentity)
    complete.push({ kind: 'managed-identity', ...(armClientId && { clientId: armClientId }) });
  const [only, second] = complete;
  if (only && !second) return only;
  throw second
    ? new Fault('databricks-credentials-ambiguous', {
        changed: 'no',
        facts: { kinds: complete.map((choice) => choice.kind).join(', ') },
      })
    : new Fault('databricks-credentials-missing', { changed: 'no' });
};

const proofsIn = ({ armClientSecret, armCertificateFile, armTokenFile }: CredentialSettings): Proof[] => [
  ...(armClientSecret ? [{ kind: 'secret', secret: armClientSecret } as const] : []),
  ...(armCertificateFile ? [{ kind: 'certificate', file: armCertificateFile } as const] : []),
  ...(armTokenFile ? [{ kind: 'federated', tokenFile: armTokenFile } as const] : []),
];

/** The credentials of a choice, for a workspace. */
export const credentialsOf = (
  choice: CredentialChoice,
  host: string,
  clock: Clock,
  entra?: Partial<EntraApplication>,
): Credentials => {
  switch (choice.kind) {
    case 'pat':
      return { kind: 'pat', token: async () => choice.token };
    case 'oauth-m2m':
      return {
        kind: 'oauth-m2m',
        ...keptToken(clock, () => outside('Databricks', 'token', () => machineToken(host, choice, clock))),
      };
    case 'entra': {
      const tokens = entraTokens({
        tenantId: choice.tenantId,
        clientId: choice.clientId,
        proof: choice.proof,
        ...(choice.authority !== undefined && { authority: choice.authority }),
        ...entra,
      });
      return { kind: 'entra', ...keptToken(clock, () => tokens(`${DATABRICKS_RESOURCE}/.default`)) };
    }
    case 'managed-identity': {
      const tokens = managedIdentityTokens(choice.clientId, entra?.networkClient);
      return {
        kind: 'managed-identity',
        ...keptToken(clock, () => tokens(`${DATABRICKS_RESOURCE}/.default`)),
      };
    }
  }
};

const tokenAnswer = z.object({
  access_token: z.string().min(1),
  // Some servers send the seconds as text.
  expires_in: z.coerce.number().positive().optional(),
});
const discovery = z.object({ token_endpoint: z.url() });

/** The endpoint that the workspace names, as long as it is its own: the secret goes nowhere else. */
const tokenEndpoint = async (host: string): Promise<URL> => {
  const usual = new URL('/oidc/v1/token', host);
  const answer = await got(new URL('/oidc/.well-known/oauth-authorization-server', host), {
    retry: { limit: 0 },
    timeout: { request: 10_000 },
    throwHttpErrors: false,
    followRedirect: false,
    responseType: 'text',
  }).catch(() => undefined);
  if (answer?.statusCode !== 200) return usual;
  try {
    const named = new URL(discovery.parse(JSON.parse(answer.body)).token_endpoint);
    return named.origin === usual.origin ? named : usual;
  } catch {
    return usual;
  }
};

/** OAuth client credentials at the workspace's own token endpoint, scope `all-apis`. */
const machineToken = async (
  host: string,
  { clientId, clientSecret }: { clientId: string; clientSecret: string },
  clock: Clock,
): Promise<Token> => {
  const attempted = 'get a token for brickbot’s service principal';
  const response = await got(await tokenEndpoint(host), {
    method: 'POST',
    form: { grant_type: 'client_credentials', scope: 'all-apis' },
    username: clientId,
    password: clientSecret,
    retry: { limit: 2, methods: ['POST'] },
    timeout: { request: 30_000 },
    throwHttpErrors: false,
    followRedirect: false,
  }).catch((error: unknown) => {
    throw silence(error, { sent: false, changes: false, attempted });
  });
  // The endpoint says 400 or 401 for a wrong secret; either way the credentials are what is refused.
  if (response.statusCode !== 200) {
    const said = readPlatformError(response.statusCode, withoutSecrets(response.body, clientSecret));
    const refused = response.statusCode < 500 && response.statusCode !== 429;
    throw refusal(refused ? { ...said, status: 401 } : said, {
      attempted,
      attempts: 1,
      what: 'a token',
    });
  }
  let json: unknown;
  try {
    json = JSON.parse(response.body);
  } catch {
    throw gibberish('the token endpoint');
  }
  const parsed = tokenAnswer.safeParse(json);
  if (!parsed.success) throw gibberish('the token endpoint');
  return {
    value: parsed.data.access_token,
    expiresAt: clock.now() + (parsed.data.expires_in ?? 3_600) * 1000,
  };
};
