import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { dig, type MlflowGuest, newExperiment, newRun, openMlflow, PERSON } from './mlflow-guest.ts';

let guest: MlflowGuest;
beforeAll(async () => {
  guest = await openMlflow();
});
afterAll(() => guest.close());

const NOT_THERE = { status: 404, body: { error_code: 'RESOURCE_DOES_NOT_EXIST' } };
const WRONG = { status: 400, body: { error_code: 'INVALID_PARAMETER_VALUE' } };
const TAKEN = { status: 400, body: { error_code: 'RESOURCE_ALREADY_EXISTS' } };

/** A model with that many versions. */
async function newModel(name: string, versions: number): Promise<void> {
  await guest.post('registered-models/create', { name });
  for (let number = 1; number <= versions; number += 1)
    await guest.post('model-versions/create', { name, source: `dbfs:/m/${number}` });
}

const versionOf = async (name: string, version: string) =>
  (await guest.get('model-versions/get', { name, version })).body['model_version'];

describe('the registry of the workspace', () => {
  test('models live, are renamed, described, tagged and dropped', async () => {
    await newModel('life', 1);
    expect(await guest.send('POST', 'registered-models/create', { name: 'life' })).toMatchObject(TAKEN);
    expect(await guest.send('POST', 'registered-models/create', { name: 'a/b' })).toMatchObject(WRONG);
    await guest.post('registered-models/rename', { name: 'life', new_name: 'lives' });
    await guest.send('PATCH', 'registered-models/update', { name: 'lives', description: 'of cats' });
    await guest.post('registered-models/set-tag', { name: 'lives', key: 'k', value: 'v' });
    const { body } = await guest.get('registered-models/get', { name: 'lives' });
    expect(body).toMatchObject({
      registered_model: {
        name: 'lives',
        description: 'of cats',
        tags: [{ key: 'k', value: 'v' }],
        latest_versions: [{ version: '1', current_stage: 'None', status: 'READY' }],
      },
    });
    await guest.send('DELETE', 'registered-models/delete-tag', { name: 'lives', key: 'k' });
    await guest.send('DELETE', 'registered-models/delete', { name: 'lives' });
    expect(await guest.get('registered-models/get', { name: 'lives' })).toMatchObject(NOT_THERE);
    expect(await guest.get('model-versions/get', { name: 'lives', version: '1' })).toMatchObject(NOT_THERE);
    // A namesake starts from the beginning, without tags of the old one.
    await newModel('lives', 0);
    expect(
      dig((await guest.get('registered-models/get', { name: 'lives' })).body, 'registered_model.tags'),
    ).toBeUndefined();
  });

  test('versions are numbered as strings, and no number comes twice', async () => {
    const run_id = await newRun(guest, await newExperiment(guest, '/Shared/registry'));
    await newModel('numbers', 2);
    await guest.send('DELETE', 'model-versions/delete', { name: 'numbers', version: '2' });
    const made = await guest.post('model-versions/create', {
      name: 'numbers',
      source: 'dbfs:/x',
      run_id,
      tags: [{ key: 'commit', value: 'abc' }],
    });
    expect(made['model_version']).toMatchObject({ version: '3', status: 'PENDING_REGISTRATION' });
    expect(await versionOf('numbers', '3')).toMatchObject({ version: '3', status: 'READY', run_id });
    const search = async (filter: string) => {
      const { body } = await guest.get('model-versions/search', { filter, order_by: 'version_number ASC' });
      return ((body['model_versions'] ?? []) as { version: string }[]).map(({ version }) => version);
    };
    expect(await search("name='numbers'")).toEqual(['1', '3']);
    expect(await search(`run_id='${run_id}'`)).toEqual(['3']);
    expect(await search("tags.commit = 'abc' AND name = 'numbers'")).toEqual(['3']);
    expect(await guest.get('model-versions/search', { filter: 'colour = 1' })).toMatchObject(WRONG);
    expect(await guest.get('model-versions/get', { name: 'numbers', version: 'x' })).toMatchObject(WRONG);
    expect(await guest.get('model-versions/get', { name: 'numbers', version: '2' })).toMatchObject(NOT_THERE);
    const uri = await guest.get('model-versions/get-download-uri', { name: 'numbers', version: '3' });
    expect(uri.body).toEqual({ artifact_uri: 'dbfs:/x' });
  });

  test('an alias points at one version, moves, and goes with its version', async () => {
    await newModel('aliased', 3);
    const alias = (version: string, name = 'champion') =>
      guest.send('POST', 'registered-models/alias', { name: 'aliased', alias: name, version });
    await alias('1');
    await alias('3');
    const get = () => guest.get('registered-models/alias', { name: 'aliased', alias: 'champion' });
    expect(dig((await get()).body, 'model_version.version')).toBe('3');
    expect(await versionOf('aliased', '3')).toMatchObject({ aliases: ['champion'] });
    expect(await versionOf('aliased', '1')).not.toHaveProperty('aliases');
    for (const bad of ['latest', 'LATEST', 'v3', 'a b', 'x'.repeat(256)])
      expect(await alias('1', bad)).toMatchObject(WRONG);
    expect(await alias('9')).toMatchObject(NOT_THERE);
    await guest.send('DELETE', 'model-versions/delete', { name: 'aliased', version: '3' });
    expect(await get()).toMatchObject(WRONG);
    // Deleting what is not there is no fault.
    const dropped = await guest.send('DELETE', 'registered-models/alias', {
      name: 'aliased',
      alias: 'champion',
    });
    expect(dropped).toEqual({ status: 200, body: {} });
  });

  test('stages: the new one in, the old one archived', async () => {
    await newModel('staged', 2);
    const move = (version: string, stage: string, archive: boolean) =>
      guest.send('POST', 'model-versions/transition-stage', {
        name: 'staged',
        version,
        stage,
        archive_existing_versions: archive,
      });
    await move('1', 'Production', false);
    const moved = await move('2', 'production', true);
    expect(dig(moved.body, 'model_version.current_stage')).toBe('Production');
    expect(await versionOf('staged', '1')).toMatchObject({ current_stage: 'Archived' });
    const latest = await guest.post('registered-models/get-latest-versions', {
      name: 'staged',
      stages: ['Production'],
    });
    expect(latest).toMatchObject({ model_versions: [{ version: '2' }] });
    expect(await move('1', 'Retired', false)).toMatchObject(WRONG);
    expect(await move('1', 'None', true)).toMatchObject(WRONG);
    const refused = await guest.send('POST', 'databricks/model-versions/transition-stage', {
      name: 'staged',
      version: '1',
      stage: 'Staging',
    });
    expect(refused).toMatchObject(WRONG);
  });

  test('requests to move a version are made, listed, approved, rejected and cancelled', async () => {
    await newModel('asked', 1);
    const about = { name: 'asked', version: '1' };
    const request = (stage: string) =>
      guest.send('POST', 'transition-requests/create', { ...about, stage, comment: 'please' }, PERSON.token);
    const open = async () => {
      const { body } = await guest.get('transition-requests/list', about);
      return ((body['requests'] ?? []) as { to_stage: string }[]).map(({ to_stage }) => to_stage);
    };
    expect((await request('Staging')).body['request']).toMatchObject({
      user_id: PERSON.userName,
      to_stage: 'Staging',
      comment: 'please',
    });
    expect(await request('Staging')).toMatchObject(TAKEN);
    await request('Production');
    expect(await open()).toEqual(['Staging', 'Production']);
    const shown = await guest.get('databricks/model-versions/get', about);
    expect(dig(shown.body, 'model_version_databricks.open_requests')).toHaveLength(2);

    const approve = (body: object) =>
      guest.send('POST', 'transition-requests/approve', { ...about, ...body });
    expect(await approve({ stage: 'Staging' })).toMatchObject(WRONG);
    const approved = await approve({ stage: 'Staging', archive_existing_versions: true, comment: 'by Ada' });
    expect(approved.body['activity']).toMatchObject({
      activity_type: 'APPROVED_REQUEST',
      from_stage: 'None',
      to_stage: 'Staging',
      comment: 'by Ada',
    });
    expect(await versionOf('asked', '1')).toMatchObject({ current_stage: 'Staging' });
    expect(await approve({ stage: 'Staging', archive_existing_versions: true })).toMatchObject(NOT_THERE);

    const rejected = await guest.send('POST', 'transition-requests/reject', {
      ...about,
      stage: 'Production',
    });
    expect(dig(rejected.body, 'activity.activity_type')).toBe('REJECTED_REQUEST');
    await request('Archived');
    const cancel = (creator: string) =>
      guest.send('DELETE', 'transition-requests/delete', { ...about, stage: 'Archived', creator });
    expect(await cancel('somebody@else')).toMatchObject(NOT_THERE);
    expect(dig((await cancel(PERSON.userName)).body, 'activity.activity_type')).toBe('CANCELLED_REQUEST');
    expect(await open()).toEqual([]);
    expect(await versionOf('asked', '1')).toMatchObject({ current_stage: 'Staging' });
  });

  test('comments are written, changed and taken back', async () => {
    await newModel('commented', 1);
    const made = await guest.post('comments/create', { name: 'commented', version: '1', comment: 'one' });
    const id = dig(made, 'comment.id');
    const changed = await guest.send('PATCH', 'comments/update', { id, comment: 'two' });
    expect(dig(changed.body, 'comment.comment')).toBe('two');
    expect((await guest.send('DELETE', 'comments/delete', { id })).status).toBe(200);
    expect(await guest.send('DELETE', 'comments/delete', { id })).toMatchObject(NOT_THERE);
  });
});

