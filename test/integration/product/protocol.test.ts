// The three commands over the true protocol and through the whole product: signed tokens in, bearer tokens out over HTTPS, the
// embedded workspace behind.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type App, startApp } from '../../../src/app.ts';
import { loadConfig } from '../../../src/base/config/load.ts';
import { silentLog } from '../../../src/base/log.ts';
import { demoYaml } from '../../../src/demo.ts';
import { type FurnishedWorkspace, SAMPLE, startFurnishedWorkspace } from '../../../src/local/furnished.ts';
import { ALICE, personalMessage } from '../../protocol-cloud/activities.ts';
import { type Cloud, cloudEnvironment, startCloud } from '../../protocol-cloud/cloud.ts';
import { putReadyStore } from '../../ready-store/index.ts';

let cloud: Cloud;
let workspace: FurnishedWorkspace;
let app: App;
const data = mkdtempSync(join(tmpdir(), 'brickbot-protocol-'));

beforeAll(async () => {
  putReadyStore(data);
  [cloud, workspace] = await Promise.all([
    startCloud(),
    startFurnishedWorkspace({ token: 'planted-token', history: true, startDelayMs: 10 }),
  ]);
  await workspace.past;
  const config = loadConfig({
    environment: {
      ...cloudEnvironment(cloud),
      PORT: '0',
      BRICKBOT_HOST: '127.0.0.1',
      BRICKBOT_DATA: data,
      DATABRICKS_HOST: workspace.url,
      DATABRICKS_TOKEN: workspace.token,
    },
    yaml: demoYaml(workspace.gitUrl(SAMPLE)).replace('terminal]', `${ALICE.aadObjectId}]`),
    yamlName: 'test',
    readSecret: () => '',
  });
  app = await startApp({ config, log: silentLog });
  await app.ready;
}, 60_000);
afterAll(async () => {
  await app.close();
  await workspace.close();
  await cloud.close();
  rmSync(data, { recursive: true, force: true, maxRetries: 5 });
}, 30_000);

const say = async (text: string): Promise<number> => {
  const { serviceUrl } = cloud.connector;
  const answer = await fetch(`${app.url}/api/messages`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${await cloud.issuer.sign(serviceUrl)}`,
    },
    body: JSON.stringify(personalMessage(serviceUrl, text)),
  });
  return answer.status;
};

/** Calls at the connector, one after the other, until one has all of these words. */
const posted = async (
  ...words: readonly string[]
): Promise<{ method: string; path: string; authorization: string | undefined; text: string }> => {
  for (;;) {
    const { method, path, authorization, body } = await cloud.connector.next();
    const text = JSON.stringify(body);
    if (words.every((word) => text.includes(word))) return { method, path, authorization, text };
  }
};

describe('the main job over the true protocol', () => {
  test('deploy: one card is posted, and changed in place until it is done', async () => {
    expect(await say('deploy feature-x')).toBe(200);
    const first = await posted('Deploy feature-x to staging');
    expect(first.method).toBe('POST');
    expect(first.authorization).toBe(`Bearer ${cloud.login.given[0]}`);
    const done = await posted('Deploy feature-x to staging', 'Done');
    expect(done.method).toBe('PUT');
    expect(done.text).not.toContain('planted-token');
  }, 30_000);

  test('run tests: ends green with the asserted metric', async () => {
    expect(await say('run tests on feature-x')).toBe(200);
    expect((await posted('Run tests on feature-x', 'Passed')).text).toMatch(/10 passed/);
  }, 30_000);

  test('show experiment: answered in the turn', async () => {
    expect(await say('show experiment churn')).toBe(200);
    expect((await posted('Experiment churn', 'champion')).method).toBe('POST');
  }, 30_000);

  test('the same words without a token are nobody’s', async () => {
    const answer = await fetch(`${app.url}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(personalMessage(cloud.connector.serviceUrl, 'deploy main')),
    });
    expect(answer.status).toBe(401);
  });
});
