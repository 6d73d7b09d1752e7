// A closed loop of messages: so many at a time, each waiting for its answer, as Teams' own retries would not let it be faster.
import { Pool } from 'undici';

export interface Load {
  readonly turns: number;
  readonly seconds: number;
  /** ms per turn, sorted. */
  readonly times: readonly number[];
}

export interface Target {
  readonly port: number;
  readonly serviceUrl: string;
  readonly token: string;
}

let sent = 0;

/** One `help` in a personal chat, with an id of its own. @returns ms until the answer @throws when it is not 200 */
export const sayHelp = async (pool: Pool, { serviceUrl, token }: Target): Promise<number> => {
  sent += 1;
  const body = JSON.stringify({
    type: 'message',
    id: `1700000${sent}`,
    timestamp: '2026-01-01T00:00:00.000Z',
    channelId: 'msteams',
    serviceUrl,
    from: { id: '29:1alice', name: 'Alice Example', aadObjectId: 'a11ce000-0000-4000-8000-000000000001' },
    recipient: { id: '28:bot', name: 'brickbot' },
    conversation: {
      id: 'a:1conversation',
      conversationType: 'personal',
      tenantId: '22222222-2222-4222-8222-222222222222',
    },
    channelData: { tenant: { id: '22222222-2222-4222-8222-222222222222' } },
    entities: [
      { type: 'clientInfo', locale: 'en-GB', country: 'GB', platform: 'Web', timezone: 'Europe/London' },
    ],
    text: 'help',
    textFormat: 'plain',
    locale: 'en-GB',
  });
  const from = performance.now();
  const answer = await pool.request({
    path: '/api/messages',
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body,
  });
  await answer.body.dump();
  if (answer.statusCode !== 200) throw new Error(`the bot answered ${answer.statusCode}`);
  return performance.now() - from;
};

export const openPool = (port: number, connections: number): Pool =>
  new Pool(`http://127.0.0.1:${port}`, { connections, pipelining: 1 });

/** Keeps `concurrency` messages under way for `seconds`. */
export const load = async (target: Target, concurrency: number, seconds: number): Promise<Load> => {
  const pool = openPool(target.port, concurrency);
  const times: number[] = [];
  const from = performance.now();
  const end = from + seconds * 1_000;
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      while (performance.now() < end) times.push(await sayHelp(pool, target));
    }),
  );
  const took = (performance.now() - from) / 1_000;
  await pool.close();
  return { turns: times.length, seconds: took, times: times.toSorted((a, b) => a - b) };
};
