import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type CryptoKey, generateKeyPair, SignJWT } from 'jose';
import type { Clock } from '../../../src/base/clock.ts';
import { createInboundTokens, type InboundTokens } from '../../../src/teams/inbound-token.ts';
import { KeysUnavailable, type SigningKeys } from '../../../src/teams/signing-keys.ts';

// Hundreds of tokens are signed; a busy machine takes its time.
jest.setTimeout(60_000);

const MINUTE = 60_000;
const START = Date.parse('2026-01-01T00:00:00Z');
let privateKey: CryptoKey;
let publicKey: CryptoKey;
beforeAll(async () => {
  ({ privateKey, publicKey } = await generateKeyPair('RS256'));
});

/** Counts how often a key is looked for: once per judgement that was not remembered. */
const setUp = (): {
  tokens: InboundTokens;
  looks: () => number;
  wind: (ms: number) => void;
  withdraw: () => void;
} => {
  let now = START;
  let looks = 0;
  let listed = true;
  const clock: Clock = { now: () => now, sleep: async () => {} };
  const keys: SigningKeys = {
    find: async (id) => {
      looks += 1;
      return listed ? { id, key: publicKey, endorsements: [] } : undefined;
    },
    isCurrent: () => listed,
  };
  return {
    tokens: createInboundTokens({ issuer: 'issuer', appId: 'app', keys, clock }),
    looks: () => looks,
    wind: (ms) => {
      now += ms;
    },
    withdraw: () => {
      listed = false;
    },
  };
};
const token = (expiresIn: number, claims: Readonly<Record<string, unknown>> = {}): Promise<string> =>
  new SignJWT({ serviceurl: 'https://smba.example/', ...claims })
    .setProtectedHeader({ alg: 'RS256', kid: 'k' })
    .setIssuer('issuer')
    .setAudience('app')
    .setExpirationTime((START + expiresIn) / 1_000)
    .sign(privateKey);

describe('a good token', () => {
  test('is judged once, and remembered for ten minutes', async () => {
    const { tokens, looks, wind } = setUp();
    const good = await token(60 * MINUTE);
    const claims = { serviceUrl: 'https://smba.example/', endorsements: [], keyId: 'k' };
    expect(await tokens.judge(good)).toEqual(claims);
    expect(await tokens.judge(good)).toEqual(claims);
    expect(looks()).toBe(1);
    wind(11 * MINUTE);
    expect(await tokens.judge(good)).toEqual(claims);
    expect(looks()).toBe(2);
  });

  test('is never remembered beyond its expiry', async () => {
    const { tokens, looks, wind } = setUp();
    const short = await token(2 * MINUTE);
    await tokens.judge(short);
    wind(3 * MINUTE);
    // Within the tolerance it is still good, but it is judged anew each time.
    expect(await tokens.judge(short)).toBeDefined();
    expect(await tokens.judge(short)).toBeDefined();
    expect(looks()).toBe(3);
    wind(5 * MINUTE);
    expect(await tokens.judge(short)).toBeUndefined();
  });

  test('is forgotten when its key is withdrawn', async () => {
    const { tokens, withdraw } = setUp();
    const good = await token(60 * MINUTE);
    expect(await tokens.judge(good)).toBeDefined();
    withdraw();
    expect(await tokens.judge(good)).toBeUndefined();
  });

  test('is not mistaken for one that differs in its last letters', async () => {
    const { tokens } = setUp();
    const good = await token(60 * MINUTE);
    await tokens.judge(good);
    expect(await tokens.judge(`${good.slice(0, -8)}AAAAAAAA`)).toBeUndefined();
  });

  test('makes room: the oldest of more than 500 is judged anew', async () => {
    const { tokens, looks } = setUp();
    const all = await Promise.all(
      Array.from({ length: 501 }, (_, nth) => token(60 * MINUTE, { jti: String(nth) })),
    );
    for (const one of all) await tokens.judge(one);
    expect(looks()).toBe(501);
    await tokens.judge(all.at(-1) ?? '');
    expect(looks()).toBe(501);
    await tokens.judge(all[0] ?? '');
    expect(looks()).toBe(502);
  });
});

test('without keys nobody is let in and nobody is called a forger', async () => {
  const keys: SigningKeys = { find: () => Promise.reject(new KeysUnavailable()), isCurrent: () => false };
  const clock: Clock = { now: () => START, sleep: async () => {} };
  const tokens = createInboundTokens({ issuer: 'issuer', appId: 'app', keys, clock });
  await expect(tokens.judge(await token(MINUTE))).rejects.toMatchObject({ name: 'KeysUnavailable' });
});
