// Brings the tables to the newest form. Kysely's Migrator takes a lock, so processes that start at once do not race.
import type { Kysely } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
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
};

/** @throws the database's own error when a migration fails; nothing of that migration stays */
export const migrate = async (db: Kysely<DB>): Promise<void> => {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => ({ ...MIGRATIONS }) },
    // Two lines of work may each bring one: a database that has the later name gets the earlier one, too.
    allowUnorderedMigrations: true,
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
};
