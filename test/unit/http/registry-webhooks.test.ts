import { createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { readRegistryEvent, registryWebhookRoute } from '../../../src/http/registry-webhooks.ts';
import type { HttpRequest } from '../../../src/http/route.ts';

const NOW = 1_795_000_000_000;
const SECRET = 'a shared secret';
const moved = JSON.stringify({
  entity: 'MODEL_VERSION_ALIAS',
  action: 'CREATED',
  timestamp: '2026-11-23T14:00:00Z',
  data: { name: 'churn', alias: 'champion', version: '12' },
});
const staged = JSON.stringify({
  event: 'MODEL_VERSION_TRANSITIONED_STAGE',
  model_name: 'churn',
  version: '12',
  to_stage: 'Production',
});

const request = (raw: string, headers: Record<string, string>): HttpRequest => ({
  id: 'r1',
  path: '/api/webhooks/mlflow',
  query: '',
  headers,
  raw: Buffer.from(raw),
  json: undefined,
});
const byMlflow = (raw: string, { secret = SECRET, at = NOW, delivery = 'd1' } = {}): HttpRequest => {
  const seconds = String(Math.floor(at / 1_000));
  const signature = createHmac('sha256', secret).update(`${delivery}.${seconds}.${raw}`).digest('base64');
  return request(raw, {
    'x-mlflow-signature': `v1,${signature}`,
    'x-mlflow-timestamp': seconds,
    'x-mlflow-delivery-id': delivery,
  });
};
const byWorkspace = (raw: string, secret = SECRET): HttpRequest =>
  request(raw, { 'x-databricks-signature': createHmac('sha256', secret).update(raw).digest('hex') });

const send = async (what: HttpRequest, secret: string | undefined = SECRET) => {
  const hints: string[] = [];
  const { status } = await registryWebhookRoute({
    secret,
    now: () => NOW,
    hint: async (model) => {
      hints.push(model);
    },
  }).handle(what);
  return { status, hints };
};

describe('webhooks of a model registry', () => {
  test.each([
    ['MLflow', byMlflow(moved)],
    ['the workspace registry', byWorkspace(staged)],
  ])('a signed event of %s makes brickbot look at the model', async (_who, what) => {
    expect(await send(what)).toEqual({ status: 202, hints: ['churn'] });
  });

  test.each([
    ['no signature', request(moved, {})],
    ['another secret', byMlflow(moved, { secret: 'guessed' })],
    ['another secret, as the workspace signs', byWorkspace(staged, 'guessed')],
    ['a changed body', { ...byMlflow(moved), raw: Buffer.from(moved.replace('churn', 'fraud')) }],
    [
      'a changed delivery id',
      { ...byMlflow(moved), headers: { ...byMlflow(moved).headers, 'x-mlflow-delivery-id': 'd2' } },
    ],
    ['ten minutes old', byMlflow(moved, { at: NOW - 600_000 })],
    ['ten minutes ahead', byMlflow(moved, { at: NOW + 600_000 })],
    ['half a signature', request(moved, { 'x-databricks-signature': 'abc' })],
  ])('%s is not let in', async (_what, what) => {
    expect(await send(what)).toEqual({ status: 401, hints: [] });
  });

  test('without a secret nobody is let in, not even with an empty one', async () => {
    expect(await send(byWorkspace(staged, ''), '')).toEqual({ status: 401, hints: [] });
  });

  test.each([
    ['', 'malformed'],
    ['[]', 'malformed'],
    ['{"entity":"MODEL_VERSION","data":{}}', 'malformed'],
    ['{"event":"X","model_name":""}', 'malformed'],
    [JSON.stringify({ entity: 'PROMPT', data: { name: 'greeting' } }), 'ignored'],
    [moved, { model: 'churn' }],
    [staged, { model: 'churn' }],
  ])('%s is read as %j', (raw, event) => {
    expect(readRegistryEvent(Buffer.from(raw))).toEqual(event);
  });
});
