// How brickbot proves what it is, through the true msal-node to a token endpoint over HTTPS: a secret, a certificate, a token of another
// issuer, and the managed identity of the machine.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decodeProtectedHeader, importX509, jwtVerify } from 'jose';
import { applicationOf } from '../../../src/app/identity.ts';
import { systemClock } from '../../../src/base/clock.ts';
import { loadConfig } from '../../../src/base/config/load.ts';
import {
  chooseCredentials,
  credentialsOf,
  DATABRICKS_RESOURCE,
} from '../../../src/databricks/credentials.ts';
import type { Proof } from '../../../src/identity/application.ts';
import { entraTokens, managedIdentityTokens } from '../../../src/identity/entra.ts';
import { type Cloud, startCloud, TENANT } from '../../protocol-cloud/cloud.ts';
import { answerJson, listen, shut } from '../../protocol-cloud/listening.ts';

const CLIENT = '44444444-4444-4444-8444-444444444444';
const SCOPE = `${DATABRICKS_RESOURCE}/.default`;

let cloud: Cloud;
let folder: string;
beforeAll(async () => {
  cloud = await startCloud();
  folder = mkdtempSync(join(tmpdir(), 'proofs-'));
});
afterAll(async () => {
  await cloud.close();
  rmSync(folder, { recursive: true, force: true });
});

const authority = (): string => new URL(cloud.login.authority).origin;
const asked = (): URLSearchParams => new URLSearchParams(cloud.login.asked.at(-1));
const file = (name: string, content: string): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const tokensBy = (proof: Proof) =>
  entraTokens({ tenantId: TENANT, clientId: CLIENT, proof, authority: authority() });

describe('an application proves what it is', () => {
  test('by a secret', async () => {
    expect((await tokensBy({ kind: 'secret', secret: 'planted' })(SCOPE)).value).toBe(
      cloud.login.given.at(-1),
    );
    expect(asked().get('client_secret')).toBe('planted');
    expect(asked().get('scope')).toContain(SCOPE);
  });

  test('by a certificate: a statement signed with its key, and the key stays here', async () => {
    // Entra takes RSA keys.
    const args = 'req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=brickbot -keyout app.key -out app.pem';
    execFileSync('openssl', args.split(' '), { cwd: folder, stdio: 'pipe' });
    const [cert, key] = ['app.pem', 'app.key'].map((name) => readFileSync(join(folder, name), 'utf8'));
    await tokensBy({ kind: 'certificate', file: file('both.pem', `${cert}\n${key}`) })(SCOPE);
    const statement = asked().get('client_assertion') ?? '';
    const { alg = '', ...head } = decodeProtectedHeader(statement);
    expect(head).toHaveProperty('x5t#S256');
    const { payload } = await jwtVerify(statement, await importX509(cert ?? '', alg), {
      // Made this very second, by a clock that rounds.
      clockTolerance: 5,
    });
    expect(payload).toMatchObject({ iss: CLIENT, sub: CLIENT });
    expect(cloud.login.asked.at(-1)).not.toContain('PRIVATE');
  });

  test('by a token of another issuer, read anew each time', async () => {
    const tokenFile = file('federated', 'first\n');
    const tokens = tokensBy({ kind: 'federated', tokenFile });
    await tokens(SCOPE);
    expect(asked().get('client_assertion')).toBe('first');
    file('federated', 'second\n');
    await tokens(SCOPE);
    expect(asked().get('client_assertion')).toBe('second');
  });

  test.each<[string, Proof]>([
    ['no certificate', { kind: 'certificate', file: '/nowhere/cert.pem' }],
    ['no token', { kind: 'federated', tokenFile: '/nowhere/token' }],
  ])('%s where the setting says: told by what is missing, nothing is sent', async (_what, proof) => {
    const before = cloud.login.asked.length;
    await expect(tokensBy(proof)(SCOPE)).rejects.toMatchObject({ code: 'not-configured' });
    expect(cloud.login.asked).toHaveLength(before);
  });
});

