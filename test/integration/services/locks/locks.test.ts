// Locks under many hands, on every engine: of fifty people at once one has it, two replicas agree, one plan is one operation.
import { expect, test } from '@jest/globals';
import { systemClock } from '../../../../src/base/clock.ts';
import type { Config } from '../../../../src/base/config/load.ts';
import { Fault } from '../../../../src/base/errors.ts';
import { environmentsService } from '../../../../src/services/environments.ts';
import { type Locks, locksService } from '../../../../src/services/locks/index.ts';
import { rightsService } from '../../../../src/services/rights.ts';
import { openStore, type Store } from '../../../../src/store/index.ts';
import { endLock, findLockRow, handLock, lockAsked } from '../../../../src/store/locks.ts';
import { findPlan, insertPlan, planCarriedOut } from '../../../../src/store/plans.ts';
import { onEveryEngine, onPostgres } from '../../../stores.ts';

const PEOPLE = Array.from({ length: 50 }, (_, index) => ({ id: `p${index}`, name: `Person ${index}` }));

const locksOn = (store: Store): Locks =>
  locksService({
    store,
    clock: systemClock,
    rights: rightsService({ developer: PEOPLE.map(({ id }) => id), releaser: [], approver: [], admin: [] }),
    environments: environmentsService({
      environments: { staging: { checkout: '/Shared/x', production: false } },
      defaults: { suite: 'unit' },
      settings: { DATABRICKS_HOST: 'http://127.0.0.1:9' },
    } as unknown as Config),
  });

const race = async (houses: readonly Locks[]): Promise<void> => {
  const rounds = await Promise.allSettled(
    PEOPLE.map((person, index) =>
      (houses[index % houses.length] as Locks).take({
        environment: 'staging',
        person,
        span: '1h',
        reason: 'race',
        branch: undefined,
      }),
    ),
  );
  const won = rounds.flatMap((round) => (round.status === 'fulfilled' ? [round.value.holderId] : []));
  const lost = rounds.flatMap((round) => (round.status === 'rejected' ? [round.reason as unknown] : []));
  expect(won).toHaveLength(1);
  expect(lost).toHaveLength(49);
  expect(lost.every((reason) => reason instanceof Fault && reason.code === 'locked')).toBe(true);
  expect((await (houses[0] as Locks).of('staging'))?.holderId).toBe(won[0]);
};

onEveryEngine('locks', (bench) => {
  test('of fifty people who take a lock at once, one has it and the others hear who', async () => {
    const store = await bench.empty(systemClock);
    try {
      await race([locksOn(store)]);
    } finally {
      await store.close();
    }
  });

  test('the holder is asked once; a lock that was handed over is not released by who had it', async () => {
    const store = await bench.empty(systemClock);
    try {
      const [one, two] = PEOPLE as [(typeof PEOPLE)[number], (typeof PEOPLE)[number]];
      const lock = await locksOn(store).take({
        environment: 'staging',
        person: one,
        span: '1h',
        reason: 'demo',
        branch: undefined,
      });
      const asked = await Promise.all(
        Array.from({ length: 8 }, () => store.transaction((trx) => lockAsked(trx, lock, Date.now()))),
      );
      expect(asked.filter(Boolean)).toHaveLength(1);
      const given = await Promise.all(
        Array.from({ length: 4 }, () => store.transaction((trx) => handLock(trx, lock, two))),
      );
      expect(given.filter(Boolean)).toHaveLength(1);
      expect(await store.transaction((trx) => endLock(trx, lock))).toBe(false);
      expect(await findLockRow(store.db, 'staging')).toMatchObject({ holderId: two.id });
    } finally {
      await store.close();
    }
  });

  test('a plan is read back as it was stored, and keeps its first operation', async () => {
    const store = await bench.empty(systemClock);
    try {
      const plan = {
        id: 'K7Q2M',
        kind: 'deploy',
        environment: 'staging',
        input: { environment: 'staging', ref: 'we\u0000ird' },
        parts: { 'The lock': 'nobody’s' },
        way: { from: 'a', to: 'b', stays: ['c'], secondPerson: true },
        requester: { id: 'p0', name: 'Person 0' },
        words: 'rollback staging',
        madeAt: 1,
        expiresAt: 2,
      } as const;
      expect(await insertPlan(store.db, plan)).toBe(true);
      expect(await insertPlan(store.db, plan)).toBe(false);
      await planCarriedOut(store.db, plan.id, '7K3F');
      await planCarriedOut(store.db, plan.id, '8K3F');
      expect(await findPlan(store.db, plan.id)).toEqual({ ...plan, op: '7K3F' });
    } finally {
      await store.close();
    }
  });
});

onPostgres('locks of two replicas', (bench) => {
  test('fifty people at two replicas: one has it', async () => {
    const url = await bench.database();
    const stores = [
      await openStore({ url, clock: systemClock }),
      await openStore({ url, clock: systemClock }),
    ];
    try {
      await race(stores.map(locksOn));
    } finally {
      for (const store of stores) await store.close();
    }
  });
});
