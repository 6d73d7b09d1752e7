import { beforeAll, describe, expect, test } from '@jest/globals';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import type { Clock } from '../../../src/base/clock.ts';
import { createSigningKeys, type SigningKeys } from '../../../src/teams/signing-keys.ts';
import type { Wire } from '../../../src/teams/wire.ts';

const HOUR = 3_600_000;
let jwk: JWK;
beforeAll(async () => {
  jwk = await exportJWK((await generateKeyPair('RS256', { extractable: true })).publicKey);
});

interface Issuer {
  readonly keys: SigningKeys;
  readonly fetches: () => number;
  readonly wind: (ms: number) => void;
  readonly list: (...ids: readonly string[]) => void;
  readonly answer: (status: number, jwksUrl?: string) => void;
}

const setUp = (): Issuer => {
  let now = 0;
  let fetches = 0;
  let listed: readonly string[] = ['a'];
  let status = 200;
  let jwksUrl = 'https://issuer.example/keys';
  const clock: Clock = { now: () => now, sleep: async () => {} };
  const wire: Wire = {
    send: async ({ url }) => {
      fetches += 1;
      const body = url.endsWith('/keys')
        ? {
            keys: [
              ...listed.map((kid) => ({ ...jwk, kid })),
              { kty: 'oct', kid: 'symmetric', k: 'AA' },
              null,
              7,
            ],
          }
        : { jwks_uri: jwksUrl };
      return { kind: 'answer', status, headers: {}, body: JSON.stringify(body) };
    },
    close: async () => {},
  };
  return {
    keys: createSigningKeys('https://issuer.example/metadata', wire, clock),
    fetches: () => fetches,
    wind: (ms) => {
      now += ms;
    },
    list: (...ids) => {
      listed = ids;
    },
    answer: (next, url) => {
      status = next;
      jwksUrl = url ?? jwksUrl;
    },
  };
};

describe('keys', () => {
  test('are fetched once, also when many ask at the same time, and kept for a day', async () => {
    const { keys, fetches, wind } = setUp();
    const found = await Promise.all(Array.from({ length: 20 }, () => keys.find('a')));
    expect(found.every((key) => key?.id === 'a')).toBe(true);
    expect(fetches()).toBe(2);
    wind(23 * HOUR);
    await keys.find('a');
    expect(fetches()).toBe(2);
    wind(2 * HOUR);
    await keys.find('a');
    expect(fetches()).toBe(4);
  });

  test('that nobody knows start one fetch in five minutes, however often they are asked for', async () => {
    const { keys, fetches, wind, list } = setUp();
    await keys.find('a');
    wind(10 * 60_000);
    list('a', 'b');
    expect((await keys.find('b'))?.id).toBe('b');
    expect(fetches()).toBe(4);
    for (let nth = 0; nth < 100; nth++) expect(await keys.find(`made up ${nth}`)).toBeUndefined();
    expect(fetches()).toBe(4);
  });

  test('that were withdrawn are no longer current', async () => {
    const { keys, wind, list } = setUp();
    await keys.find('a');
    list('b');
    wind(25 * HOUR);
    await keys.find('b');
    expect([keys.isCurrent('a'), keys.isCurrent('b')]).toEqual([false, true]);
  });

  test('that are not RSA do not count', async () => {
    expect(await setUp().keys.find('symmetric')).toBeUndefined();
  });
});

describe('an issuer that fails', () => {
  test('is asked again after a pause, not at every request', async () => {
    const { keys, fetches, wind, answer } = setUp();
    answer(500);
    for (let nth = 0; nth < 10; nth++)
      await expect(keys.find('a')).rejects.toMatchObject({ name: 'KeysUnavailable' });
    expect(fetches()).toBe(1);
    answer(200);
    wind(5_000);
    expect((await keys.find('a'))?.id).toBe('a');
  });

  test('leaves the keys that were known in force', async () => {
    const { keys, wind, answer } = setUp();
    await keys.find('a');
    answer(500);
    wind(48 * HOUR);
    expect((await keys.find('a'))?.id).toBe('a');
  });

  test('and leads from https to http is not followed', async () => {
    const { keys, answer } = setUp();
    answer(200, 'http://issuer.example/keys');
    await expect(keys.find('a')).rejects.toMatchObject({ name: 'KeysUnavailable' });
  });
});
