import { expect, test } from '@jest/globals';
import type { SendOutcome } from '../../../src/domain/delivery.ts';
import type { Post } from '../../../src/store/posts.ts';
import { consequence } from '../../../src/workers/delivery.ts';

const NOW = 1_800_000_000_000;
const post: Post = {
  id: 1,
  kind: 'card',
  op: '7K3F',
  place: { scope: 'personal', conversationId: 'a', serviceUrl: 's', channelId: 'msteams', botId: 'b' },
  wanted: 4,
  sent: 0,
  final: false,
  attempts: 0,
  repeats: 0,
  nextAt: 0,
  createdAt: NOW - 1_000,
  wantedAt: NOW - 1_000,
  state: 'open',
};
const card: Post = { ...post, sent: 3, activityId: 'x1' };
const after = (outcome: SendOutcome, before: Post = post): ReturnType<typeof consequence> =>
  consequence({ post: before, outcome, revision: 4, now: NOW, jitter: 0 });

test('a first post keeps the id it got; an edit keeps the id it had', () => {
  expect(after({ kind: 'sent', activityId: 'n1' }).patch).toMatchObject({
    sent: 4,
    activityId: 'n1',
    attempts: 0,
  });
  expect(after({ kind: 'sent', activityId: '' }, card).patch).toMatchObject({ sent: 4, activityId: 'x1' });
});

test('Retry-After silences the whole conversation; without one the pause grows', () => {
  expect(after({ kind: 'throttled', retryAfterMs: 12_000 })).toMatchObject({ holdUntil: NOW + 12_000 });
  const second = after({ kind: 'throttled' }, { ...post, attempts: 1 }).holdUntil ?? 0;
  const third = after({ kind: 'throttled' }, { ...post, attempts: 2 }).holdUntil ?? 0;
  expect(third - NOW).toBe(2 * (second - NOW));
});

test('what may be tried again is, later and later, at most a minute apart', () => {
  const pauses = [0, 1, 2, 3, 20].map(
    (attempts) => (after({ kind: 'retry', why: '502' }, { ...post, attempts }).patch.nextAt ?? 0) - NOW,
  );
  expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 60_000]);
});

test('after a day without success a post is parked with its reason, never dropped', () => {
  const old = { ...post, wantedAt: NOW - 25 * 3_600_000 };
  expect(after({ kind: 'retry', why: '502' }, old).patch).toMatchObject({
    state: 'parked',
    why: '502',
    parkedAt: NOW,
  });
});

test('a new edit of a card that stood still for days has its own day', () => {
  const still = { ...card, createdAt: NOW - 90 * 3_600_000, editedAt: NOW - 80 * 3_600_000 };
  expect(after({ kind: 'retry', why: '502' }, still).patch).toMatchObject({
    why: '502',
    nextAt: NOW + 1_000,
  });
  expect(after({ kind: 'sent', activityId: '' }, still).patch).toMatchObject({ wantedAt: NOW });
});

test('a first post of which nobody knows is repeated once and marked; an edit is simply made again', () => {
  const once = after({ kind: 'uncertain', why: 'ECONNRESET' });
  expect(once.patch).toMatchObject({ repeats: 1, nextAt: expect.any(Number) });
  expect(once.patch.state).toBeUndefined();
  expect(after({ kind: 'uncertain', why: 'ECONNRESET' }, { ...post, repeats: 1 }).patch).toMatchObject({
    state: 'parked',
    why: 'uncertain: ECONNRESET',
  });
  const edit = after({ kind: 'uncertain', why: 'ECONNRESET' }, { ...card, repeats: 1 }).patch;
  expect(edit.state).toBeUndefined();
  expect(edit.repeats).toBeUndefined();
});

test('a deleted card is followed by a fresh one; a conversation that is gone parks the post', () => {
  expect(after({ kind: 'gone', why: '404' }, card).patch).toMatchObject({ activityId: null, sent: 0 });
  expect(after({ kind: 'gone', why: '404 ConversationNotFound' }).patch).toMatchObject({
    state: 'parked',
    why: '404 ConversationNotFound',
  });
  expect(after({ kind: 'refused', why: '403 MessageWritesBlocked' }, card).patch).toMatchObject({
    state: 'parked',
    why: '403 MessageWritesBlocked',
  });
});
