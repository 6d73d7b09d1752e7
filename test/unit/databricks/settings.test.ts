import { describe, expect, test } from '@jest/globals';
import type { Fault } from '../../../src/base/errors.ts';
import { workspaceAddress } from '../../../src/databricks/address.ts';
import { chooseCredentials, DATABRICKS_RESOURCE } from '../../../src/databricks/credentials.ts';
import { bareId, parseLossless } from '../../../src/databricks/json.ts';
import { withoutSecrets } from '../../../src/databricks/redaction.ts';

const codeOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    return (error as Fault).code;
  }
  return 'none';
};

describe('which credentials are meant', () => {
  const pat = { token: 'dapi1' };
  const machine = { clientId: 'c', clientSecret: 's' };
  const entra = { armTenantId: 't', armClientId: 'c', armClientSecret: 's' };
  test.each([
    ['pat', pat],
    ['oauth-m2m', machine],
    ['entra', entra],
    ['pat', { ...pat, clientId: 'c', armTenantId: 't' }],
  ])('%s', (kind, settings) => expect(chooseCredentials(settings).kind).toBe(kind));
  test.each([
    ['databricks-credentials-ambiguous', { ...pat, ...machine }],
    ['databricks-credentials-ambiguous', { ...pat, ...entra }],
    ['databricks-credentials-ambiguous', { ...machine, ...entra }],
    ['databricks-credentials-missing', {}],
    ['databricks-credentials-missing', { clientId: 'c' }],
    ['databricks-credentials-missing', { token: '', armTenantId: 't', armClientId: 'c' }],
  ])('%s', (code, settings) => expect(codeOf(() => chooseCredentials(settings))).toBe(code));
  test('the resource is Azure Databricks’ own application id', () =>
    expect(DATABRICKS_RESOURCE).toBe('2ff814a6-3304-4ab8-85cb-cd0e6f879c1d'));
});

describe('the address of a workspace', () => {
  test.each([
    ['https://adb-1.2.azuredatabricks.net/', 'https://adb-1.2.azuredatabricks.net'],
    [' adb-1.2.azuredatabricks.net ', 'https://adb-1.2.azuredatabricks.net'],
    ['https://x.example/?o=1#home', 'https://x.example'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['http://localhost:1', 'http://localhost:1'],
  ])('%s', (configured, origin) => expect(workspaceAddress(configured)).toBe(origin));
  test.each([
    '',
    '  ',
    'http://x.example',
    'http://127.0.0.1.evil.example',
    'ftp://x',
    'https://u:p@x.example',
    'file:///x',
  ])('refused: %j', (configured) =>
    expect(codeOf(() => workspaceAddress(configured))).toBe('databricks-address'),
  );
});

test('ids beyond 2^53 are kept as digits, and only digits become an id', () => {
  expect(parseLossless('{"id": 8700000000000000001, "n": 5, "f": 1.5}')).toEqual({
    id: '8700000000000000001',
    n: 5,
    f: 1.5,
  });
  expect(JSON.stringify({ id: bareId('8700000000000000001') })).toBe('{"id":8700000000000000001}');
  for (const id of ['', '1e5', '1,"x":2', '0x1', 'abc']) expect(() => bareId(id)).toThrow();
});

test('secrets are taken out of text', () => {
  const text =
    'Bearer abc.def-12345678 dapi0123456789abcdef0123 https://user:pass@git.example/x?token=zzz&b=1 eyJhbGciOiJ9.eyJz.sig own-secret';
  const clean = withoutSecrets(text, 'own-secret');
  for (const secret of ['abc.def', 'dapi0123', 'pass@', 'zzz', 'eyJ', 'own-secret'])
    expect(clean).not.toContain(secret);
  expect(clean).toContain('git.example/x?token=[secret]&b=1');
});
