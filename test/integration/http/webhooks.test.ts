// Webhooks over the wire: who is let in, what is taken, what is counted, and that nothing else happens.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { silentLog } from '../../../src/base/log.ts';
import { LARGEST_BODY } from '../../../src/http/body.ts';
import { type Serving, serve } from '../../../src/http/server.ts';
import { webhookRoutes } from '../../../src/http/webhooks.ts';

const hints: string[] = [];
const door = webhookRoutes({
  user: 'databricks',
  password: 'pass:wörd',
  hint: async (runId) => void hints.push(runId),
});
const closedDoor = webhookRoutes({
  user: undefined,
  password: undefined,
  hint: async (runId) => void hints.push(runId),
});
let serving: Serving;
let closed: Serving;

beforeAll(async () => {
  const options = { port: 0, host: '127.0.0.1', log: silentLog };
  serving = await serve({ ...options, routes: door.routes });
  closed = await serve({ ...options, routes: closedDoor.routes });
});
afterAll(async () => {
  await serving.close();
  await closed.close();
});
beforeEach(() => {
  hints.length = 0;
});

const basic = (pair: string): string => `Basic ${Buffer.from(pair).toString('base64')}`;
const GOOD = basic('databricks:pass:wörd');
const ENDED = '{"event_type":"jobs.on_failure","workspace_id":1,"run":{"run_id":9223372036854775807}}';
const post = async (
  body: string,
  authorization: string | undefined = GOOD,
  at = serving,
): Promise<number> => {
  const answer = await fetch(`${at.url}/api/webhooks/databricks`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
  });
  await answer.body?.cancel();
  return answer.status;
};

describe('webhooks of Databricks', () => {
  test('a known sender’s hint is taken, its id not rounded; sent again it is harmless', async () => {
    expect(await post(ENDED)).toBe(202);
    expect(await post(ENDED)).toBe(202);
    expect(hints).toEqual(['9223372036854775807', '9223372036854775807']);
  });

  test.each([
    ['nothing', ''],
    ['another password', basic('databricks:pass')],
    ['another user', basic('databrick:pass:wörd')],
    ['a longer password', basic('databricks:pass:wörd!')],
    ['a token', 'Bearer abc'],
    ['the bare pair', 'databricks:pass'],
    ['an empty pair', basic(':')],
  ])('401 for %s, and nothing is looked at', async (_what, authorization) => {
    const before = door.counts.unauthorized;
    expect(await post(ENDED, authorization)).toBe(401);
    expect(door.counts.unauthorized).toBe(before + 1);
    expect(hints).toEqual([]);
  });

  test('with no password configured nobody is let in, an empty pair included', async () => {
    for (const authorization of ['', basic(':'), basic('undefined:undefined')])
      expect(await post(ENDED, authorization, closed)).toBe(401);
    expect(hints).toEqual([]);
  });

  test('400 for what is no notification, 413 for too much, 202 and no look for what tells of no ending', async () => {
    const before = { ...door.counts };
    expect(await post('{"event_type":')).toBe(400);
    expect(await post('[]')).toBe(400);
    expect(await post(`"${'x'.repeat(LARGEST_BODY)}"`)).toBe(413);
    expect(await post(ENDED.replace('on_failure', 'on_start'))).toBe(202);
    expect(hints).toEqual([]);
    expect(door.counts).toEqual({
      ...before,
      malformed: before.malformed + 2,
      unread: before.unread + 1,
      ignored: before.ignored + 1,
    });
  });
});
