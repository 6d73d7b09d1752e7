// A promotion over the true Teams protocol and through the whole product: signed tokens in, bearer tokens out over HTTPS, three people in
// a channel, two versions trained by the job, the alias moved in the registry, and the way back. And whatever must change nothing.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type App, startApp } from '../../../src/app.ts';
import { loadConfig } from '../../../src/base/config/load.ts';
import { silentLog } from '../../../src/base/log.ts';
import { type FurnishedWorkspace, SAMPLE, startFurnishedWorkspace } from '../../../src/local/furnished.ts';
import { channelMessage, pressExecute } from '../../protocol-cloud/activities.ts';
import { APP_ID, APP_PASSWORD, type Cloud, startCloud, TENANT } from '../../protocol-cloud/cloud.ts';
import { putReadyStore } from '../../ready-store/index.ts';

jest.setTimeout(120_000);
jest.retryTimes(0);

const person = (name: string, number: number) => ({
  id: `29:${name.toLowerCase()}`,
  name,
  aadObjectId: `a11ce000-0000-4000-8000-00000000000${number}`,
});
const [alice, carol, erin, dan] = [
  person('Alice', 1),
  person('Carol', 2),
  person('Erin', 3),
  person('Dan', 4),
];
type Person = ReturnType<typeof person>;

const yaml = (gitUrl: string): string => `git:
  url: ${gitUrl}
environments:
  staging: { checkout: /Workspace/Shared/brickbot/staging/churn }
experiments:
  churn: { name: /Shared/churn, metric: auc, model: churn }
models:
  churn:
    registry: mlflow
    gates: { tests: false, improvement: false }
    approvals: { quorum: 2 }
roles:
  developer: [${alice.aadObjectId}]
  approver: [Carol@Example.com, ${erin.aadObjectId}]
`;

let cloud: Cloud;
let workspace: FurnishedWorkspace;
let app: App;
const data = mkdtempSync(join(tmpdir(), 'brickbot-promotion-'));

