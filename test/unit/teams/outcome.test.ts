import { describe, expect, test } from '@jest/globals';
import { type Exchange, outcomeOf } from '../../../src/teams/outcome.ts';

const NOW = Date.parse('2026-01-01T00:00:00Z');
const answer = (status: number, body: unknown = {}, headers: Record<string, string> = {}): Exchange => ({
  kind: 'answer',
  status,
  headers,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
const post = (exchange: Exchange): unknown => outcomeOf(exchange, 'POST', NOW);

describe('answers', () => {
  test.each<[string, Exchange, unknown]>([
    ['201 with id', answer(201, { id: '17' }), { kind: 'sent', activityId: '17' }],
    ['202 without', answer(202, ''), { kind: 'sent', activityId: '' }],
    ['200 with another shape', answer(200, { id: 17 }), { kind: 'sent', activityId: '' }],
    ['400', answer(400, { error: { code: 'BadSyntax' } }), { kind: 'refused', why: '400 BadSyntax' }],
    ['401', answer(401), { kind: 'retry', why: '401' }],
    [
      '403',
      answer(403, { error: { code: 'ConversationBlockedByUser' } }),
      { kind: 'refused', why: '403 ConversationBlockedByUser' },
    ],
    [
      '403 with the sub code in a string',
      answer(403, { errorCode: 209, message: '{"subCode":"MessageWritesBlocked","details":"x"}' }),
      { kind: 'refused', why: '403 MessageWritesBlocked' },
    ],
    ['403 with a number', answer(403, { errorCode: 209, message: 'x' }), { kind: 'refused', why: '403 209' }],
    [
      '404',
      answer(404, { error: { code: 'ConversationNotFound' } }),
      { kind: 'gone', why: '404 ConversationNotFound' },
    ],
    ['408', answer(408), { kind: 'retry', why: '408' }],
    [
      '412',
      answer(412, { error: { code: 'PreconditionFailed' } }),
      { kind: 'retry', why: '412 PreconditionFailed' },
    ],
    [
      '413',
      answer(413, { error: { code: 'MessageSizeTooBig' } }),
      { kind: 'refused', why: '413 MessageSizeTooBig' },
    ],
    ['500', answer(500), { kind: 'retry', why: '500' }],
    ['502 of a proxy', answer(502, '<html>bad gateway</html>'), { kind: 'retry', why: '502' }],
    [
      '503 with Retry-After',
      answer(503, {}, { 'retry-after': '3' }),
      { kind: 'throttled', retryAfterMs: 3_000 },
    ],
    ['503 without', answer(503), { kind: 'retry', why: '503' }],
    ['302', answer(302), { kind: 'refused', why: '302' }],
    [
      'a code that is a sentence is not ours to log',
      answer(403, { error: { code: 'Alice wrote: secret' } }),
      { kind: 'refused', why: '403' },
    ],
  ])('%s', (_name, exchange, expected) => {
    expect(post(exchange)).toEqual(expected);
  });
});

test.each<[string, Record<string, string>, number | undefined]>([
  ['seconds', { 'retry-after': '7' }, 7_000],
  ['a date', { 'retry-after': 'Thu, 01 Jan 2026 00:00:05 GMT' }, 5_000],
  ['a date that has passed', { 'retry-after': 'Thu, 01 Jan 2025 00:00:05 GMT' }, 0],
  ['milliseconds', { 'retry-after-ms': '250', 'retry-after': '9' }, 250],
  ['more than an hour', { 'retry-after': '99999999' }, 3_600_000],
  ['nonsense', { 'retry-after': 'soon' }, undefined],
  ['nothing', {}, undefined],
])('Retry-After as %s', (_name, headers, retryAfterMs) => {
  expect(post(answer(429, {}, headers))).toEqual({
    kind: 'throttled',
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
});

test('a failed connection is uncertain only for a post that was sent', () => {
  const lost = (sent: boolean): Exchange => ({ kind: 'network', code: 'ECONNRESET', sent });
  expect(outcomeOf(lost(true), 'POST', NOW)).toEqual({ kind: 'uncertain', why: 'ECONNRESET' });
  expect(outcomeOf(lost(false), 'POST', NOW)).toEqual({ kind: 'retry', why: 'ECONNRESET' });
  expect(outcomeOf(lost(true), 'PUT', NOW)).toEqual({ kind: 'retry', why: 'ECONNRESET' });
});
