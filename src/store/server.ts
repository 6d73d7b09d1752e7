// The server engine: PostgreSQL 15 or newer, shared by many replicas.
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { Fault } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import { type Engine, INT8, readInt8 } from './engine.ts';
import { querySpan } from './query-span.ts';
import type { DB } from './schema.ts';

/** Connections of the table pool; the queue has as many again and one that listens. */
export const POOL = 4;

/** @throws Fault `store-unavailable` when the server does not answer or refuses */
export const openServer = async (url: string, log: Log): Promise<Engine> => {
  const pool = new pg.Pool({
    connectionString: url,
    max: POOL,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    application_name: 'brickbot',
    types: { getTypeParser: (id, format) => (id === INT8 ? readInt8 : pg.types.getTypeParser(id, format)) },
  });
  // Without a listener a lost idle connection ends the process.
  pool.on('error', (error) => log.warn({ error }, 'a database connection was lost'));
  try {
    await pool.query('select 1');
  } catch (error) {
    await pool.end();
    throw new Fault('store-unavailable', { changed: 'no', cause: error });
  }
  const db = new Kysely<DB>({ dialect: new PostgresDialect({ pool }), log: querySpan });
  return {
    kind: 'postgres',
    db,
    queue: { connectionString: url, max: POOL, application_name: 'brickbot queue' },
    maintain: async () => {},
    close: () => db.destroy(),
  };
};
