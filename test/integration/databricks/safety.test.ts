// What must not happen: a secret that gets out, an effect that happens twice, an ending that is called otherwise than it was.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Fault } from '../../../src/base/errors.ts';
import { silentLog } from '../../../src/base/log.ts';
import type { Credentials } from '../../../src/databricks/credentials.ts';
import { platformCode } from '../../../src/databricks/failure.ts';
import { type Call, connect, type DatabricksHttp } from '../../../src/databricks/http.ts';
import {
  clientOf,
  json,
  PLANTED_TOKEN,
  type Reply,
  reset,
  type Scripted,
  scriptedServer,
  woundClock,
} from './server.ts';

let server: Scripted;
let http: DatabricksHttp;
const pat: Credentials = { kind: 'pat', token: async () => PLANTED_TOKEN };
const open = (host: string, clock = woundClock(), credentials = pat): DatabricksHttp =>
  connect({ host, credentials, clock, log: silentLog, userAgent: 'brickbot-test/0', limitScale: 100 });
beforeAll(async () => {
  server = await scriptedServer();
  http = open(server.url);
});
afterAll(async () => {
  await http.close();
  await server.close();
});

const read: Call = { method: 'GET', path: '/x', family: 'other', attempted: 'read x', repeatable: true };
const once: Call = { method: 'POST', path: '/x', family: 'other', attempted: 'repair x', repeatable: false };
const again: Call = { ...once, repeatable: true };
const faultOf = (call: Promise<unknown>): Promise<Fault> =>
  call.then(
    () => {
      throw new Error('it was answered');
    },
    (error: unknown) => error as Fault,
  );

describe('the token', () => {
  const echo: Reply = (response, { authorization }) =>
    json(400, { error_code: 'INVALID_PARAMETER_VALUE', message: `refused: ${authorization}` })(response, {
      method: '',
      url: '',
      authorization,
      body: '',
    });
  test.each<[string, Reply]>([
    ['a reset connection', reset],
    ['a platform that repeats what it was sent', echo],
    ['a sign-in page', (response) => void response.writeHead(303, { location: '/login.html' }).end()],
  ])('is in no part of the fault, its causes and hidden fields included: %s', async (_, reply) => {
    server.answer(reply);
    let part: unknown = await faultOf(http.call(read));
    expect(part).toMatchObject({ name: 'Fault' });
    for (; part !== undefined; part = (part as { cause?: unknown }).cause) {
      const { details } = part as Partial<Fault>;
      const shown = inspect(part, { depth: 20, showHidden: true, customInspect: false });
      expect(shown + JSON.stringify(details ?? {}) + String((part as Error).stack)).not.toContain(
        PLANTED_TOKEN,
      );
    }
  });
});

describe('what is not repeatable', () => {
  test.each<[string, Reply, string, string]>([
    [
      '503 of the platform',
      json(503, { error_code: 'TEMPORARILY_UNAVAILABLE', message: 'later' }),
      'upstream-broken',
      'no',
    ],
    ['503 of a proxy', json(503, ''), 'outcome-unknown', 'unknown'],
    ['502', json(502, ''), 'outcome-unknown', 'unknown'],
    ['504', json(504, ''), 'outcome-unknown', 'unknown'],
    ['a reset', reset, 'outcome-unknown', 'unknown'],
    ['JSON that stops in the middle', json(200, '{"repair_id": 1'), 'upstream-gibberish', 'unknown'],
  ])('is sent once, and its ending is told as it is: %s', async (_, reply, code, changed) => {
    server.answer(reply);
    const fault = await faultOf(http.call(once));
    expect([fault.code, fault.details.changed]).toEqual([code, changed]);
    expect(server.seen).toHaveLength(1);
  });

  test('is sent again after a 429: it was not carried out', async () => {
    server.answer(json(429, { error_code: 'REQUEST_LIMIT_EXCEEDED' }), json(200, { repair_id: 1 }));
    expect(await http.call(once)).toEqual({ repair_id: 1 });
    expect(server.seen).toHaveLength(2);
  });
});

describe('what is repeatable', () => {
  test.each([502, 503, 504])('goes through after %i', async (status) => {
    server.answer(json(status, ''), json(200, { run_id: 1 }));
    expect(await http.call(again)).toEqual({ run_id: 1 });
  });
  test('500 is an answer, not a passing trouble', async () => {
    server.answer(json(500, { error_code: 'INVALID_STATE', message: 'not now' }));
    expect((await faultOf(http.call(again))).code).toBe('upstream-broken');
    expect(server.seen).toHaveLength(1);
  });
});

