import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { dig, type MlflowGuest, newExperiment, newRun, openMlflow, PERSON } from './mlflow-guest.ts';

let guest: MlflowGuest;
beforeAll(async () => {
  guest = await openMlflow({ bigIds: true });
});
afterAll(() => guest.close());

const NOT_THERE = { status: 404, body: { error_code: 'RESOURCE_DOES_NOT_EXIST' } };
const WRONG = { status: 400, body: { error_code: 'INVALID_PARAMETER_VALUE' } };
const TAKEN = { status: 400, body: { error_code: 'RESOURCE_ALREADY_EXISTS' } };

describe('experiments', () => {
  test('live, are put away and come back', async () => {
    const id = await newExperiment(guest, '/Workspace/Shared/life');
    // Ids of a workspace may lie beyond 2^53 and are strings of digits.
    expect(BigInt(id) > BigInt(Number.MAX_SAFE_INTEGER)).toBe(true);
    const found = await guest.get('experiments/get-by-name', { experiment_name: '/Shared/life' });
    expect(found.body).toMatchObject({ experiment: { experiment_id: id, lifecycle_stage: 'active' } });
    expect(await guest.send('POST', 'experiments/create', { name: '/Shared/life' })).toMatchObject(TAKEN);

    const run = await newRun(guest, id);
    await guest.post('experiments/delete', { experiment_id: id });
    const gone = await guest.get('experiments/get-by-name', { experiment_name: '/Shared/life' });
    expect(dig(gone.body, 'experiment.lifecycle_stage')).toBe('deleted');
    expect(await guest.send('POST', 'runs/create', { experiment_id: id })).toMatchObject(WRONG);
    expect(await guest.send('POST', 'runs/set-tag', { run_id: run, key: 'a', value: 'b' })).toMatchObject(
      WRONG,
    );

    // The name is free again, so the old one cannot come back.
    const second = await newExperiment(guest, '/Shared/life');
    expect(await guest.send('POST', 'experiments/restore', { experiment_id: id })).toMatchObject(TAKEN);
    await guest.post('experiments/update', { experiment_id: second, new_name: '/Shared/other' });
    await guest.post('experiments/restore', { experiment_id: id });
    expect((await guest.get('runs/get', { run_id: run })).status).toBe(200);
  });

  test('are searched with filter, order, pages and views', async () => {
    for (const name of ['/Shared/s/a', '/Shared/s/b', '/Shared/s/c']) {
      const id = await newExperiment(guest, name);
      await guest.post('experiments/set-experiment-tag', {
        experiment_id: id,
        key: 'team',
        value: name.slice(-1),
      });
      if (name.endsWith('c')) await guest.post('experiments/delete', { experiment_id: id });
    }
    const names = async (body: object) => {
      const answer = await guest.post('experiments/search', body);
      const list = (answer['experiments'] ?? []) as { name: string }[];
      return { names: list.map(({ name }) => name.slice(-1)), next: answer['next_page_token'] };
    };
    const filter = "name LIKE '/Shared/s/%'";
    expect(await names({ filter, order_by: ['name DESC'] })).toEqual({ names: ['b', 'a'], next: undefined });
    expect((await names({ filter, view_type: 'ALL', order_by: ['name'] })).names).toEqual(['a', 'b', 'c']);
    expect((await names({ filter, view_type: 'DELETED_ONLY' })).names).toEqual(['c']);
    expect((await names({ filter: "tags.team = 'b'" })).names).toEqual(['b']);
    const first = await names({ filter, order_by: ['name'], max_results: 1 });
    expect(first.names).toEqual(['a']);
    const second = await names({ filter, order_by: ['name'], max_results: 1, page_token: first.next });
    expect(second).toEqual({ names: ['b'], next: undefined });
    expect(await guest.send('POST', 'experiments/search', { page_token: 'forged' })).toMatchObject(WRONG);
    expect(await guest.send('POST', 'experiments/search', { view_type: 'SOME' })).toMatchObject(WRONG);
  });

  test('what is not there or not right', async () => {
    expect(await guest.get('experiments/get', { experiment_id: '42' })).toMatchObject(NOT_THERE);
    expect(await guest.get('experiments/get-by-name', { experiment_name: '/no' })).toMatchObject(NOT_THERE);
    expect(await guest.get('experiments/get')).toMatchObject(WRONG);
    expect(await guest.send('POST', 'experiments/create', { name: 'x'.repeat(501) })).toMatchObject(WRONG);
  });
});

