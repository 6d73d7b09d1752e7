// How long something that is due waits, seen from outside: the database is looked at again and again, and whatever is still the same
// since the look before has waited since it was first seen.
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

export interface Waiting {
  /** ms, the longest so far: of a post or an edit that is due, of a wake-up that is due and whose key nobody has in hand. */
  readonly post: number;
  readonly wakeUp: number;
}

const LOOK_MS = 250;

const DUE = `
  select 'post ' || id || ' ' || sent as what from posts
    where state = 'open' and wanted > sent and next_at <= $1
  union all
  select 'wake ' || id from pgboss.job waiting
    where state in ('created', 'retry') and start_after <= now()
      and not exists (select 1 from pgboss.job held
        where held.name = waiting.name and held.singleton_key is not distinct from waiting.singleton_key
          and held.state = 'active')`;

/** Looks until the time is over. @returns the longest waits */
export const watchWaiting = async (database: string, until: number): Promise<Waiting> => {
  const client = new pg.Client(database);
  await client.connect();
  const longest = { post: 0, wakeUp: 0 };
  let since = new Map<string, number>();
  try {
    while (Date.now() < until) {
      const now = Date.now();
      const { rows } = await client.query<{ what: string }>(DUE, [now]);
      since = new Map(rows.map(({ what }) => [what, since.get(what) ?? now]));
      for (const [what, from] of since) {
        const kind = what.startsWith('post') ? 'post' : 'wakeUp';
        longest[kind] = Math.max(longest[kind], now - from);
      }
      await sleep(LOOK_MS);
    }
  } finally {
    await client.end();
  }
  return longest;
};
