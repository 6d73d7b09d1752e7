import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Guest, openGuest, withGuest } from '../guest.ts';

const ME = '/api/2.0/preview/scim/v2/Me';
const withFault = (guest: Guest, header: string) =>
  guest.call('GET', ME, undefined, { 'x-local-fault': header });

describe('faults on request', () => {
  let guest: Guest;
  beforeAll(async () => {
    guest = await openGuest();
  });
  afterAll(() => guest.close());

  test.each([
    ['401', 401, 'UNAUTHENTICATED'],
    ['expired-token', 401, 'UNAUTHENTICATED'],
    ['403', 403, 'PERMISSION_DENIED'],
    ['404', 404, 'RESOURCE_DOES_NOT_EXIST'],
    ['429', 429, 'REQUEST_LIMIT_EXCEEDED'],
    ['500', 500, 'INTERNAL_ERROR'],
    ['503', 503, 'TEMPORARILY_UNAVAILABLE'],
    ['504', 504, 'DEADLINE_EXCEEDED'],
    ['nonsense', 400, 'INVALID_PARAMETER_VALUE'],
  ])('the header %s answers %i', async (header, status, code) => {
    const answer = await withFault(guest, header);
    expect([answer.status, answer.body['error_code']]).toEqual([status, code]);
  });

  test('Retry-After comes when asked for, and not otherwise', () =>
    withGuest({}, async (guest) => {
      expect((await withFault(guest, '429; retry-after=7')).headers.get('retry-after')).toBe('7');
      expect((await withFault(guest, '429')).headers.get('retry-after')).toBeNull();
    }));

  test('reset cuts the connection, malformed breaks the JSON, and the sign-in pages are HTML', () =>
    withGuest({}, async (guest) => {
      await expect(withFault(guest, 'reset')).rejects.toMatchObject({ name: 'TypeError' });
      await expect(withFault(guest, 'malformed')).rejects.toMatchObject({ name: 'SyntaxError' });
      for (const status of [200, 203]) {
        const headers = { authorization: `Bearer ${guest.token}`, 'x-local-fault': `signin-${status}` };
        const page = await fetch(guest.url + ME, { headers });
        expect([page.status, page.headers.get('content-type')]).toEqual([status, 'text/html; charset=utf-8']);
      }
    }));

  test.each(['GIT_SENSITIVE_TOKEN_DETECTED', 'IPYNB_FILE_IN_REPO', 'FEATURE_DISABLED'])(
    'the refusal %s can be asked for by its parts',
    async (errorCode) => {
      guest.faults.add({ kind: 'refusal', path: ME, times: 1, status: 400, errorCode, message: 'No.' });
      const answer = await guest.call('GET', ME);
      expect([answer.status, answer.body]).toEqual([400, { error_code: errorCode, message: 'No.' }]);
    },
  );

  test('timeout gives no answer while the caller waits', () =>
    withGuest({}, async (guest) => {
      const headers = { authorization: `Bearer ${guest.token}`, 'x-local-fault': 'timeout' };
      const waiting = fetch(guest.url + ME, { headers, signal: AbortSignal.timeout(200) });
      await expect(waiting).rejects.toMatchObject({ name: 'TimeoutError' });
    }));

  test('a rule plays as often as it says, on its method and path only, and can be taken away', () =>
    withGuest({}, async (guest) => {
      const rule = {
        kind: '503',
        method: 'get',
        path: '/api/2.0/preview/*/Me',
        times: 2,
        skip: 1,
        retryAfterSeconds: 1,
      };
      expect((await guest.call('POST', '/local/faults', rule)).status).toBe(200);
      const statuses = [];
      for (let call = 0; call < 4; call += 1) statuses.push((await guest.call('GET', ME)).status);
      expect(statuses).toEqual([200, 503, 503, 200]);
      expect((await guest.call('GET', '/local/faults')).body['faults']).toEqual([
        expect.objectContaining({ kind: '503', played: 2 }),
      ]);
      await guest.call('POST', '/local/faults', { kind: '500' });
      expect((await guest.call('GET', ME)).status).toBe(500);
      await guest.call('DELETE', '/local/faults');
      expect((await guest.call('GET', ME)).status).toBe(200);
    }));

  test('a lost answer: the effect stays, and the journal counts it once', () =>
    withGuest({}, async (guest) => {
      guest.faults.add({
        kind: 'reset',
        method: 'POST',
        path: '/api/2.0/workspace/mkdirs',
        times: 1,
        after: true,
      });
      const body = { path: '/Shared/made', idempotency_token: 'once' };
      await expect(guest.call('POST', '/api/2.0/workspace/mkdirs', body)).rejects.toMatchObject({
        name: 'TypeError',
      });
      expect((await guest.call('GET', '/api/2.0/workspace/get-status?path=/Shared/made')).status).toBe(200);
      const { body: journal } = await guest.call('GET', '/local/journal?method=POST&path=/api/2.0/workspace');
      expect(journal['entries']).toEqual([
        expect.objectContaining({
          path: '/api/2.0/workspace/mkdirs',
          status: 0,
          fault: 'reset',
          idempotency_token: 'once',
        }),
      ]);
    }));
});
