// The engine walks operations through their playbooks; the clock is wound, nothing sleeps, the worker's part is played by the test.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Fault } from '../../../../src/base/errors.ts';
import { deploymentLedger } from '../../../../src/store/deployments.ts';
import type { Store } from '../../../../src/store/index.ts';
import { findOperation } from '../../../../src/store/operations.ts';
import { postsOf } from '../../../../src/store/posts.ts';
import { openWatches } from '../../../../src/store/watched-runs.ts';
import { onEveryEngine } from '../../../stores.ts';
import { type WoundClock, woundClock } from '../../../wound-clock.ts';
import { ada, asking, bob, chat, engineOn, scripted, terminal } from './playbooks.ts';

onEveryEngine('the engine', (bench) => {
  let store: Store;
  let clock: WoundClock;
  beforeAll(async () => {
    clock = woundClock();
    store = await bench.empty(clock);
  }, 60_000);
  afterAll(() => store.close(), 30_000);

  test('walks the steps in order and keeps what they learned', async () => {
    const { playbook, begun } = scripted({
      one: () => ({ kind: 'done', detail: 'found', data: { id: '9007199254740993' } }),
      two: (context) => ({ kind: 'done', detail: `uses ${context.data<{ id: string }>('one')?.id}` }),
      result: (states) => ({ states }),
    });
    const operations = engineOn(store, [playbook]);
    const { operation, joined } = await operations.start(asking());
    expect(operation).toMatchObject({ state: 'queued', requester: ada, revision: 1, words: 'run tests' });
    expect(joined).toBe(false);
    await operations.advance(operation.op);
    const after = await operations.get(operation.op);
    expect(after).toMatchObject({ state: 'done', result: { states: ['done', 'done'] } });
    expect(after.steps.map(({ name, state, detail, attempts }) => [name, state, detail, attempts])).toEqual([
      ['one', 'done', 'found', 1],
      ['two', 'done', 'uses 9007199254740993', 1],
    ]);
    expect(begun).toEqual(['one#1', 'two#1']);
    expect(after.revision).toBeGreaterThan(4);
    expect(Object.keys(after)).not.toContain('holds');
  });

  test('a message delivered twice starts one operation', async () => {
    const operations = engineOn(store, [scripted({}).playbook]);
    const request = asking();
    const both = await Promise.all([operations.start(request), operations.start(request)]);
    expect(new Set(both.map(({ operation }) => operation.op)).size).toBe(1);
    expect(both.map(({ joined }) => joined)).toEqual([false, false]);
  });

  test('the same request by another joins while the first is at it, from elsewhere with a card of its own', async () => {
    const operations = engineOn(store, [scripted({}).playbook]);
    const first = await operations.start(asking({ joinKey: 'j' }));
    const elsewhere = { ...chat, conversationId: 'b:2' };
    const second = await operations.start(asking({ joinKey: 'j', requester: bob, place: elsewhere }));
    expect(second).toMatchObject({ joined: true, operation: { op: first.operation.op, requester: ada } });
    expect((await postsOf(store.db, first.operation.op)).map(({ place }) => place.conversationId)).toEqual([
      'a:1',
      'b:2',
    ]);
    await operations.advance(first.operation.op);
    const third = await operations.start(asking({ joinKey: 'j' }));
    expect(third.joined).toBe(false);
    expect(third.operation.op).not.toBe(first.operation.op);
  });

  test('racing starts with one join key end with one operation', async () => {
    const operations = engineOn(store, [scripted({}).playbook]);
    const all = await Promise.all(
      Array.from({ length: 8 }, () => operations.start(asking({ joinKey: 'race' }))),
    );
    expect(new Set(all.map(({ operation }) => operation.op)).size).toBe(1);
    expect(all.filter(({ joined }) => !joined)).toHaveLength(1);
  });

  test('operations on one target run one after the other, in the order of asking', async () => {
    let open = true;
    const { playbook, begun } = scripted({
      one: () => (open ? { kind: 'again', afterMs: 1_000 } : { kind: 'done' }),
    });
    const operations = engineOn(store, [playbook]);
    const input = { environment: 'staging', line: 'environment:staging' };
    const ops = [];
    for (const _ of [1, 2, 3]) ops.push((await operations.start(asking({ input }))).operation.op);
    const [a = '', b = '', c = ''] = ops;
    for (const op of [c, b, a, b, c]) await operations.advance(op);
    expect(begun).toEqual(['one#1']);
    expect(await operations.behind(c)).toEqual([a, b]);
    expect(await operations.queuePosition(b)).toBe(1);
    expect(await operations.behind(a)).toEqual([]);
    const waited = (await operations.get(c)).revision;
    open = false;
    clock.wind(1_000);
    await operations.advance(a);
    expect((await operations.get(a)).state).toBe('done');
    // The card of the last in line tells its new place.
    expect((await operations.get(c)).revision).toBeGreaterThan(waited);
    await operations.advance(c);
    expect((await operations.get(c)).state).toBe('queued');
    await operations.cancel(b, ada);
    await operations.advance(c);
    expect((await operations.get(c)).state).toBe('done');
  });

  test('a fault that passes is tried again with growing pauses, and the step says so', async () => {
    let faults = 2;
    const { playbook, begun, keys } = scripted({
      one: () => {
        if (faults-- > 0)
          throw new Fault('upstream-broken', { facts: { system: 'Databricks', status: 503 } });
        return { kind: 'done' };
      },
    });
    const operations = engineOn(store, [playbook]);
    const { op } = (await operations.start(asking())).operation;
    await operations.advance(op);
    expect((await operations.get(op)).steps[0]).toMatchObject({
      state: 'waiting',
      detail: 'retrying 2 of 6',
    });
    await operations.advance(op);
    expect(begun).toEqual(['one#1']);
    clock.wind(1_300);
    await operations.advance(op);
    expect((await operations.get(op)).steps[0]).toMatchObject({ detail: 'retrying 3 of 6' });
    clock.wind(2_500);
    await operations.advance(op);
    expect((await operations.get(op)).state).toBe('done');
    expect(begun).toEqual(['one#1', 'one#2', 'one#3', 'two#1']);
    expect(keys.size).toBe(2);
  });

  test('Retry-After is obeyed, and after six attempts the fault stands', async () => {
    const { playbook, begun } = scripted({
      one: () => {
        throw new Fault('upstream-throttled', { retryAfterSeconds: 90, facts: { system: 'Databricks' } });
      },
    });
    const operations = engineOn(store, [playbook]);
    const { op } = (await operations.start(asking())).operation;
    for (let attempt = 1; attempt <= 6; attempt += 1) {
      await operations.advance(op);
      clock.wind(89_000);
      await operations.advance(op);
      expect(begun).toHaveLength(attempt);
      clock.wind(1_000);
    }
    expect(await operations.get(op)).toMatchObject({
      state: 'failed',
      reason: { code: 'upstream-throttled', facts: { system: 'Databricks', attempts: 6 } },
    });
  });

  test('a lost answer is unknown until the step has read the truth back', async () => {
    let answers = 0;
    const { playbook, begun } = scripted({
      one: () => {
        answers += 1;
        if (answers === 1) throw new Fault('outcome-unknown', { facts: { system: 'Databricks' } });
        if (answers === 2) throw new Fault('upstream-unreachable', { facts: { system: 'Databricks' } });
        return { kind: 'done', detail: 'it had been done' };
      },
    });
    const operations = engineOn(store, [playbook]);
    const { op } = (await operations.start(asking())).operation;
    await operations.advance(op);
    expect(await operations.get(op)).toMatchObject({ state: 'unknown', steps: [{ state: 'unknown' }, {}] });
    clock.wind(60_000);
    await operations.advance(op);
    // Still unknown: being unable to ask is no answer.
    expect(await operations.get(op)).toMatchObject({ state: 'unknown', steps: [{ state: 'unknown' }, {}] });
    clock.wind(60_000);
    await operations.advance(op);
    expect(await operations.get(op)).toMatchObject({ state: 'done' });
    expect(begun).toEqual(['one#1', 'one#2', 'one#3', 'two#1']);
  });

  test('what the rules refuse is refused, what breaks has failed, each with its reason', async () => {
    const cases = [
      ['not-permitted', 'refused'],
      ['git-unknown-ref', 'refused'],
      ['git-conflict', 'failed'],
      ['commit-mismatch', 'failed'],
    ] as const;
    for (const [code, state] of cases) {
      const { playbook } = scripted({
        two: () => {
          throw new Fault(code, { changed: 'no', attempted: 'update staging', facts: { path: '/x' } });
        },
      });
      const operations = engineOn(store, [playbook]);
      const { op } = (await operations.start(asking())).operation;
      await operations.advance(op);
      expect(await operations.get(op)).toMatchObject({
        state,
        reason: { code, changed: 'no', attempted: 'update staging', facts: { path: '/x' } },
        steps: [{ state: 'done' }, { state: 'failed' }],
      });
    }
  });

  test('an error of our own ends as internal and tells nothing of its text', async () => {
    const { playbook } = scripted({
      one: () => {
        throw new TypeError('secret in the text');
      },
    });
    const operations = engineOn(store, [playbook]);
    const { op } = (await operations.start(asking())).operation;
    await operations.advance(op);
    const after = await operations.get(op);
    expect(after).toMatchObject({ state: 'failed', reason: { code: 'internal' } });
    expect(JSON.stringify(after)).not.toContain('secret');
  });

  test('a held operation waits for Start, and ends when nobody presses', async () => {
    const { playbook, begun } = scripted({});
    const operations = engineOn(store, [playbook]);
    const pressed = (await operations.start(asking({ heldUntilStart: true }))).operation;
    const missed = (await operations.start(asking({ heldUntilStart: true }))).operation;
    expect(pressed).toMatchObject({ state: 'held', heldUntil: clock.now() + 300_000 });
    await operations.advance(pressed.op);
    expect(begun).toEqual([]);
    expect(await operations.release(pressed.op)).toMatchObject({ state: 'queued' });
    await expect(operations.release(pressed.op)).rejects.toMatchObject({ code: 'press-stale' });
    await operations.advance(pressed.op);
    expect((await operations.get(pressed.op)).state).toBe('done');
    clock.wind(300_001);
    await expect(operations.release(missed.op)).rejects.toMatchObject({ code: 'press-stale' });
    await operations.advance(missed.op);
    expect(await operations.get(missed.op)).toMatchObject({
      state: 'cancelled',
      reason: { code: 'start-expired', facts: { minutes: 5 }, changed: 'no' },
    });
    expect(begun).toHaveLength(2);
  });

  test('a held operation does not block the line', async () => {
    const operations = engineOn(store, [scripted({}).playbook]);
    const input = { environment: 'production', line: 'environment:production' };
    const held = (await operations.start(asking({ input, heldUntilStart: true }))).operation;
    const other = (await operations.start(asking({ input }))).operation;
    await operations.advance(other.op);
    expect((await operations.get(other.op)).state).toBe('done');
    await operations.cancel(held.op, bob);
    expect(await operations.get(held.op)).toMatchObject({
      state: 'cancelled',
      cancelledBy: bob,
      reason: { code: 'cancelled', facts: { person: 'Bob' }, changed: 'no' },
    });
  });

  test('watching a run stores it for the poller and goes on when it is over', async () => {
    let over = false;
    const { playbook, begun } = scripted({
      one: () =>
        over
          ? { kind: 'done', detail: 'passed' }
          : { kind: 'watch', workspace: 'w1', runId: '8723465872346587234', detail: 'running' },
    });
    const operations = engineOn(store, [playbook]);
    const { op } = (await operations.start(asking())).operation;
    await operations.advance(op);
    expect((await operations.get(op)).steps[0]).toMatchObject({ state: 'waiting', detail: 'running' });
    expect(await openWatches(store.db, 'w1')).toMatchObject([{ runId: '8723465872346587234', op }]);
    over = true;
    await operations.advance(op);
    expect((await operations.get(op)).state).toBe('done');
    expect(await openWatches(store.db, 'w1')).toEqual([]);
    // Looking again, as it said it would, is the same attempt.
    expect(begun).toEqual(['one#1', 'one#1', 'two#1']);
  });

  test('a run that fails or takes long is told of by one remark; a terminal is never posted to', async () => {
    const outcomes = { quick: 0, long: 150_000 };
    for (const [name, takes] of Object.entries(outcomes)) {
      const { playbook } = scripted({
        one: () => {
          clock.wind(takes);
          return { kind: 'done' };
        },
      });
      const operations = engineOn(store, [playbook]);
      const { op } = (await operations.start(asking())).operation;
      await operations.advance(op);
      const posts = await postsOf(store.db, op);
      expect([name, posts.map(({ kind }) => kind)]).toEqual([
        name,
        name === 'quick' ? ['card'] : ['card', 'remark'],
      ]);
      expect(posts[0]).toMatchObject({ final: true, wanted: (await operations.get(op)).revision });
    }
    const { playbook } = scripted({
      one: () => ({ kind: 'end', state: 'failed', reason: { code: 'tests-failed' } }),
    });
    const operations = engineOn(store, [playbook]);
    const failed = (await operations.start(asking())).operation;
    const printed = (await operations.start(asking({ place: terminal }))).operation;
    for (const { op } of [failed, printed]) await operations.advance(op);
    expect((await postsOf(store.db, failed.op)).map(({ kind }) => kind)).toEqual(['card', 'remark']);
    expect(await postsOf(store.db, printed.op)).toEqual([]);
  });

  test('cleaning up follows every ending and is repeated until it succeeds', async () => {
    let attempts = 0;
    const { playbook } = scripted({
      one: () => ({ kind: 'end', state: 'failed', reason: { code: 'tests-failed' } }),
      cleanup: async () => {
        attempts += 1;
        if (attempts < 3) throw new Fault('upstream-forbidden');
      },
    });
    const operations = engineOn(store, [playbook]);
    const { op } = (await operations.start(asking())).operation;
    await operations.advance(op);
    expect((await operations.get(op)).state).toBe('failed');
    for (const wound of [3_000, 6_000]) {
      expect(await findOperation(store.db, op)).toMatchObject({ cleanupAt: expect.any(Number) });
      clock.wind(wound);
      await operations.advance(op);
    }
    expect(attempts).toBe(3);
    expect(await findOperation(store.db, op)).toMatchObject({ cleanupAt: null });
    await operations.advance(op);
    expect(attempts).toBe(3);
  });

  test('an operation that passes its time limit is stopped and says so', async () => {
    let stopped = 0;
    const { playbook } = scripted({
      one: () => ({ kind: 'again', afterMs: 60_000 }),
      stop: async () => {
        stopped += 1;
        return { kind: 'stopped' };
      },
    });
    const operations = engineOn(store, [playbook], 30 * 60_000);
    const { op } = (await operations.start(asking())).operation;
    await operations.advance(op);
    clock.wind(30 * 60_000);
    await operations.advance(op);
    expect(stopped).toBe(1);
    expect(await operations.get(op)).toMatchObject({
      state: 'failed',
      reason: { code: 'run-timed-out', facts: { limit: '30 minutes' } },
    });
  });

  test('whoever waits for an operation is told of its end', async () => {
    const operations = engineOn(store, [scripted({}).playbook]);
    const { op } = (await operations.start(asking())).operation;
    const ended = operations.waitFor(op, ({ state }) => state === 'done');
    await operations.advance(op);
    expect((await ended).op).toBe(op);
    const stop = new AbortController();
    const never = operations.waitFor(op, () => false, stop.signal);
    stop.abort(new Fault('stopping'));
    await expect(never).rejects.toMatchObject({ code: 'stopping' });
    await expect(operations.get('ZZZZ')).rejects.toMatchObject({ code: 'operation-not-found' });
    expect(await operations.find('ZZZZ')).toBeUndefined();
    await operations.advance('ZZZZ');
  });

  test('a deploy that is done stands in the ledger; one that failed does not', async () => {
    const result = { environment: 'qa', ref: 'main', commit: 'c2', previousCommit: 'c1' };
    for (const fails of [false, true]) {
      const { playbook } = scripted(
        {
          two: () =>
            fails ? { kind: 'end', state: 'failed', reason: { code: 'git-conflict' } } : { kind: 'done' },
          result: () => result,
        },
        'deploy',
      );
      const operations = engineOn(store, [playbook]);
      const { op } = (await operations.start(asking({ kind: 'deploy', input: { environment: 'qa' } })))
        .operation;
      await operations.advance(op);
      const lines = await deploymentLedger(store.db).list({ environment: 'qa', limit: 5 });
      expect(lines).toMatchObject([{ ...result, by: 'Ada' }]);
      expect(lines[0]?.op === op).toBe(!fails);
    }
  });

  test('an operation of a kind that this version does not know is left as it is', async () => {
    const { op } = (await engineOn(store, [scripted({}, 'job').playbook]).start(asking({ kind: 'job' })))
      .operation;
    await engineOn(store, [scripted({}).playbook]).advance(op);
    expect(await engineOn(store, []).get(op)).toMatchObject({ state: 'queued' });
  });

  test('lists are filtered and newest first', async () => {
    const operations = engineOn(store, [scripted({}).playbook]);
    clock.wind(1_000);
    const mine = (await operations.start(asking({ input: { environment: 'lab' }, requester: bob })))
      .operation;
    clock.wind(1_000);
    const newer = (await operations.start(asking({ input: { environment: 'lab' } }))).operation;
    const ops = async (filter: Parameters<typeof operations.list>[0]): Promise<string[]> =>
      (await operations.list(filter)).map(({ op }) => op);
    expect(await ops({ limit: 5, environment: 'lab' })).toEqual([newer.op, mine.op]);
    expect(await ops({ limit: 5, environment: 'lab', requester: 'bob' })).toEqual([mine.op]);
    await operations.advance(mine.op);
    expect(await ops({ limit: 5, environment: 'lab', active: true })).toEqual([newer.op]);
    expect(await ops({ limit: 5, kind: 'deploy', active: true })).toEqual([]);
    expect(await ops({ limit: 1 })).toEqual([newer.op]);
  });
});
