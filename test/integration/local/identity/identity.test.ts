import { describe, expect, test } from '@jest/globals';
import type { WorkspaceContext } from '../../../../src/local/kernel/context.ts';
import type { Route } from '../../../../src/local/kernel/route.ts';
import { type Room, SERVICE_IDENTITY } from '../../../../src/local/workspace.ts';
import { PERSON, withGuest } from '../guest.ts';

const askToken = (url: string, secret: string) =>
  fetch(`${url}/oidc/v1/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${SERVICE_IDENTITY}:${secret}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'all-apis' }),
  });

describe('identity', () => {
  test('Me tells a person from a service principal, and every answer carries the workspace id', () =>
    withGuest({ orgId: '42' }, async (guest) => {
      const service = await guest.call('GET', '/api/2.0/preview/scim/v2/Me');
      expect(service.body).toMatchObject({ userName: SERVICE_IDENTITY, active: true });
      expect(service.headers.get('x-databricks-org-id')).toBe('42');
      const authorization = `Bearer ${PERSON.token}`;
      const person = await guest.call('GET', '/api/2.0/preview/scim/v2/Me', undefined, { authorization });
      expect(person.body).toMatchObject({ userName: PERSON.userName, emails: [{ value: PERSON.userName }] });
    }));

  test('client credentials buy a token that works until it expires', async () => {
    let now = Date.UTC(2026, 0, 1);
    await withGuest({ clientSecret: 'dose', tokenLifeSeconds: 60, now: () => now }, async (guest) => {
      const issued = (await (await askToken(guest.url, 'dose')).json()) as {
        access_token: string;
        expires_in: number;
      };
      expect(issued.expires_in).toBe(60);
      const authorization = `Bearer ${issued.access_token}`;
      const me = () => guest.call('GET', '/api/2.0/preview/scim/v2/Me', undefined, { authorization });
      expect((await me()).status).toBe(200);
      now += 61_000;
      const late = await me();
      expect([late.status, late.body['message']]).toEqual([401, 'The access token is expired.']);
    });
  });

  test('a room gets the context; a token it lends acts as that principal until it is revoked', async () => {
    let context: WorkspaceContext | undefined;
    let closed = false;
    const room = (given: WorkspaceContext): Room => {
      context = given;
      const route: Route = {
        method: 'GET',
        path: '/api/2.0/room',
        handle: ({ principal }) => ({ body: { principal } }),
      };
      return {
        routes: [route],
        close: () => {
          closed = true;
          return Promise.resolve();
        },
      };
    };
    await withGuest({ rooms: [room] }, async (guest) => {
      const person = context?.principalNamed(PERSON.userName);
      expect(person).toEqual({ id: '1002', userName: PERSON.userName, displayName: PERSON.displayName });
      expect(context?.principalNamed('nobody')).toBeUndefined();
      const lent = person === undefined ? undefined : context?.lendToken(person);
      const ask = () =>
        guest.call('GET', '/api/2.0/room', undefined, { authorization: `Bearer ${lent?.token ?? ''}` });
      expect((await ask()).body).toEqual({ principal: person });
      lent?.revoke();
      expect((await ask()).status).toBe(401);
    });
    expect(closed).toBe(true);
  });

  test('a wrong secret and an unknown grant are refused in the shape of OAuth', () =>
    withGuest({ clientSecret: 'dose' }, async (guest) => {
      const wrong = await askToken(guest.url, 'other');
      expect([wrong.status, await wrong.json()]).toMatchObject([401, { error: 'invalid_client' }]);
      const grant = await fetch(`${guest.url}/oidc/v1/token`, {
        method: 'POST',
        body: 'grant_type=password',
      });
      expect([grant.status, await grant.json()]).toMatchObject([400, { error: 'unsupported_grant_type' }]);
    }));

  test('the documents that clients start from lead to the token endpoint without a token', () =>
    withGuest({}, async (guest) => {
      const config = (await (await fetch(`${guest.url}/.well-known/databricks-config`)).json()) as Record<
        string,
        string
      >;
      const leads = await fetch(`${config['oidc_endpoint']}/.well-known/oauth-authorization-server`);
      expect(await leads.json()).toMatchObject({ token_endpoint: `${guest.url}/oidc/v1/token` });
    }));

  test('a git credential never shows its token, belongs to its maker, and a service principal has one per provider', () =>
    withGuest({}, async (guest) => {
      const path = '/api/2.0/git-credentials';
      const body = { git_provider: 'github', git_username: 'ada', personal_access_token: 'pat-text' };
      const made = await guest.call('POST', path, body);
      expect(made.body).toMatchObject({
        git_provider: 'gitHub',
        git_username: 'ada',
        is_default_for_provider: true,
      });
      const listed = await guest.call('GET', path);
      expect(JSON.stringify([made.body, listed.body])).not.toContain('pat-text');
      expect((await guest.call('POST', path, body)).status).toBe(409);
      const asPerson = { authorization: `Bearer ${PERSON.token}` };
      expect((await guest.call('GET', path, undefined, asPerson)).body).toEqual({});
      const one = `${path}/${String(made.body['credential_id'])}`;
      expect((await guest.call('GET', one, undefined, asPerson)).status).toBe(404);
      expect((await guest.call('DELETE', one)).status).toBe(200);
      expect((await guest.call('GET', one)).body['error_code']).toBe('RESOURCE_DOES_NOT_EXIST');
      expect((await guest.call('POST', path, { git_provider: 'cvs' })).body['error_code']).toBe(
        'INVALID_PARAMETER_VALUE',
      );
    }));
});
