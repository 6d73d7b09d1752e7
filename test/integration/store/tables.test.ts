// The tables' functions, the same on both engines: types are levelled, odd text survives, wake-ups are not lost.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { systemClock } from '../../../src/base/clock.ts';
import {
  conversationGone,
  knownPlace,
  personalPlace,
  placeSettings,
  rememberConversation,
  setPlaceSettings,
} from '../../../src/store/conversations.ts';
import { deploymentLedger, recordDeployment } from '../../../src/store/deployments.ts';
import { readFact, writeFact } from '../../../src/store/facts.ts';
import type { Store } from '../../../src/store/index.ts';
import { forgetSeenBefore, seeOnce } from '../../../src/store/seen.ts';
import { onEveryEngine } from '../../stores.ts';
import { chat } from '../services/operations/playbooks.ts';

onEveryEngine('the tables', (bench) => {
  let store: Store;
  beforeAll(async () => {
    store = await bench.empty(systemClock);
  }, 60_000);
  afterAll(() => store.close(), 30_000);

  test('numbers and documents come back as they went in', async () => {
    const { rows } = await sql<{ big: unknown; count: unknown; doc: unknown }>`
      select 1800000000000::int8 as big, count(*) as count, '{"a":[1,null]}'::json as doc from facts`.execute(
      store.db,
    );
    expect(rows).toEqual([{ big: 1_800_000_000_000, count: 0, doc: { a: [1, null] } }]);
    for (const value of ['nul \u0000 and lone \ud800', [1, 'two', null], { z: 1, a: 'é' }, null, 'text', 7]) {
      await writeFact(store.db, 'odd', value, 1);
      expect(await readFact(store.db, 'odd')).toEqual(value);
    }
    expect(await readFact(store.db, 'nothing')).toBeUndefined();
  });

  test('an activity is new once', async () => {
    expect(await seeOnce(store.db, 'x', 5)).toBe(true);
    expect(await seeOnce(store.db, 'x', 6)).toBe(false);
    await forgetSeenBefore(store.db, 6);
    expect(await seeOnce(store.db, 'x', 7)).toBe(true);
  });

  test('a conversation is remembered by its newest address, without the thread, until brickbot is taken out', async () => {
    const place = { ...chat, conversationId: 'p:1', threadId: '17' };
    await rememberConversation(store.db, place, { now: 1, personId: 'ada' });
    await rememberConversation(store.db, { ...place, serviceUrl: 'https://new/' }, { now: 2 });
    const { threadId: _thread, ...address } = { ...place, serviceUrl: 'https://new/' };
    expect(await knownPlace(store.db, 'p:1')).toEqual(address);
    expect(await personalPlace(store.db, 'ada')).toEqual(address);
    await setPlaceSettings(store.db, 'p:1', { environment: 'staging' });
    await rememberConversation(store.db, place, { now: 3 });
    expect(await placeSettings(store.db, 'p:1')).toEqual({ environment: 'staging' });
    await conversationGone(store.db, 'p:1', 4);
    expect(await knownPlace(store.db, 'p:1')).toBeUndefined();
    expect(await personalPlace(store.db, 'ada')).toBeUndefined();
  });

  test('the ledger gives what stands in an environment, newest first, one line an operation', async () => {
    const ledger = deploymentLedger(store.db);
    const line = { environment: 'staging', ref: 'main', commit: 'c1', previousCommit: null, by: 'Ada' };
    await store.transaction(async (trx) => {
      await recordDeployment(trx, { ...line, op: 'A1', at: 1 });
      await recordDeployment(trx, { ...line, op: 'A2', commit: 'c2', previousCommit: 'c1', at: 2 });
      await recordDeployment(trx, { ...line, op: 'A2', commit: 'never', at: 3 });
    });
    expect(await ledger.latest('staging')).toEqual({
      ...line,
      op: 'A2',
      commit: 'c2',
      previousCommit: 'c1',
      at: 2,
    });
    expect((await ledger.list({ limit: 5 })).map(({ op }) => op)).toEqual(['A2', 'A1']);
    expect(await ledger.latest('production')).toBeUndefined();
  });

  test('a transaction that throws leaves neither row nor wake-up', async () => {
    const woken: string[] = [];
    const arrived = Promise.withResolvers<void>();
    await store.queue.work('sweep', 1, async ({ key }) => {
      woken.push(key);
      if (key === 'kept') arrived.resolve();
    });
    const failing = store.transaction(async (trx) => {
      await writeFact(trx, 'gone', 1, 1);
      await store.queue.wake(trx, 'sweep', { key: 'gone' });
      throw new RangeError('no');
    });
    await expect(failing).rejects.toMatchObject({ name: 'RangeError' });
    await store.transaction((trx) => store.queue.wake(trx, 'sweep', { key: 'kept' }));
    await arrived.promise;
    expect(woken).toEqual(['kept']);
    expect(await readFact(store.db, 'gone')).toBeUndefined();
  });

  test('of two instants for one key the earlier counts, and what is woken while at work is looked at again', async () => {
    const looks: string[] = [];
    const early = Promise.withResolvers<void>();
    const twice = Promise.withResolvers<void>();
    const inHand = Promise.withResolvers<void>();
    const go = Promise.withResolvers<void>();
    await store.queue.work('runs', 3, async ({ key }) => {
      looks.push(key);
      if (key === 'early') early.resolve();
      if (key === 'busy') {
        if (looks.filter((each) => each === 'busy').length > 1) return twice.resolve();
        inHand.resolve();
        await go.promise;
      }
    });
    const begun = Date.now();
    await store.queue.wake(undefined, 'runs', { key: 'early', after: 3_600_000 });
    await store.queue.wake(undefined, 'runs', { key: 'early', after: 600 });
    await store.queue.wake(undefined, 'runs', { key: 'early', after: 7_200_000 });
    await store.queue.wake(undefined, 'runs', { key: 'busy' });
    await inHand.promise;
    for (let times = 0; times < 3; times += 1) await store.queue.wake(undefined, 'runs', { key: 'busy' });
    go.resolve();
    await twice.promise;
    await early.promise;
    expect(Date.now() - begun).toBeGreaterThanOrEqual(590);
    expect(looks.toSorted()).toEqual(['busy', 'busy', 'early']);
  }, 20_000);
});
