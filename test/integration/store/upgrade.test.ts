// From every earlier form of the tables to the present one, with rows in them, on both engines; and back, which is refused.

import { PGlite } from '@electric-sql/pglite';
import { expect, jest, test } from '@jest/globals';
import { Kysely, PGliteDialect, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { systemClock } from '../../../src/base/clock.ts';
import { openStore } from '../../../src/store/index.ts';
import { MIGRATION_NAMES, migrate } from '../../../src/store/migrate.ts';
import { findOperation } from '../../../src/store/operations.ts';
import { findPost } from '../../../src/store/posts.ts';
import type { DB } from '../../../src/store/schema.ts';
import { onEveryEngine } from '../../stores.ts';

jest.setTimeout(180_000);

/** An operation in the middle, with a step and a card, as the first form of the tables takes it. */
const FILL = [
  `insert into operations (op, key, kind, state, environment, input, requester, requester_id, place, words, utterance_id, holds,
     started_at, begun_at, revision, faults, cleanup_attempts)
   values ('7K3F', 'key-1', 'deploy', 'running', 'staging', '{"environment":"staging","ref":"main"}', '{"id":"alice","name":"Alice"}',
     'alice', '{"scope":"group","conversationId":"team"}', 'deploy main', 'u-1', false, 1700000000000, 1700000000001, 2, 0, 0)`,
  `insert into steps (op, position, name, state, attempts) values ('7K3F', 0, 'resolve', 'done', 1), ('7K3F', 1, 'move', 'running', 1)`,
  `insert into posts (kind, op, conversation, place_key, place, wanted, final, created_at)
   values ('card', '7K3F', 'team', 'team', '{"scope":"group","conversationId":"team"}', 2, false, 1700000000000)`,
] as const;

/** What the version before adds, which knows nothing of later columns. */
const LATER = FILL[2].replace("'team', 'team'", "'crew', 'crew'");

onEveryEngine('an upgrade', (bench) => {
  const connect = async (): Promise<Kysely<DB>> =>
    bench.engine === 'postgres'
      ? new Kysely<DB>({
          dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: await bench.database() }) }),
        })
      : new Kysely<DB>({ dialect: new PGliteDialect({ pglite: await PGlite.create() }) });

  test.each(MIGRATION_NAMES.slice(0, -1))('from %s keeps what was there', async (earlier) => {
    const db = await connect();
    try {
      await migrate(db, earlier);
      for (const statement of FILL) await sql.raw(statement).execute(db);
      await migrate(db);
      const done = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
      expect(done.rows.map(({ name }) => name)).toEqual([...MIGRATION_NAMES].sort());
      const operation = await findOperation(db, '7K3F');
      expect(operation).toMatchObject({
        state: 'running',
        requester: { name: 'Alice' },
        steps: [
          { name: 'resolve', state: 'done' },
          { name: 'move', state: 'running' },
        ],
      });
      const post = await findPost(db, 1);
      expect(post).toMatchObject({ op: '7K3F', wanted: 2, sent: 0, state: 'open' });
      // The bare driver of this suite gives large numbers as text.
      // A database that has the column already stamps a row that comes without it with the time of its coming.
      if (earlier < '0011') expect(Number(post?.wantedAt)).toBe(1_700_000_000_000);
      else expect(Number(post?.wantedAt)).toBeGreaterThan(1_700_000_000_000);
      // The version before goes on beside the new one while it is replaced.
      await sql.raw(LATER).execute(db);
      expect(Number((await findPost(db, 2))?.wantedAt)).toBeGreaterThan(1_700_000_000_000);
    } finally {
      await db.destroy();
    }
  });

  test('an older brickbot on a newer database says so, and changes nothing', async () => {
    const db = await connect();
    try {
      await migrate(db);
      await sql`insert into kysely_migration (name, timestamp) values ('9999-from-the-future', '2030-01-01')`.execute(
        db,
      );
      await expect(migrate(db)).rejects.toMatchObject({
        code: 'store-newer',
        details: { facts: { names: '9999-from-the-future' } },
      });
    } finally {
      await db.destroy();
    }
  });

  if (bench.engine === 'postgres')
    test('the bot does not start on it', async () => {
      const url = await bench.database();
      const store = await openStore({ url, clock: systemClock });
      await sql`insert into kysely_migration (name, timestamp) values ('9999-from-the-future', '2030-01-01')`.execute(
        store.db,
      );
      await store.close();
      await expect(openStore({ url, clock: systemClock })).rejects.toMatchObject({ code: 'store-newer' });
    });
});
