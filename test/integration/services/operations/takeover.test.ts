// More than one walker: crashes between effect and commit, slow holders, and engines that race on one database.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { systemClock } from '../../../../src/base/clock.ts';
import { openStore, type Store } from '../../../../src/store/index.ts';
import { findOperation } from '../../../../src/store/operations.ts';
import { onEveryEngine, onPostgres } from '../../../stores.ts';
import { type WoundClock, woundClock } from '../../../wound-clock.ts';
import { asking, bob, engineOn, scripted, terminal } from './playbooks.ts';

onEveryEngine('taking over', (bench) => {
  let store: Store;
  let clock: WoundClock;
  beforeAll(async () => {
    clock = woundClock();
    store = await bench.empty(clock);
  }, 60_000);
  afterAll(() => store.close(), 30_000);
  /** The same store as a process sees it whose clock has stopped: it renews nothing any more. */
  const frozen = (): Store => ({ ...store, clock: woundClock(clock.now()) });

  test('a walker that died between effect and commit is succeeded after its lease, with the same key and no second effect', async () => {
    const effects = new Set<string>();
    const inHand = Promise.withResolvers<void>();
    let dead = true;
    const never = new Promise<never>(() => {});
    const { playbook, begun } = scripted({
      one: async ({ effectKey }) => {
        effects.add(effectKey);
        inHand.resolve();
        return dead ? never : { kind: 'done' };
      },
    });
    const died = engineOn(frozen(), [playbook]);
    const successor = engineOn(store, [playbook]);
    const { op } = (await died.start(asking())).operation;
    void died.advance(op);
    await inHand.promise;
    dead = false;
    await successor.advance(op);
    expect(begun).toEqual(['one#1']);
    clock.wind(30_001);
    await successor.advance(op);
    expect(begun).toEqual(['one#1', 'one#2', 'two#1']);
    expect(effects.size).toBe(1);
    expect(await successor.get(op)).toMatchObject({
      state: 'done',
      steps: [{ attempts: 2 }, { attempts: 1 }],
    });
  });

  test('a holder that was only slow cannot write over its successor', async () => {
    const slow = Promise.withResolvers<void>();
    const inHand = Promise.withResolvers<void>();
    const { playbook } = scripted({
      one: async ({ attempt }) => {
        if (attempt > 1) return { kind: 'done', detail: 'by the successor' };
        inHand.resolve();
        await slow.promise;
        return { kind: 'end', state: 'failed', reason: { code: 'internal' } };
      },
    });
    const holder = engineOn(frozen(), [playbook]);
    const successor = engineOn(store, [playbook]);
    const { op } = (await holder.start(asking())).operation;
    const walking = holder.advance(op);
    await inHand.promise;
    clock.wind(30_001);
    await successor.advance(op);
    slow.resolve();
    await walking;
    expect(await successor.get(op)).toMatchObject({
      state: 'done',
      steps: [{ detail: 'by the successor' }, {}],
    });
  });

  test('a process that stops leaves the step begun, and the next one sees it through', async () => {
    const inHand = Promise.withResolvers<void>();
    const { playbook, begun, keys } = scripted({
      one: async ({ signal, attempt }) => {
        if (attempt > 1) return { kind: 'done' };
        const { promise, reject } = Promise.withResolvers<never>();
        signal.addEventListener('abort', () => reject(signal.reason));
        inHand.resolve();
        return promise;
      },
    });
    const operations = engineOn(store, [playbook]);
    const stop = new AbortController();
    const { op } = (await operations.start(asking())).operation;
    const walking = operations.advance(op, stop.signal);
    await inHand.promise;
    stop.abort();
    await walking;
    expect(await operations.get(op)).toMatchObject({ state: 'running', steps: [{ state: 'running' }, {}] });
    // The lease was given back: nobody has to wait for it.
    await engineOn(store, [playbook]).advance(op);
    expect(begun).toEqual(['one#1', 'one#2', 'two#1']);
    expect(keys.size).toBe(2);
  });

  test('what was begun before a crash is seen through before it is stopped', async () => {
    const order: string[] = [];
    const inHand = Promise.withResolvers<void>();
    const { playbook } = scripted({
      one: async ({ attempt }) => {
        order.push(`one#${attempt}`);
        if (attempt > 1) return { kind: 'done', data: { runId: '42' } };
        inHand.resolve();
        return new Promise<never>(() => {});
      },
      stop: async (context) => {
        order.push(`stop ${context.data<{ runId: string }>('one')?.runId}`);
        return { kind: 'stopped' };
      },
    });
    const died = engineOn(frozen(), [playbook]);
    const successor = engineOn(store, [playbook]);
    const { op } = (await died.start(asking())).operation;
    void died.advance(op);
    await inHand.promise;
    await successor.cancel(op, bob);
    clock.wind(30_001);
    await successor.advance(op);
    expect(order).toEqual(['one#1', 'one#2', 'stop 42']);
    expect((await successor.get(op)).state).toBe('cancelled');
  });
});

onPostgres('two engines on one database', (bench) => {
  let stores: Store[];
  beforeAll(async () => {
    const url = await bench.database();
    stores = await Promise.all([1, 2].map(() => openStore({ url, clock: systemClock })));
  }, 60_000);
  afterAll(async () => {
    await Promise.all(stores.map((store) => store.close()));
  }, 30_000);

  test('never advance one operation at once, and never two of one line', async () => {
    let inLine = 0;
    let most = 0;
    const { playbook, begun } = scripted({
      one: async (context) => {
        inLine += 1;
        most = Math.max(most, inLine);
        await context.note('working');
        inLine -= 1;
        return { kind: 'done' };
      },
    });
    const [a, b] = stores.map((store) => engineOn(store, [playbook]));
    if (!a || !b) throw new Error('two engines are needed');
    const input = { environment: 'staging', line: 'environment:staging' };
    const ops = await Promise.all(
      Array.from({ length: 10 }, async (_, index) => {
        const engine = index % 2 ? a : b;
        return (await engine.start(asking({ input, place: terminal }))).operation.op;
      }),
    );
    const open = async (): Promise<boolean> =>
      (await Promise.all(ops.map((op) => a.get(op)))).some(({ state }) => state !== 'done');
    for (let rounds = 0; rounds < 50 && (await open()); rounds += 1)
      await Promise.all(ops.flatMap((op) => [a.advance(op), b.advance(op)]));
    expect(await open()).toBe(false);
    expect(most).toBe(1);
    // Every step of every operation was begun exactly once.
    expect(begun.filter((each) => each === 'one#1')).toHaveLength(10);
    expect(begun).toHaveLength(20);
  }, 60_000);

  test('one utterance that reaches both is one operation', async () => {
    const { playbook } = scripted({});
    const requests = Array.from({ length: 5 }, () => asking({ place: terminal }));
    const found = await Promise.all(
      requests.flatMap((request) => stores.map((store) => engineOn(store, [playbook]).start(request))),
    );
    expect(new Set(found.map(({ operation }) => operation.op)).size).toBe(5);
    const [first] = found;
    expect(await Promise.all(stores.map(({ db }) => findOperation(db, first?.operation.op ?? '')))).toEqual([
      expect.anything(),
      expect.anything(),
    ]);
  });
});
