import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Fault } from '../../../src/base/errors.ts';
import type { Databricks } from '../../../src/databricks/client.ts';
import { platformCode } from '../../../src/databricks/failure.ts';
import {
  clientOf,
  ending,
  json,
  PLANTED_TOKEN,
  type Reply,
  reset,
  type Scripted,
  scriptedServer,
  woundClock,
} from './server.ts';

let server: Scripted;
let client: Databricks;
beforeAll(async () => {
  server = await scriptedServer();
  client = clientOf(server.url);
});
afterAll(async () => {
  await client.close();
  await server.close();
});

const refused = (status: number, code: string, message = 'said the platform', headers = {}): Reply =>
  json(status, { error_code: code, message }, headers);
const page: Reply = (response) => {
  response.writeHead(200, { 'content-type': 'text/html' });
  response.end('<html><title>Sign in</title></html>');
};
const run = { run_id: 7, run_name: 'r', start_time: 1, status: { state: 'RUNNING' }, tasks: [] };
const submit = {
  runName: 'r',
  idempotencyToken: 't',
  tasks: [{ taskKey: 'a', notebook: { path: '/n', source: 'WORKSPACE', parameters: {} } }],
} as const;

describe('what an answer means', () => {
  test.each<[string, Reply, string]>([
    ['401', refused(401, 'UNAUTHENTICATED'), 'upstream-unauthenticated'],
    ['403', refused(403, 'PERMISSION_DENIED'), 'upstream-forbidden'],
    ['404', refused(404, 'RESOURCE_DOES_NOT_EXIST'), 'run-not-found'],
    [
      '400 of a run that is not there',
      refused(400, 'INVALID_PARAMETER_VALUE', 'Run 7 does not exist.'),
      'run-not-found',
    ],
    ['400', refused(400, 'MALFORMED_REQUEST'), 'upstream-rejected'],
    ['429 for ever', refused(429, 'REQUEST_LIMIT_EXCEEDED'), 'upstream-throttled'],
    ['500 for ever', refused(500, 'INTERNAL_ERROR'), 'upstream-broken'],
    ['503 for ever', refused(503, 'TEMPORARILY_UNAVAILABLE'), 'upstream-broken'],
    ['504 for ever', json(504, ''), 'upstream-broken'],
    ['a connection that is always reset', reset, 'upstream-unreachable'],
    ['a sign-in page with 200', page, 'upstream-gibberish'],
    [
      'a sign-in page with 203',
      (response) => void response.writeHead(203, { 'content-type': 'text/html' }).end('<html>'),
      'upstream-gibberish',
    ],
    [
      'a redirect to a sign-in page',
      (response) => void response.writeHead(303, { location: '/login.html' }).end(),
      'upstream-gibberish',
    ],
    ['JSON that stops in the middle', json(200, '{"run_id": 7, "tas'), 'upstream-gibberish'],
    ['an array', json(200, '[]'), 'upstream-gibberish'],
    ['a field of another type', json(200, { run_id: { not: 'an id' } }), 'upstream-gibberish'],
  ])('%s', async (_, reply, code) => {
    server.answer(reply);
    expect(await ending(client.runs.get('7'))).toBe(code);
  });

  test('nobody listening is unreachable, said before anything was sent', async () => {
    const lonely = clientOf('http://127.0.0.1:9');
    expect(await ending(lonely.jobs.submit(submit))).toBe('upstream-unreachable');
    await lonely.close();
  });

  test('the platform’s own code is kept for branching', async () => {
    server.answer(refused(403, 'PERMISSION_DENIED'));
    const fault = await client.me().catch((error: Fault) => error);
    expect(platformCode(fault as Fault)).toBe('PERMISSION_DENIED');
  });

  test('nothing of the token is in a fault, however it is printed', async () => {
    for (const reply of [refused(401, 'UNAUTHENTICATED'), reset, page]) {
      server.answer(reply);
      const fault = await client.me().catch((error: Fault) => error);
      expect(
        inspect(fault, { depth: 10, showHidden: false }) + JSON.stringify(fault) + (fault as Fault).stack,
      ).not.toContain(PLANTED_TOKEN);
    }
    expect(server.seen[0]?.authorization).toBe(`Bearer ${PLANTED_TOKEN}`);
  });
});

