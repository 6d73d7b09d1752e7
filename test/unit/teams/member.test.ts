import { describe, expect, test } from '@jest/globals';
import { readMember } from '../../../src/teams/member.ts';
import { outcomeOf } from '../../../src/teams/outcome.ts';

const read = (status: number, body: unknown) => {
  const exchange = { kind: 'answer', status, headers: {}, body: JSON.stringify(body) } as const;
  return readMember(outcomeOf(exchange, 'GET', 0), exchange);
};

describe('the record of a member', () => {
  test('has its object id under either name, and only names that are there', () => {
    expect(
      read(200, { id: '29:a', objectId: 'o', userPrincipalName: 'a@b.c', email: null, userRole: 'user' }),
    ).toEqual({ kind: 'member', member: { objectId: 'o', upn: 'a@b.c', guest: false } });
    expect(read(200, { aadObjectId: 'o', email: 'a@b.c', tenantId: 't', userRole: 'guest' })).toEqual({
      kind: 'member',
      member: { objectId: 'o', mail: 'a@b.c', tenantId: 't', guest: true },
    });
  });
  test.each([
    ['no object id', { userPrincipalName: 'a@b.c' }],
    ['another shape', { objectId: 7 }],
    ['no object', 'a@b.c'],
  ])('with %s is none', (_, body) => {
    expect(read(200, body)).toEqual({ kind: 'unknown', why: 'no member record' });
  });
  test('that is not there is told from one that could not be read', () => {
    expect(read(404, { error: { code: 'MemberNotFoundInConversation' } }).kind).toBe('gone');
    expect(read(403, {}).kind).toBe('unknown');
    expect(read(429, {}).kind).toBe('unknown');
    expect(readMember({ kind: 'retry', why: 'ECONNRESET' }, undefined).kind).toBe('unknown');
  });
});
