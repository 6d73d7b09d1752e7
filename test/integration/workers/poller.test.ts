// The poller against a workspace that counts its calls; the clock is wound, and the test plays the worker that looks.
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { Fault } from '../../../src/base/errors.ts';
import { silentLog } from '../../../src/base/log.ts';
import type { JobRun, RunState } from '../../../src/domain/run.ts';
import type { Operations } from '../../../src/services/operations/index.ts';
import { readFact } from '../../../src/store/facts.ts';
import type { Store } from '../../../src/store/index.ts';
import { createPoller, type Poller } from '../../../src/workers/poller.ts';
import { onEveryEngine } from '../../stores.ts';
import { type WoundClock, woundClock } from '../../wound-clock.ts';
import { asking, engineOn, scripted, terminal } from '../services/operations/playbooks.ts';

const PAGE = 25;

onEveryEngine('the poller', (bench) => {
  let store: Store;
  let clock: WoundClock;
  let operations: Operations;
  let poller: Poller;
  let runs: Map<string, JobRun>;
  let calls: { list: number; get: string[] };
  let trouble: (() => void) | undefined;
  let workspace: string;
  let workspaces = 0;
  const signal = new AbortController().signal;

  beforeAll(async () => {
    clock = woundClock();
    store = await bench.empty(clock);
    const { playbook } = scripted({
      one: ({ operation, watched }) =>
        watched && watched.state !== 'running'
          ? { kind: 'done', detail: watched.state }
          : {
              kind: 'watch',
              workspace: (operation.input as { environment: string }).environment,
              runId: operation.words,
              detail: watched?.message ?? 'not seen yet',
            },
    });
    operations = engineOn(store, [playbook]);
    poller = createPoller({
      store,
      clock,
      log: silentLog,
      runs: () => ({
        activePages: async function* () {
          const active = [...runs.values()].filter(({ state }) => state === 'running');
          for (let from = 0; from === 0 || from < active.length; from += PAGE) {
            calls.list += 1;
            trouble?.();
            yield active.slice(from, from + PAGE);
          }
        },
        get: async (runId) => {
          calls.get.push(runId);
          trouble?.();
          const run = runs.get(runId);
          if (!run)
            throw new Fault('upstream-not-found', { facts: { system: 'Databricks', what: 'the run' } });
          return run;
        },
      }),
    });
  }, 60_000);
  afterAll(() => store.close(), 30_000);
  beforeEach(() => {
    workspaces += 1;
    workspace = `w${workspaces}`;
    runs = new Map();
    calls = { list: 0, get: [] };
    trouble = undefined;
  });

  const put = (runId: string, state: RunState, message?: string): void => {
    runs.set(runId, {
      runId,
      name: 'n',
      state,
      startedAt: 1,
      tasks: [],
      ...(message !== undefined && { message }),
    });
  };
  /** Starts operations that watch these runs; gives their ids. */
  const watch = async (runIds: readonly string[]): Promise<string[]> => {
    const ops: string[] = [];
    for (const words of runIds) {
      const request = asking({ words, input: { environment: workspace }, place: terminal });
      const { op } = (await operations.start(request)).operation;
      await operations.advance(op);
      ops.push(op);
    }
    return ops;
  };
  const look = (): Promise<void> => poller.look(workspace, signal);
  const rhythm = async (): Promise<{ every: number; heldUntil: number }> =>
    (await readFact(store.db, `poller:${workspace}`)) as { every: number; heldUntil: number };

  test('asks nothing while nothing is watched', async () => {
    await look();
    await poller.catchUp();
    expect(calls).toEqual({ list: 0, get: [] });
  });

  test('reads active runs by pages and each that left once; what moved is shown on the operation', async () => {
    const ids = Array.from(
      { length: 60 },
      (_, index) => `92233720368547700${String(index).padStart(2, '0')}`,
    );
    for (const id of ids) put(id, 'running');
    const ops = await watch(ids);
    await look();
    expect(calls).toEqual({ list: 3, get: [] });
    put(ids[0] ?? '', 'passed');
    put(ids[1] ?? '', 'running', 'task 2 of 3');
    await look();
    expect(calls).toEqual({ list: 6, get: [ids[0]] });
    for (const op of ops.slice(0, 3)) await operations.advance(op);
    const steps = await Promise.all(ops.slice(0, 3).map(async (op) => (await operations.get(op)).steps[0]));
    expect(steps.map((step) => [step?.state, step?.detail])).toEqual([
      ['done', 'passed'],
      ['waiting', 'task 2 of 3'],
      ['waiting', 'not seen yet'],
    ]);
    await look();
    expect(calls.get).toHaveLength(1);
  });

  test('one run is asked for by its id, however many others are active', async () => {
    for (let index = 0; index < 200; index += 1) put(`other${index}`, 'running');
    put('mine', 'running');
    await watch(['mine']);
    await look();
    await look();
    expect(calls).toEqual({ list: 0, get: ['mine', 'mine'] });
  });

  test('few watched runs in a busy workspace are soon asked for one by one', async () => {
    for (let index = 0; index < 500; index += 1) put(`other${index}`, 'running');
    put('mine1', 'running');
    put('mine2', 'running');
    await watch(['mine1', 'mine2']);
    await look();
    const first = calls.list;
    expect(first).toBeLessThanOrEqual(3);
    await look();
    expect(calls.list).toBe(first);
  });

  test('slows down from one second to ten while nothing moves, and is quick again when something does', async () => {
    put('a', 'running');
    await watch(['a']);
    const every: number[] = [];
    for (let looks = 0; looks < 9; looks += 1) {
      await look();
      every.push((await rhythm()).every);
    }
    expect(every).toEqual([1_000, 1_500, 2_250, 3_375, 5_063, 7_595, 10_000, 10_000, 10_000]);
    put('b', 'running');
    await watch(['b']);
    await look();
    expect((await rhythm()).every).toBe(1_000);
  });

  test('Retry-After is obeyed for the whole workspace, whoever wakes the poller', async () => {
    put('a', 'running');
    await watch(['a']);
    trouble = () => {
      throw new Fault('upstream-throttled', { retryAfterSeconds: 20 });
    };
    await look();
    trouble = undefined;
    const before = calls.get.length;
    put('b', 'running');
    await watch(['b']);
    await look();
    clock.wind(19_000);
    await look();
    expect(calls.get.length + calls.list).toBe(before);
    clock.wind(1_001);
    await look();
    expect(calls.get.length + calls.list).toBeGreaterThan(before);
  });

  test('a workspace that cannot be reached is asked again later and later, and loses nothing', async () => {
    put('a', 'running');
    const [op = ''] = await watch(['a']);
    trouble = () => {
      throw new Fault('upstream-unreachable');
    };
    for (let looks = 0; looks < 3; looks += 1) await look();
    trouble = undefined;
    put('a', 'failed');
    await look();
    await operations.advance(op);
    expect((await operations.get(op)).steps[0]?.detail).toBe('failed');
  });

  test('what ended while nobody looked is found at the first look, by its final state', async () => {
    const ids = ['x1', 'x2', 'x3'];
    for (const id of ids) put(id, 'running');
    const ops = await watch(ids);
    await look();
    for (const id of ids) put(id, 'passed');
    await poller.catchUp();
    await look();
    for (const op of ops) await operations.advance(op);
    expect(await Promise.all(ops.map(async (op) => (await operations.get(op)).state))).toEqual([
      'done',
      'done',
      'done',
    ]);
  });

  test('a run that is no longer there is handed to the step, which finds out', async () => {
    const [op = ''] = await watch(['never']);
    await look();
    expect(calls.get).toEqual(['never']);
    await look();
    expect(calls.get).toEqual(['never']);
    expect((await operations.get(op)).state).toBe('running');
  });
});
