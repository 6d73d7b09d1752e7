// People whom the configuration names by principal name or address, over the true protocol: an activity carries neither, so the member
// record of the conversation says who they are; the name that people see never does.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type App, startApp } from '../../../src/app.ts';
import { loadConfig } from '../../../src/base/config/load.ts';
import { silentLog } from '../../../src/base/log.ts';
import { type FurnishedWorkspace, SAMPLE, startFurnishedWorkspace } from '../../../src/local/furnished.ts';
import { personalMessage } from '../../protocol-cloud/activities.ts';
import { type Cloud, cloudEnvironment, startCloud, TENANT } from '../../protocol-cloud/cloud.ts';
import { putReadyStore } from '../../ready-store/index.ts';

jest.setTimeout(60_000);
jest.retryTimes(0);

const person = (key: string, last: number, name = key) => ({
  id: `29:${key}`,
  name,
  aadObjectId: `a11ce000-0000-4000-8000-00000000001${last}`,
});
type Who = ReturnType<typeof person>;
const alice = person('alice', 1, 'Alice Novak');
const bob = person('bob', 2, 'Bob Okafor');
const carol = person('carol', 3, 'Carol Chen');
/** Calls herself what the configuration calls Alice. */
const mallory = person('mallory', 4, 'alice@contoso.com');
const stranger = person('stranger', 5, 'Alice Novak');

let cloud: Cloud;
let workspace: FurnishedWorkspace;
let app: App;
const data = mkdtempSync(join(tmpdir(), 'brickbot-by-name-'));

const known = (who: Who, more: Readonly<Record<string, unknown>>): void => {
  cloud.connector.members.set(who.aadObjectId, {
    ...{ id: who.id, name: who.name, objectId: who.aadObjectId, tenantId: TENANT, userRole: 'user' },
    ...more,
  });
};

beforeAll(async () => {
  putReadyStore(data);
  [cloud, workspace] = await Promise.all([
    startCloud(),
    startFurnishedWorkspace({ token: 'planted-token', startDelayMs: 10 }),
  ]);
  known(alice, { userPrincipalName: 'Alice@Contoso.com' });
  known(bob, { userPrincipalName: 'bob.okafor@contoso.com', email: 'bob@contoso.com' });
  known(mallory, { userPrincipalName: 'mallory@contoso.com' });
  known(stranger, { userPrincipalName: 'alice@contoso.com', tenantId: 'another-organisation' });
  const config = loadConfig({
    environment: {
      ...cloudEnvironment(cloud),
      PORT: '0',
      BRICKBOT_HOST: '127.0.0.1',
      BRICKBOT_DATA: data,
      DATABRICKS_HOST: workspace.url,
      DATABRICKS_TOKEN: workspace.token,
    },
    yaml: `git: { url: ${workspace.gitUrl(SAMPLE)} }
environments:
  staging: { checkout: /Workspace/Shared/brickbot/staging/churn }
roles:
  developer: [alice@contoso.com, BOB@contoso.com, ${carol.aadObjectId}]
`,
    yamlName: 'test',
    readSecret: () => '',
  });
  app = await startApp({ config, log: silentLog });
  await app.ready;
});
afterAll(async () => {
  await app?.close();
  await workspace?.close();
  await cloud?.close();
  rmSync(data, { recursive: true, force: true, maxRetries: 5 });
});

/** Says it in a chat alone, and gives the next answer of that chat as text. */
const asks = async (from: Who, text: string): Promise<string> => {
  const { serviceUrl } = cloud.connector;
  const conversation = { id: `a:${from.id}`, conversationType: 'personal', tenantId: TENANT };
  const answer = await fetch(`${app.url}/api/messages`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${await cloud.issuer.sign(serviceUrl)}`,
    },
    body: JSON.stringify(personalMessage(serviceUrl, text, { from, conversation, id: `${from.id} ${text}` })),
  });
  expect(answer.status).toBe(200);
  for (;;) {
    const { path, body } = await cloud.connector.next();
    if (path.includes(conversation.id)) return JSON.stringify(body);
  }
};

describe('named in brickbot.yaml', () => {
  test('by principal name: may, whatever the case, and is asked about in the conversation where they speak', async () => {
    expect(await asks(alice, 'lock staging for 5m because of a demo')).toMatch(/Alice Novak/);
    expect(cloud.connector.asked).toContain(`/v3/conversations/a:${alice.id}/members/${alice.aadObjectId}`);
    expect(await asks(alice, 'unlock staging')).toMatch(/staging/);
    expect(await asks(alice, 'whoami')).toMatch(/developer/i);
  });
  test('by e-mail address: the same', async () => {
    expect(await asks(bob, 'whoami')).toMatch(/developer/i);
    expect(await asks(bob, 'lock staging for 5m because of a test')).toMatch(/Bob Okafor/);
    expect(await asks(bob, 'unlock staging')).toMatch(/staging/);
  });
  test('by object id: as ever', async () => {
    expect(await asks(carol, 'lock staging for 5m because of a test')).toMatch(/Carol Chen/);
    expect(await asks(carol, 'unlock staging')).toMatch(/staging/);
  });
});

describe('not named', () => {
  test.each([
    ['who calls themselves by the name of somebody who is', mallory],
    ['of another organisation, whatever that says of them', stranger],
  ])('somebody %s has no right', async (_, who) => {
    expect(await asks(who, 'lock staging for 5m because of fun')).toMatch(/developer/);
    expect(await asks(who, 'whoami')).not.toMatch(/developer/i);
  });
  test('a record of somebody else is no answer', async () => {
    const liar = person('liar', 6);
    known(liar, { objectId: alice.aadObjectId, userPrincipalName: 'alice@contoso.com' });
    expect(await asks(liar, 'whoami')).not.toMatch(/developer/i);
    expect(await asks(liar, 'lock staging for 5m because of fun')).toMatch(/could not be found out/);
  });
});

test('whoever is renamed has the right of the old name no more, at once', async () => {
  known(bob, { userPrincipalName: 'robert@contoso.com' });
  expect(await asks(bob, 'lock staging for 7m because of a test')).toMatch(/developer/);
  known(bob, { userPrincipalName: 'bob@contoso.com' });
  expect(await asks(bob, 'lock staging for 8m because of a test')).toMatch(/Bob Okafor/);
  expect(await asks(bob, 'please unlock staging')).toMatch(/staging/);
});

test('without an answer nothing is changed, looking goes on, and whoever is known by id works', async () => {
  cloud.connector.membersFail(true);
  expect(await asks(alice, 'lock staging for 6m because of an outage')).toMatch(/could not be found out/);
  expect(await asks(alice, 'locks')).toMatch(/No environment is locked/);
  expect(await asks(carol, 'lock staging for 6m because of an outage')).toMatch(/Carol Chen/);
  cloud.connector.membersFail(false);
  expect(await asks(alice, 'whoami')).toMatch(/developer/i);
});
