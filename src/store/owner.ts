// Two database roles on PostgreSQL: the owner, who changes tables and is used at boot alone, and the bot's own, which may add to the
// audit trail and read it, but never change or delete a row of it. Without an owner's address the bot's role does both.
import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { Fault } from '../base/errors.ts';
import { migrate } from './migrate.ts';
import type { DB } from './schema.ts';

/** The schema of the queue belongs to the bot's own role: pg-boss makes and changes its tables itself. */
const QUEUE_SCHEMA = 'pgboss';
/** What is only ever added to. */
const APPEND_ONLY = ['audit'] as const;

const quoted = (identifier: string): string => `"${identifier.replaceAll('"', '""')}"`;

/**
 * Brings the tables to their newest form as their owner and gives the bot's role what it needs.
 * @param ownerUrl address with the owner's credentials
 * @param role the role that the bot connects with
 * @throws Fault `store-unavailable` when the owner cannot connect
 */
export const migrateAsOwner = async (ownerUrl: string, role: string): Promise<void> => {
  const pool = new pg.Pool({
    connectionString: ownerUrl,
    max: 2,
    connectionTimeoutMillis: 10_000,
    application_name: 'brickbot owner',
  });
  pool.on('error', () => {});
  const db = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });
  try {
    await pool.query('select 1').catch((cause: unknown) => {
      throw new Fault('store-unavailable', { changed: 'no', cause });
    });
    await migrate(db);
    await db.transaction().execute(async (trx) => {
      // Replicas that start at once take turns: two grants on one table at the same time fail.
      await sql`select pg_advisory_xact_lock(hashtext('brickbot grants'))`.execute(trx);
      for (const statement of grants(quoted(role))) await sql.raw(statement).execute(trx);
    });
  } finally {
    await db.destroy();
  }
};

const grants = (role: string): readonly string[] => [
  `create schema if not exists ${QUEUE_SCHEMA} authorization ${role}`,
  `grant usage on schema public to ${role}`,
  `grant select, insert, update, delete on all tables in schema public to ${role}`,
  `grant usage, select on all sequences in schema public to ${role}`,
  ...APPEND_ONLY.map((table) => `revoke update, delete, truncate on ${table} from ${role}`),
];
