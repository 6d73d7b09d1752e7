// The bot's own token: as a managed identity, which the machine vouches for, and what is told when nobody gives one.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import { systemClock } from '../../../src/base/clock.ts';
import { silentLog } from '../../../src/base/log.ts';
import { listen, type Meter } from '../../../src/base/telemetry.ts';
import { checkRegistration, type RegistrationSettings } from '../../../src/teams/registration.ts';
import { createTeamsLine } from '../../../src/teams/teams.ts';

const lineOf = (settings: Partial<RegistrationSettings>) =>
  createTeamsLine({
    registration: checkRegistration({ appId: 'app', tenantId: 'home', listenHost: '127.0.0.1', ...settings }),
    clock: systemClock,
    log: silentLog,
  });

test('a managed identity gets it from the machine, without a secret', async () => {
  const asked: URL[] = [];
  const machine = createServer((request, response) => {
    asked.push(new URL(request.url ?? '', 'http://machine'));
    const expiresOn = Math.floor(Date.now() / 1_000) + 3_600;
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify({ access_token: 'given', expires_on: String(expiresOn), token_type: 'Bearer' }),
    );
  });
  await new Promise<void>((resolve) => machine.listen(0, '127.0.0.1', resolve));
  process.env['IDENTITY_ENDPOINT'] = `http://127.0.0.1:${(machine.address() as AddressInfo).port}/msi/token`;
  process.env['IDENTITY_HEADER'] = 'header';
  const line = lineOf({ appType: 'UserAssignedMSI' });
  try {
    expect(await line.token()).toBe('Bearer given');
    expect(asked.map(({ searchParams }) => searchParams.get('client_id'))).toEqual(['app']);
    expect(asked.map(({ searchParams }) => searchParams.get('resource'))).toEqual([
      'https://api.botframework.com',
    ]);
  } finally {
    delete process.env['IDENTITY_ENDPOINT'];
    delete process.env['IDENTITY_HEADER'];
    await line.close();
    machine.close();
  }
});

test('an Entra that does not answer is counted among the failures of other systems', async () => {
  const counted: Parameters<Meter>[] = [];
  listen({ meter: (...measured) => void counted.push(measured) });
  const line = lineOf({
    appType: 'SingleTenant',
    appPassword: 'secret',
    loginUrl: 'https://127.0.0.1:9/home',
  });
  try {
    await expect(line.token()).rejects.toMatchObject({ code: 'upstream-unreachable' });
    expect(counted).toContainEqual(['upstreamErrors', 1, { system: 'Entra', code: 'upstream-unreachable' }]);
  } finally {
    listen({});
    await line.close();
  }
});
