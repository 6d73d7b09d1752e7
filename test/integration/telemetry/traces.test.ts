// Traces and metrics of the whole bot, as a collector gets them: one trace from the message through the queue to the last edit.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type App, startApp } from '../../../src/app.ts';
import { loadConfig } from '../../../src/base/config/load.ts';
import { silentLog } from '../../../src/base/log.ts';
import { isTracing } from '../../../src/base/telemetry.ts';
import { type Chat, startChat } from '../../../src/local/chat/start.ts';
import { putReadyStore } from '../../ready-store/index.ts';
import { openWorld, TOKEN, type World } from '../product/world.ts';
import { type CollectorStub, type Span, startCollector } from './collector-stub.ts';

jest.setTimeout(120_000);

const ALICE = 'a11ce000-0000-4000-8000-000000000001';
const SECRET = 'key-of-the-collector';
const CREW = 'group/crew';

let world: World;
let chat: Chat;
let collector: CollectorStub;
let app: App;
let folder: string;

const startBot = (more: Readonly<Record<string, string>>): Promise<App> =>
  startApp({
    demo: true,
    log: silentLog,
    surroundings: process.env,
    config: loadConfig({
      environment: {
        ...{ DATABRICKS_HOST: world.url, DATABRICKS_TOKEN: TOKEN, BRICKBOT_DATA: folder, PORT: '0' },
        ...more,
      },
      yaml: `git:\n  url: ${world.repository}\nenvironments:\n  staging:\n    checkout: /Workspace/Shared/brickbot/staging/churn\ndefaults:\n  environment: staging\nroles:\n  developer: [${ALICE}]\n`,
      yamlName: 'brickbot.yaml',
      readSecret: () => '',
    }),
  });

beforeAll(async () => {
  [world, collector] = await Promise.all([openWorld(), startCollector()]);
  folder = await mkdtemp(join(tmpdir(), 'traces-'));
  putReadyStore(folder);
  chat = await startChat({
    botEndpoint: () => `${app.url}/api/messages`,
    people: [{ key: 'alice', name: 'Alice Novak', aadObjectId: ALICE }],
    groups: ['Crew'],
  });
});
afterAll(async () => {
  await chat.close();
  await Promise.all([world.close(), collector.close()]);
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

const say = async (text: string, wanted: RegExp): Promise<void> => {
  chat.api.say({ as: 'alice', in: CREW, text: `@brickbot ${text}` });
  await chat.api.waitFor(CREW, ({ author, summary }) => author === 'bot' && wanted.test(summary), 60_000);
};

describe('with a collector', () => {
  let spans: readonly Span[];
  const named = (name: RegExp): readonly Span[] => spans.filter((span) => name.test(span.name));
  /** Turns that meant something; being added to a conversation is one, too. */
  const turns = (): readonly Span[] =>
    named(/^turn$/).filter(({ attributes }) => attributes.some(({ key }) => key === 'brickbot.command'));
  const parentOf = (span: Span | undefined): Span | undefined =>
    spans.find(({ spanId }) => spanId === span?.parentSpanId);

  beforeAll(async () => {
    app = await startBot({
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_HEADERS: `x-key=${SECRET}`,
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test',
    });
    await app.ready;
    await say('deploy main', /^Deploy main to staging: done/);
    await say('deploy nowhere', /not (?:there|found)|No such|nowhere/i);
    // What is left goes out with the end.
    await app.close();
    spans = collector.spans();
  });

  test('a turn is a span below its request, with the command that was meant', () => {
    const [turn] = turns();
    expect(parentOf(turn)?.name).toBe('POST /api/messages');
    expect(parentOf(turn)?.kind).toBe(2);
    expect(turn?.attributes).toContainEqual({ key: 'brickbot.command', value: { stringValue: 'deploy' } });
  });

  test('below it stand the store and the other systems that it asked', () => {
    const trace = turns()[0]?.traceId;
    const names = spans.filter(({ traceId }) => traceId === trace).map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['store insert operations', 'store update audit_head', 'git fetch']),
    );
    expect(named(/^Databricks /).every(({ kind }) => kind === 3)).toBe(true);
  });

  test('the steps that a worker takes later, and the posts that it makes, belong to the same trace', () => {
    const [turn] = turns();
    const steps = named(/^step deploy: /);
    expect(steps.length).toBeGreaterThanOrEqual(3);
    expect(new Set(steps.map(({ traceId }) => traceId))).toEqual(new Set([turn?.traceId]));
    const calls = named(/^Databricks (?:PATCH|POST) repos$/);
    expect(calls.length).toBeGreaterThanOrEqual(1);
    for (const call of calls) expect(parentOf(call)?.name).toMatch(/^step deploy: /);
    for (const post of named(/^(?:post|edit) card$/)) expect(post.traceId).toBe(turn?.traceId);
    expect(parentOf(named(/^Teams post$/).find((span) => parentOf(span)?.name === 'post card'))?.name).toBe(
      'post card',
    );
  });

  test('what is refused carries the code, and no text', () => {
    expect(JSON.stringify(turns().at(-1)?.attributes)).toContain('"brickbot.failure"');
  });

  test('metrics come by the same road', () => {
    expect(collector.metrics()).toEqual(
      expect.arrayContaining([
        'brickbot_turn_duration_seconds',
        'brickbot_upstream_duration_seconds',
        'brickbot_deliveries',
        'brickbot_operations_ended',
        'brickbot_queue_depth',
        'brickbot_outbox_age_seconds',
        'brickbot_poll_lag_seconds',
      ]),
    );
  });

  test('the collector is shown its header and the resource, and no secret or name of a person', () => {
    expect(collector.requests.every(({ headers }) => headers['x-key'] === SECRET)).toBe(true);
    const all = collector.requests.map(({ body }) => body).join('\n');
    expect(all).toContain('deployment.environment.name');
    expect(all).toContain('"brickbot"');
    for (const word of [SECRET, TOKEN, 'Alice Novak', ALICE]) expect(all).not.toContain(word);
  });
});

test('without one nothing is traced and nothing is sent', async () => {
  const before = collector.requests.length;
  app = await startBot({});
  await app.ready;
  await say('help', /brickbot|help/i);
  expect(isTracing()).toBe(false);
  await app.close();
  expect(collector.requests).toHaveLength(before);
});

test('switched off, nothing is sent even with an address', async () => {
  const before = collector.requests.length;
  app = await startBot({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_SDK_DISABLED: 'true' });
  await app.ready;
  await app.close();
  expect(collector.requests).toHaveLength(before);
});
