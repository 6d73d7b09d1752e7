// What the two engines offer to the rest of the room: one SQL, one queue library, differences levelled.
import type { Kysely } from 'kysely';
import type { ConstructorOptions } from 'pg-boss';
import type { DB } from './schema.ts';

export interface Engine {
  readonly kind: 'embedded' | 'postgres';
  readonly db: Kysely<DB>;
  /** How the queue library reaches the same database. */
  readonly queue: ConstructorOptions;
  /** What a database server does by itself and an embedded one does not: vacuum and checkpoint. */
  maintain(): Promise<void>;
  /** Closes the database. The queue must have stopped before. */
  close(): Promise<void>;
}

/** PostgreSQL's type number of int8: read as a number on both engines (instants and counts stay far below 2^53). */
export const INT8 = 20;
export const readInt8 = (text: string): number => Number(text);