describe('the settings choose', () => {
  test.each([
    [{ ARM_CLIENT_SECRET: 's' }, 'entra', 'secret'],
    [{ ARM_CLIENT_CERTIFICATE_PATH: '/c.pem' }, 'entra', 'certificate'],
    [{ ARM_OIDC_TOKEN_FILE_PATH: '/t' }, 'entra', 'federated'],
  ] as const)('%o for Databricks', (settings, kind, proof) => {
    const choice = chooseCredentials({
      armTenantId: TENANT,
      armClientId: CLIENT,
      armClientSecret: 'ARM_CLIENT_SECRET' in settings ? settings.ARM_CLIENT_SECRET : undefined,
      armCertificateFile:
        'ARM_CLIENT_CERTIFICATE_PATH' in settings ? settings.ARM_CLIENT_CERTIFICATE_PATH : undefined,
      armTokenFile: 'ARM_OIDC_TOKEN_FILE_PATH' in settings ? settings.ARM_OIDC_TOKEN_FILE_PATH : undefined,
    });
    expect(choice).toMatchObject({ kind, proof: { kind: proof } });
  });

  test('Databricks by another cloud’s login', async () => {
    const choice = chooseCredentials({
      ...{ armTenantId: TENANT, armClientId: CLIENT, armClientSecret: 'planted' },
      armAuthority: authority(),
    });
    const credentials = credentialsOf(choice, 'https://adb-1.azuredatabricks.net', systemClock);
    expect(await credentials.token()).toBe(cloud.login.given.at(-1));
    expect(asked().get('scope')).toContain(DATABRICKS_RESOURCE);
  });

  test.each([
    [{ AZURE_CLIENT_CERTIFICATE_PATH: '/c.pem' }, 'certificate'],
    [{ AZURE_FEDERATED_TOKEN_FILE: '/t' }, 'federated'],
    [{ AZURE_CLIENT_SECRET: 's' }, 'secret'],
  ] as const)('%o for Graph and on behalf of people', (settings, proof) => {
    const { settings: read } = loadConfig({
      environment: {
        ...{ DATABRICKS_HOST: 'https://adb-1.azuredatabricks.net', DATABRICKS_TOKEN: 'x' },
        ...{ AZURE_TENANT_ID: TENANT, AZURE_CLIENT_ID: CLIENT, ...settings },
      },
      yaml: "git: { url: 'https://example.com/x.git' }\nenvironments: { staging: { checkout: /Workspace/x } }\n",
      yamlName: 'brickbot.yaml',
      readSecret: () => '',
    });
    expect(applicationOf(read)).toMatchObject({ clientId: CLIENT, tenantId: TENANT, proof: { kind: proof } });
  });
});

test('the managed identity of the machine is asked where the platform says', async () => {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.url} ${String(request.headers['x-identity-header'])}`);
    answerJson(response, 200, {
      ...{
        access_token: 'of-the-machine',
        token_type: 'Bearer',
        client_id: CLIENT,
        resource: DATABRICKS_RESOURCE,
      },
      expires_on: String(Math.floor(Date.now() / 1_000) + 3_600),
    });
  });
  process.env['IDENTITY_ENDPOINT'] = `http://127.0.0.1:${await listen(server)}/msi/token`;
  process.env['IDENTITY_HEADER'] = 'knock';
  try {
    expect((await managedIdentityTokens(CLIENT)(SCOPE)).value).toBe('of-the-machine');
    expect(seen).toHaveLength(1);
    expect(seen[0]).toContain(DATABRICKS_RESOURCE);
    expect(seen[0]).toContain(CLIENT);
    expect(seen[0]).toContain('knock');
  } finally {
    delete process.env['IDENTITY_ENDPOINT'];
    delete process.env['IDENTITY_HEADER'];
    await shut(server);
  }
});