describe('models in Unity Catalog', () => {
  const name = 'main.ml.churn';
  const platform = async (method: string, path: string, body?: object) => {
    const answer = await guest.raw(
      method,
      `/api/2.1/unity-catalog/models${path}`,
      body && JSON.stringify(body),
    );
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };

  test('one model, seen through MLflow and through the platform', async () => {
    await platform('POST', '', { catalog_name: 'main', schema_name: 'ml', name: 'churn', comment: 'c' });
    for (const source of ['dbfs:/1', 'dbfs:/2'])
      await guest.post('unity-catalog/model-versions/create', { name, source });
    expect(await platform('PUT', `/${name}/aliases/champion`, { version_num: 2 })).toEqual({
      status: 200,
      body: { alias_name: 'champion', version_num: 2 },
    });
    const model = await platform('GET', `/${name}?include_aliases=true`);
    expect(model.body).toMatchObject({
      full_name: name,
      catalog_name: 'main',
      comment: 'c',
      aliases: [{ alias_name: 'champion', version_num: 2 }],
    });
    const version = await guest.get('unity-catalog/registered-models/alias', { name, alias: 'champion' });
    expect(version.body['model_version']).toMatchObject({
      version: '2',
      status: 'READY',
      aliases: [{ alias: 'champion', version: '2' }],
    });
    // No stages here.
    expect(version.body['model_version']).not.toHaveProperty('current_stage');
    expect((await platform('GET', `/${name}/aliases/champion`)).body).toMatchObject({
      version: 2,
      status: 'READY',
    });
    const versions = await platform('GET', `/${name}/versions?max_results=1`);
    expect(versions.body).toMatchObject({
      model_versions: [{ version: 1 }],
      next_page_token: expect.any(String),
    });
    expect((await platform('DELETE', `/${name}/aliases/champion`)).status).toBe(200);
    expect((await platform('GET', `/${name}/aliases/champion`)).status).toBe(404);
    await guest.post('unity-catalog/model-versions/set-tag', {
      name,
      version: '2',
      key: 'approval',
      value: 'Approved',
    });
    const tagged = await guest.get('unity-catalog/model-versions/get', { name, version: '2' });
    expect(dig(tagged.body, 'model_version.tags')).toEqual([{ key: 'approval', value: 'Approved' }]);
  });

  test('is a house of its own', async () => {
    expect(await guest.get('registered-models/get', { name })).toMatchObject(NOT_THERE);
    expect(
      await guest.send('POST', 'unity-catalog/registered-models/create', { name: 'churn' }),
    ).toMatchObject(WRONG);
    const stage = await guest.send('POST', 'unity-catalog/model-versions/transition-stage', {
      name,
      version: '1',
    });
    expect(stage).toMatchObject({ status: 404, body: { error_code: 'ENDPOINT_NOT_FOUND' } });
    const listed = await platform('GET', '?catalog_name=main&schema_name=ml');
    expect((listed.body['registered_models'] as { name: string }[]).map((model) => model.name)).toEqual([
      'churn',
    ]);
    expect((await platform('GET', '?catalog_name=main')).status).toBe(400);
  });
});