describe('one asks for all', () => {
  test('a 429 without Retry-After holds back every call of its family, and no other', async () => {
    const clock = woundClock();
    const own = connect({
      host: server.url,
      credentials: pat,
      clock,
      log: silentLog,
      userAgent: 't',
      attempts: 1,
    });
    server.answer(json(429, { error_code: 'REQUEST_LIMIT_EXCEEDED' }), json(200, {}));
    expect((await faultOf(own.call(read))).code).toBe('upstream-throttled');
    await own.call({ ...read, family: 'repos' });
    expect(clock.slept).toEqual([]);
    await own.call(read);
    expect(clock.slept).toHaveLength(1);
    expect(clock.slept[0]).toBeGreaterThanOrEqual(250);
    await own.close();
  });
  test('a token that was revoked is renewed once, also for many at a time', async () => {
    let made = 0;
    let kept = 'old';
    let underWay: Promise<string> | undefined;
    const credentials: Credentials = {
      kind: 'entra',
      token: async () => kept,
      renew: () => {
        underWay ??= Promise.resolve().then(() => {
          made += 1;
          kept = `new-${made}`;
          return kept;
        });
        return underWay;
      },
    };
    const own = open(server.url, woundClock(), credentials);
    server.answer((response, seen) =>
      json(
        seen.authorization === 'Bearer old' ? 401 : 200,
        seen.authorization === 'Bearer old' ? {} : { ok: true },
      )(response, seen),
    );
    expect(await Promise.all([own.call(once), own.call(read)])).toEqual([{ ok: true }, { ok: true }]);
    expect(made).toBe(1);
    server.answer(json(401, { error_code: 'UNAUTHENTICATED' }));
    expect((await faultOf(own.call(once))).code).toBe('upstream-unauthenticated');
    expect(server.seen).toHaveLength(2);
    await own.close();
  });
});

test('closing ends what is under way, and says that it is brickbot that stops', async () => {
  const arrived = Promise.withResolvers<void>();
  const own = open(server.url);
  server.answer(() => arrived.resolve());
  const pending = faultOf(own.call(again));
  await arrived.promise;
  await own.close();
  const fault = await pending;
  expect([fault.code, fault.details.changed]).toEqual(['stopping', 'unknown']);
});

test('a server that stays silent: the time-out ends the call', async () => {
  const own = connect({
    host: server.url,
    credentials: pat,
    clock: woundClock(),
    log: silentLog,
    userAgent: 't',
    attempts: 1,
  });
  server.answer(() => {});
  expect((await faultOf(own.call({ ...read, timeout: 50 }))).code).toBe('upstream-unreachable');
  expect((await faultOf(own.call({ ...once, timeout: 50 }))).code).toBe('outcome-unknown');
  await own.close();
});

test('a private link is told from a sign-in page', async () => {
  const location = '/login.html?error=private-link-validation-error:7';
  server.answer((response) => void response.writeHead(302, { location }).end());
  expect((await faultOf(http.call(read))).code).toBe('upstream-forbidden');
});

test('a certificate that is not trusted is unreachable, also for a change: nothing was sent', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'untrusted-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-days',
      '1',
      '-subj',
      '/CN=127.0.0.1',
      '-keyout',
      key,
      '-out',
      cert,
    ],
    { stdio: 'ignore' },
  );
  let requests = 0;
  const tls = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (_, response) => {
    requests += 1;
    response.end('{}');
  });
  await new Promise<void>((resolve) => tls.listen(0, '127.0.0.1', resolve));
  const own = open(`https://127.0.0.1:${(tls.address() as AddressInfo).port}`);
  const fault = await faultOf(own.call(once));
  expect([fault.code, fault.details.changed, requests]).toEqual(['upstream-unreachable', 'no', 0]);
  await own.close();
  await new Promise((resolve) => tls.close(resolve));
  rmSync(folder, { recursive: true });
});

test('a fault that was given more names keeps the platform’s code', async () => {
  const client = clientOf(server.url);
  server.answer(
    json(400, { error_code: 'GIT_CONFLICT', message: 'file.py' }),
    json(200, { id: 1, path: '/a/b', url: 'https://git.example/churn' }),
  );
  const fault = await faultOf(client.repos.update('1', { branch: 'feature-x' }));
  expect([fault.code, platformCode(fault), fault.details.facts?.['path']]).toEqual([
    'git-conflict',
    'GIT_CONFLICT',
    '/a/b',
  ]);
  await client.close();
});
