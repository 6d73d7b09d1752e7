// The three registries through the true client against the embedded workspace: who holds what, moving it, taking it away, tags, copies,
// and what people decide in Databricks itself. The registry of a real MLflow server is in test/contract.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { systemClock } from '../../../src/base/clock.ts';
import { silentLog } from '../../../src/base/log.ts';
import { type Databricks, databricksClient } from '../../../src/databricks/client.ts';
import type { PromotionTarget } from '../../../src/domain/model.ts';
import { mlflowRoutes } from '../../../src/local/mlflow/index.ts';
import { type RunningWorkspace, startWorkspace } from '../../../src/local/workspace.ts';

const TOKEN = 'dapi-registry';
let workspace: RunningWorkspace;
let client: Databricks;

const call = async (method: string, path: string, body?: unknown): Promise<Record<string, unknown>> => {
  const answer = await fetch(workspace.url + path, {
    method,
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const read = (await answer.json()) as Record<string, unknown>;
  if (!answer.ok) throw new Error(`${method} ${path}: ${JSON.stringify(read)}`);
  return read;
};
const make = async (root: string, name: string, versions: number): Promise<void> => {
  await call('POST', `${root}/registered-models/create`, { name });
  for (let count = 0; count < versions; count += 1)
    await call('POST', `${root}/model-versions/create`, { name, source: `s3://models/${count}` });
};

beforeAll(async () => {
  workspace = await startWorkspace({
    token: TOKEN,
    rooms: [(context) => ({ routes: mlflowRoutes(context) })],
  });
  client = databricksClient({
    host: workspace.url,
    settings: { token: TOKEN },
    clock: systemClock,
    log: silentLog,
    userAgent: 'brickbot-test/0',
    limitScale: 100,
  });
  await make('/api/2.0/mlflow', 'churn', 12);
  await call('POST', '/api/2.1/unity-catalog/models', {
    catalog_name: 'prod',
    schema_name: 'ml',
    name: 'churn',
  });
  for (let count = 0; count < 3; count += 1)
    await call('POST', '/api/2.0/mlflow/unity-catalog/model-versions/create', {
      name: 'prod.ml.churn',
      source: `s3://models/${count}`,
    });
}, 60_000);
afterAll(async () => {
  await client?.close();
  await workspace?.close();
});

describe.each([
  ['mlflow', 'churn', { kind: 'alias', model: 'churn', alias: 'champion' }],
  ['catalog', 'prod.ml.churn', { kind: 'alias', model: 'prod.ml.churn', alias: 'champion' }],
  ['workspace', 'churn', { kind: 'stage', model: 'churn', stage: 'Production', archiveExisting: true }],
] as const satisfies readonly (readonly [string, string, PromotionTarget])[])('%s', (kind, name, target) => {
  const registry = () => client.registry(kind);

  test('nothing holds it, then one, then another, then nothing; setting twice is no change', async () => {
    expect(await registry().holder(target)).toBeUndefined();
    await registry().hold(target, '1', 'the first');
    await registry().hold(target, '1', 'the first');
    expect(await registry().holder(target)).toBe('1');
    await registry().hold(target, '3', 'better');
    expect(await registry().holder(target)).toBe('3');
    const key = target.kind === 'stage' ? target.stage : target.alias;
    expect((await registry().model(name)).holders[key]).toBe('3');
    await registry().release(target);
    expect(await registry().holder(target)).toBeUndefined();
    await registry().release(target);
  });

  test('the model lists its versions, the newest first by number, ready to be acted on', async () => {
    const model = await registry().model(name);
    expect(model).toMatchObject({ name, registry: kind });
    const numbers = model.versions.map(({ version }) => Number(version));
    expect(numbers).toEqual(numbers.toSorted((a, b) => b - a));
    expect(model.versions.every(({ status }) => status === 'ready')).toBe(true);
  });

  test('it lists its models by name', async () => {
    expect(await registry().names()).toContain(name);
  });

  test('a tag of a version is read back', async () => {
    await registry().tag(name, '2', 'brickbot.op', '7K3F');
    await registry().tag(name, '2', 'brickbot.op', '9P2Q');
    expect((await registry().version(name, '2')).tags).toMatchObject({ 'brickbot.op': '9P2Q' });
  });

  test('what is not there is told as such', async () => {
    await expect(registry().model('no.such.model')).rejects.toMatchObject({ code: 'model-not-found' });
    await expect(registry().version(name, '99')).rejects.toMatchObject({ code: 'version-not-found' });
    await expect(registry().hold(target, '99', 'none')).rejects.toMatchObject({ name: 'Fault' });
    expect(await registry().holder(target)).toBeUndefined();
  });
});

describe('the workspace registry', () => {
  const production: PromotionTarget = {
    kind: 'stage',
    model: 'churn',
    stage: 'Production',
    archiveExisting: true,
  };
  const registry = () => client.registry('workspace');
  const stageOf = async (version: string) => (await registry().version('churn', version)).stage;

  test('who held the stage is archived, unless it is not wanted', async () => {
    await registry().hold(production, '4', '');
    await registry().hold(production, '5', '');
    expect(await stageOf('4')).toBe('Archived');
    await registry().hold({ ...production, archiveExisting: false }, '6', '');
    expect(await stageOf('5')).toBe('Production');
    expect(await registry().holder(production)).toBe('6');
  });

  test('an open request is seen, and the move answers it', async () => {
    await call('POST', '/api/2.0/mlflow/transition-requests/create', {
      name: 'churn',
      version: '7',
      stage: 'Production',
      comment: 'please',
    });
    expect(await registry().decisions('churn', '7')).toMatchObject([
      { kind: 'transition-request', state: 'waiting', stage: 'Production', comment: 'please' },
    ]);
    await registry().hold(production, '7', 'approved by Carol Jensen, op 7K3F');
    expect(await registry().decisions('churn', '7')).toEqual([]);
    expect(await registry().holder(production)).toBe('7');
  });

  test('it makes no copies', async () => {
    const version = await registry().version('churn', '1');
    await expect(registry().copy(version, 'other', 'key')).rejects.toMatchObject({ code: 'registry-cannot' });
  });
});

describe('the registry of an MLflow server', () => {
  const registry = () => client.registry('mlflow');

  test('a copy under another name is made once, and says where it came from', async () => {
    const version = await registry().version('churn', '2');
    const copy = await registry().copy(version, 'churn-production', 'op-key:move');
    expect(copy).toMatchObject({
      model: 'churn-production',
      version: '1',
      tags: { 'brickbot.copied_from': 'churn/2' },
    });
    expect((await registry().copy(version, 'churn-production', 'op-key:move')).version).toBe('1');
    const other = await registry().copy(await registry().version('churn', '3'), 'churn-production', 'k2');
    expect(other.version).toBe('2');
  });

  test('a stage is not its way, and a name with a quote never becomes a filter', async () => {
    const stage: PromotionTarget = {
      kind: 'stage',
      model: 'churn',
      stage: 'Staging',
      archiveExisting: false,
    };
    await expect(registry().hold(stage, '1', '')).rejects.toMatchObject({ code: 'registry-cannot' });
    await expect(registry().model("churn' OR name LIKE '%")).rejects.toMatchObject({
      code: 'model-not-found',
    });
  });
});

describe('Unity Catalog', () => {
  test('the approval of a deployment job is a tag whose key is the task', async () => {
    const registry = client.registry('catalog');
    expect(await registry.decisions('prod.ml.churn', '3')).toEqual([]);
    await registry.tag('prod.ml.churn', '3', 'Approval_Check', 'approved');
    expect(await registry.decisions('prod.ml.churn', '3')).toMatchObject([
      { kind: 'deployment-job', state: 'approved', comment: 'Approval_Check' },
    ]);
  });
});
