// The audit trail on real databases: added to by many at once, never changed, and whatever is done behind its back is found.
import { expect, test } from '@jest/globals';
import { sql } from 'kysely';
import pg from 'pg';
import { systemClock } from '../../../src/base/clock.ts';
import { silentLog } from '../../../src/base/log.ts';
import type { AuditEntry } from '../../../src/domain/audit.ts';
import { auditService } from '../../../src/services/audit/index.ts';
import { rightsService } from '../../../src/services/rights.ts';
import { openStore, type Store } from '../../../src/store/index.ts';
import { onEveryEngine, onPostgres } from '../../stores.ts';

const berta = { id: 'berta', name: 'Berta Kowalski' };
const viktor = { id: 'viktor', name: 'Viktor Lang' };
const rights = rightsService({ developer: [], releaser: [], approver: ['berta'], admin: [] });
const serviceOn = (store: Store) => auditService({ store, rights, clock: systemClock, log: silentLog });
const entry = (words: string, person = berta): AuditEntry => ({
  at: 1_700_000_000_000,
  kind: 'answered',
  verdict: 'done',
  person,
  words,
});

/** What somebody with all rights on the database does to it. */
const behindItsBack = async (store: Store, statement: string): Promise<void> => {
  await sql.raw('alter table audit disable trigger audit_append_only').execute(store.db);
  await sql.raw(statement).execute(store.db);
  await sql.raw('alter table audit enable trigger audit_append_only').execute(store.db);
};

onEveryEngine('the audit trail', (bench) => {
  test('many who add at once make one chain without gaps', async () => {
    const store = await bench.empty(systemClock);
    const audit = serviceOn(store);
    await Promise.all(Array.from({ length: 40 }, (_, index) => audit.record([entry(`a ${index}`)])));
    expect(await audit.verify()).toMatchObject({ rows: 40, head: { seq: 40 } });
    expect((await audit.verify()).fault).toBeUndefined();
    await store.close();
  });

  test('texts that a column would not take are kept in a form that can be checked', async () => {
    const store = await bench.empty(systemClock);
    const audit = serviceOn(store);
    await audit.record([entry(`nul \0 lone \ud800 long ${'x'.repeat(5_000)}`)]);
    const report = await audit.verify();
    expect(report).toMatchObject({ rows: 1 });
    expect(report.fault).toBeUndefined();
    await store.close();
  });

  test('a row is neither updated nor deleted, whoever asks', async () => {
    const store = await bench.empty(systemClock);
    const audit = serviceOn(store);
    await audit.record([entry('deploy')]);
    for (const statement of ["update audit set words = 'other'", 'delete from audit', 'truncate audit'])
      await expect(sql.raw(statement).execute(store.db)).rejects.toMatchObject({ code: '42501' });
    await store.close();
  });

  test('tampering is found and named: a changed row, a missing row, a cut end', async () => {
    const store = await bench.empty(systemClock);
    const audit = serviceOn(store);
    await audit.record(Array.from({ length: 9 }, (_, index) => entry(`deploy ${index}`)));
    await behindItsBack(store, "update audit set verdict = 'refused' where seq = 4");
    expect((await audit.verify()).fault).toEqual({ kind: 'changed', seq: 4 });
    await behindItsBack(store, "update audit set verdict = 'done' where seq = 4");
    expect((await audit.verify()).fault).toBeUndefined();
    await behindItsBack(store, 'delete from audit where seq > 7');
    expect((await audit.verify()).fault).toEqual({ kind: 'cut', seq: 7, expected: 9 });
    await behindItsBack(store, 'delete from audit where seq = 2');
    expect((await audit.verify()).fault).toEqual({ kind: 'missing', seq: 2 });
    await store.close();
  });

  test('people read their own; what others did is for approvers', async () => {
    const store = await bench.empty(systemClock);
    const audit = serviceOn(store);
    await audit.record([entry('deploy main'), entry('show jobs', viktor)]);
    expect((await audit.look({ reader: viktor, limit: 9, person: 'viktor' })).rows).toHaveLength(1);
    await expect(audit.look({ reader: viktor, limit: 9 })).rejects.toMatchObject({ code: 'not-permitted' });
    await expect(audit.look({ reader: viktor, limit: 9, person: 'berta' })).rejects.toMatchObject({
      code: 'not-permitted',
    });
    expect((await audit.look({ reader: berta, limit: 9 })).rows).toHaveLength(2);
    await store.close();
  });

  test('what is written for later is there after a close', async () => {
    const store = await bench.empty(systemClock);
    const audit = serviceOn(store);
    for (let index = 0; index < 1_200; index += 1) audit.later(entry(`help ${index}`));
    await audit.close();
    expect(await serviceOn(store).verify()).toMatchObject({ rows: 1_200 });
    await store.close();
  });
});

onPostgres('the role of the bot', (bench) => {
  test('adds to the trail and reads it, and may not change it, not even without the trigger', async () => {
    const ownerUrl = await bench.database();
    const owner = new pg.Client({ connectionString: ownerUrl });
    await owner.connect();
    owner.on('error', () => {});
    const role = `brickbot_${Math.random().toString(36).slice(2, 8)}`;
    await owner.query(`create role ${role} login password 'wall'`);
    const own = new URL(ownerUrl);
    own.username = role;
    own.password = 'wall';
    // The role goes with the throw-away server. Two at once: neither the tables nor the grants race.
    const stores = await Promise.all(
      [0, 1].map(() => openStore({ url: own.href, ownerUrl, clock: systemClock })),
    );
    const [store] = stores as [Store];
    await serviceOn(store).record([entry('deploy main')]);
    await owner.query('alter table audit disable trigger audit_append_only');
    for (const statement of ["update audit set words = 'other'", 'delete from audit', 'truncate audit'])
      await expect(sql.raw(statement).execute(store.db)).rejects.toMatchObject({ code: '42501' });
    await expect(sql.raw('drop table audit').execute(store.db)).rejects.toMatchObject({ code: '42501' });
    expect((await serviceOn(store).verify()).fault).toBeUndefined();
    await Promise.all(stores.map((each) => each.close()));
    await owner.end();
  });
});
