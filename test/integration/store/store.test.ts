// Opening, locking, killing and racing, with real processes.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { systemClock } from '../../../src/base/clock.ts';
import { openStore, type Store } from '../../../src/store/index.ts';
import { startChild } from '../../child-process.ts';
import { onPostgres } from '../../stores.ts';

const CHILD = join(import.meta.dirname, 'child.ts');

describe('the embedded database', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'brickbot-store-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const open = (): Promise<Store> => openStore({ folder, clock: systemClock });

  test('belongs to one process; the lock dies with it, however it ends', async () => {
    const holder = startChild(CHILD, 'hold', folder);
    await holder.hears('opened');
    await expect(open()).rejects.toMatchObject({ code: 'store-locked' });
    const second = startChild(CHILD, 'hold', folder);
    expect(await second.hears('refused')).toBe('store-locked');
    await second.end();
    await holder.end('SIGKILL');
    const store = await open();
    await store.ping();
    await store.close();
  }, 60_000);

  test('loses nothing that was committed and keeps nothing half, killed in the middle of commits', async () => {
    const told = new Set<string>();
    for (let cycle = 0; cycle < 4; cycle += 1) {
      const writer = startChild(CHILD, 'commit', folder);
      await writer.hears('committed');
      // A different number of commits each time, then the kill falls wherever the next one is.
      for (let turns = 0; turns < 20 * (cycle + 1); turns += 1) await new Promise(setImmediate);
      await writer.end('SIGKILL');
      for (const { committed } of writer.said) if (typeof committed === 'string') told.add(committed);
    }
    const store = await open();
    const rows = await store.db.selectFrom('seen').select('id').execute();
    await store.maintain();
    await store.close();
    const ids = new Set(rows.map(({ id }) => id));
    expect([...told].filter((name) => !ids.has(`${name}-a`) || !ids.has(`${name}-b`))).toEqual([]);
    const names = new Set([...ids].map((id) => id.slice(0, -2)));
    expect([...names].filter((name) => ids.has(`${name}-a`) !== ids.has(`${name}-b`))).toEqual([]);
    expect(told.size).toBeGreaterThanOrEqual(4);
  }, 120_000);

  test('says so when the folder was written by another version, and touches nothing', async () => {
    const file = join(folder, 'database', 'PG_VERSION');
    writeFileSync(file, '17\n');
    await expect(open()).rejects.toMatchObject({
      code: 'store-version',
      details: { facts: { version: '17', expected: '18' } },
    });
    writeFileSync(file, '18\n');
    // The refusal has let go of the lock.
    await (await open()).close();
  }, 60_000);
});

onPostgres('the server database', (bench) => {
  test('four processes that start at once on an empty database migrate it once and all come up', async () => {
    const url = await bench.database();
    const children = [1, 2, 3, 4].map(() => startChild(CHILD, 'hold', url));
    await Promise.all(children.map((child) => child.hears('opened')));
    for (const child of children) child.process.stdin?.write('go\n');
    await Promise.all(children.map((child) => child.end('SIGTERM')));
    const store = await openStore({ url, clock: systemClock });
    await store.ping();
    await store.close();
  }, 60_000);

  test('a server that is not there is an unavailable store', async () => {
    await expect(
      openStore({ url: 'postgres://nobody@127.0.0.1:1/nothing', clock: systemClock }),
    ).rejects.toMatchObject({ code: 'store-unavailable' });
  });
});
