import { request } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import { ApiRefusal, type Route } from '../../../../src/local/kernel/route.ts';
import { startServer } from '../../../../src/local/kernel/server.ts';

const alice = { id: '1', userName: 'alice@example.com', displayName: 'Alice' };
const principalOf = (token: string) =>
  token === 'good' ? alice : token === 'old' ? ('expired' as const) : undefined;
const good = { authorization: 'Bearer good' };

async function withServer(routes: readonly Route[], use: (url: string) => Promise<void>): Promise<void> {
  const server = await startServer({ routes, principalOf, orgId: '4242', onError: () => undefined });
  try {
    await use(server.url);
  } finally {
    await server.close();
  }
}

const echo: Route = {
  method: 'POST',
  path: '/api/echo/:id',
  handle: (request) => ({
    body: { id: request.params['id'], body: request.body, who: request.principal.userName },
  }),
};

describe('server of the embedded workspace', () => {
  test('hands a route its parameters, body and caller, and keeps int64 exact', () =>
    withServer([echo], async (url) => {
      const answer = await fetch(`${url}/api/echo/a%20b`, {
        method: 'POST',
        headers: { ...good, 'content-type': 'application/json' },
        body: '{"run_id":8700000000000000003}',
      });
      expect(await answer.text()).toBe(
        '{"id":"a b","body":{"run_id":8700000000000000003},"who":"alice@example.com"}',
      );
      expect(answer.headers.get('x-databricks-org-id')).toBe('4242');
    }));

  test.each([
    ['no header', {}, 401],
    ['an unknown token', { authorization: 'Bearer bad' }, 401],
    ['an expired token', { authorization: 'Bearer old' }, 401],
    ['an unknown kind of credential', { authorization: 'Digest x' }, 401],
    ['Basic with the token as its password', { authorization: `Basic ${btoa('me:good')}` }, 200],
  ])('a request with %s is answered accordingly', (_name, headers, status) =>
    withServer([echo], async (url) => {
      const answer = await fetch(`${url}/api/echo/1`, {
        method: 'POST',
        headers: headers as Record<string, string>,
      });
      expect(answer.status).toBe(status);
      if (status === 401) expect(await answer.json()).toMatchObject({ error_code: 'UNAUTHENTICATED' });
    }),
  );

  test('an unknown path, a broken body, a refusal and a crash come in the platform shape', () =>
    withServer(
      [
        echo,
        {
          method: 'GET',
          path: '/refuse',
          handle: () => {
            throw new ApiRefusal(404, 'RESOURCE_DOES_NOT_EXIST', 'Not here.', [{ reason: 'gone' }]);
          },
        },
        {
          method: 'GET',
          path: '/crash',
          handle: () => {
            throw new Error('secret detail');
          },
        },
      ],
      async (url) => {
        const ask = async (path: string, init: RequestInit = {}) => {
          const answer = await fetch(url + path, {
            ...init,
            headers: { ...good, 'content-type': 'application/json' },
          });
          return [answer.status, await answer.json()];
        };
        expect(await ask('/nowhere')).toEqual([
          404,
          { error_code: 'ENDPOINT_NOT_FOUND', message: "No API found for 'GET /nowhere'" },
        ]);
        expect(await ask('/api/echo/1', { method: 'POST', body: '{' })).toMatchObject([
          400,
          { error_code: 'MALFORMED_REQUEST' },
        ]);
        expect(await ask('/refuse')).toEqual([
          404,
          { error_code: 'RESOURCE_DOES_NOT_EXIST', message: 'Not here.', details: [{ reason: 'gone' }] },
        ]);
        expect(await ask('/crash')).toEqual([
          500,
          { error_code: 'INTERNAL_ERROR', message: 'An internal error occurred.' },
        ]);
      },
    ));

  test('an open route needs no token', () =>
    withServer(
      [{ method: 'GET', path: '/', open: true, handle: () => ({ body: { here: true } }) }],
      async (url) => {
        expect(await (await fetch(url)).json()).toEqual({ here: true });
      },
    ));

  test('a request under a foreign host name is refused', () =>
    withServer([{ method: 'GET', path: '/', open: true, handle: () => ({}) }], async (url) => {
      const status = (host: string) =>
        new Promise((resolve, reject) => {
          const call = request(url, { headers: { host } }, (answer) => resolve(answer.resume().statusCode));
          call.on('error', reject).end();
        });
      expect([await status('evil.example:80'), await status('localhost:1')]).toEqual([403, 200]);
    }));

  test('binding beyond loopback is refused unless asked for', async () => {
    await expect(startServer({ routes: [], host: '0.0.0.0', principalOf })).rejects.toMatchObject({
      name: 'RangeError',
    });
  });
});
