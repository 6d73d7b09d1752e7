// Cancelling at every moment of an operation's life: what is stopped is known, and how it ended is read, never assumed.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Fault } from '../../../../src/base/errors.ts';
import type { StopOutcome } from '../../../../src/services/operations/playbook.ts';
import type { Store } from '../../../../src/store/index.ts';
import { onEveryEngine } from '../../../stores.ts';
import { type WoundClock, woundClock } from '../../../wound-clock.ts';
import { asking, bob, engineOn, scripted } from './playbooks.ts';

onEveryEngine('cancelling', (bench) => {
  let store: Store;
  let clock: WoundClock;
  beforeAll(async () => {
    clock = woundClock();
    store = await bench.empty(clock);
  }, 60_000);
  afterAll(() => store.close(), 30_000);

  test('one that has not begun just leaves, and nothing was changed', async () => {
    const { playbook, begun } = scripted({});
    const operations = engineOn(store, [playbook]);
    const { op } = (await operations.start(asking())).operation;
    expect(await operations.cancel(op, bob)).toMatchObject({
      state: 'cancelled',
      cancelledBy: bob,
      reason: { code: 'cancelled', facts: { person: 'Bob' }, changed: 'no' },
    });
    await operations.advance(op);
    expect(begun).toEqual([]);
    expect(await operations.cancel(op, bob)).toMatchObject({ state: 'cancelled' });
  });

  test('between two steps it ends there, when there is nothing outside to stop', async () => {
    const { playbook, begun } = scripted({ one: () => ({ kind: 'again', afterMs: 60_000 }) });
    const operations = engineOn(store, [playbook]);
    const { op } = (await operations.start(asking())).operation;
    await operations.advance(op);
    expect(await operations.cancel(op, bob)).toMatchObject({ state: 'cancelling', cancelledBy: bob });
    // It does not wait for the pause of the step.
    await operations.advance(op);
    expect(await operations.get(op)).toMatchObject({
      state: 'cancelled',
      reason: { code: 'cancelled', changed: 'unknown' },
      steps: [{ state: 'skipped' }, { state: 'pending' }],
    });
    expect(begun).toEqual(['one#1']);
  });

  test('what runs outside is asked to stop and looked at until it has', async () => {
    const answers: StopOutcome[] = [
      { kind: 'again', afterMs: 1_000, detail: 'asked to stop' },
      { kind: 'again', afterMs: 1_000, detail: 'still stopping' },
      { kind: 'stopped', detail: 'stopped' },
    ];
    const asked: (string | undefined)[] = [];
    const { playbook } = scripted({
      one: () => ({ kind: 'done', data: { runId: '7' } }),
      two: () => ({ kind: 'watch', workspace: 'w', runId: '7' }),
      stop: async (context) => {
        asked.push(context.data<{ runId: string }>('one')?.runId);
        return answers.shift() ?? { kind: 'stopped' };
      },
    });
    const operations = engineOn(store, [playbook]);
    const { op } = (await operations.start(asking())).operation;
    await operations.advance(op);
    await operations.cancel(op, bob);
    await operations.advance(op);
    expect(await operations.get(op)).toMatchObject({
      state: 'cancelling',
      steps: [{}, { detail: 'asked to stop' }],
    });
    for (let second = 0; second < 2; second += 1) {
      clock.wind(1_000);
      await operations.advance(op);
    }
    expect(asked).toEqual(['7', '7', '7']);
    expect(await operations.get(op)).toMatchObject({
      state: 'cancelled',
      steps: [{}, { detail: 'stopped' }],
    });
  });

  test('a stop that comes too late leaves the true ending', async () => {
    let looks = 0;
    const { playbook } = scripted({
      one: () => {
        looks += 1;
        return looks > 1 ? { kind: 'done', detail: 'passed' } : { kind: 'again', afterMs: 5_000 };
      },
      stop: async () => ({ kind: 'too-late' }),
    });
    const operations = engineOn(store, [playbook]);
    const { op } = (await operations.start(asking())).operation;
    await operations.advance(op);
    await operations.cancel(op, bob);
    await operations.advance(op);
    expect(await operations.get(op)).toMatchObject({
      state: 'done',
      cancelledBy: bob,
      steps: [{ state: 'done', detail: 'passed' }, {}],
    });
  });

  test('an effect under way is seen through first, so that what there is to stop is known', async () => {
    const effect = Promise.withResolvers<void>();
    const inHand = Promise.withResolvers<void>();
    const stopped: unknown[] = [];
    const { playbook, begun } = scripted({
      one: async () => {
        inHand.resolve();
        await effect.promise;
        return { kind: 'done', data: { runId: '42' } };
      },
      stop: async (context) => {
        stopped.push(context.data('one'));
        return { kind: 'stopped' };
      },
    });
    const operations = engineOn(store, [playbook]);
    const { op } = (await operations.start(asking())).operation;
    const walking = operations.advance(op);
    await inHand.promise;
    await operations.cancel(op, bob);
    effect.resolve();
    await walking;
    expect(stopped).toEqual([{ runId: '42' }]);
    expect(begun).toEqual(['one#1']);
    expect((await operations.get(op)).state).toBe('cancelled');
  });

  test('after a lost answer the truth is read back before anything is stopped', async () => {
    const order: string[] = [];
    const { playbook } = scripted({
      one: (context) => {
        order.push(`one#${context.attempt}`);
        if (context.attempt === 1) throw new Fault('outcome-unknown');
        return { kind: 'done', data: { runId: '42' } };
      },
      stop: async () => {
        order.push('stop');
        return { kind: 'stopped' };
      },
    });
    const operations = engineOn(store, [playbook]);
    const { op } = (await operations.start(asking())).operation;
    await operations.advance(op);
    await operations.cancel(op, bob);
    await operations.advance(op);
    expect(order).toEqual(['one#1', 'one#2', 'stop']);
    expect((await operations.get(op)).state).toBe('cancelled');
  });

  test('when the last step has just succeeded, it is done', async () => {
    const { playbook } = scripted({
      two: async (context) => {
        await operations.cancel(context.operation.op, bob);
        return { kind: 'done' };
      },
    });
    const operations = engineOn(store, [playbook]);
    const { op } = (await operations.start(asking())).operation;
    await operations.advance(op);
    expect(await operations.get(op)).toMatchObject({ state: 'done', cancelledBy: bob });
  });

  test('a stop that fails for a while is repeated; one that is not permitted lets the run go on to its end', async () => {
    const faults = [
      new Fault('upstream-broken'),
      new Fault('outcome-unknown'),
      new Fault('upstream-forbidden'),
    ];
    let over = false;
    const { playbook } = scripted({
      one: () => (over ? { kind: 'done', detail: 'ended by itself' } : { kind: 'again', afterMs: 1_000 }),
      stop: async () => {
        throw faults.shift() ?? new Fault('internal');
      },
    });
    const operations = engineOn(store, [playbook]);
    const { op } = (await operations.start(asking())).operation;
    await operations.advance(op);
    await operations.cancel(op, bob);
    for (const left of [2, 1, 0]) {
      await operations.advance(op);
      expect(faults).toHaveLength(left);
      clock.wind(120_000);
    }
    over = true;
    await operations.advance(op);
    expect(await operations.get(op)).toMatchObject({
      state: 'done',
      steps: [{ detail: 'ended by itself' }, {}],
    });
  });
});
