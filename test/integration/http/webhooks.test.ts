// Every door through which other systems speak × every way of knocking badly, over the wire: who is let in, what is taken, what is counted,
// and that nothing else happens.
import { createHmac } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { silentLog } from '../../../src/base/log.ts';
import { azureWebhookRoutes } from '../../../src/http/azure-webhooks.ts';
import { LARGEST_BODY } from '../../../src/http/body.ts';
import { registryWebhookRoute } from '../../../src/http/registry-webhooks.ts';
import { type Serving, serve } from '../../../src/http/server.ts';
import { countedDoors, type WebhookCounts } from '../../../src/http/webhook-counts.ts';
import { webhookRoute } from '../../../src/http/webhooks.ts';

const LOCK = { user: 'webhooks', password: 'pass:wörd' };
const SECRET = 'a shared secret';
const NOW = 1_795_000_000_000;

/** What came through, in the order in which it came. */
const hints: string[] = [];
let now = NOW;
let isStoring = true;
const take = async (what: unknown): Promise<void> => {
  if (!isStoring) throw new Error('the store does not answer');
  hints.push(String(what));
};
const routesOf = (lock: { user: string | undefined; password: string | undefined }, secret?: string) =>
  countedDoors([
    webhookRoute({ ...lock, hint: take }),
    ...azureWebhookRoutes({
      ...lock,
      hint: take,
      check: async ({ planUrl, build }) => {
        if (!planUrl.startsWith('https://dev.azure.com/ours/')) return 'foreign';
        await take(build);
        return 'taken';
      },
    }),
    registryWebhookRoute({ secret, now: () => now, hint: take }),
  ]);
const open = routesOf(LOCK, SECRET);
const locked = routesOf({ user: undefined, password: undefined });
let serving: Serving;
let closed: Serving;

beforeAll(async () => {
  const options = { port: 0, host: '127.0.0.1', log: silentLog };
  serving = await serve({ ...options, routes: open.routes });
  closed = await serve({ ...options, routes: locked.routes });
});
afterAll(async () => {
  await serving?.close();
  await closed?.close();
});
beforeEach(() => {
  hints.length = 0;
  now = NOW;
  isStoring = true;
});

type Headers = Readonly<Record<string, string>>;
interface Door {
  readonly path: string;
  /** What lets a body in, as the sender makes it. */
  readonly signs: (body: string, secret?: string) => Headers;
  readonly good: string;
  /** The hint that comes of it, and the status. */
  readonly hint: string;
  readonly taken: number;
  /** A body of a kind that nobody needs, with its status. */
  readonly other?: readonly [body: string, status: number];
  /** Bodies of a known sender that say nothing. */
  readonly malformed: readonly string[];
  /** Status when it cannot be stored: one after which the sender tries again. */
  readonly unstored: number;
}

const basic = (pair: string): Headers => ({
  authorization: `Basic ${Buffer.from(pair).toString('base64')}`,
});
const byPassword = (_body: string, secret = `${LOCK.user}:${LOCK.password}`): Headers => basic(secret);
const byMlflow = (body: string, secret = SECRET): Headers => ({
  'x-mlflow-delivery-id': 'd1',
  'x-mlflow-timestamp': String(NOW / 1_000),
  'x-mlflow-signature': `v1,${createHmac('sha256', secret)
    .update(`d1.${NOW / 1_000}.${body}`)
    .digest('base64')}`,
});
const byWorkspace = (body: string, secret = SECRET): Headers => ({
  'x-databricks-signature': createHmac('sha256', secret).update(body).digest('hex'),
});
const GUID = '00000000-0000-4000-8000-000000000001';
const CHECK = {
  ...{ PlanUrl: 'https://dev.azure.com/ours/', ProjectId: GUID, HubName: 'checks', PlanId: GUID },
  ...{ JobId: GUID, TaskInstanceId: GUID, AuthToken: 'token', BuildId: 7 },
};

