// The watch over secrets bites: whatever spelling a planted secret gets out in, it is found, and the report does not repeat it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { SETTINGS } from '../../../src/base/config/settings.ts';
import { findLeaks, leaksBelow } from '../../secrets/leaks.ts';
import { PLANTED, planted, withPassword } from '../../secrets/planted.ts';

const SECRET = 'pä55 "word"/with+everything?';
const leaksOf = (text: string) => findLeaks({ log: text }, { PASSWORD: SECRET });

describe('a planted secret that got out is found', () => {
  test.each([
    ['as it is', `the password is ${SECRET}, sorry`, 'plain'],
    ['in JSON', JSON.stringify({ nested: { password: SECRET } }), 'in JSON'],
    ['in an address', `https://host/?p=${encodeURIComponent(SECRET)}&q=1`, 'URL-encoded'],
    ['in bytes', `dump ${Buffer.from(SECRET).toString('hex')}`, 'hexadecimal'],
    [
      'in base64 for addresses',
      Buffer.from(`>>>${SECRET}`).toString('base64url'),
      expect.stringMatching(/base64/),
    ],
  ])('%s', (_, text, spelling) => {
    expect(leaksOf(text)).toEqual([{ where: 'log', kind: 'PASSWORD', spelling }]);
  });

  test.each(['', 'u', 'us', 'usr', 'user'])('in a Basic header of the user “%s”', (user) => {
    const header = `Authorization: Basic ${Buffer.from(`${user}:${SECRET}`).toString('base64')}`;
    expect(leaksOf(header)).toEqual([{ where: 'log', kind: 'PASSWORD', spelling: 'base64' }]);
  });

  test('in a file among others, which the report names without the secret', () => {
    const folder = mkdtempSync(join(tmpdir(), 'leaks-'));
    try {
      writeFileSync(join(folder, 'chat.txt'), 'Deploy main to staging: done');
      writeFileSync(join(folder, 'product-stderr.txt'), `GET /x?token=${PLANTED['DATABRICKS_TOKEN']}\n`);
      const leaks = leaksBelow(folder, PLANTED);
      expect(leaks).toEqual([{ where: 'product-stderr.txt', kind: 'DATABRICKS_TOKEN', spelling: 'plain' }]);
      expect(JSON.stringify(leaks)).not.toContain(PLANTED['DATABRICKS_TOKEN']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

test('what is no leak is none: other text, and only a part of a secret', () => {
  expect(leaksOf(`${SECRET.slice(0, -1)} ${Buffer.from(SECRET.slice(4)).toString('base64')}`)).toEqual([]);
});

test('a secret that could be any word is refused rather than searched for', () => {
  expect(() => findLeaks({ log: '' }, { PIN: '1234' })).toThrow('PIN');
});

test('every secret setting is planted, each with a value of its own', () => {
  const secret = Object.entries(SETTINGS).flatMap(([name, row]) =>
    'secret' in row && row.secret && !name.startsWith('DATABASE_') ? [name] : [],
  );
  expect(Object.keys(PLANTED)).toEqual(secret);
  expect(new Set(Object.values(PLANTED)).size).toBe(secret.length);
  expect(Buffer.from(PLANTED['BRICKBOT_SECRET_KEY'] ?? '', 'base64')).toHaveLength(32);
  expect(withPassword('postgres://bot@127.0.0.1:5432/x')).toContain(`:${planted('database-password')}@`);
});
