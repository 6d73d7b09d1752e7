// The doctor names what could not be delivered, one by one, with the reason and what to do about it.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { parkedFindings } from '../../../src/app/doctor.ts';
import { systemClock } from '../../../src/base/clock.ts';
import { openStore, type Store } from '../../../src/store/index.ts';
import { addPost, countPosts, deletePostsBefore, patchPost } from '../../../src/store/posts.ts';
import { readyDump } from '../../ready-store/index.ts';

let store: Store;
beforeAll(async () => {
  store = await openStore({ memory: readyDump(), clock: systemClock });
}, 60_000);
afterAll(() => store?.close());

test('parked posts are shown, newest first; what waits or stands is not', async () => {
  const place = {
    scope: 'channel',
    conversationId: '19:churn@thread.tacv2',
    serviceUrl: 'http://127.0.0.1:9/',
    channelId: 'msteams',
    botId: 'brickbot',
  } as const;
  const now = Date.UTC(2026, 10, 29, 14, 2);
  const post = async (more: object): Promise<number> =>
    (await store.transaction((trx) =>
      addPost(trx, { kind: 'notice', place, message: { summary: 'x' }, now, ...more }),
    )) ?? 0;
  await post({});
  await patchPost(store.db, await post({ kind: 'message' }), {
    state: 'parked',
    why: '413 MessageSizeTooBig',
    parkedAt: now + 60_000,
  });
  await patchPost(store.db, await post({ subscription: '4KX2' }), {
    state: 'parked',
    parkedAt: now + 120_000,
    why: '403 BotNotInConversationRoster',
  });
  const findings = await parkedFindings(store.db);
  expect(findings.map(({ state, what }) => [state, what])).toEqual([
    [
      'note',
      'Not delivered: notice of 2026-11-29T14:02Z to channel 19:churn@thread.tacv2, given up 2026-11-29T14:04Z: 403 BotNotInConversationRoster',
    ],
    [
      'note',
      'Not delivered: message of 2026-11-29T14:02Z to channel 19:churn@thread.tacv2, given up 2026-11-29T14:03Z: 413 MessageSizeTooBig',
    ],
  ]);
  expect(findings[0]?.remedy).toMatch(/4KX2/);
  expect(findings[1]?.remedy).toMatch(/deleted 30 days/);
  // The sweep takes what is given up and belongs to no operation, by the time that it was given up.
  await deletePostsBefore(store.db, now + 60_000);
  expect(await parkedFindings(store.db)).toHaveLength(2);
  await deletePostsBefore(store.db, now + 60_001);
  expect((await parkedFindings(store.db)).map(({ what }) => what)).toEqual([findings[0]?.what]);
  expect(await countPosts(store.db)).toEqual({ waiting: 1, parked: 1 });
});
