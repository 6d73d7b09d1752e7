// A file that a run logged and that lies in the storage behind the workspace: the workspace is asked for an address, the storage for the
// file. Either may go wrong in every way that there is; the fault names who did, the token stays at home, the address stays secret.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Fault } from '../../../src/base/errors.ts';
import type { Databricks } from '../../../src/databricks/client.ts';
import { KINDS } from './call-rows.ts';
import { clientOf, json, type Reply, reset, type Scripted, scriptedServer, woundClock } from './server.ts';

let workspace: Scripted;
let storage: Scripted;
let client: Databricks;
let clock: ReturnType<typeof woundClock>;
beforeAll(async () => {
  workspace = await scriptedServer();
  storage = await scriptedServer();
});
beforeEach(() => {
  clock = woundClock();
  client = clientOf(workspace.url, { clock, timeoutMs: 400 });
  workspace.answer(address());
});
afterEach(() => client.close());
afterAll(async () => {
  await workspace?.close();
  await storage?.close();
});

const RUN = { runId: 'r1', artifacts: 'dbfs:/databricks/mlflow-tracking/1/r1/artifacts' };
const ROWS = { rows: ['a', 'b'], loss: [0.1, 0.2] };
const SIGNED = 'sig=planted-signature';
const address = (): Reply =>
  json(200, {
    credential_infos: [
      {
        signed_uri: `${storage.url}/bucket/rows.json?${SIGNED}`,
        headers: [{ name: 'x-ms-version', value: '2020' }],
        path: 'rows.json',
      },
    ],
  });
const read = () => client.artifacts.json(RUN, 'rows.json');
const fault = async (): Promise<Fault> => {
  const thrown: unknown = await read().catch((error: unknown) => error);
  if (!(thrown instanceof Fault)) throw new Error(`no fault: ${String(thrown)}`);
  return thrown;
};

const page =
  (status: number): Reply =>
  (response) =>
    void response.writeHead(status, { 'content-type': 'text/html' }).end('<html>Sign in</html>');
/** Storages refuse in XML. */
const refused =
  (status: number, headers: Record<string, string> = {}): Reply =>
  (response) =>
    void response
      .writeHead(status, { 'content-type': 'application/xml', ...headers })
      .end('<Error><Code>Refused</Code></Error>');
/** Never answers. */
const silence: Reply = () => {};

/** What the storage does in each way of going wrong, and how the read ends when it stays so; nothing ends what is no trouble. */
const CELLS: Readonly<Record<string, readonly [Reply, Fault['code'] | undefined]>> = {
  '401 expired token': [refused(401), 'upstream-forbidden'],
  '403': [refused(403), 'upstream-forbidden'],
  '404': [refused(404), 'upstream-not-found'],
  '429 with Retry-After': [refused(429, { 'retry-after': '7' }), 'upstream-throttled'],
  '429 without': [refused(429), 'upstream-throttled'],
  '500': [refused(500), 'upstream-broken'],
  '503': [refused(503), 'upstream-broken'],
  '504': [refused(504), 'upstream-broken'],
  reset: [reset, 'upstream-unreachable'],
  'time-out': [silence, 'upstream-unreachable'],
  'slow body': [
    (response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write(JSON.stringify(ROWS).slice(0, 9));
      setImmediate(() => response.end(JSON.stringify(ROWS).slice(9)));
    },
    undefined,
  ],
  'malformed JSON': [json(200, '{"rows": ["a'), 'upstream-gibberish'],
  'sign-in page 200': [page(200), 'upstream-gibberish'],
  'sign-in page 203': [page(203), 'upstream-gibberish'],
};
const PASSING = ['429 with Retry-After', '429 without', '500', '503', '504', 'reset', 'time-out'];

describe('a file in the storage behind the workspace', () => {
  test('is read by its signed address with its headers, and without the token', async () => {
    let version: unknown;
    storage.answer((response, seen) => {
      version = response.req.headers['x-ms-version'];
      json(200, ROWS)(response, seen);
    });
    expect(await read()).toEqual(ROWS);
    expect(version).toBe('2020');
    expect(storage.seen).toMatchObject([{ url: `/bucket/rows.json?${SIGNED}`, authorization: undefined }]);
  });

  test('every way of going wrong has its cell', () => {
    expect(Object.keys(CELLS)).toEqual(Object.keys(KINDS));
  });

  test.each(Object.entries(CELLS))('%s', async (kind, [reply, code]) => {
    storage.answer(reply);
    if (code === undefined) {
      expect(await read()).toEqual(ROWS);
      return;
    }
    const told = await fault();
    expect(told).toMatchObject({
      code,
      details: { system: 'Artifact storage', changed: 'no', attempted: 'read rows.json of run r1' },
    });
    expect(`${told.what} ${told.next} ${JSON.stringify(told.details)} ${String(told.cause)}`).not.toContain(
      SIGNED,
    );
    expect(storage.seen).toHaveLength(PASSING.includes(kind) ? 3 : 1);
    if (kind === '429 with Retry-After') expect(clock.slept).toEqual([7_000, 7_000]);
  });

  test.each(PASSING)('%s that passes is waited for', async (kind) => {
    storage.answer(CELLS[kind]?.[0] ?? reset, json(200, ROWS));
    expect(await read()).toEqual(ROWS);
  });

  test.each([
    ['no address', json(200, {}), 'upstream-not-found'],
    [
      'an address that is none',
      json(200, { credential_infos: [{ signed_uri: 'not an address', path: 'rows.json' }] }),
      'upstream-gibberish',
    ],
    ['a refusal of the workspace', json(403, { error_code: 'PERMISSION_DENIED' }), 'upstream-forbidden'],
  ] as const)('%s: the storage is not asked', async (_what, reply, code) => {
    workspace.answer(reply);
    storage.answer(json(200, ROWS));
    expect((await fault()).code).toBe(code);
    expect(storage.seen).toEqual([]);
  });

  test('more than can be held is not read to its end', async () => {
    let ended = false;
    storage.answer((response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const part = 'x'.repeat(1024 * 1024);
      response.once('close', () => {
        ended = true;
      });
      // Endless: it stops when the reader goes.
      const more = (): void => {
        while (!ended && response.write(part));
        if (!ended) response.once('drain', more);
      };
      more();
    });
    const told = await fault();
    expect(told.code).toBe('artifact-too-large');
    expect(told.what).toBe('the artifact rows.json of run r1 is larger than the 20 MB that brickbot reads.');
  });

  test('whoever reads no longer is not kept', async () => {
    const stop = new AbortController();
    storage.answer(() => stop.abort(new Error('nobody waits')));
    await expect(client.artifacts.json(RUN, 'rows.json', stop.signal)).rejects.toThrow('nobody waits');
  });
});
