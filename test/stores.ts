// The store under test on every engine that this machine has: the same suite runs once for each.
import { afterAll, beforeAll, describe } from '@jest/globals';
import type { Clock } from '../src/base/clock.ts';
import type { Log } from '../src/base/log.ts';
import { openStore, type Store } from '../src/store/index.ts';
import { noPostgres, startPostgres, type TestServer } from './postgres.ts';
import { readyDump } from './ready-store/index.ts';

export interface Bench {
  readonly engine: 'embedded' | 'postgres';
  /** A store with its tables and nothing in them. */
  empty(clock: Clock, log?: Log): Promise<Store>;
  /** Addresses of new databases, for several stores on one; the embedded engine has none. */
  database(): Promise<string>;
}

/** Runs the suite on the embedded engine, and on PostgreSQL where there is one; else it prints how to get one. */
export const onEveryEngine = (name: string, suite: (bench: Bench) => void): void => {
  describe(`${name} (embedded)`, () => {
    suite({
      engine: 'embedded',
      empty: (clock, log) => openStore({ memory: readyDump(), clock, ...(log && { log }) }),
      database: () => Promise.reject(new Error('the embedded engine has no address')),
    });
  });
  onPostgres(name, suite);
};

export const onPostgres = (name: string, suite: (bench: Bench) => void): void => {
  const missing = noPostgres();
  if (missing !== undefined) {
    console.log(`${name} on PostgreSQL: ${missing}`);
    return;
  }
  describe(`${name} (postgres)`, () => {
    let server: TestServer;
    beforeAll(async () => {
      server = await startPostgres();
    }, 60_000);
    afterAll(async () => {
      await server.stop();
    }, 30_000);
    suite({
      engine: 'postgres',
      empty: async (clock, log) => openStore({ url: await server.database(), clock, ...(log && { log }) }),
      database: () => server.database(),
    });
  });
};
