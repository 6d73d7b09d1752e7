// The issuer of inbound tokens: OpenID metadata, key set, and a signer that can make any fault a token may have.
import { createHmac, KeyObject } from 'node:crypto';
import { createServer } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { answerJson, listen, shut } from './listening.ts';

export interface TokenWish {
  /** Claims over the good ones; `undefined` leaves a claim out. */
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly kid?: string;
  /** `stranger` is a key that the issuer does not list; `second` one without endorsements. */
  readonly signedBy?: 'issuer' | 'second' | 'stranger';
  readonly alg?: 'RS256' | 'RS512';
}

export interface Issuer {
  readonly url: string;
  readonly metadataUrl: string;
  /** What the key set lists. */
  readonly keys: readonly object[];
  /** Requests that the key set has answered. */
  readonly keyFetches: () => number;
  /** A good token for the service URL, or one with the wished faults. */
  sign(serviceUrl: string, wish?: TokenWish): Promise<string>;
  /** A token with a header and payload of its own, signed with HMAC over the public key or not at all. */
  forge(serviceUrl: string, alg: 'HS256' | 'none'): string;
  /** Whether metadata and keys can be had. */
  setReachable(reachable: boolean): void;
  close(): Promise<void>;
}

export const startIssuer = async (appId: string): Promise<Issuer> => {
  const [first, second, stranger] = await Promise.all(
    [1, 2, 3].map(() => generateKeyPair('RS256', { extractable: true })),
  );
  if (!first || !second || !stranger) throw new Error('three key pairs were asked for');
  const firstKey = {
    ...(await exportJWK(first.publicKey)),
    kid: 'first',
    use: 'sig',
    endorsements: ['msteams'],
  };
  const secondKey = { ...(await exportJWK(second.publicKey)), kid: 'second', use: 'sig' };
  const keys = [firstKey, secondKey, { kty: 'EC', kid: 'elliptic', crv: 'P-256', x: 'AA', y: 'AA' }];
  // As key objects they sign with any algorithm, also with those that the bot has to refuse.
  const privateKeys: Record<string, KeyObject> = {
    issuer: KeyObject.from(first.privateKey),
    second: KeyObject.from(second.privateKey),
    stranger: KeyObject.from(stranger.privateKey),
  };
  let reachable = true;
  let fetches = 0;
  let url = '';
  const server = createServer((request, response) => {
    request.resume();
    if (!reachable) return answerJson(response, 503, {});
    if (request.url === '/v1/.well-known/openidconfiguration')
      return answerJson(response, 200, { issuer: url, jwks_uri: `${url}/v1/keys` });
    // Some clients read the metadata for the address; others put `keys` where the metadata's own name stood.
    if (request.url !== '/v1/keys' && request.url !== '/v1/.well-known/keys')
      return answerJson(response, 404, {});
    fetches += 1;
    return answerJson(response, 200, { keys });
  });
  url = `http://127.0.0.1:${await listen(server)}`;
  const goodClaims = (serviceUrl: string): Record<string, unknown> => {
    const now = Math.floor(Date.now() / 1_000);
    return { iss: url, aud: appId, serviceurl: serviceUrl, nbf: now - 10, exp: now + 3_600 };
  };
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return {
    url,
    metadataUrl: `${url}/v1/.well-known/openidconfiguration`,
    keys,
    keyFetches: () => fetches,
    sign: (serviceUrl, { claims = {}, kid = 'first', signedBy = 'issuer', alg = 'RS256' } = {}) => {
      const all = Object.entries({ ...goodClaims(serviceUrl), ...claims });
      const key = privateKeys[signedBy];
      if (!key) throw new Error(`no key called ${signedBy}`);
      return new SignJWT(Object.fromEntries(all.filter(([, value]) => value !== undefined)))
        .setProtectedHeader({ alg, kid, typ: 'JWT' })
        .sign(key);
    },
    forge: (serviceUrl, alg) => {
      const head = `${part({ alg, kid: 'first', typ: 'JWT' })}.${part(goodClaims(serviceUrl))}`;
      const secret = JSON.stringify(firstKey);
      return `${head}.${alg === 'none' ? '' : createHmac('sha256', secret).update(head).digest('base64url')}`;
    },
    setReachable: (next) => {
      reachable = next;
    },
    close: () => shut(server),
  };
};
