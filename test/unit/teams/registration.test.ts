import { describe, expect, test } from '@jest/globals';
import {
  checkRegistration,
  isSafeServiceUrl,
  type RegistrationSettings,
} from '../../../src/teams/registration.ts';

const good: RegistrationSettings = { appId: 'app', appPassword: 'secret', listenHost: '0.0.0.0' };
const codeOf = (settings: RegistrationSettings): unknown => {
  try {
    return checkRegistration(settings).kind;
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
};

describe('a bot starts', () => {
  test('with credentials, for every tenant or for its own', () => {
    expect(checkRegistration(good)).toMatchObject({
      kind: 'registered',
      authority: 'https://login.microsoftonline.com/botframework.com',
      tokenIssuer: 'https://api.botframework.com',
      tenants: [],
    });
    const single = { ...good, appType: ' singletenant ', tenantId: 'home' };
    expect(checkRegistration(single)).toMatchObject({
      authority: 'https://login.microsoftonline.com/home',
      tenants: ['home'],
    });
    expect(checkRegistration({ ...single, tenants: ['a', 'b'] })).toMatchObject({ tenants: ['a', 'b'] });
  });

  test('as a managed identity: no secret, and its own tenant', () => {
    const managed = { appId: 'app', appType: 'UserAssignedMSI', tenantId: 'home', listenHost: '0.0.0.0' };
    expect(checkRegistration(managed)).toMatchObject({
      kind: 'registered',
      appPassword: undefined,
      tenants: ['home'],
    });
    expect(codeOf({ ...managed, tenantId: undefined })).toBe('not-configured');
    expect(codeOf({ ...managed, appPassword: 'secret' })).toBe('configuration-invalid');
  });

  test.each(['127.0.0.1', 'localhost', '::1', '127.8.8.8'])('as a demo on %s', (listenHost) => {
    expect(codeOf({ demo: true, listenHost })).toBe('demo');
  });
});

describe('a bot does not start', () => {
  test.each<[string, RegistrationSettings]>([
    ['without credentials', { listenHost: '127.0.0.1' }],
    ['without credentials where others can reach it', { demo: true, listenHost: '0.0.0.0' }],
    ['as a demo on an address of the network', { demo: true, listenHost: '10.0.0.7' }],
    ['as a demo on a name that only looks local', { demo: true, listenHost: 'localhost.example' }],
    ['without a secret', { ...good, appPassword: '' }],
    ['single-tenant without a tenant', { ...good, appType: 'SingleTenant' }],
  ])('%s', (_name, settings) => {
    expect(codeOf(settings)).toBe('not-configured');
  });

  test('with a type that is misspelt', () => {
    expect(codeOf({ ...good, appType: 'SingleTenat' })).toBe('configuration-invalid');
  });
});

test.each([
  ['https://smba.trafficmanager.net/emea/', true, false],
  ['http://smba.trafficmanager.net/emea/', false, false],
  ['http://localhost:56150/_connector', true, true],
  ['http://127.0.0.1:1/', true, true],
  ['https://user:password@smba.trafficmanager.net/', false, false],
  ['http://localhost@evil.example/', false, false],
  ['http://127.0.0.1.evil.example/', false, false],
  ['ftp://localhost/', false, false],
  ['file:///etc/passwd', false, false],
  ['nonsense', false, false],
])('%s may be sent to: %s, in the demo: %s', (url, real, demo) => {
  expect([isSafeServiceUrl(url, false), isSafeServiceUrl(url, true)]).toEqual([real, demo]);
});
