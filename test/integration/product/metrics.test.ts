// GET /metrics of the whole product: what is there at rest, what a refused webhook adds, and a store that does not answer.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { emptyResource } from '@opentelemetry/resources';
import { openMetrics } from '../../../src/app/metrics.ts';
import { type App, startApp } from '../../../src/app.ts';
import { systemClock } from '../../../src/base/clock.ts';
import { loadConfig } from '../../../src/base/config/load.ts';
import { silentLog } from '../../../src/base/log.ts';
import { metricsRoute } from '../../../src/http/metrics.ts';
import { putReadyStore } from '../../ready-store/index.ts';

let folder: string;
let app: App;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'metrics-'));
  putReadyStore(folder);
  const config = loadConfig({
    environment: {
      DATABRICKS_HOST: 'http://127.0.0.1:9',
      DATABRICKS_TOKEN: 'dapi-metrics',
      BRICKBOT_DATA: folder,
      BRICKBOT_HOST: '127.0.0.1',
      PORT: '0',
      BRICKBOT_WEBHOOK_USER: 'webhooks',
      BRICKBOT_WEBHOOK_PASSWORD: 'planted-password',
      BRICKBOT_REGISTRY_WEBHOOK_SECRET: 'planted-secret',
    },
    yaml: 'git:\n  url: http://127.0.0.1:9/churn.git\nenvironments:\n  staging:\n    checkout: /Workspace/Shared/churn\n',
    yamlName: 'brickbot.yaml',
    readSecret: () => '',
  });
  app = await startApp({ config, demo: true, log: silentLog });
  await app.ready;
}, 60_000);
afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true, force: true });
});

test('tells Prometheus the counts, and nothing else', async () => {
  const doors = ['webhooks/databricks', 'webhooks/azure-devops', 'webhooks/mlflow', 'gates/azure-devops'];
  const authorization = `Basic ${Buffer.from('webhooks:planted-password').toString('base64')}`;
  const knock = async (door: string, init: RequestInit): Promise<void> => {
    await (await fetch(`${app.url}/api/${door}`, { method: 'POST', ...init })).body?.cancel();
  };
  for (const door of doors) await knock(door, { body: '{}' });
  for (const door of doors) await knock(door, { body: 'x'.repeat(300_000) });
  for (const door of doors.filter((each) => each !== 'webhooks/mlflow'))
    await knock(door, { body: '{', headers: { authorization } });
  const answer = await fetch(`${app.url}/metrics`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toContain('text/plain; version=0.0.4');
  const text = await answer.text();
  for (const line of [
    /^brickbot_outbox_waiting(\{[^}]*\})? 0/m,
    /^brickbot_outbox_parked(\{[^}]*\})? 0/m,
    /^brickbot_subscriptions_broken(\{[^}]*\})? 0/m,
    ...doors.flatMap((door) => [
      new RegExp(`^brickbot_webhooks_total\\{[^}]*door="${door}",outcome="unauthorized"[^}]*\\} 1`, 'm'),
      new RegExp(`^brickbot_webhooks_total\\{[^}]*door="${door}",outcome="unread"[^}]*\\} 1`, 'm'),
    ]),
    /^brickbot_webhooks_total\{[^}]*door="webhooks\/databricks",outcome="malformed"[^}]*\} 1/m,
    /^brickbot_webhooks_total\{[^}]*door="webhooks\/azure-devops",outcome="malformed"[^}]*\} 1/m,
    /^brickbot_webhooks_total\{[^}]*door="gates\/azure-devops",outcome="malformed"[^}]*\} 1/m,
    /^# TYPE brickbot_poll_lag\w* gauge/m,
    /^brickbot_queue_depth\{[^}]*queue="posts"[^}]*\} 0/m,
    /^brickbot_queue_lag_seconds\{[^}]*queue="operations"[^}]*\} 0/m,
  ])
    expect(text).toMatch(line);
  expect(text).not.toMatch(/dapi-metrics|planted/);
  expect(text).not.toMatch(/outcome="taken"[^}]*\} [1-9]/);
});

test('a store that does not answer is 503, and healed at the next scrape', async () => {
  let well = false;
  const metrics = openMetrics({
    resource: emptyResource(),
    webhooks: {},
    vitalSigns: () =>
      well
        ? Promise.resolve({
            queues: [{ queue: 'operations', due: 4, oldestMs: 2_500 }],
            active: { running: 2 },
            postsWaiting: 1,
            postsParked: 0,
            oldestPostMs: 1_500,
            eventsUntold: 0,
            pollLagMs: 0,
            subscriptions: 3,
            subscriptionsBroken: 0,
          })
        : Promise.reject(new Error('gone')),
  });
  const { handle } = metricsRoute(() => metrics.scrape(), systemClock);
  const request = {
    id: 'r',
    path: '/metrics',
    query: '',
    headers: {},
    raw: Buffer.alloc(0),
    json: undefined,
  };
  expect((await handle(request)).status).toBe(503);
  well = true;
  const { status, body } = await handle(request);
  expect(status).toBe(200);
  expect(body).toMatch(/brickbot_operations_active\{[^}]*state="running"[^}]*\} 2/);
  expect(body).toMatch(/brickbot_outbox_age\w*(\{[^}]*\})? 1\.5/);
  expect(body).toMatch(/brickbot_queue_depth\{[^}]*queue="operations"[^}]*\} 4/);
  expect(body).toMatch(/brickbot_queue_lag_seconds\{[^}]*queue="operations"[^}]*\} 2\.5/);
  metrics.meter('turns', 0.02, { kind: 'message', outcome: 'answered' });
  metrics.meter('upstreamErrors', 2, { system: 'Databricks', code: 'upstream-throttled' });
  metrics.meter('deliveries', 1, { outcome: 'refused' });
  const told = await metrics.scrape();
  expect(told).toMatch(/brickbot_turn_duration_seconds_bucket\{[^}]*outcome="answered"[^}]*le="0\.025"\} 1/);
  expect(told).toMatch(/brickbot_upstream_errors_total\{[^}]*code="upstream-throttled"[^}]*\} 2/);
  expect(told).toMatch(/brickbot_deliveries_total\{[^}]*outcome="refused"[^}]*\} 1/);
  await metrics.close();
});
