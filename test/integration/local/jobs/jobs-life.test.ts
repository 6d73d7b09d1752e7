import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { PERSON } from '../guest.ts';
import { type Answer, type JobsGuest, noPython, openJobsGuest, tasksIn } from './jobs-guest.ts';

let guest: JobsGuest;
let quick: string;
let slow: string;
let failing: string;
const task = (task_key: string, notebook_path: string, more: object = {}) => ({
  task_key,
  notebook_task: { notebook_path },
  ...more,
});
const after = (...keys: string[]) => ({ depends_on: keys.map((task_key) => ({ task_key })) });

beforeAll(async () => {
  guest = await openJobsGuest();
  quick = await guest.notebook(
    'quick',
    'dbutils.widgets.text("x", "none")\ndbutils.notebook.exit(dbutils.widgets.get("x"))\n',
  );
  slow = await guest.notebook('slow', 'import time\nprint("begun", flush=True)\ntime.sleep(60)\n');
  failing = await guest.notebook('failing', 'raise ValueError("no")\n');
});
afterAll(() => guest.close());

const create = async (settings: object): Promise<bigint> =>
  (await guest.ok('POST', '/api/2.2/jobs/create', settings))['job_id'] as bigint;
const runNow = async (job_id: bigint, more: object = {}): Promise<bigint> =>
  (await guest.ok('POST', '/api/2.2/jobs/run-now', { job_id, ...more }))['run_id'] as bigint;
const byKey = (run: Answer) => Object.fromEntries(tasksIn(run).map((each) => [each['task_key'], each]));

