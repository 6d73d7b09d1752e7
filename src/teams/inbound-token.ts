// Judges the bearer token of an inbound request. One issuer, one algorithm, our own app id as audience; a token that was
// judged good is remembered by its hash for some minutes, never beyond its expiry, and only while its key is still listed.
import { hash } from 'node:crypto';
import { decodeProtectedHeader } from 'jose/decode/protected_header';
import { jwtVerify } from 'jose/jwt/verify';
import type { Clock } from '../base/clock.ts';
import { KeysUnavailable, type SigningKeys } from './signing-keys.ts';

/** What a good token says, as far as activities are compared with it. */
export interface TokenClaims {
  readonly serviceUrl: string;
  readonly endorsements: readonly string[];
  readonly keyId: string;
}

export interface InboundTokens {
  /** Claims of a good token; undefined for every other. @throws KeysUnavailable when no token can be judged now */
  judge(token: string): Promise<TokenClaims | undefined>;
}

export interface InboundTokenRules {
  readonly issuer: string;
  readonly appId: string;
  readonly keys: SigningKeys;
  readonly clock: Clock;
}

/** Clocks differ; the Bot Framework's own tolerance. */
const TOLERANCE_SECONDS = 300;
/** How long a judgement is kept. A token lives for about an hour and comes with every activity of a service URL. */
const KEPT_FOR = 10 * 60_000;
/** How many judgements are kept; the oldest goes first. */
const KEPT_AT_MOST = 500;

export const createInboundTokens = ({ issuer, appId, keys, clock }: InboundTokenRules): InboundTokens => {
  const kept = new Map<string, { readonly claims: TokenClaims; readonly until: number }>();

  const verify = async (token: string): Promise<{ claims: TokenClaims; expiresAt: number } | undefined> => {
    const { alg, kid, crit } = decodeProtectedHeader(token);
    if (alg !== 'RS256' || typeof kid !== 'string' || crit !== undefined) return undefined;
    const key = await keys.find(kid);
    if (!key) return undefined;
    const { payload } = await jwtVerify(token, key.key, {
      algorithms: ['RS256'],
      issuer,
      audience: appId,
      clockTolerance: TOLERANCE_SECONDS,
      currentDate: new Date(clock.now()),
      requiredClaims: ['exp', 'aud', 'iss'],
    });
    const serviceUrl = payload['serviceurl'];
    if (typeof serviceUrl !== 'string' || serviceUrl === '' || typeof payload.exp !== 'number')
      return undefined;
    const claims = { serviceUrl, endorsements: key.endorsements, keyId: kid };
    return { claims, expiresAt: payload.exp * 1_000 };
  };

  return {
    judge: async (token) => {
      const now = clock.now();
      const digest = hash('sha256', token, 'base64');
      const known = kept.get(digest);
      if (known) {
        if (known.until > now && keys.isCurrent(known.claims.keyId)) return known.claims;
        kept.delete(digest);
      }
      try {
        const verdict = await verify(token);
        if (!verdict) return undefined;
        const until = Math.min(verdict.expiresAt, now + KEPT_FOR);
        if (until > now) {
          if (kept.size >= KEPT_AT_MOST) kept.delete(kept.keys().next().value ?? '');
          kept.set(digest, { claims: verdict.claims, until });
        }
        return verdict.claims;
      } catch (error) {
        if (error instanceof KeysUnavailable) throw error;
        // jose throws one class per fault of a token; to the caller all of them are the same refusal.
        return undefined;
      }
    },
  };
};
