// The queue library on PGlite's one session. A block of statements that fails half way must not leave the session in an
// aborted transaction for whoever is next in line, so blocks run inside PGlite's own transaction.
import type { PGlite } from '@electric-sql/pglite';
import type { Db } from 'pg-boss';

const BLOCK = /^\s*BEGIN;([\s\S]*?)COMMIT;?\s*$/i;

export const embeddedSession = (pglite: PGlite): Db => ({
  executeSql: async (text, values) => {
    if (values?.length) return pglite.query(text, values);
    const block = BLOCK.exec(text)?.[1];
    const results =
      block === undefined ? await pglite.exec(text) : await pglite.transaction((trx) => trx.exec(block));
    return { rows: results.flatMap((result) => result.rows) };
  },
  listen: async (channel, onNotification, onReconnect) => {
    const unsubscribe = await pglite.listen(channel, onNotification);
    onReconnect();
    return { close: () => unsubscribe() };
  },
});
