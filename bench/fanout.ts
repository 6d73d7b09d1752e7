// Many notices to many conversations: the true notifier on the true store, a connector that enforces Teams' limits, a wound clock
// (whoever sleeps moves it on). One sender works at a time, so this measures pacing and loss, not parallel requests.
import { silentLog } from '../src/base/log.ts';
import { createRateLimits } from '../src/local/chat/limits.ts';
import { openStore } from '../src/store/index.ts';
import { addPost, countPosts } from '../src/store/posts.ts';
import { createAppRate } from '../src/workers/app-rate.ts';
import { SENDS_PER_SECOND } from '../src/workers/index.ts';
import { createNotifier } from '../src/workers/notifier.ts';

const ALLOWED = 1.15;
/** The app's limit in a tenant. */
const PERMITTED_PER_SECOND = 30;

export interface FanoutResult {
  readonly posts: number;
  readonly conversations: number;
  readonly arrived: number;
  readonly refused: number;
  readonly waiting: number;
  readonly parked: number;
  /** Seconds of the wound clock, and the fewest that the limits permit. */
  readonly seconds: number;
  readonly fewest: number;
  readonly ratio: number;
  readonly met: boolean;
}

export const benchFanout = async (posts: number, conversations: number): Promise<FanoutResult> => {
  const began = 1_800_000_000_000;
  let now = began;
  const clock = {
    now: () => now,
    sleep: async (ms: number) => {
      now += Math.ceil(ms);
    },
  };
  const store = await openStore({ memory: true, clock });
  try {
    const limits = createRateLimits(clock.now);
    const arrived = new Set<string>();
    let refused = 0;
    await store.transaction(async (trx) => {
      for (let index = 0; index < posts; index += 1)
        await addPost(trx, {
          kind: 'message',
          place: {
            scope: 'personal',
            conversationId: `c${index % conversations}`,
            serviceUrl: 'http://127.0.0.1:9/',
            channelId: 'msteams',
            botId: 'bench',
          },
          message: { summary: `notice ${index}` },
          now,
        });
    });
    const notifier = createNotifier({
      store,
      clock,
      log: silentLog,
      operations: { find: async () => undefined },
      face: () => Promise.reject(new Error('messages are given whole')),
      rate: createAppRate(clock, () => SENDS_PER_SECOND),
      sender: {
        post: async ({ conversationId }, { summary }) => {
          const wait = limits.take('send', conversationId);
          if (wait > 0) {
            refused += 1;
            return { kind: 'throttled', retryAfterMs: wait };
          }
          arrived.add(summary);
          return { kind: 'sent', activityId: `m${arrived.size}` };
        },
        update: () => Promise.reject(new Error('nothing is edited here')),
      },
    });
    const signal = new AbortController().signal;
    for (let left = posts; left > 0; left = (await countPosts(store.db)).waiting) {
      const before = now;
      for (let index = 0; index < conversations; index += 1) await notifier.serve(`c${index}`, signal);
      // Everybody waits for a window: so does the clock.
      if (now === before) now += 100;
    }
    const { waiting, parked } = await countPosts(store.db);
    const seconds = (now - began) / 1_000;
    const fewest = posts / PERMITTED_PER_SECOND;
    const ratio = seconds / fewest;
    const whole = arrived.size === posts && waiting === 0 && parked === 0 && refused === 0;
    return {
      posts,
      conversations,
      arrived: arrived.size,
      refused,
      waiting,
      parked,
      seconds,
      fewest,
      ratio,
      met: whole && ratio <= ALLOWED,
    };
  } finally {
    await store.close();
  }
};

export const fanoutTable = (result: FanoutResult): string =>
  [
    `${result.posts} notices to ${result.conversations} conversations, wound clock, ${SENDS_PER_SECOND} sends a second`,
    `arrived ${result.arrived}, over the limit ${result.refused}, waiting ${result.waiting}, parked ${result.parked}`,
    `${result.seconds.toFixed(1)} s, the limits permit ${result.fewest.toFixed(1)} s: ${result.ratio.toFixed(2)} ×`,
    `goal ≤ ${ALLOWED} ×, none lost, none over the limit: ${result.met ? 'met' : 'not met'}`,
  ].join('\n');