describe('runs', () => {
  test('log metrics, params and tags, each by its rules', async () => {
    const run_id = await newRun(guest, await newExperiment(guest, '/Shared/log'), {
      run_name: 'first',
      start_time: 1000,
      tags: [{ key: 'mlflow.user', value: 'bob@example.com' }],
    });
    for (const [step, value] of [
      [0, 0.5],
      [2, 0.9],
      [1, 0.7],
    ] as const)
      await guest.post('runs/log-metric', { run_id, key: 'auc', value, timestamp: 1000 + step, step });
    await guest.post('runs/log-batch', {
      run_id,
      metrics: [
        { key: 'nan', value: 'NaN', timestamp: 1, step: 0 },
        { key: 'inf', value: '-Infinity', timestamp: '1', step: '0' },
      ],
      params: [{ key: 'lr', value: '0.1' }],
      tags: [{ key: 'mlflow.runName', value: 'renamed' }],
    });
    await guest.post('runs/log-parameter', { run_id, key: 'lr', value: '0.1' });
    expect(await guest.send('POST', 'runs/log-parameter', { run_id, key: 'lr', value: '0.2' })).toMatchObject(
      WRONG,
    );
    await guest.post('runs/update', { run_id, status: 'FINISHED', end_time: 5000 });
    const { body } = await guest.get('runs/get', { run_id });
    expect(body).toMatchObject({
      run: {
        info: {
          run_id,
          run_name: 'renamed',
          user_id: 'bob@example.com',
          status: 'FINISHED',
          start_time: 1000,
          end_time: 5000,
        },
        data: {
          metrics: [
            { key: 'auc', value: 0.9, step: 2 },
            { key: 'inf', value: '-Infinity' },
            { key: 'nan', value: 'NaN' },
          ],
          params: [{ key: 'lr', value: '0.1' }],
        },
      },
    });
    expect(await guest.send('POST', 'runs/update', { run_id, status: 'DONE' })).toMatchObject(WRONG);
  });

  test('a batch happens whole or not at all, and within its limits', async () => {
    const run_id = await newRun(guest, await newExperiment(guest, '/Shared/batch'));
    const broken = await guest.send('POST', 'runs/log-batch', {
      run_id,
      params: [{ key: 'ok', value: '1' }],
      metrics: [{ key: 'bad', value: 'many', timestamp: 1, step: 0 }],
    });
    expect(broken).toMatchObject(WRONG);
    expect(dig((await guest.get('runs/get', { run_id })).body, 'run.data.params')).toBeUndefined();
    const many = (count: number, make: (index: number) => object) =>
      Array.from({ length: count }, (_, i) => make(i));
    const metric = (step: number) => ({ key: 'm', value: step, timestamp: 1, step });
    const pair = (index: number) => ({ key: `k${index}`, value: 'v' });
    for (const body of [
      { metrics: many(1001, metric) },
      { params: many(101, pair) },
      { tags: many(101, pair) },
      { metrics: many(950, metric), params: many(51, pair) },
      { params: [{ key: 'long', value: 'x'.repeat(6001) }] },
      { metrics: [{ key: '../up', value: 1, timestamp: 1 }] },
      { metrics: [{ key: 'm', value: 1, timestamp: 2 ** 60 }] },
    ])
      expect(await guest.send('POST', 'runs/log-batch', { run_id, ...body })).toMatchObject(WRONG);
    await guest.post('runs/log-batch', { run_id, metrics: many(900, metric), params: many(100, pair) });
  });

  test('are searched with filter, order, pages and views', async () => {
    const experiment = await newExperiment(guest, '/Shared/search');
    const seeds = [
      { name: 'a', auc: 0.7, lr: '0.1', team: 'Blue' },
      { name: 'b', auc: 0.9, lr: '0.2', team: 'red' },
      { name: 'c', auc: 'NaN', lr: '0.3' },
      { name: 'd', lr: '0.1' },
    ];
    for (const [index, { name, auc, lr, team }] of seeds.entries()) {
      const run_id = await newRun(guest, experiment, { run_name: name, start_time: 100 + index });
      await guest.post('runs/log-batch', {
        run_id,
        metrics: auc === undefined ? [] : [{ key: 'auc', value: auc, timestamp: 1, step: 0 }],
        params: [{ key: 'lr', value: lr }],
        tags: team === undefined ? [] : [{ key: 'team', value: team }],
      });
      if (name === 'd') await guest.post('runs/delete', { run_id });
    }
    const search = async (body: object): Promise<string> => {
      const answer = await guest.post('runs/search', { experiment_ids: [experiment], ...body });
      return ((answer['runs'] ?? []) as unknown[]).map((run) => dig(run, 'info.run_name')).join('');
    };
    const all = { run_view_type: 'ALL' };
    expect(await search({})).toBe('cba');
    expect(await search(all)).toBe('dcba');
    expect(await search({ run_view_type: 'DELETED_ONLY' })).toBe('d');
    expect(await search({ ...all, order_by: ['metrics.auc DESC'] })).toBe('bacd');
    expect(await search({ ...all, order_by: ['metrics.auc'] })).toBe('abcd');
    expect(await search({ ...all, order_by: ['params.lr ASC', 'start_time ASC'] })).toBe('adbc');
    expect(await search({ ...all, filter: 'metrics.auc > 0.7' })).toBe('b');
    expect(await search({ ...all, filter: 'metrics.auc != 0.7' })).toBe('cb');
    expect(await search({ ...all, filter: "params.lr = '0.1' AND tags.team IS NULL" })).toBe('d');
    expect(await search({ ...all, filter: "tags.team LIKE 'b%'" })).toBe('');
    expect(await search({ ...all, filter: "tags.team ILIKE 'b%'" })).toBe('a');
    expect(await search({ ...all, filter: "tags.team != 'red'" })).toBe('a');
    expect(await search({ ...all, filter: 'start_time >= 102' })).toBe('dc');
    expect(await search({ filter: "run_name = 'a'" })).toBe('a');

    let token: unknown;
    const pages: string[] = [];
    do {
      const answer = await guest.post('runs/search', {
        experiment_ids: [experiment],
        max_results: 2,
        ...all,
        ...(token === undefined ? {} : { page_token: token }),
      });
      pages.push(((answer['runs'] ?? []) as unknown[]).map((run) => dig(run, 'info.run_name')).join(''));
      token = answer['next_page_token'];
    } while (token !== undefined);
    expect(pages).toEqual(['dc', 'ba']);
    for (const body of [{ filter: 'metrics.auc ~ 1' }, { max_results: 50_001 }, { order_by: ['colour'] }])
      expect(
        await guest.send('POST', 'runs/search', { experiment_ids: [experiment], ...body }),
      ).toMatchObject(WRONG);
    expect(await guest.send('POST', 'runs/search', {})).toMatchObject(WRONG);
    // Lists and patterns beyond any sense are refused or served, never a crash.
    const ids = Array.from({ length: 40_000 }, (_, index) => `'${index}'`).join(',');
    expect(await search({ filter: `run_id IN (${ids})` })).toBe('');
    for (const body of [
      { filter: `params.lr LIKE '${'%x'.repeat(30_000)}'` },
      { order_by: Array.from({ length: 70 }, (_, index) => `metrics.m${index}`) },
    ])
      expect(
        await guest.send('POST', 'runs/search', { experiment_ids: [experiment], ...body }),
      ).toMatchObject(WRONG);
    // An experiment that is not there has no runs.
    expect(await guest.post('runs/search', { experiment_ids: ['1'] })).toEqual({});
  });

  test('the history of a metric comes in pages, in bulk and thinned out', async () => {
    const run_id = await newRun(guest, await newExperiment(guest, '/Shared/history'));
    const metrics = Array.from({ length: 500 }, (_, step) => ({
      key: 'loss',
      value: step / 2,
      timestamp: step,
      step,
    }));
    await guest.post('runs/log-batch', { run_id, metrics });
    // Sent again after a lost answer: nothing doubles.
    await guest.post('runs/log-batch', { run_id, metrics: metrics.slice(0, 10) });
    const seen: number[] = [];
    let token: string | undefined;
    do {
      const { body } = await guest.get('metrics/get-history', {
        run_id,
        metric_key: 'loss',
        max_results: 200,
        ...(token === undefined ? {} : { page_token: token }),
      });
      seen.push(...(body['metrics'] as { step: number }[]).map(({ step }) => step));
      token = body['next_page_token'] as string | undefined;
    } while (token !== undefined);
    expect(seen).toEqual(metrics.map(({ step }) => step));
    const thin = await guest.get('metrics/get-history-bulk-interval', {
      run_ids: run_id,
      metric_key: 'loss',
      start_step: 100,
      end_step: 400,
      max_results: 4,
    });
    expect((thin.body['metrics'] as { step: number }[]).map(({ step }) => step)).toEqual([
      100, 200, 300, 400,
    ]);
    const bulk = await guest.raw(
      'GET',
      `/ajax-api/2.0/mlflow/metrics/get-history-bulk?run_id=${run_id}&metric_key=loss&max_results=3`,
    );
    expect(await bulk.json()).toMatchObject({ metrics: [{ step: 0, run_id }, { step: 1 }, { step: 2 }] });
    const over = await guest.get('metrics/get-history', { run_id, metric_key: 'loss', max_results: 25_001 });
    expect(over).toMatchObject(WRONG);
    expect(await guest.get('metrics/get-history', { run_id, metric_key: 'none' })).toMatchObject({
      body: {},
    });
  });

  test('a run belongs to who made it, when nobody else is named', async () => {
    const experiment_id = await newExperiment(guest, '/Shared/mine');
    const made = await guest.send('POST', 'runs/create', { experiment_id }, PERSON.token);
    expect(dig(made.body, 'run.info.user_id')).toBe(PERSON.userName);
    expect(await guest.get('runs/get', { run_id: 'nope' })).toMatchObject(NOT_THERE);
  });
});