const DOORS: Readonly<Record<string, Door>> = {
  'job notifications of Databricks': {
    path: 'webhooks/databricks',
    signs: byPassword,
    good: '{"event_type":"jobs.on_failure","workspace_id":1,"run":{"run_id":9223372036854775807}}',
    hint: '9223372036854775807',
    taken: 202,
    other: ['{"event_type":"jobs.on_start","run":{"run_id":1}}', 202],
    malformed: ['{"event_type":', '[]', '', '{"event_type":"jobs.on_failure","run":{"run_id":"1 or 1"}}'],
    unstored: 500,
  },
  'service hooks of Azure DevOps': {
    path: 'webhooks/azure-devops',
    signs: byPassword,
    good: '{"eventType":"build.complete","resource":{"id":42}}',
    hint: '42',
    taken: 200,
    other: ['{"eventType":"workitem.updated","resource":{"id":42}}', 200],
    malformed: ['{"eventType":', '[]', '', '{"eventType":"build.complete","resource":42}'],
    unstored: 503,
  },
  'checks of Azure DevOps': {
    path: 'gates/azure-devops',
    signs: byPassword,
    good: JSON.stringify(CHECK),
    hint: '7',
    taken: 200,
    other: [JSON.stringify({ ...CHECK, PlanUrl: 'https://dev.azure.com/theirs/' }), 403],
    malformed: [
      '{"PlanId":',
      '[]',
      '',
      JSON.stringify({ ...CHECK, AuthToken: '' }),
      JSON.stringify({ ...CHECK, PlanId: '../plans' }),
    ],
    unstored: 500,
  },
  'events of an MLflow server': {
    path: 'webhooks/mlflow',
    signs: byMlflow,
    good: '{"entity":"MODEL_VERSION_ALIAS","action":"CREATED","data":{"name":"churn","version":"12"}}',
    hint: 'churn',
    taken: 202,
    other: ['{"entity":"PROMPT","action":"CREATED","data":{"name":"greeting"}}', 202],
    malformed: ['{"entity":', '[]', '', '{"entity":"MODEL_VERSION","data":{}}'],
    unstored: 500,
  },
  'events of a workspace registry': {
    path: 'webhooks/mlflow',
    signs: byWorkspace,
    good: '{"event":"MODEL_VERSION_TRANSITIONED_STAGE","model_name":"churn","version":"12"}',
    hint: 'churn',
    taken: 202,
    malformed: ['{"event":', '[]', '', '{"event":"X","model_name":""}'],
    unstored: 500,
  },
};

const knock = async (
  { path }: Door,
  body: RequestInit['body'],
  headers: Headers,
  at = serving,
): Promise<number> => {
  const answer = await fetch(`${at.url}/api/${path}`, {
    ...{ method: 'POST', body: body ?? null, duplex: 'half' },
    headers: { 'content-type': 'application/json', ...headers },
  } as RequestInit);
  await answer.body?.cancel();
  return answer.status;
};
/** What a piece of work adds to the counts of a door. */
const added = async ({ path }: Door, work: () => Promise<unknown>): Promise<Partial<WebhookCounts>> => {
  const before = { ...open.counts[path] } as WebhookCounts;
  await work();
  return Object.fromEntries(
    Object.entries(open.counts[path] ?? {})
      .map(([outcome, count]) => [outcome, count - before[outcome as keyof WebhookCounts]] as const)
      .filter(([, count]) => count !== 0),
  );
};