test('a logged model keeps its params, tags and metrics, and becomes a version', async () => {
  const experiment_id = await newExperiment(guest, '/Shared/logged');
  const run_id = await newRun(guest, experiment_id);
  const made = await guest.post('logged-models', {
    experiment_id,
    name: 'net',
    source_run_id: run_id,
    params: [{ key: 'depth', value: '3' }],
  });
  const model_id = String(dig(made, 'model.info.model_id'));
  expect(dig(made, 'model.info.status')).toBe('LOGGED_MODEL_PENDING');
  await guest.send('PATCH', `logged-models/${model_id}`, { status: 'LOGGED_MODEL_READY' });
  await guest.send('PATCH', `logged-models/${model_id}/tags`, { tags: [{ key: 'a/b', value: 'c' }] });
  await guest.post('runs/log-metric', { run_id, key: 'auc', value: 0.75, timestamp: 1, step: 0, model_id });
  await guest.post('runs/outputs', { run_id, models: [{ model_id, step: 1 }] });
  const found = await guest.post('logged-models/search', {
    experiment_ids: [experiment_id],
    filter: "metrics.auc > 0.7 AND params.depth = '3' AND tags.`a/b` = 'c'",
    order_by: [{ field_name: 'creation_time', ascending: false }],
  });
  expect(found['models']).toMatchObject([
    { info: { model_id, status: 'LOGGED_MODEL_READY' }, data: { metrics: [{ value: 0.75 }] } },
  ]);
  expect(await guest.send('PATCH', `logged-models/${model_id}`, { status: 'constructor' })).toMatchObject(
    WRONG,
  );
  expect((await guest.raw('DELETE', `/api/2.0/mlflow/logged-models/${model_id}/tags/a%2Fb`)).status).toBe(
    200,
  );
  await newModel('fromlogged', 0);
  const version = await guest.post('model-versions/create', {
    name: 'fromlogged',
    source: `models:/${model_id}`,
    model_id,
  });
  expect(version['model_version']).toMatchObject({ model_id, run_id });
  expect((await guest.get('runs/get', { run_id })).body).toMatchObject({
    run: { outputs: { model_outputs: [{ model_id, step: 1 }] } },
  });
  await guest.send('DELETE', `logged-models/${model_id}`, {});
  expect(await guest.get(`logged-models/${model_id}`)).toMatchObject(NOT_THERE);
});