describe('artifacts', () => {
  const store = '/api/2.0/mlflow-artifacts/artifacts';

  test('go in and come out byte by byte, whatever they are declared as', async () => {
    const experiment = await newExperiment(guest, '/Shared/files');
    const run_id = await newRun(guest, experiment);
    const root = `${store}/${experiment}/${run_id}/artifacts`;
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    expect(
      (await guest.raw('PUT', `${root}/model/data%20file.bin`, bytes, 'application/octet-stream')).status,
    ).toBe(200);
    // A list is no JSON object, and half a document is no JSON at all: both are files.
    expect((await guest.raw('PUT', `${root}/list.json`, '[1,2]')).status).toBe(200);
    expect((await guest.raw('PUT', `${root}/half.json`, '{"a":')).status).toBe(200);
    expect((await guest.raw('PUT', `${root}/empty.txt`, '', 'text/plain')).status).toBe(200);
    const back = await guest.raw('GET', `${root}/model/data%20file.bin`);
    expect(Buffer.from(await back.arrayBuffer()).equals(bytes)).toBe(true);

    const top = await guest.get('artifacts/list', { run_id });
    expect(top.body).toEqual({
      root_uri: `mlflow-artifacts:/${experiment}/${run_id}/artifacts`,
      files: [
        { path: 'empty.txt', is_dir: false, file_size: 0 },
        { path: 'half.json', is_dir: false, file_size: 5 },
        { path: 'list.json', is_dir: false, file_size: 5 },
        { path: 'model', is_dir: true },
      ],
    });
    const inner = await guest.get('artifacts/list', { run_id, path: 'model' });
    expect(inner.body['files']).toEqual([{ path: 'model/data file.bin', is_dir: false, file_size: 256 }]);
    const proxy = await guest.raw('GET', `${store}?path=${experiment}/${run_id}/artifacts/model`);
    expect(await proxy.json()).toEqual({ files: [{ path: 'data file.bin', is_dir: false, file_size: 256 }] });

    expect((await guest.raw('DELETE', `${root}/model`)).status).toBe(200);
    expect((await guest.raw('GET', `${root}/model/data%20file.bin`)).status).toBe(404);
    expect((await guest.raw('GET', root)).status).toBe(404);
    expect((await guest.raw('PUT', `${root}/list.json/inside`, 'x', 'text/plain')).status).toBe(400);
  });

  test.each([
    '..%2f..%2fworkspace.db',
    'a/..%2f..%2f..%2fworkspace.db',
    '%2fetc%2fpasswd',
    'a%5c..%5cb',
    'a%00b',
  ])('a path that leads out is refused: %s', async (path) => {
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const answer = await guest.raw(
        method,
        `${store}/${path}`,
        method === 'PUT' ? 'x' : undefined,
        'text/plain',
      );
      expect([method, answer.status]).toEqual([method, 400]);
    }
    const listed = await guest.raw('GET', `${store}?path=${path}`);
    expect(listed.status).toBe(400);
  });
});

test('everything is there again after a restart', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'mlflow-restart-'));
  try {
    const before = await openMlflow({ dataDir });
    const experiment = await newExperiment(before, '/Shared/kept');
    const run_id = await newRun(before, experiment, { run_name: 'kept' });
    await before.post('runs/log-metric', { run_id, key: 'm', value: 'Infinity', timestamp: 1, step: 3 });
    await before.raw(
      'PUT',
      `/api/2.0/mlflow-artifacts/artifacts/${experiment}/${run_id}/artifacts/a.txt`,
      'a',
      'text/plain',
    );
    await before.post('registered-models/create', { name: 'kept' });
    await before.close();
    const after = await openMlflow({ dataDir });
    const { body } = await after.get('runs/get', { run_id });
    expect(body).toMatchObject({
      run: { info: { run_name: 'kept' }, data: { metrics: [{ value: 'Infinity', step: 3 }] } },
    });
    expect((await after.get('artifacts/list', { run_id })).body['files']).toHaveLength(1);
    expect((await after.get('registered-models/get', { name: 'kept' })).status).toBe(200);
    await after.close();
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
});
