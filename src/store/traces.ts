// Which trace an operation belongs to. Its steps are taken by whichever replica is free, minutes later: the record carries the trace there.
import type { Access, Trx } from './schema.ts';

/** @param trace W3C `traceparent` of the turn that starts it */
export const keepTrace = async (trx: Trx, op: string, trace: string): Promise<void> => {
  await trx.updateTable('operations').set({ trace }).where('op', '=', op).execute();
};

export const traceOf = async (db: Access, op: string): Promise<string | undefined> =>
  (await db.selectFrom('operations').select('trace').where('op', '=', op).executeTakeFirst())?.trace ??
  undefined;
