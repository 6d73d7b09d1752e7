// The token issuer's public keys: fetched with a time-out, parsed once, kept. Who knows no key cannot make us fetch at will.
import type { CryptoKey, JWK } from 'jose';
// By their own paths: the whole package costs the first answer 20 ms more.
import { importJWK } from 'jose/key/import';
import type { Clock } from '../base/clock.ts';
import type { Wire } from './wire.ts';

export interface SigningKey {
  readonly id: string;
  readonly key: CryptoKey | Uint8Array;
  /** Channels that the key may speak for; empty means that the issuer does not say. */
  readonly endorsements: readonly string[];
}

export interface SigningKeys {
  /** The key, after at most one fetch; undefined when the issuer does not have it. @throws KeysUnavailable */
  find(id: string): Promise<SigningKey | undefined>;
  /** Whether the issuer still listed the key when it was last asked. */
  isCurrent(id: string): boolean;
}

/** The issuer could not be asked and nothing is known from before: no token can be judged now. */
export class KeysUnavailable extends Error {
  constructor() {
    super('signing keys unavailable');
    this.name = 'KeysUnavailable';
  }
}

const HOUR = 3_600_000;
/** Keys are asked for again after a day, as Microsoft asks of bots. */
const REFRESH_AFTER = 24 * HOUR;
/** An unknown key id starts at most one fetch in this time; a new key of the issuer is seen after it at the latest. */
const UNKNOWN_KEY_PAUSE = 5 * 60_000;
/** Pause after a failed fetch. */
const FAILURE_PAUSE = 5_000;

/** @param metadataUrl the issuer's OpenID metadata, which names the key set */
export const createSigningKeys = (metadataUrl: string, wire: Wire, clock: Clock): SigningKeys => {
  let keys: ReadonlyMap<string, SigningKey> = new Map();
  let loadedAt = Number.NEGATIVE_INFINITY;
  let triedAt = Number.NEGATIVE_INFINITY;
  let loading: Promise<void> | undefined;

  const load = async (): Promise<void> => {
    triedAt = clock.now();
    const jwksUrl = field(await getJson(wire, metadataUrl), 'jwks_uri');
    if (typeof jwksUrl !== 'string' || !sameSafety(metadataUrl, jwksUrl)) throw new KeysUnavailable();
    const listed = field(await getJson(wire, jwksUrl), 'keys');
    if (!Array.isArray(listed)) throw new KeysUnavailable();
    const parsed = await Promise.all(listed.slice(0, 200).map(parseKey));
    keys = new Map(parsed.filter((key) => key !== undefined).map((key) => [key.id, key]));
    loadedAt = clock.now();
  };
  const refresh = (): Promise<void> => {
    loading ??= load().finally(() => {
      loading = undefined;
    });
    return loading;
  };

  return {
    find: async (id) => {
      const now = clock.now();
      const never = loadedAt === Number.NEGATIVE_INFINITY;
      const due = never
        ? now - triedAt >= FAILURE_PAUSE
        : now - loadedAt >= REFRESH_AFTER
          ? now - triedAt >= UNKNOWN_KEY_PAUSE
          : !keys.has(id) && now - triedAt >= UNKNOWN_KEY_PAUSE;
      if (due || (never && loading)) {
        try {
          await refresh();
        } catch {
          // Old keys are better than none: they were right when they were fetched.
        }
      }
      if (loadedAt === Number.NEGATIVE_INFINITY) throw new KeysUnavailable();
      return keys.get(id);
    },
    isCurrent: (id) => keys.has(id),
  };
};

const getJson = async (wire: Wire, url: string): Promise<unknown> => {
  const answer = await wire.send({ method: 'GET', url, headers: { accept: 'application/json' } });
  if (answer.kind !== 'answer' || answer.status !== 200) throw new KeysUnavailable();
  try {
    return JSON.parse(answer.body);
  } catch {
    throw new KeysUnavailable();
  }
};

/** Metadata that came by https must not lead to keys that come by http. */
const sameSafety = (metadataUrl: string, jwksUrl: string): boolean =>
  URL.canParse(jwksUrl) &&
  (new URL(metadataUrl).protocol === 'http:' || new URL(jwksUrl).protocol === 'https:');

const parseKey = async (value: unknown): Promise<SigningKey | undefined> => {
  const [id, type, modulus, exponent] = ['kid', 'kty', 'n', 'e'].map((name) => field(value, name));
  if (typeof id !== 'string' || type !== 'RSA' || typeof modulus !== 'string' || typeof exponent !== 'string')
    return undefined;
  const jwk: JWK = { kty: 'RSA', n: modulus, e: exponent, alg: 'RS256' };
  const endorsements = field(value, 'endorsements');
  try {
    return {
      id,
      key: await importJWK(jwk, 'RS256'),
      endorsements: Array.isArray(endorsements)
        ? endorsements.filter((item: unknown) => typeof item === 'string')
        : [],
    };
  } catch {
    return undefined;
  }
};

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
