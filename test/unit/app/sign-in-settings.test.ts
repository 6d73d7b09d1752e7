// Where brickbot is to act as people, the service does not start without what that needs; it says what is missing, one at a time.
import { describe, expect, test } from '@jest/globals';
import { applicationOf, checkSignIn, missingForSignIn } from '../../../src/app/identity.ts';
import { loadConfig } from '../../../src/base/config/load.ts';
import { isSignInOf } from '../../../src/identity/on-behalf.ts';

const GOOD = {
  BRICKBOT_OAUTH_CONNECTION: 'entra',
  AZURE_TENANT_ID: 'tenant',
  AZURE_CLIENT_ID: 'client',
  AZURE_CLIENT_SECRET: 'secret',
  BRICKBOT_SECRET_KEY: 'ab'.repeat(32),
};

const configOf = (environment: Readonly<Record<string, string>>, yaml: string) =>
  loadConfig({
    environment: {
      DATABRICKS_HOST: 'https://adb-1.2.azuredatabricks.net',
      DATABRICKS_TOKEN: 't',
      ...environment,
    },
    yaml: `git: { provider: azure-devops, url: 'https://dev.azure.com/org/project/_git/churn' }\n${yaml}`,
    yamlName: 'brickbot.yaml',
    readSecret: () => '',
  });
const AS_PEOPLE = 'environments: { staging: { checkout: /Workspace/Shared/churn, identity: user } }\n';
const AS_ITSELF = 'environments: { staging: { checkout: /Workspace/Shared/churn } }\n';
const without = (name: string) => Object.fromEntries(Object.entries(GOOD).filter(([key]) => key !== name));

describe('acting as people', () => {
  test.each([
    ['BRICKBOT_OAUTH_CONNECTION', 'BRICKBOT_OAUTH_CONNECTION'],
    ['AZURE_TENANT_ID', 'AZURE_TENANT_ID'],
    ['AZURE_CLIENT_SECRET', 'the proof of that application'],
    ['BRICKBOT_SECRET_KEY', 'BRICKBOT_SECRET_KEY'],
  ])('without %s does not start', (name, told) => {
    const config = configOf(without(name), AS_PEOPLE);
    expect(missingForSignIn(config)).toContain(told);
    expect(() => checkSignIn(config)).toThrow(expect.objectContaining({ code: 'sign-in-not-set-up' }));
  });

  test('a key that is too short is none', () => {
    expect(missingForSignIn(configOf({ ...GOOD, BRICKBOT_SECRET_KEY: 'short' }, AS_PEOPLE))).toContain(
      '32 bytes',
    );
  });

  test('with all of it starts; and nothing is asked for where brickbot works as itself', () => {
    expect(() => checkSignIn(configOf(GOOD, AS_PEOPLE))).not.toThrow();
    expect(() => checkSignIn(configOf({}, AS_ITSELF))).not.toThrow();
  });

  test('Azure DevOps alone is reason enough', () => {
    const config = configOf({}, `${AS_ITSELF}azureDevOps: { identity: user }\n`);
    expect(missingForSignIn(config)).toBe('BRICKBOT_OAUTH_CONNECTION');
  });
});

describe('for whom a sign-in was made out', () => {
  const ALICE = { id: 'A11CE', name: 'Alice' };
  const assertion = (aud: string): string =>
    [{ alg: 'none' }, { aud, oid: 'a11ce', tid: 'tenant' }]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .concat('')
      .join('.');
  const accepts = (environment: Readonly<Record<string, string>>, aud: string): boolean => {
    const application = applicationOf(configOf({ ...GOOD, ...environment }, AS_PEOPLE).settings);
    return application !== undefined && isSignInOf(assertion(aud), ALICE, application);
  };

  test.each([
    ['version 2, by its id', 'client', true],
    ['version 1, by the identifier that Teams asks of bots', 'api://botid-bot', true],
    ['an identifier of its own', 'api://client', true],
    ['the bot itself, which is another application', 'bot', false],
    ['the identifier that it would have were it the bot', 'api://botid-client', false],
    ['anybody else', 'api://botid-other', false],
  ])('an application beside the bot’s registration: %s', (_, aud, fits) => {
    expect(accepts({ MicrosoftAppId: 'bot' }, aud)).toBe(fits);
  });

  test.each(['client', 'api://client', 'api://botid-client'])('the bot’s own registration: %s', (aud) => {
    expect(accepts({ MicrosoftAppId: 'client' }, aud)).toBe(true);
    expect(accepts({}, aud)).toBe(true);
    expect(accepts({ MicrosoftAppId: 'client' }, 'api://botid-bot')).toBe(false);
  });
});