describe.each(Object.entries(DOORS))('%s', (_name, door) => {
  const { good, signs, taken, hint } = door;

  test('are taken from who is known; sent again they say the same, and are counted', async () => {
    const counts = await added(door, async () => {
      for (const _ of ['first', 'replayed', 'replayed again'])
        expect(await knock(door, good, signs(good))).toBe(taken);
    });
    // A hint carries nothing but where to look: looked after thrice, there is the same to be seen.
    expect(hints).toEqual([hint, hint, hint]);
    expect(counts).toEqual({ taken: 3 });
  });

  test.each<readonly [string, (body: string) => Headers]>([
    ['unsigned', () => ({})],
    ['an empty authorization', () => ({ authorization: '' })],
    ['another’s password or secret', (body) => signs(body, 'guessed:guessed')],
    ['an empty password or secret', (body) => signs(body, ':')],
    ['a longer password', () => basic(`${LOCK.user}:${LOCK.password}!`)],
    ['the bare pair', () => ({ authorization: `${LOCK.user}:${LOCK.password}` })],
    ['a token', () => ({ authorization: 'Bearer abc' })],
    ['half a signature', () => ({ 'x-databricks-signature': 'abc', 'x-mlflow-signature': 'v1,abc' })],
  ])('%s: 401, and nothing is looked at', async (_what, headers) => {
    const counts = await added(door, async () => {
      expect(await knock(door, good, headers(good))).toBe(401);
      // Nor does a stranger learn what would have been well formed.
      expect(await knock(door, '{', headers('{'))).toBe(401);
    });
    expect(hints).toEqual([]);
    expect(counts).toEqual({ unauthorized: 2 });
  });

  test('with no password and no secret configured nobody is let in, with empty ones neither', async () => {
    for (const headers of [{}, basic(':'), basic('undefined:undefined'), signs(good, ''), signs(good)])
      expect(await knock(door, good, headers, closed)).toBe(401);
    expect(hints).toEqual([]);
  });

  test('oversized: 413, told or not how long it is; compressed: 415; before anybody is asked who they are', async () => {
    const large = 'x'.repeat(LARGEST_BODY + 1);
    const counts = await added(door, async () => {
      expect(await knock(door, large, signs(large))).toBe(413);
      expect(await knock(door, large, {})).toBe(413);
      expect(await knock(door, new Blob([large]).stream(), signs(large))).toBe(413);
      const packed = gzipSync(good);
      expect(await knock(door, packed, { ...signs(good), 'content-encoding': 'gzip' })).toBe(415);
    });
    expect(hints).toEqual([]);
    expect(counts).toEqual({ unread: 4 });
  });

  test('malformed: 400', async () => {
    const counts = await added(door, async () => {
      for (const body of door.malformed)
        expect([body, await knock(door, body, signs(body))]).toEqual([body, 400]);
    });
    expect(hints).toEqual([]);
    expect(counts).toEqual({ malformed: door.malformed.length });
  });

  if (door.other) {
    const [body, status] = door.other;
    test(`of no concern: ${status}`, async () => {
      const counts = await added(door, async () => {
        expect(await knock(door, body, signs(body))).toBe(status);
      });
      expect(hints).toEqual([]);
      expect(counts).toEqual({ ignored: 1 });
    });
  }

  test('cannot be stored: told so, so that it is sent again', async () => {
    isStoring = false;
    const counts = await added(door, async () => {
      expect(await knock(door, good, signs(good))).toBe(door.unstored);
    });
    expect(counts).toEqual({ failed: 1 });
    isStoring = true;
    expect(await knock(door, good, signs(good))).toBe(taken);
    expect(hints).toEqual([hint]);
  });
});

describe('what is signed', () => {
  const mlflow = DOORS['events of an MLflow server'] as Door;
  const workspace = DOORS['events of a workspace registry'] as Door;

  test.each([mlflow, workspace])('fits no other body', async (door) => {
    const counts = await added(door, async () => {
      expect(await knock(door, door.good.replace('churn', 'fraud'), door.signs(door.good))).toBe(401);
    });
    expect(hints).toEqual([]);
    expect(counts).toEqual({ unauthorized: 1 });
  });

  test.each([
    ['six minutes after', 6, 401],
    ['four minutes after', 4, 202],
    ['six minutes before', -6, 401],
  ])('replayed %s it was signed', async (_when, minutes, status) => {
    now = NOW + minutes * 60_000;
    expect(await knock(mlflow, mlflow.good, mlflow.signs(mlflow.good))).toBe(status);
    expect(hints).toEqual(status === 401 ? [] : ['churn']);
  });

  test('a delivery that is given another name is not the same', async () => {
    const headers = { ...mlflow.signs(mlflow.good), 'x-mlflow-delivery-id': 'd2' };
    expect(await knock(mlflow, mlflow.good, headers)).toBe(401);
    expect(hints).toEqual([]);
  });
});
