// A closed loop of messages or presses: so many at a time, each waiting for its answer, as Teams' own retries would not let it be faster.
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

/** What is sent: `help` as a message, a press of a button that asks for help, or other words as a message. */
export type Wish = 'message' | 'press' | { readonly words: string };

let sent = 0;

/** An activity of Teams in a personal chat, with an id of its own. */
export const activityOf = (wish: Wish, serviceUrl: string): object => {
  sent += 1;
  const around = {
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
    locale: 'en-GB',
  };
  if (wish === 'press')
    return {
      ...around,
      type: 'invoke',
      name: 'adaptiveCard/action',
      replyToId: '1',
      value: {
        action: { type: 'Action.Execute', verb: 'say', data: { say: 'help' } },
        trigger: 'manual',
      },
    };
  return {
    ...around,
    type: 'message',
    text: wish === 'message' ? 'help' : wish.words,
    textFormat: 'plain',
    entities: [
      { type: 'clientInfo', locale: 'en-GB', country: 'GB', platform: 'Web', timezone: 'Europe/London' },
    ],
  };
};

/** Sends one, whatever the answer is. @returns the status */
export const send = async (pool: Pool, token: string | undefined, activity: object): Promise<number> => {
  const answer = await pool.request({
    path: '/api/messages',
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(activity),
  });
  await answer.body.dump();
  return answer.statusCode;
};

/** One turn. @returns ms until the answer @throws when it is not 200 */
export const takeTurn = async (
  pool: Pool,
  { serviceUrl, token }: Target,
  wish: Wish = 'message',
): Promise<number> => {
  const activity = activityOf(wish, serviceUrl);
  const from = performance.now();
  const status = await send(pool, token, activity);
  if (status !== 200) throw new Error(`the bot answered ${status}`);
  return performance.now() - from;
};

export const openPool = (port: number, connections: number): Pool =>
  new Pool(`http://127.0.0.1:${port}`, { connections, pipelining: 1 });

/** Keeps `concurrency` turns under way for `seconds`. */
export const load = async (
  target: Target,
  concurrency: number,
  seconds: number,
  wish: Wish = 'message',
): Promise<Load> => {
  const pool = openPool(target.port, concurrency);
  const times: number[] = [];
  const from = performance.now();
  const end = from + seconds * 1_000;
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      while (performance.now() < end) times.push(await takeTurn(pool, target, wish));
    }),
  );
  const took = (performance.now() - from) / 1_000;
  await pool.close();
  return { turns: times.length, seconds: took, times: times.toSorted((a, b) => a - b) };
};
