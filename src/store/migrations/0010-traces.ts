// The trace that an operation belongs to: that of the turn which started it, so that its steps are found there, whoever takes them.
import { type Kysely, sql } from 'kysely';

export const traces = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`alter table operations add column trace text`.execute(db);
  },
};
