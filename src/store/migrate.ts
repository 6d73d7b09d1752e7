// Brings the tables to the newest form. Kysely's Migrator takes a lock, so processes that start at once do not race.
import { type Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { Fault } from '../base/errors.ts';
import { VERSION } from '../base/version.ts';
import { operations } from './migrations/0001-operations.ts';
import { subscriptions } from './migrations/0002-subscriptions.ts';
import { promotions } from './migrations/0003-promotions.ts';
import { locks } from './migrations/0004-locks.ts';
import { identity } from './migrations/0005-identity.ts';
import { pipelines } from './migrations/0006-pipelines.ts';
import { audit } from './migrations/0007-audit.ts';
import { plans } from './migrations/0008-plans.ts';
import { replicas } from './migrations/0009-replicas.ts';
import { traces } from './migrations/0010-traces.ts';
import { postTimes } from './migrations/0011-post-times.ts';
import { lockLanguages } from './migrations/0012-lock-languages.ts';
import type { DB } from './schema.ts';

/** Every migration by name, in order; a published one is never edited. */
const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-operations': operations,
  '0002-subscriptions': subscriptions,
  '0003-promotions': promotions,
  '0004-locks': locks,
  '0005-identity': identity,
  '0006-pipelines': pipelines,
  '0007-audit': audit,
  '0008-plans': plans,
  '0009-replicas': replicas,
  '0010-traces': traces,
  '0011-post-times': postTimes,
  '0012-lock-languages': lockLanguages,
};

/** The names of all migrations, in order. */
export const MIGRATION_NAMES: readonly string[] = Object.keys(MIGRATIONS);

/**
 * @param upTo the last migration to make; all of them when absent
 * @throws Fault `store-newer` when a newer brickbot was here; else the database's own error, and nothing of that migration stays
 */
export const migrate = async (db: Kysely<DB>, upTo?: string): Promise<void> => {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => ({ ...MIGRATIONS }) },
    // Two lines of work may each bring one: a database that has the later name gets the earlier one, too.
    allowUnorderedMigrations: true,
  });
  const unknown = (await done(db)).filter((name) => !(name in MIGRATIONS));
  if (unknown.length > 0)
    throw new Fault('store-newer', { changed: 'no', facts: { names: unknown.join(', '), version: VERSION } });
  const { error } = await (upTo === undefined ? migrator.migrateToLatest() : migrator.migrateTo(upTo));
  if (error !== undefined) throw error;
};

/** Names of the migrations that this database has had. */
const done = async (db: Kysely<DB>): Promise<readonly string[]> => {
  const { rows } = await sql<{
    there: boolean;
  }>`select to_regclass('kysely_migration') is not null as there`.execute(db);
  if (rows[0]?.there !== true) return [];
  return (await sql<{ name: string }>`select name from kysely_migration`.execute(db)).rows.map(
    ({ name }) => name,
  );
};
