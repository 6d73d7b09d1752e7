// Secrets are planted in every place that takes one, a day is lived with all its troubles, and everything that came out is searched for
// them: the log at its most talkative, cards and messages, answers of the doors, --json, exports of the audit trail, the database.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { createLog } from '../../../../src/base/log.ts';
import { type AzureDevOps, startAzureDevOps } from '../../../../src/local/azure-devops/index.ts';
import { SAMPLE } from '../../../../src/local/furnished.ts';
import { ALICE, personalMessage, pressExecute, signInInvoke } from '../../../protocol-cloud/activities.ts';
import { APP_ID, APP_PASSWORD, cloudEnvironment, TENANT } from '../../../protocol-cloud/cloud.ts';
import { findLeaks } from '../../../secrets/leaks.ts';
import { rowsOf } from '../../../secrets/rows.ts';
import { TOKEN } from '../world.ts';
import { ALICE_TOKEN, everythingBelow, openTown, SECRET_KEY, type Town } from './town.ts';

jest.setTimeout(120_000);
jest.retryTimes(0);

const ROOT = join(import.meta.dirname, '../../../..');
const PLANTED = {
  MicrosoftAppPassword: APP_PASSWORD,
  DATABRICKS_TOKEN: TOKEN,
  BRICKBOT_SECRET_KEY: SECRET_KEY,
  BRICKBOT_WEBHOOK_PASSWORD: 'planted-webhook-password',
  BRICKBOT_REGISTRY_WEBHOOK_SECRET: 'planted-registry-secret',
  BRICKBOT_GIT_TOKEN: 'planted-git-token',
  AZURE_DEVOPS_EXT_PAT: 'planted-azure-pat',
  AZURE_CLIENT_SECRET: 'planted-client-secret',
  MLFLOW_TRACKING_PASSWORD: 'planted-mlflow-password',
  GITHUB_TOKEN: 'planted-github-token',
} as const;
const KNOCKED = 'eyJplanted.eyJplanted.planted-in-a-header';

let azure: AzureDevOps;
let town: Town;
const log: string[] = [];
/** What doors and child processes said. */
const heard: string[] = [];
const environment = {
  ...PLANTED,
  AZURE_CLIENT_ID: APP_ID,
  AZURE_TENANT_ID: TENANT,
  BRICKBOT_WEBHOOK_USER: 'hook',
  BRICKBOT_LOG_LEVEL: 'debug',
};

beforeAll(async () => {
  town = await openTown({
    log: createLog('debug', { to: { write: (line) => void log.push(line) } }),
    environment,
    more: async (world) => {
      azure = await startAzureDevOps({
        repositories: { [SAMPLE]: join(world.dataDir, 'git', `${SAMPLE}.git`) },
        pipelines: [{ name: 'churn', repository: SAMPLE, path: 'azure-pipelines.yml' }],
        people: { other: { id: 'o', displayName: 'Other', uniqueName: 'other@example.com' } },
      });
      return `azureDevOps: { url: '${azure.url}', project: ml, repository: ${SAMPLE} }\n`;
    },
  });
});
afterAll(async () => {
  await town.close();
  await azure.close();
});

const knock = async (path: string, init: RequestInit = {}): Promise<void> => {
  const answer = await fetch(`${town.app.url}${path}`, init);
  heard.push(await answer.text(), JSON.stringify([...answer.headers]));
};
const terminal = async (...words: readonly string[]): Promise<string> => {
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    [join(ROOT, 'src/cli.ts'), ...words],
    {
      cwd: town.folder,
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], BRICKBOT_DATA: town.folder },
    },
  ).catch((error: unknown) => error as { stdout: string; stderr: string });
  heard.push(stdout, stderr);
  return stdout;
};

test('a good day: signed in, deployed, tested, looked, locked', async () => {
  await town.says('deploy feature-x');
  await town.posted('card.oauth');
  await town.exchange('one');
  await town.posted('Deploy feature-x to staging', 'Done');
  await town.says('run tests on feature-x');
  await town.posted('Run tests on feature-x', 'passed');
  await town.says('show experiment churn');
  await town.says('lock staging for 1h because of planted-nothing');
  await town.says('audit last 20');
  await town.posted('because of planted-nothing');
});