beforeAll(async () => {
  putReadyStore(data);
  [cloud, workspace] = await Promise.all([
    startCloud(),
    startFurnishedWorkspace({ token: 'planted-token', startDelayMs: 10 }),
  ]);
  // Carol stands in the configuration by her principal name, which no activity of hers carries.
  for (const each of [alice, carol, erin, dan])
    cloud.connector.members.set(each.aadObjectId, {
      id: each.id,
      objectId: each.aadObjectId,
      userPrincipalName: `${each.name.toLowerCase()}@example.com`,
      tenantId: TENANT,
      userRole: 'user',
    });
  const config = loadConfig({
    environment: {
      MicrosoftAppId: APP_ID,
      MicrosoftAppPassword: APP_PASSWORD,
      MicrosoftAppType: 'SingleTenant',
      MicrosoftAppTenantId: TENANT,
      ToChannelFromBotLoginUrl: cloud.login.authority,
      ToBotFromChannelTokenIssuer: cloud.issuer.url,
      ToBotFromChannelOpenIdMetadataUrl: cloud.issuer.metadataUrl,
      PORT: '0',
      BRICKBOT_HOST: '127.0.0.1',
      BRICKBOT_DATA: data,
      DATABRICKS_HOST: workspace.url,
      DATABRICKS_TOKEN: workspace.token,
    },
    yaml: yaml(workspace.gitUrl(SAMPLE)),
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

const send = async (
  activity: Readonly<Record<string, unknown>>,
  token?: string,
): Promise<{ status: number; value: unknown }> => {
  const answer = await fetch(`${app.url}/api/messages`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${token ?? (await cloud.issuer.sign(cloud.connector.serviceUrl))}`,
    },
    body: JSON.stringify(activity),
  });
  const text = await answer.text();
  const body = text === '' ? {} : (JSON.parse(text) as { value?: unknown });
  return { status: answer.status, value: 'value' in body ? body.value : undefined };
};
const says = (who: Person, text: string) =>
  send(channelMessage(cloud.connector.serviceUrl, text, { from: who }));

type Action = { title: string; verb: string; data: Record<string, unknown> };
type Card = {
  actions?: readonly Action[];
  refresh?: { action: Action; userIds: readonly string[] };
};
/** The channel in which everything happens, as an invoke names it. */
const inChannel = () => {
  const { conversation, channelData } = channelMessage(cloud.connector.serviceUrl, '');
  return { conversation, channelData };
};
const press = (
  who: Person,
  card: unknown,
  title: string,
  { over = {}, input = {} }: { over?: Record<string, unknown>; input?: Record<string, unknown> } = {},
) => {
  const { actions = [], refresh } = card as Card;
  const action = [...actions, ...(refresh ? [refresh.action] : [])].find((each) => each.title === title);
  if (!action) throw new Error(`no button ${title} on ${JSON.stringify(card).slice(0, 400)}`);
  return send(
    pressExecute(
      cloud.connector.serviceUrl,
      action.verb,
      { ...action.data, ...input },
      { from: who, id: randomUUID(), ...inChannel(), ...over },
    ),
  );
};

/** The next call at the connector that has all of these words, with the card that it carried. */
const posted = async (...words: readonly string[]) => {
  for (;;) {
    const { method, authorization, body } = await cloud.connector.next();
    const text = JSON.stringify(body);
    if (!words.every((word) => text.includes(word))) continue;
    const { attachments } = body as { attachments?: readonly { content: unknown }[] };
    return { method, authorization, text, card: attachments?.[0]?.content };
  }
};
const champion = async (): Promise<string | undefined> => {
  const answer = await fetch(`${workspace.url}/api/2.0/mlflow/registered-models/get?name=churn`, {
    headers: { authorization: `Bearer ${workspace.token}` },
  });
  const { registered_model: model } = (await answer.json()) as {
    registered_model: { aliases?: { alias: string; version: string }[] };
  };
  return model.aliases?.find(({ alias }) => alias === 'champion')?.version;
};
const opOf = (text: string): string => /\bop ([0-9A-Z]{4,8})\b/.exec(text)?.[1] ?? '';

describe('a promotion over the true protocol', () => {
  let asked: Awaited<ReturnType<typeof posted>>;
  let op: string;

  test('two versions are trained by the job', async () => {
    for (const rate of ['0.2', '0.8']) {
      expect(
        (await says(alice, `run job nightly-train with learning_rate=${rate} register=true`)).status,
      ).toBe(200);
      await posted('nightly-train', 'Passed');
    }
  });

  test('the prompt is posted once, with the bot’s own token, and is drawn for whoever asked', async () => {
    await says(alice, 'promote churn v1 to champion because it is the first');
    asked = await posted('Promote churn v1 to champion', 'Votes 0 of 2');
    op = opOf(asked.text);
    expect(asked.authorization).toBe(`Bearer ${cloud.login.given.at(-1)}`);
    expect(asked.text).not.toContain('planted-token');
    const { refresh } = asked.card as Card;
    expect(refresh?.userIds).toEqual([alice.id]);
    const own = (await press(alice, asked.card, 'Your view')).value as Card;
    expect(own.actions?.map(({ title }) => title)).toEqual(expect.arrayContaining(['Details', 'Withdraw']));
    expect(own.actions?.map(({ title }) => title)).not.toContain('Approve');
  });

  test('another tenant, another issuer, no right, a made-up payload: each is answered, and nothing is decided', async () => {
    const strange = { tenant: { id: randomUUID() } };
    const foreign = await press(carol, asked.card, 'Approve', { over: { channelData: strange } });
    expect(foreign.status).toBe(401);
    const { actions = [] } = asked.card as Card;
    const approve = actions.find(({ title }) => title === 'Approve');
    const { serviceUrl } = cloud.connector;
    const activity = pressExecute(serviceUrl, 'approve.vote', approve?.data, { from: carol, ...inChannel() });
    expect((await send(activity, await cloud.issuer.sign(serviceUrl, { signedBy: 'stranger' }))).status).toBe(
      401,
    );
    expect((await send(activity, cloud.issuer.forge(serviceUrl, 'none'))).status).toBe(401);
    // The code of one button is none of another's.
    expect((await send(activity)).value).toMatch(/does not belong to anything/);
    const forged = { ...approve?.data, op: 'ZZZZ' };
    expect(
      (await send(pressExecute(serviceUrl, 'approve.ask', forged, { from: carol, id: randomUUID() }))).value,
    ).toMatch(/does not belong to anything/);
    // Forwarded into a chat of their own, and pressed by somebody who may not.
    const forwarded = { conversation: { id: 'a:dan', conversationType: 'personal', tenantId: TENANT } };
    expect((await press(dan, asked.card, 'Approve', { over: forwarded })).value).toMatch(
      /needs the role approver/,
    );
    expect((await press(alice, asked.card, 'Reject')).value).toMatch(/needs the role approver/);
    const { services } = await app.house.open();
    expect((await services.promotions.approval(op)).votes).toEqual([]);
    expect(await champion()).toBeUndefined();
  });

  test('two approvers, one by button and once more when it is delivered again, one by typing: the alias moves', async () => {
    const sure = (await press(carol, asked.card, 'Approve')).value;
    expect(JSON.stringify(sure)).toMatch(/Yours is approval 1 of 2/);
    const over = { id: randomUUID() };
    const first = await press(carol, sure, 'Yes, approve', { over });
    expect((await press(carol, sure, 'Yes, approve', { over })).value).toEqual(first.value);
    const repainted = await posted('Votes 1 of 2', 'Carol');
    expect(repainted.method).toBe('PUT');
    expect(await champion()).toBeUndefined();
    // A replay under another id is no second voice.
    expect((await press(carol, sure, 'Yes, approve')).value).toMatch(/is in since/);
    await says(erin, `approve ${op}`);
    const receipt = await posted('Promote churn v1 to champion', 'Promoted');
    expect(await champion()).toBe('1');
    expect((await press(erin, sure, 'Yes, approve')).value).toMatch(
      /already approved by Erin at \d\d:\d\d UTC/,
    );

    const toast = await press(alice, receipt.card, 'Undo');
    expect(toast.value).toBe('Answered below.');
    const plan = await posted('nothing as champion');
    await press(alice, plan.card, 'Start');
    const back = await posted('Votes 0 of 1');
    await says(carol, `approve ${opOf(back.text)}`);
    await posted('Release churn', 'Released');
    expect(await champion()).toBeUndefined();
  });
});
