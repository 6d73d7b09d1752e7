// Small memories of the Teams edge: refusals told once in a while, conversations remembered when they change, tokens kept.

import { describe, expect, test } from '@jest/globals';
import type { Clock } from '../../../src/base/clock.ts';
import { silentLog } from '../../../src/base/log.ts';
import type { Place } from '../../../src/domain/place.ts';
import { createBotToken } from '../../../src/teams/bot-token.ts';
import { createKnownConversations } from '../../../src/teams/known-conversations.ts';
import { createRefusals } from '../../../src/teams/refusals.ts';

const MINUTE = 60_000;
const place: Place = {
  scope: 'channel',
  conversationId: 'c',
  serviceUrl: 'https://smba.example/emea/',
  channelId: 'msteams',
  botId: '28:bot',
};

test('refusals are told at once, then once a minute with their totals', () => {
  let now = 0;
  const told: object[] = [];
  const clock: Clock = { now: () => now, sleep: async () => {} };
  const refusals = createRefusals({ ...silentLog, warn: (fields) => void told.push(fields) }, clock);
  for (let nth = 0; nth < 1_000; nth++) refusals.count('bad-token');
  expect(told).toEqual([{ refusals: { 'bad-token': 1 } }]);
  now += MINUTE;
  refusals.count('no-token');
  expect(told.at(-1)).toEqual({ refusals: { 'bad-token': 1_000, 'no-token': 1 } });
});

describe('conversations', () => {
  test('are news when they are new or their address changed, not when the thread did', () => {
    const known = createKnownConversations();
    expect(known.isNews(place)).toBe(true);
    known.confirm(place);
    expect(known.isNews(place)).toBe(false);
    expect(known.isNews({ ...place, threadId: '17' })).toBe(false);
    expect(known.isNews({ ...place, serviceUrl: 'https://smba.example/amer/' })).toBe(true);
    known.forget(place);
    expect(known.isNews(place)).toBe(true);
  });

  test('are greeted once, and again after a removal', () => {
    const known = createKnownConversations();
    expect([known.greetOnce(place), known.greetOnce({ ...place, threadId: '17' })]).toEqual([true, false]);
    known.forget(place);
    expect(known.greetOnce(place)).toBe(true);
  });

  test('beyond ten thousand the oldest makes room', () => {
    const known = createKnownConversations();
    for (let nth = 0; nth <= 10_000; nth++) known.confirm({ ...place, conversationId: String(nth) });
    expect(known.isNews({ ...place, conversationId: '0' })).toBe(true);
    expect(known.isNews({ ...place, conversationId: '1' })).toBe(false);
  });
});

describe('the bot’s own token', () => {
  const setUp = (): {
    token: ReturnType<typeof createBotToken>;
    asked: { anew: boolean }[];
    wind: (ms: number) => void;
    fail: (failing: boolean) => void;
  } => {
    let now = 0;
    let failing = false;
    const asked: { anew: boolean }[] = [];
    const ask = async (anew: boolean) => {
      asked.push({ anew });
      if (failing) throw new Error('no');
      return { value: `t${asked.length}`, expiresAt: now + 60 * MINUTE };
    };
    const clock: Clock = { now: () => now, sleep: async () => {} };
    return {
      token: createBotToken(ask, clock),
      asked,
      wind: (ms) => {
        now += ms;
      },
      fail: (next) => {
        failing = next;
      },
    };
  };

  test('is asked for once by many, and again five minutes before it ends', async () => {
    const { token, asked, wind } = setUp();
    expect(new Set(await Promise.all([1, 2, 3].map(() => token.authorization())))).toEqual(
      new Set(['Bearer t1']),
    );
    wind(54 * MINUTE);
    expect(await token.authorization()).toBe('Bearer t1');
    wind(2 * MINUTE);
    expect(await token.authorization()).toBe('Bearer t2');
    expect(asked).toHaveLength(2);
  });

  test('that was refused is replaced past msal’s cache; an older refusal changes nothing', async () => {
    const { token, asked } = setUp();
    const first = (await token.authorization()) ?? '';
    token.forget(first);
    expect(await token.authorization()).toBe('Bearer t2');
    token.forget(first);
    expect(await token.authorization()).toBe('Bearer t2');
    expect(asked).toEqual([{ anew: false }, { anew: true }]);
  });

  test('a failure is not remembered', async () => {
    const { token, fail } = setUp();
    fail(true);
    await expect(token.authorization()).rejects.toThrow('no');
    fail(false);
    expect(await token.authorization()).toBe('Bearer t2');
  });
});