test('a bad day: every system refuses, breaks or answers with what it was sent', async () => {
  const { serviceUrl } = town.cloud.connector;
  await town.says('show pipelines');
  await town.posted('Azure DevOps');
  for (const kind of ['401', '403', '500', 'malformed', 'reset', 'signin-200', 'expired-token'] as const) {
    town.world.faults.add({ kind, path: '/api/2.0/mlflow', times: 2 });
    await town.says('show experiment churn');
  }
  town.world.faults.add({
    kind: 'refusal',
    status: 400,
    errorCode: 'BAD_REQUEST',
    message: `Authorization: Bearer ${ALICE_TOKEN} and Bearer ${TOKEN} are not welcome`,
    times: 1,
  });
  await town.says('show experiment churn');
  town.tokens.fail(500);
  await town.exchange('two');
  town.tokens.fail(undefined);
  town.entra.refuse('revoked');
  await town.exchange('three');
  town.entra.refuse(undefined);
  await town.deliver(signInInvoke(serviceUrl, 'tokenExchange', { id: 1, token: KNOCKED }));
  await town.deliver(pressExecute(serviceUrl, 'deploy.start', { op: 'ZZZZ', code: KNOCKED }));
  town.cloud.connector.failNext({ kind: 'status', status: 500 }, { kind: 'reset' });
  await town.says('show jobs');
});

test('strangers at the doors, the terminal, the doctor, the exports', async () => {
  const json = { 'content-type': 'application/json' };
  const body = JSON.stringify(personalMessage(town.cloud.connector.serviceUrl, 'help'));
  await knock('/api/messages', {
    method: 'POST',
    headers: { ...json, authorization: `Bearer ${KNOCKED}` },
    body,
  });
  const basic = `Basic ${Buffer.from(`hook:${KNOCKED}`).toString('base64')}`;
  for (const door of ['databricks', 'azure-devops', 'mlflow'])
    await knock(`/api/webhooks/${door}?secret=${KNOCKED}`, {
      method: 'POST',
      headers: { ...json, authorization: basic },
      body: '{}',
    });
  await knock('/api/terminal', {
    method: 'POST',
    headers: { ...json, authorization: `Bearer ${KNOCKED}` },
    body: '{}',
  });
  for (const path of ['/healthz', '/readyz', '/metrics', '/gallery']) await knock(path);
  expect(await terminal('show', 'environments', '--json')).toContain('"environments"');
  await terminal('deploy', 'nowhere', '--json');
  expect(await terminal('audit', '--jsonl')).toContain('deploy');
  await terminal('audit', '--csv');
  const doctor = await promisify(execFile)(process.execPath, [join(ROOT, 'tools/doctor.ts')], {
    cwd: town.folder,
    env: {
      ...{ PATH: process.env['PATH'], HOME: process.env['HOME'] },
      ...cloudEnvironment(town.cloud),
      ...environment,
      BRICKBOT_DATA: join(town.folder, 'doctor'),
      NODE_EXTRA_CA_CERTS: town.cloud.local.caFile,
      DATABRICKS_HOST: town.world.url,
    },
  }).catch((error: unknown) => error as { stdout: string; stderr: string });
  heard.push(doctor.stdout, doctor.stderr);
});

test('none of it holds a secret, in whatever spelling', async () => {
  const { store } = await town.app.house.open();
  const said: Readonly<Record<string, string>> = {
    log: log.join(''),
    'cards and messages': town.all(),
    'doors and terminal': heard.join('\n'),
    'rows of the database': await rowsOf(store.db),
    'files of the bot': await everythingBelow(town.folder),
  };
  expect(log.length).toBeGreaterThan(10);
  expect(said['rows of the database']).toContain('deploy feature-x');
  const secrets = {
    ...PLANTED,
    'a person’s token': ALICE_TOKEN,
    'a person’s sign-in': town.entra.assertion(ALICE.aadObjectId).split('.')[1]?.slice(0, 60) ?? '',
    'a token of the bot': 'bot-token-',
    'what a stranger sent': KNOCKED,
  };
  expect(findLeaks(said, secrets)).toEqual([]);
});
