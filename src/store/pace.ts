// When a conversation was last sent to, and until when the other side asked for silence: survives restarts and is shared by
// replicas, because the limits count per conversation, not per process.
import { type Access, jsonText } from './schema.ts';

export interface PaceRow {
  readonly heldUntil: number;
  /** Opaque to the store: what the pacing rule remembers. */
  readonly sent: unknown;
}

export const readPace = async (db: Access, conversation: string): Promise<PaceRow> => {
  const row = await db
    .selectFrom('pace')
    .selectAll()
    .where('conversation', '=', conversation)
    .executeTakeFirst();
  return row ? { heldUntil: row.held_until, sent: row.sent } : { heldUntil: 0, sent: undefined };
};

export const writePace = async (
  db: Access,
  conversation: string,
  { heldUntil, sent }: PaceRow,
): Promise<void> => {
  const row = { held_until: heldUntil, sent: jsonText(sent ?? null) };
  await db
    .insertInto('pace')
    .values({ conversation, ...row })
    .onConflict((conflict) => conflict.column('conversation').doUpdateSet(row))
    .execute();
};
