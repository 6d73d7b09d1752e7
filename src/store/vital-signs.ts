// What the tables tell of the house's health, in a few counts: read when somebody asks for the metrics.
import { sql } from 'kysely';
import { countPosts } from './posts.ts';
import { QUEUES } from './queue.ts';
import type { Access } from './schema.ts';
import { countSubscriptions } from './subscriptions.ts';

/** Wake-ups of one queue that are due and that nobody has taken up. */
export interface QueueDepth {
  readonly queue: string;
  readonly due: number;
  /** Since the oldest of them is due, in ms. */
  readonly oldestMs: number;
}

export interface VitalSigns {
  /** Every queue, those included in which nothing waits. */
  readonly queues: readonly QueueDepth[];
  /** Operations that are not over, by state. */
  readonly active: Readonly<Record<string, number>>;
  readonly postsWaiting: number;
  readonly postsParked: number;
  /** How long the oldest of the posts that are due and not sent is wanted, in ms: an edit since it was wanted; 0 when there is none. */
  readonly oldestPostMs: number;
  readonly eventsUntold: number;
  /** Since the last look at watched runs, in ms; 0 while nothing is watched. */
  readonly pollLagMs: number;
  readonly subscriptions: number;
  readonly subscriptionsBroken: number;
}

/** @param now ms since the epoch */
export const readVitalSigns = async (db: Access, now: number): Promise<VitalSigns> => {
  const states = await db
    .selectFrom('operations')
    .select(['state', sql<number>`count(*)`.as('count')])
    .where('ended_at', 'is', null)
    .groupBy('state')
    .execute();
  const posts = await countPosts(db);
  const { rows } = await sql<{ oldest: number | null; untold: number; read: number | null }>`
    select (select min(greatest(wanted_at, next_at)) from posts
              where state = 'open' and wanted > sent and next_at <= ${now}) as oldest,
           (select count(*) from events where told_at is null) as untold,
           (select min(coalesce(read_at, since)) from watched_runs where ended_at is null) as read`.execute(
    db,
  );
  const { standing, broken } = await countSubscriptions(db);
  const [row] = rows;
  return {
    queues: await queueDepths(db),
    active: Object.fromEntries(states.map(({ state, count }) => [state, Number(count)])),
    postsWaiting: posts.waiting,
    postsParked: posts.parked,
    oldestPostMs: row?.oldest == null ? 0 : Math.max(0, now - row.oldest),
    eventsUntold: row?.untold ?? 0,
    pollLagMs: row?.read == null ? 0 : Math.max(0, now - row.read),
    subscriptions: standing,
    subscriptionsBroken: broken,
  };
};

/** By the database's own clock, which the queue goes by. */
const queueDepths = async (db: Access): Promise<readonly QueueDepth[]> => {
  const { rows } = await sql<{ name: string; due: number; age: number }>`
    select name, count(*) as due, extract(epoch from max(now() - start_after))::float8 * 1000 as age
      from pgboss.job where state < 'active' and start_after <= now() group by name`.execute(db);
  return Object.entries(QUEUES).map(([queue, name]) => {
    const found = rows.find((row) => row.name === name);
    return { queue, due: Number(found?.due ?? 0), oldestMs: Math.max(0, Number(found?.age ?? 0)) };
  });
};
