// The outbox against a sender that answers as told; the clock is wound, and the test plays the worker that serves a conversation.
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { silentLog } from '../../../src/base/log.ts';
import type { Message, Sender, SendOutcome } from '../../../src/domain/delivery.ts';
import type { Operation } from '../../../src/domain/operation.ts';
import type { Place } from '../../../src/domain/place.ts';
import type { Operations } from '../../../src/services/operations/index.ts';
import type { Store } from '../../../src/store/index.ts';
import { addPost, countPosts, parkedPosts, patchPost, postsOf } from '../../../src/store/posts.ts';
import { readVitalSigns } from '../../../src/store/vital-signs.ts';
import { createNotifier, type Notifier } from '../../../src/workers/notifier.ts';
import { onEveryEngine } from '../../stores.ts';
import { type WoundClock, woundClock } from '../../wound-clock.ts';
import { asking, chat, engineOn, scripted } from '../services/operations/playbooks.ts';

interface Sent {
  readonly at: number;
  readonly how: 'post' | 'update';
  readonly to: string;
  readonly id?: string;
  readonly text: string;
}

onEveryEngine('the outbox', (bench) => {
  let store: Store;
  let clock: WoundClock;
  let operations: Operations;
  let notifier: Notifier;
  let sent: Sent[];
  let answers: SendOutcome[];
  let open: boolean;
  let place: Place;
  let places = 0;
  const signal = new AbortController().signal;

  beforeAll(async () => {
    clock = woundClock();
    store = await bench.empty(clock);
    const { playbook } = scripted({
      one: () => (open ? { kind: 'again', afterMs: 100, detail: `at ${clock.now()}` } : { kind: 'done' }),
      two: ({ operation }) =>
        operation.words === 'fails'
          ? { kind: 'end', state: 'failed', reason: { code: 'tests-failed' } }
          : { kind: 'done' },
    });
    operations = engineOn(store, [playbook]);
  }, 60_000);
  afterAll(() => store.close(), 30_000);

  beforeEach(() => {
    sent = [];
    answers = [];
    open = false;
    places += 1;
    place = { ...chat, conversationId: `c:${places}` };
    notifier = make();
  });

  const make = (): Notifier => {
    const record = (how: Sent['how'], to: Place, message: Message, id?: string): SendOutcome => {
      const text = message.text ?? message.summary;
      sent.push({ at: clock.now(), how, to: to.conversationId, text, ...(id !== undefined && { id }) });
      return answers.shift() ?? { kind: 'sent', activityId: id ?? `m${sent.length}` };
    };
    const sender: Sender = {
      post: async (to, message) => record('post', to, message),
      update: async (to, id, message) => record('update', to, message, id),
    };
    return createNotifier({
      store,
      clock,
      log: silentLog,
      operations,
      sender,
      rate: { turn: async () => {} },
      face: async ({ op, state, revision }: Operation) => ({
        card: { op },
        summary: `${state} ${revision > 0 ? 'r' : ''}`.trim(),
      }),
    });
  };
  /** One go of the worker; short pauses in it are wound away. */
  const serve = async (): Promise<void> => {
    let over = false;
    const going = notifier.serve(place.conversationId, signal).finally(() => {
      over = true;
    });
    while (!over) {
      await Promise.race([going, clock.asleep(1)]);
      if (clock.sleepers > 0) clock.wind(200);
    }
    await going;
  };
  const started = async (words = 'run tests'): Promise<string> =>
    (await operations.start(asking({ place, words }))).operation.op;
  const said = (): (readonly [string, string])[] =>
    sent.map(({ how, text }) => [how, text.split(' ')[0] ?? '']);

  test('first a post, then edits of the same card; ten changes are one edit, and the end is shown at once', async () => {
    const op = await started();
    await serve();
    open = true;
    for (let change = 0; change < 10; change += 1) {
      await operations.advance(op);
      clock.wind(100);
      await serve();
    }
    expect(said()).toEqual([
      ['post', 'queued'],
      ['update', 'running'],
    ]);
    open = false;
    await operations.advance(op);
    await serve();
    expect(said().at(-1)).toEqual(['update', 'done']);
    expect(sent).toHaveLength(3);
    expect(new Set(sent.slice(1).map(({ id }) => id))).toEqual(new Set(['m1']));
    await serve();
    expect(sent).toHaveLength(3);
  });

  test('an edit of an old card is as old as the wish for it, not as the card', async () => {
    const op = await started();
    await serve();
    clock.wind(3 * 24 * 3_600_000);
    await operations.advance(op);
    const age = async (): Promise<number> => (await readVitalSigns(store.db, clock.now())).oldestPostMs;
    expect(await age()).toBe(0);
    clock.wind(2_000);
    expect(await age()).toBe(2_000);
    // Another change before it is sent leaves the age of the first; what is sent has none.
    await operations.advance(op);
    clock.wind(1_000);
    expect(await age()).toBe(3_000);
    await serve();
    expect(await age()).toBe(0);
  });

  test('posts of a conversation keep their order, also when one of them has to be tried again', async () => {
    await started('first');
    const second = await started('second');
    answers = [{ kind: 'retry', why: '502' }];
    await serve();
    expect(sent).toHaveLength(1);
    clock.wind(1_400);
    await serve();
    expect(sent.map(({ how }) => how)).toEqual(['post', 'post', 'post']);
    expect((await postsOf(store.db, second))[0]).toMatchObject({ activityId: 'm3' });
  });

  test('Retry-After holds the conversation back, also for a notifier that starts anew', async () => {
    const op = await started();
    await started();
    answers = [{ kind: 'throttled', retryAfterMs: 30_000 }];
    await serve();
    await serve();
    notifier = make();
    clock.wind(29_000);
    await serve();
    expect(sent).toHaveLength(1);
    clock.wind(1_000);
    await serve();
    expect(sent.map(({ how }) => how)).toEqual(['post', 'post', 'post']);
    expect((await postsOf(store.db, op))[0]).toMatchObject({ activityId: 'm2' });
  });

  test('a burst stays within the limits of Teams', async () => {
    for (let each = 0; each < 20; each += 1) {
      await store.transaction((trx) =>
        addPost(trx, { kind: 'message', place, message: { summary: `n${each}` }, now: clock.now() }),
      );
    }
    for (let steps = 0; sent.length < 20 && steps < 500; steps += 1) {
      await serve();
      clock.wind(100);
    }
    expect(sent.map(({ text }) => text)).toEqual(Array.from({ length: 20 }, (_, each) => `n${each}`));
    const within = (ms: number): number =>
      Math.max(...sent.map(({ at }) => sent.filter((other) => other.at >= at && other.at < at + ms).length));
    expect(within(1_000)).toBeLessThanOrEqual(7);
    expect(within(2_000)).toBeLessThanOrEqual(8);
  });

  test('a failed operation is told of by a reply that mentions who asked, after its card', async () => {
    const op = await started('fails');
    await operations.advance(op);
    await serve();
    expect(sent.map(({ how, text }) => [how, text.split(' ')[0]])).toEqual([
      ['post', 'failed'],
      ['post', 'failed'],
    ]);
    expect((await postsOf(store.db, op)).map(({ kind }) => kind)).toEqual(['card', 'remark']);
    expect(await countPosts(store.db)).toMatchObject({ waiting: expect.any(Number) });
  });

  test('a post whose answer was lost is repeated once, then parked with its reason', async () => {
    const op = await started();
    answers = [
      { kind: 'uncertain', why: 'ECONNRESET' },
      { kind: 'uncertain', why: 'ECONNRESET' },
    ];
    await serve();
    clock.wind(6_000);
    await serve();
    clock.wind(600_000);
    await serve();
    expect(sent).toHaveLength(2);
    expect(await parkedPosts(store.db, 1)).toMatchObject([{ op, repeats: 1, why: 'uncertain: ECONNRESET' }]);
  });

  test('a post that was in flight when the process died is repeated and marked; an edit is made again', async () => {
    const op = await started();
    const [row] = await postsOf(store.db, op);
    await patchPost(store.db, row?.id ?? 0, { sendingAt: clock.now() });
    await serve();
    expect((await postsOf(store.db, op))[0]).toMatchObject({ repeats: 1, activityId: 'm1' });
    await operations.advance(op);
    await patchPost(store.db, row?.id ?? 0, { sendingAt: clock.now() });
    await serve();
    expect(said().at(-1)).toEqual(['update', 'done']);
    const [after] = await postsOf(store.db, op);
    expect(after).toMatchObject({ repeats: 1 });
    expect(after?.sendingAt).toBeUndefined();
  });

  test('a deleted card is followed by a fresh one; a conversation that refuses parks the post', async () => {
    const op = await started();
    await serve();
    answers = [{ kind: 'gone', why: '404' }];
    await operations.advance(op);
    await serve();
    expect(said()).toEqual([
      ['post', 'queued'],
      ['update', 'done'],
      ['post', 'done'],
    ]);
    const other = await started();
    answers = [{ kind: 'refused', why: '403 MessageWritesBlocked' }];
    await serve();
    expect(await parkedPosts(store.db, 1)).toMatchObject([{ op: other, why: '403 MessageWritesBlocked' }]);
  });

  test('a card that cannot be drawn does not hold up the others for ever', async () => {
    const op = await started();
    const broken = createNotifier({
      store,
      clock,
      log: silentLog,
      operations,
      rate: { turn: async () => {} },
      sender: {
        post: async () => ({ kind: 'sent', activityId: 'x' }),
        update: async () => ({ kind: 'sent', activityId: 'x' }),
      },
      face: async () => {
        throw new Error('no such environment');
      },
    });
    for (let attempt = 0; attempt < 8; attempt += 1) {
      await broken.serve(place.conversationId, signal);
      clock.wind(120_000);
    }
    expect((await postsOf(store.db, op))[0]).toMatchObject({
      state: 'parked',
      why: 'the card could not be drawn',
    });
  });
});