describe('what is repeated', () => {
  test('a read goes through after 503, a reset and 429', async () => {
    server.answer(
      refused(503, 'TEMPORARILY_UNAVAILABLE'),
      reset,
      refused(429, 'REQUEST_LIMIT_EXCEEDED'),
      json(200, run),
    );
    expect((await client.runs.get('7')).state).toBe('running');
    expect(server.seen).toHaveLength(4);
  });

  test('Retry-After is obeyed, in seconds and as a date', async () => {
    const clock = woundClock();
    const patient = clientOf(server.url, { clock });
    server.answer(refused(429, 'REQUEST_LIMIT_EXCEEDED', '', { 'retry-after': '7' }), json(200, run));
    await patient.runs.get('7');
    expect(Math.max(...clock.slept)).toBe(7_000);
    server.answer(
      refused(503, 'TEMPORARILY_UNAVAILABLE', '', {
        'retry-after': new Date(clock.now() + 20_000).toUTCString(),
      }),
      json(200, run),
    );
    await patient.runs.get('7');
    expect(Math.max(...clock.slept)).toBeGreaterThan(18_000);
    await patient.close();
  });

  test('a run is started again with the same token when its answer was lost', async () => {
    server.answer(reset, json(200, { run_id: 9 }));
    expect(await client.jobs.submit(submit)).toBe('9');
    expect(server.seen.map((seen) => JSON.parse(seen.body).idempotency_token)).toEqual(['t', 't']);
  });

  test('a git folder whose answer was lost is looked up, not created twice', async () => {
    server.answer(
      json(200, {}),
      reset,
      json(200, { object_id: 5, object_type: 'REPO', path: '/Repos/a/b' }),
      json(200, { id: 5, path: '/Repos/a/b', url: 'u', head_commit_id: 'c' }),
    );
    expect(await client.repos.create({ path: '/Repos/a/b', url: 'u', provider: 'gitHub' })).toMatchObject({
      id: '5',
    });
    expect(server.seen.map((seen) => `${seen.method} ${seen.url.split('?')[0]}`)).toEqual([
      'POST /api/2.0/workspace/mkdirs',
      'POST /api/2.0/repos',
      'GET /api/2.0/workspace/get-status',
      'GET /api/2.0/repos/5',
    ]);
  });

  test('a forced checkout whose answer was lost has an unknown outcome', async () => {
    server.answer(reset, json(200, { id: 5, path: '/p', url: 'u' }));
    expect(await ending(client.repos.update('5', { branch: 'main', discardAll: true }))).toBe(
      'outcome-unknown',
    );
  });

  test('401 with a personal token is not repeated', async () => {
    server.answer(refused(401, 'UNAUTHENTICATED'));
    await ending(client.me());
    expect(server.seen).toHaveLength(1);
  });

  test('a person who gives up stops the repeats', async () => {
    server.answer(refused(503, 'TEMPORARILY_UNAVAILABLE'));
    expect(
      await ending(
        client.runs.get('7', AbortSignal.abort(Object.assign(new Error('stop'), { code: 'stopped' }))),
      ),
    ).toBe('stopped');
  });
});

describe('git errors have codes of their own', () => {
  test.each([
    [400, 'GIT_CONFLICT', 'git-conflict'],
    [400, 'GIT_UNKNOWN_REF', 'git-unknown-ref'],
    [400, 'GIT_REMOTE_ERROR', 'git-remote-failed'],
    [403, 'GIT_URL_NOT_ON_ALLOW_LIST', 'git-remote-failed'],
    [409, 'COULD_NOT_ACQUIRE_LOCK', 'git-busy'],
  ])('%i %s is %s', async (status, code, expected) => {
    server.answer(
      refused(status, code),
      json(200, { id: 5, path: '/Workspace/churn', url: 'https://host/churn' }),
    );
    const fault = await client.repos.update('5', { branch: 'feature-x' }).catch((error: Fault) => error);
    expect(fault).toMatchObject({
      code: expected,
      details: { facts: { ref: 'feature-x', path: '/Workspace/churn' } },
    });
  });
});

describe('numbers', () => {
  test('ids beyond 2^53 come and go without loss', async () => {
    server.answer(
      json(
        200,
        '{"run_id": 8743210987654321098, "job_id": 9007199254740993, "status": {"state": "RUNNING"}}',
      ),
    );
    expect(await client.runs.get('8743210987654321098')).toMatchObject({
      runId: '8743210987654321098',
      jobId: '9007199254740993',
    });
    expect(server.seen[0]?.url).toContain('run_id=8743210987654321098');
    server.answer(json(200, '{"run_id": 1}'));
    await client.jobs.runNow({ jobId: '9007199254740993', parameters: {}, idempotencyToken: 't' });
    expect(server.seen[0]?.body).toContain('"job_id":9007199254740993');
  });

  test('an id that is no number is refused before it is sent', async () => {
    server.answer(json(200, {}));
    await ending(client.runs.cancel('1}, "all": {'));
    expect(server.seen).toHaveLength(0);
  });

  test('metrics may be NaN or infinite', async () => {
    server.answer(
      json(200, {
        runs: [
          {
            info: { run_id: 'a', start_time: 1 },
            data: {
              metrics: [
                { key: 'x', value: 'NaN' },
                { key: 'y', value: '-Infinity' },
                { key: 'z', value: 0.5 },
              ],
            },
          },
        ],
      }),
    );
    const [found] = await client.experiments.runs('1', 10);
    expect(found?.metrics).toEqual({ x: Number.NaN, y: Number.NEGATIVE_INFINITY, z: 0.5 });
  });

  test('pages are followed to the limit that was asked for', async () => {
    const one = (id: string) => ({ info: { run_id: id, start_time: 1 } });
    server.answer(
      json(200, { runs: [one('a'), one('b')], next_page_token: 'p2' }),
      json(200, { runs: [one('c')] }),
    );
    expect((await client.experiments.runs('1', 3)).map((each) => each.runId)).toEqual(['a', 'b', 'c']);
    expect(JSON.parse(server.seen[1]?.body ?? '{}').page_token).toBe('p2');
  });

  test('a run’s tasks come from all pages, the newest attempt of each', async () => {
    const task = (key: string, attempt: number, id: number) => ({
      run_id: id,
      task_key: key,
      attempt_number: attempt,
      status: { state: 'RUNNING' },
    });
    server.answer(
      json(200, { ...run, tasks: [task('a', 0, 1)], next_page_token: 'n' }),
      json(200, { ...run, tasks: [task('a', 1, 2), task('b', 0, 3)] }),
    );
    expect((await client.runs.get('7')).tasks.map((each) => `${each.key}${each.runId}`)).toEqual([
      'a2',
      'b3',
    ]);
  });
});