if (noPython !== undefined) test(`could not run here: ${noPython}`, () => undefined);
else {
  test('cancel is asynchronous and ends the process', async () => {
    const id = await guest.submit(slow);
    await guest.inState(id, 'RUNNING');
    await guest.ok('POST', '/api/2.2/jobs/runs/cancel', { run_id: id });
    const run = await guest.ended(id);
    expect(run['state']).toMatchObject({ life_cycle_state: 'TERMINATED', result_state: 'CANCELED' });
    expect(run['status']).toMatchObject({ termination_details: { code: 'USER_CANCELED' } });
    expect(tasksIn(run)[0]?.['state']).toMatchObject({ result_state: 'CANCELED' });
  });

  test('time limits of a run and of a task', async () => {
    const whole = await guest.submit(slow, { timeout_seconds: 1 });
    const part = await guest.submit('', { tasks: [task('a', slow, { timeout_seconds: 1 })] });
    for (const id of [whole, part]) {
      const run = await guest.ended(id);
      expect(run['state']).toMatchObject({ life_cycle_state: 'TERMINATED', result_state: 'TIMEDOUT' });
      expect(tasksIn(run)[0]?.['state']).toMatchObject({ result_state: 'TIMEDOUT' });
    }
  });

  test('tasks wait for each other, and run_if decides', async () => {
    const id = await guest.submit('', {
      tasks: [
        task('bad', failing),
        task('never', quick, after('bad')),
        task('always', quick, { ...after('never'), run_if: 'ALL_DONE' }),
      ],
    });
    const run = await guest.ended(id);
    const tasks = byKey(run);
    expect(tasks['bad']?.['state']).toMatchObject({ result_state: 'FAILED' });
    expect(tasks['never']?.['state']).toMatchObject({ result_state: 'UPSTREAM_FAILED' });
    expect(tasks['always']?.['state']).toMatchObject({ result_state: 'SUCCESS' });
    expect(run['state']).toMatchObject({ result_state: 'SUCCESS_WITH_FAILURES' });
  });

  test('a task is tried again as often as it may', async () => {
    const id = await guest.submit('', { tasks: [task('a', failing, { max_retries: 2 })] });
    const run = await guest.ended(id);
    expect(tasksIn(run).map((each) => each['attempt_number'])).toEqual([0, 1, 2]);
    expect((run['status'] as Answer)['termination_details']).toMatchObject({ code: 'RUN_EXECUTION_ERROR' });
  });

  test('job parameters reach the widgets, overridden by name', async () => {
    const job = await create({
      name: 'with parameters',
      parameters: [
        { name: 'x', default: 'one' },
        { name: 'y', default: 'two' },
      ],
      tasks: [
        task('a', quick),
        task('b', quick, {
          notebook_task: { notebook_path: quick, base_parameters: { x: '{{job.parameters.y}}!' } },
        }),
      ],
    });
    const run = await guest.ended(await runNow(job));
    expect(run['job_parameters']).toEqual([
      { name: 'x', default: 'one', value: 'one' },
      { name: 'y', default: 'two', value: 'two' },
    ]);
    const tasks = byKey(run);
    const result = async (each: Answer | undefined) =>
      (await guest.output(each?.['run_id']))['notebook_output'];
    expect(await result(tasks['a'])).toMatchObject({ result: 'one' });
    expect(await result(tasks['b'])).toMatchObject({ result: 'two!' });
    const other = await guest.ended(await runNow(job, { job_parameters: { x: 'three' } }));
    expect(await result(byKey(other)['a'])).toMatchObject({ result: 'three' });
  });

  test('one run at a time: the next waits in the queue or is skipped', async () => {
    const job = await create({ name: 'one', max_concurrent_runs: 1, tasks: [task('a', slow)] });
    const first = await runNow(job);
    const queued = await runNow(job);
    const skipped = await runNow(job, { queue: { enabled: false } });
    expect((await guest.inState(queued, 'QUEUED'))['status']).toMatchObject({
      queue_details: { code: 'MAX_CONCURRENT_RUNS_REACHED' },
    });
    const end = await guest.ended(skipped);
    expect(end['state']).toMatchObject({
      life_cycle_state: 'SKIPPED',
      result_state: 'MAXIMUM_CONCURRENT_RUNS_REACHED',
    });
    await guest.ok('POST', '/api/2.2/jobs/runs/cancel', { run_id: first });
    await guest.inState(queued, 'RUNNING', 'PENDING');
    await guest.ok('POST', '/api/2.2/jobs/runs/cancel-all', { job_id: job });
    await guest.ended(queued);
  });

  test('the same idempotency token gives the same run', async () => {
    const job = await create({ name: 'token', tasks: [task('a', quick)] });
    const answers = await Promise.all([1, 2, 3].map(() => runNow(job, { idempotency_token: 'once' })));
    expect(new Set(answers).size).toBe(1);
    await guest.ended(answers[0]);
    const listed = await guest.ok('GET', `/api/2.2/jobs/runs/list?job_id=${job}`);
    expect(listed['runs']).toHaveLength(1);
    await guest.ok('POST', '/api/2.2/jobs/runs/delete', { run_id: answers[0] });
    const again = await guest.call('POST', '/api/2.2/jobs/run-now', {
      job_id: job,
      idempotency_token: 'once',
    });
    expect(again.status).toBe(400);
  });

  test('a repair runs what failed again, inside the same run', async () => {
    const path = await guest.notebook('heal', 'raise ValueError("ill")\n');
    const job = await create({
      name: 'heal',
      tasks: [task('good', quick), task('ill', path), task('later', quick, after('ill'))],
    });
    const id = await runNow(job);
    await guest.ended(id);
    await guest.notebook('heal', 'print("well")\n');
    const repaired = await guest.ok('POST', '/api/2.2/jobs/runs/repair', {
      run_id: id,
      rerun_all_failed_tasks: true,
    });
    const run = await guest.ended(id);
    expect(run['state']).toMatchObject({ result_state: 'SUCCESS' });
    expect(tasksIn(run).map((each) => [each['task_key'], each['attempt_number']])).toEqual([
      ['good', 0],
      ['ill', 0],
      ['later', 0],
      ['ill', 1],
      ['later', 1],
    ]);
    expect(run['repair_history']).toMatchObject([
      { type: 'ORIGINAL' },
      { type: 'REPAIR', id: repaired['repair_id'] },
    ]);
    const blind = await guest.call('POST', '/api/2.2/jobs/runs/repair', {
      run_id: id,
      rerun_tasks: ['good'],
    });
    expect(blind.body['error_code']).toBe('INVALID_PARAMETER_VALUE');
    await guest.ok('POST', '/api/2.2/jobs/runs/repair', {
      run_id: id,
      rerun_tasks: ['good'],
      latest_repair_id: repaired['repair_id'],
    });
    await guest.ended(id);
  });

  test('lists are filtered and paged, refusals are the platform’s', async () => {
    const job = await create({ name: 'Listed', tasks: [task('a', quick)] });
    for (let n = 0; n < 3; n += 1) await guest.ended(await runNow(job));
    const first = await guest.ok('GET', `/api/2.2/jobs/runs/list?job_id=${job}&limit=2`);
    const rest = await guest.ok(
      'GET',
      `/api/2.2/jobs/runs/list?job_id=${job}&limit=2&page_token=${String(first['next_page_token'])}`,
    );
    expect([(first['runs'] as unknown[]).length, (rest['runs'] as unknown[]).length]).toEqual([2, 1]);
    expect(rest['next_page_token']).toBeUndefined();
    expect((await guest.ok('GET', '/api/2.1/jobs/list?name=listed'))['jobs']).toHaveLength(1);
    expect(await guest.ok('GET', '/api/2.2/jobs/list?name=liste')).toEqual({ has_more: false });
    const wrong = async (path: string) => {
      const { status, body } = await guest.call('GET', path);
      return [status, body['error_code']];
    };
    expect(await wrong('/api/2.2/jobs/runs/list?limit=26')).toEqual([400, 'INVALID_PARAMETER_VALUE']);
    expect(await wrong('/api/2.2/jobs/runs/list?active_only=True')).toEqual([400, 'INVALID_PARAMETER_VALUE']);
    expect(await wrong('/api/2.2/jobs/runs/get?run_id=1')).toEqual([400, 'INVALID_PARAMETER_VALUE']);
    const runs = first['runs'] as Answer[];
    const ofJobRun = await guest.call(
      'GET',
      `/api/2.2/jobs/runs/get-output?run_id=${String(runs[0]?.['run_id'])}`,
    );
    expect(ofJobRun.body['message']).toMatch(
      /^Retrieving the output of runs with multiple tasks is not supported/,
    );
    const refused = await guest.call(
      'POST',
      '/api/2.2/jobs/run-now',
      { job_id: job },
      { authorization: `Bearer ${PERSON.token}` },
    );
    expect([refused.status, refused.body['error_code']]).toEqual([403, 'PERMISSION_DENIED']);
    expect(refused.body['message']).toContain(
      'does not have Manage Run or Owner or Admin permissions on job',
    );
    const page = await fetch(`${guest.url}/jobs/${job}/runs/${String(runs[0]?.['run_id'])}`);
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<h1>Listed</h1>')]);
  });

  test('webhooks say that a run started and how it ended, with the password of the destination', async () => {
    const heard: { body: Answer; authorization: string | undefined }[] = [];
    const server = createServer((request, response) => {
      let text = '';
      request.on('data', (part: Buffer) => {
        text += part.toString();
      });
      request.on('end', () => {
        heard.push({ body: JSON.parse(text) as Answer, authorization: request.headers.authorization });
        response.end();
        server.emit('heard');
      });
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
    const config = { generic_webhook: { url, username: 'u', password: 'p' } };
    const made = await guest.ok('POST', '/api/2.0/notification-destinations', {
      display_name: 'hook',
      config,
    });
    expect(JSON.stringify(made)).not.toContain('127.0.0.1');
    const open = await guest.call('POST', '/api/2.0/notification-destinations', {
      display_name: 'x',
      config: { generic_webhook: { url: 'http://example.com/' } },
    });
    expect(open.status).toBe(400);
    const target = [{ id: made['id'] }];
    const webhook_notifications = { on_start: target, on_failure: target, on_success: target };
    const job = await create({ name: 'told', webhook_notifications, tasks: [task('a', failing)] });
    const id = await runNow(job);
    while (heard.length < 2) await once(server, 'heard');
    server.close();
    expect(new Set(heard.map(({ body }) => body['event_type']))).toEqual(
      new Set(['jobs.on_failure', 'jobs.on_start']),
    );
    expect(heard[0]?.authorization).toBe(`Basic ${Buffer.from('u:p').toString('base64')}`);
    expect(heard[1]?.body).toMatchObject({
      run: { run_id: Number(id) },
      job: { job_id: Number(job), name: 'told' },
    });
  });

  test('after a restart, what was going on is lost and what had ended is kept', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'jobs-restart-'));
    try {
      const before = await openJobsGuest({ dataDir, bigIds: true });
      const path = await before.notebook('slow', 'import time\ntime.sleep(60)\n');
      const done = await before.submit(await before.notebook('ok', 'dbutils.notebook.exit("kept")\n'));
      await before.ended(done);
      const lost = await before.submit(path);
      await before.inState(lost, 'RUNNING');
      await before.close();
      const next = await openJobsGuest({ dataDir, bigIds: true });
      const run = await next.ended(lost);
      expect(run['state']).toMatchObject({ life_cycle_state: 'INTERNAL_ERROR' });
      expect(run['status']).toMatchObject({
        termination_details: { code: 'INTERNAL_ERROR', type: 'INTERNAL_ERROR' },
      });
      const kept = await next.ended(done);
      expect(kept['run_id']).toBe(done);
      expect((await next.output(tasksIn(kept)[0]?.['run_id']))['notebook_output']).toMatchObject({
        result: 'kept',
      });
      await next.close();
    } finally {
      await rm(dataDir, { recursive: true, force: true });
    }
  });
}

test('without python3 a run ends with DRIVER_ERROR and says why', async () => {
  const bare = await openJobsGuest({ python: false });
  const run = await bare.ended(await bare.submit(await bare.notebook('n', 'print(1)\n')));
  await bare.close();
  expect(run['state']).toMatchObject({ life_cycle_state: 'INTERNAL_ERROR', result_state: 'FAILED' });
  expect(run['status']).toMatchObject({
    termination_details: { code: 'DRIVER_ERROR', type: 'INTERNAL_ERROR' },
  });
  expect((run['state'] as Answer)['state_message']).toContain('this machine has no python3');
});
