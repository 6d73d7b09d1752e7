// From runs in a workspace to posts in a chat, on every database: once, true, quiet where nothing has changed, never lost.
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { Fault } from '../../../../src/base/errors.ts';
import { plainText } from '../../../../src/cards/plain.ts';
import type { Store } from '../../../../src/store/index.ts';
import { patchSubscription } from '../../../../src/store/subscriptions.ts';
import { onEveryEngine } from '../../../stores.ts';
import { type WoundClock, woundClock } from '../../../wound-clock.ts';
import { MINUTE, type NoticeBench, noticeBench } from './bench.ts';

onEveryEngine('notices', (engines) => {
  let store: Store;
  let clock: WoundClock;
  let bench: NoticeBench;

  beforeAll(async () => {
    clock = woundClock();
    store = await engines.empty(clock);
  }, 60_000);
  afterAll(() => store.close(), 30_000);
  beforeEach(() => {
    bench = noticeBench(store, clock);
  });

  const cardText = (id: string): string => {
    const card = bench.chat.get(id)?.message.card;
    return card === undefined ? '' : plainText(card as Parameters<typeof plainText>[0]);
  };
  /** A run that began and ended since the last look. */
  const ends = (runId: string, state: 'passed' | 'failed' | 'cancelled', more = {}) => {
    clock.wind(5_000);
    return bench.put({ runId, state, ...more });
  };

  test('nothing is asked while nobody listens', async () => {
    ends('1', 'failed');
    await bench.look();
    expect(bench.calls).toEqual({ list: 0, completed: 0, get: 0, owner: 0 });
    expect(bench.chat.size).toBe(0);
  });

  test('a run that somebody else started is told of once, with its task and its trace', async () => {
    await bench.subscribe('changes');
    bench.put({ runId: '1', state: 'running', creator: 'schedule@example.com' });
    await bench.look();
    ends('1', 'failed', { startedAt: clock.now() - 10 * MINUTE, message: 'Workload failed' });
    await bench.look();
    await bench.look();
    expect(bench.texts()).toEqual([expect.stringMatching(/^Job nightly in w\d+: failed .*run 1$/)]);
    expect(cardText('m1')).toMatch(/Task train failed\. Workload failed[\s\S]*KeyError: tenure/);
  });

  test('a run that began and ended between two looks is not missed, and other jobs are none of our business', async () => {
    await bench.subscribe('changes');
    await bench.look();
    ends('1', 'failed');
    ends('2', 'failed', { jobId: '99' });
    await bench.look();
    expect(bench.texts()).toHaveLength(1);
  });

  test('what ended before somebody listened is not told', async () => {
    ends('1', 'failed');
    clock.wind(1);
    await bench.subscribe('all');
    await bench.look();
    expect(bench.texts()).toEqual([]);
  });

  test('first failure, still failing (quiet), fixed: one card, edited, with a reply in its thread at the end', async () => {
    await bench.subscribe('changes');
    await bench.look();
    ends('1', 'passed', { parameters: { rows: '10' }, commit: 'a'.repeat(40) });
    await bench.look();
    expect(bench.chat.size).toBe(0);
    ends('2', 'failed', { parameters: { rows: '20' }, commit: 'b'.repeat(40) });
    await bench.look();
    expect(cardText('m1')).toMatch(/commit\s+a{8} → b{8}[\s\S]*rows\s+10 → 20/);
    ends('3', 'failed');
    ends('4', 'cancelled');
    await bench.look();
    expect(bench.chat.size).toBe(1);
    expect(bench.texts()[0]).toMatch(/still failing \(2 in a row\)/);
    ends('5', 'passed');
    await bench.look();
    expect(bench.chat.size).toBe(2);
    expect(bench.texts()).toEqual([expect.stringMatching(/: fixed/), expect.stringMatching(/: fixed/)]);
    expect([...bench.chat.values()][1]?.place.threadId).toBe('m1');
    ends('6', 'failed');
    await bench.look();
    // A new story begins on a new card.
    expect(bench.chat.size).toBe(3);
    expect(bench.chat.get('m3')?.place.threadId).toBeUndefined();
  });

  test('the owner is called on once an incident, by the first post, and only where others read it', async () => {
    bench.owner = 'ada.l@example.com';
    await bench.subscribe('changes');
    await bench.look();
    ends('1', 'failed', { creator: 'schedule@example.com' });
    await bench.look();
    const mention = { id: 'ada.l@example.com', name: 'ada.l@example.com' };
    expect(bench.chat.get('m1')?.message.mention).toEqual(mention);
    expect(cardText('m1')).toContain('Owner: ada.l@example.com');
    ends('2', 'failed');
    await bench.look();
    // Painted anew: named, and not called again.
    expect(bench.chat.get('m1')).toMatchObject({
      edits: 1,
      message: { summary: expect.stringMatching(/still failing/) },
    });
    expect(bench.chat.get('m1')?.message.mention).toBeUndefined();
    expect(cardText('m1')).toContain('Owner: ada.l@example.com');
    expect(bench.calls.owner).toBe(1);
    ends('3', 'passed');
    await bench.look();
    expect(cardText('m1')).not.toContain('Owner');
    expect([...bench.chat.values()].flatMap(({ message }) => message.mention ?? [])).toEqual([]);
    // The next incident is another one. A service principal is named, and nobody can be called.
    bench.owner = '8a1f6f5e-0000-4000-8000-000000000001';
    ends('4', 'failed');
    await bench.look();
    expect(cardText('m3')).toContain('Owner: 8a1f6f5e');
    expect(bench.chat.get('m3')?.message.mention).toBeUndefined();
  });

  test('webhook and poller agree on one event, and a webhook that comes again is harmless', async () => {
    await bench.subscribe('all');
    await bench.look();
    ends('1', 'failed');
    await bench.hint('1');
    await bench.hint('1');
    await bench.tell();
    await bench.look();
    await bench.hint('1');
    await bench.look();
    expect(bench.texts()).toHaveLength(1);
    // What the hint claims is not believed: there is no such run, and that one is not over.
    bench.put({ runId: '2', state: 'running' });
    await bench.hint('2');
    await bench.hint('404');
    await bench.tell();
    expect(bench.texts()).toHaveLength(1);
  });

  test('a repaired run ends a second time, and that is another event', async () => {
    await bench.subscribe('changes');
    await bench.look();
    const startedAt = clock.now();
    ends('1', 'failed', { startedAt });
    await bench.look();
    clock.wind(5 * MINUTE);
    bench.put({ runId: '1', state: 'running', startedAt });
    await bench.look();
    ends('1', 'passed', { startedAt });
    await bench.look();
    expect(bench.texts().at(-1)).toMatch(/fixed.*run 1$/);
  });

  test('muted: nothing new, then everything again', async () => {
    const { id } = await bench.subscribe('failures');
    await bench.look();
    await patchSubscription(store.db, id, { mutedUntil: clock.now() + 60 * MINUTE });
    ends('1', 'failed');
    await bench.look();
    expect(bench.texts()).toEqual([]);
    clock.wind(61 * MINUTE);
    ends('2', 'failed');
    await bench.look();
    expect(bench.texts()).toHaveLength(1);
  });

  test('twenty failures of one cause within a minute are one card with counts', async () => {
    for (let job = 100; job < 120; job += 1)
      await bench.subscribe('changes', { target: String(job), name: `export-${job}` });
    await bench.look();
    clock.wind(1_000);
    for (let job = 100; job < 120; job += 1)
      bench.put({
        runId: String(job),
        state: 'failed',
        jobId: String(job),
        message: `Cluster ${job} is gone`,
      });
    await bench.look();
    for (let job = 100; job < 120; job += 1) {
      // Told one after the other, as workers do; only the time between is short.
      await bench.tell(String(job));
    }
    expect(bench.chat.size).toBe(1);
    expect(bench.texts()[0]).toMatch(/^20 failures of one cause: 20 failed/);
    ends('1', 'failed', { jobId: '100', message: 'access denied' });
    await bench.look();
    await bench.tell('100');
    expect(bench.texts()[0]).toMatch(/20 failed/);
  });

  test('after an hour of downtime the final states are told, late, and not each step to them', async () => {
    await bench.subscribe('changes');
    bench.put({ runId: '1', state: 'running', startedAt: clock.now() });
    await bench.look();
    for (const [run, state] of [
      ['1', 'failed'],
      ['2', 'passed'],
      ['3', 'failed'],
      ['4', 'failed'],
    ] as const) {
      clock.wind(10 * MINUTE);
      bench.put({ runId: run, state });
    }
    clock.wind(20 * MINUTE);
    // The same data, another process.
    await bench.look();
    expect(bench.chat.size).toBe(1);
    expect(bench.texts()[0]).toMatch(/run 4$/);
    expect(cardText('m1')).toMatch(/while brickbot could not look/);
    expect(cardText('m1')).toMatch(/2 failures in a row/);
  });

  test('a channel that cannot be reached marks the subscription broken and tells its owner in a conversation of their own', async () => {
    const { id } = await bench.subscribe('changes');
    await bench.look();
    bench.answers.push({ kind: 'refused', why: 'BotNotInConversationRoster' });
    ends('1', 'failed');
    await bench.look();
    expect(bench.texts()).toEqual([]);
    expect(await bench.woken('broken ')).toEqual([expect.stringContaining(id)]);
    await bench.broken(id, 'BotNotInConversationRoster');
    await bench.broken(id, 'BotNotInConversationRoster');
    await bench.send();
    expect((await bench.found(id))?.broken?.why).toBe('BotNotInConversationRoster');
    expect([...bench.chat.values()].map(({ place, message }) => [place.scope, message.summary])).toEqual([
      ['personal', expect.stringMatching(/^Subscription to nightly: broken/)],
    ]);
    // Nobody is left who listens.
    const before = bench.calls.list;
    await bench.look();
    expect(bench.calls.list).toBe(before);
  });

  test('an answer that is lost twice breaks nothing', async () => {
    const { id } = await bench.subscribe('changes');
    await bench.look();
    bench.answers.push({ kind: 'uncertain', why: 'reset' }, { kind: 'uncertain', why: 'reset' });
    ends('1', 'failed');
    await bench.look();
    clock.wind(MINUTE);
    await bench.send();
    expect((await bench.woken('broken ')).filter((key) => key.includes(id))).toEqual([]);
  });

  test('a subscription for a person alone goes to their own conversation', async () => {
    await bench.subscribe('changes', { personal: true, owner: { id: `p${bench.workspace}`, name: 'Pia' } });
    await bench.look();
    ends('1', 'failed');
    await bench.look();
    expect([...bench.chat.values()].map(({ place }) => place.scope)).toEqual(['personal']);
  });

  test('a source that cannot be read is told of once, and the same card says when it can be again', async () => {
    await bench.subscribe('changes');
    await bench.look();
    bench.trouble = new Fault('upstream-unreachable', { facts: { system: 'Databricks' } });
    await bench.look();
    clock.wind(MINUTE);
    await bench.look();
    expect(bench.texts()).toEqual([]);
    clock.wind(2 * MINUTE);
    await bench.look();
    clock.wind(MINUTE);
    await bench.look();
    expect(bench.texts()).toEqual([expect.stringMatching(/blind since/)]);
    ends('1', 'failed');
    clock.wind(MINUTE);
    bench.trouble = undefined;
    await bench.look();
    expect(bench.texts()).toEqual([expect.stringMatching(/seeing again/), expect.stringMatching(/failed/)]);
  });

  test('told once by two replicas that take up the same ending', async () => {
    await bench.subscribe('changes');
    await bench.look();
    ends('1', 'failed');
    await bench.hint('1');
    // Two replicas take the same wake-up.
    const key = { kind: 'job', workspace: bench.workspace, target: '7' } as const;
    await Promise.all([bench.notices.tell(key, undefined), bench.notices.tell(key, undefined)]);
    await bench.notices.recover();
    await bench.tell();
    expect(bench.texts()).toHaveLength(1);
  });
});
