// The older version of the Jobs API, and tokens that are fetched: real servers, and msal over a network of our own.
import { inspect } from 'node:util';
import type { INetworkModule } from '@azure/msal-node';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Fault } from '../../../src/base/errors.ts';
import { credentialsOf } from '../../../src/databricks/credentials.ts';
import { clientOf, ending, json, type Scripted, scriptedServer, woundClock } from './server.ts';

let server: Scripted;
beforeAll(async () => {
  server = await scriptedServer();
});
afterAll(() => server.close());

describe('a workspace that does not know 2.2', () => {
  const badTarget = json(404, 'NotFound: Bad Target: /api/2.2/jobs/get');
  test('is asked by 2.1, from then on at once', async () => {
    const client = clientOf(server.url);
    const job = json(200, { job_id: 7, settings: { name: 'nightly' } });
    server.answer(badTarget, job, job);
    await client.jobs.get('7');
    await client.jobs.get('7');
    expect(server.seen.map(({ url }) => url.split('/')[2])).toEqual(['2.2', '2.1', '2.1']);
    await client.close();
  });
  test('a job that is not there is no reason to change the version', async () => {
    const client = clientOf(server.url);
    server.answer(json(400, { error_code: 'INVALID_PARAMETER_VALUE', message: 'Job 7 does not exist.' }));
    expect(await ending(client.jobs.get('7'))).toBe('job-not-found');
    server.answer(badTarget);
    expect(await ending(client.jobs.get('7'))).toBe('job-not-found');
    server.answer(json(200, { job_id: 7 }));
    await client.jobs.get('7');
    expect(server.seen[0]?.url).toContain('/api/2.2/');
    await client.close();
  });
});

test('cancelling all runs needs a job: nothing is sent without one', async () => {
  const client = clientOf(server.url);
  server.answer(json(200, {}));
  for (const job of ['', ' ', 'all', '*'])
    expect(await ending(client.runs.cancelAll(job))).toBe('job-not-found');
  expect(server.seen).toHaveLength(0);
  await client.runs.cancelAll('8700000000000000001');
  expect(server.seen[0]?.body).toBe('{"job_id":8700000000000000001}');
  await client.close();
});

describe('OAuth of a service principal', () => {
  const SECRET = 'dose-planted-secret-4711';
  const choice = { kind: 'oauth-m2m', clientId: 'robot', clientSecret: SECRET } as const;
  const discovery = json(200, {});
  const token = (value: string) => json(200, { access_token: value, expires_in: '3600' });

  test('one fetch for many, kept until shortly before its end', async () => {
    const clock = woundClock();
    const credentials = credentialsOf(choice, server.url, clock);
    server.answer(discovery, token('first'));
    expect(await Promise.all([1, 2, 3].map(() => credentials.token()))).toEqual(['first', 'first', 'first']);
    expect(server.seen.map(({ url }) => url)).toEqual([
      '/oidc/.well-known/oauth-authorization-server',
      '/oidc/v1/token',
    ]);
    expect(server.seen[1]?.authorization).toBe(`Basic ${Buffer.from(`robot:${SECRET}`).toString('base64')}`);
    await clock.sleep(3_400_000);
    expect(await credentials.token()).toBe('first');
    await clock.sleep(190_000);
    server.answer(discovery, token('second'));
    expect(await credentials.token()).toBe('second');
  });

  test('the endpoint that the workspace names is used when it is its own, and no other ever sees the secret', async () => {
    const credentials = credentialsOf(choice, server.url, woundClock());
    server.answer(json(200, { token_endpoint: `${server.url}/oidc/v2/token` }), token('a'));
    await credentials.token();
    expect(server.seen[1]?.url).toBe('/oidc/v2/token');
    const other = await scriptedServer();
    other.answer(token('stolen'));
    server.answer(json(200, { token_endpoint: `${other.url}/token` }), token('b'));
    expect(await credentials.renew?.()).toBe('b');
    expect(other.seen).toHaveLength(0);
    await other.close();
  });

  test.each([
    ['upstream-unauthenticated', json(401, { error: 'invalid_client', error_description: `no ${SECRET}` })],
    ['upstream-throttled', json(429, {}, { 'retry-after': '0' })],
    ['upstream-gibberish', json(200, '<html>')],
    ['upstream-gibberish', json(200, {})],
  ])('%s, without the secret', async (code, reply) => {
    server.answer(discovery, reply);
    const fault = (await credentialsOf(choice, server.url, woundClock())
      .token()
      .catch((error: unknown) => error)) as Fault;
    expect(fault.code).toBe(code);
    expect(inspect(fault, { depth: 20, showHidden: true, customInspect: false })).not.toContain(SECRET);
  });
});

describe('an Entra service principal', () => {
  const SECRET = 'entra-planted-secret-4711';
  const choice = {
    kind: 'entra',
    tenantId: 'f0000000-0000-4000-8000-000000000001',
    clientId: 'robot',
    proof: { kind: 'secret', secret: SECRET },
  } as const;
  const network = (status: number, body: unknown): INetworkModule & { readonly posts: string[] } => {
    const posts: string[] = [];
    const answer = async <Body>() => ({ headers: {}, body: body as Body, status });
    return {
      posts,
      sendGetRequestAsync: answer,
      sendPostRequestAsync: (_url, options) => {
        posts.push(options?.body ?? '');
        return answer();
      },
    };
  };

  test('asks for the Databricks resource, once for many', async () => {
    const networkClient = network(200, {
      access_token: 'from-entra',
      expires_in: 3600,
      token_type: 'Bearer',
    });
    const credentials = credentialsOf(choice, server.url, woundClock(), { networkClient });
    expect(await Promise.all([credentials.token(), credentials.token()])).toEqual([
      'from-entra',
      'from-entra',
    ]);
    expect(networkClient.posts).toHaveLength(1);
    expect(new URLSearchParams(networkClient.posts[0]).get('scope')).toContain(
      '2ff814a6-3304-4ab8-85cb-cd0e6f879c1d/.default',
    );
    expect(await credentials.renew?.()).toBe('from-entra');
    expect(networkClient.posts).toHaveLength(2);
  });

  test('a refusal is the credentials’, and its causes do not hold the secret', async () => {
    const networkClient = network(401, {
      error: 'invalid_client',
      error_description: 'AADSTS7000215: wrong',
    });
    const fault = (await credentialsOf(choice, server.url, woundClock(), { networkClient })
      .token()
      .catch((error: unknown) => error)) as Fault;
    expect([fault.code, fault.details.system]).toEqual(['upstream-unauthenticated', 'Entra']);
    expect(inspect(fault, { depth: 20, showHidden: true, customInspect: false })).not.toContain(SECRET);
  });
});
