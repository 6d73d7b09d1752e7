// Search from the message box and previews of links, over the true protocol and through the whole product.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type App, startApp } from '../../../src/app.ts';
import { loadConfig } from '../../../src/base/config/load.ts';
import { silentLog } from '../../../src/base/log.ts';
import { demoYaml } from '../../../src/demo.ts';
import { type FurnishedWorkspace, SAMPLE, startFurnishedWorkspace } from '../../../src/local/furnished.ts';
import { ALICE, composeExtension, personalMessage } from '../../protocol-cloud/activities.ts';
import { type Cloud, cloudEnvironment, startCloud } from '../../protocol-cloud/cloud.ts';
import { putReadyStore } from '../../ready-store/index.ts';

interface Hit {
  readonly contentType: string;
  readonly content: Record<string, unknown>;
  readonly preview: {
    readonly content: { readonly title: string; readonly text: string; readonly tap?: Tap };
  };
}
interface Tap {
  readonly type: string;
  readonly value: { readonly thing: Readonly<Record<string, string>> };
}
interface Body {
  readonly composeExtension: {
    readonly type: string;
    readonly text?: string;
    readonly attachments?: readonly Hit[];
  };
}

let cloud: Cloud;
let workspace: FurnishedWorkspace;
let app: App;
const data = mkdtempSync(join(tmpdir(), 'brickbot-extension-'));

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

const post = async (activity: unknown): Promise<{ readonly status: number; readonly body: Body }> => {
  const answer = await fetch(`${app.url}/api/messages`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${await cloud.issuer.sign(cloud.connector.serviceUrl)}`,
    },
    body: JSON.stringify(activity),
  });
  const text = await answer.text();
  return { status: answer.status, body: (text === '' ? undefined : JSON.parse(text)) as Body };
};
const invoke = (what: Parameters<typeof composeExtension>[1], value: unknown) =>
  post(composeExtension(cloud.connector.serviceUrl, what, value));

const search = async (commandId: string, query: string, queryOptions = { skip: 0, count: 25 }) => {
  const parameters = [{ name: query === '' ? 'initialRun' : 'query', value: query === '' ? 'true' : query }];
  const { status, body } = await invoke('query', { commandId, parameters, queryOptions });
  expect(status).toBe(200);
  return body.composeExtension;
};
const titles = ({ attachments = [] }: Body['composeExtension']) =>
  attachments.map(({ preview }) => preview.content.title);
const pick = async (hit: Hit | undefined) => {
  const { status, body } = await invoke('selectItem', hit?.preview.content.tap?.value);
  expect(status).toBe(200);
  return body.composeExtension;
};
const unfurl = async (url: string) => {
  const { status, body } = await invoke('queryLink', { url });
  expect(status).toBe(200);
  expect(body.composeExtension.type).toBe('result');
  return body.composeExtension.attachments ?? [];
};
const cardText = (hit: Hit | undefined): string => JSON.stringify(hit?.content);

test('a field of a card that holds more values than it can list is asked while somebody types', async () => {
  const { serviceUrl } = cloud.connector;
  const typed = async (dataset: string, queryText: string) => {
    const value = { dataset, queryText, queryOptions: { skip: 0, top: 15 } };
    const { status, body } = await post(
      composeExtension(serviceUrl, 'query', value, { name: 'application/search' }),
    );
    expect(status).toBe(200);
    const { results } = (body as unknown as { value: { results: { value: string }[] } }).value;
    return results.map((each) => each.value);
  };
  expect(await typed('ref', 'EATURE')).toEqual(['feature-broken', 'feature-x']);
  expect(await typed('ref', '')).toContain('main');
  expect(await typed('job', 'nightly')).toEqual(['nightly-train']);
  expect(await typed('model', 'zzz')).toEqual([]);
});

describe('search from the message box', () => {
  test('experiments: listed when the box opens, found by a part of the name, opened as a card', async () => {
    expect(titles(await search('experiments', ''))).toContain('churn');
    const found = await search('experiments', 'chu');
    expect(titles(found)[0]).toBe('churn');
    const opened = await pick(found.attachments?.[0]);
    expect(opened.type).toBe('result');
    expect(opened.attachments?.[0]?.contentType).toBe('application/vnd.microsoft.card.adaptive');
    expect(cardText(opened.attachments?.[0])).toContain('Experiment churn');
  });

  test('runs: newest first, found by branch or person, and paged', async () => {
    const all = await search('runs', '');
    expect(titles(all).length).toBeGreaterThan(2);
    const second = await search('runs', '', { skip: 1, count: 1 });
    expect(titles(second)).toEqual([titles(all)[1]]);
    const opened = await pick(all.attachments?.[0]);
    expect(cardText(opened.attachments?.[0])).toContain('Metrics');
  });

  test('deployments: found by branch, opened as the operation’s own card', async () => {
    const { serviceUrl } = cloud.connector;
    await post(personalMessage(serviceUrl, 'deploy feature-x'));
    for (;;) {
      const text = JSON.stringify((await cloud.connector.next()).body);
      if (text.includes('Deploy feature-x to staging') && text.includes('Done')) break;
    }
    const found = await search('deployments', 'feature-x');
    expect(titles(found)).toEqual(['feature-x in staging']);
    expect(cardText((await pick(found.attachments?.[0])).attachments?.[0])).toContain('Deploy feature-x');
  }, 40_000);

  test('models: listed by name, opened as the model’s card', async () => {
    const found = await search('models', '');
    expect(titles(found)).toContain('churn');
    const opened = await pick(found.attachments?.find(({ preview }) => preview.content.title === 'churn'));
    expect(cardText(opened.attachments?.[0])).toContain('churn');
  });

  test('a card that goes into somebody’s message opens pages and does nothing else', async () => {
    for (const kind of ['runs', 'experiments', 'deployments', 'models']) {
      const [first] = (await search(kind, '')).attachments ?? [];
      const text = cardText((await pick(first)).attachments?.[0]);
      expect(text).not.toMatch(/Action\.(Execute|Submit)|"Input\./);
    }
  });

  test('nothing found is said, with what to do', async () => {
    const found = await search('runs', 'no such run anywhere');
    expect(found).toEqual({ type: 'message', text: 'Nothing found. Try fewer or other words.' });
  });

  test('an unknown search, and a picked item that no list offered, are not answered', async () => {
    expect((await invoke('query', { commandId: 'secrets', parameters: [] })).status).toBe(501);
    expect((await invoke('selectItem', { thing: { kind: 'words', text: 'deploy main' } })).status).toBe(501);
    expect(
      (await invoke('selectItem', { thing: { kind: 'experiment-run', run: 'x" in production' } })).status,
    ).toBe(501);
  });
});

describe('a pasted link', () => {
  test('to an experiment or a run becomes its card, in new and old addresses', async () => {
    const [experiment] = (await search('experiments', 'churn')).attachments ?? [];
    const [run] = (await search('runs', '')).attachments ?? [];
    const id = experiment?.preview.content.tap?.value.thing['experiment'];
    const runId = run?.preview.content.tap?.value.thing['run'];
    expect(cardText((await unfurl(`${workspace.url}/ml/experiments/${id}?o=1`))[0])).toContain('Experiment');
    for (const path of [
      `/ml/experiments/${id}/runs/${runId}`,
      `/?o=1#mlflow/experiments/${id}/runs/${runId}`,
    ])
      expect(cardText((await unfurl(workspace.url + path))[0])).toContain('Metrics');
  });

  test('to a job shows its newest run', async () => {
    const { serviceUrl } = cloud.connector;
    await post(personalMessage(serviceUrl, 'run job nightly-train'));
    for (;;) {
      const text = JSON.stringify((await cloud.connector.next()).body);
      if (text.includes('nightly-train') && /Done|Passed/.test(text)) break;
    }
    const { jobs } = (await (
      await fetch(`${workspace.url}/api/2.2/jobs/list?name=nightly-train`, {
        headers: { authorization: `Bearer ${workspace.token}` },
      })
    ).json()) as { jobs: readonly { job_id: number }[] };
    const [card] = await unfurl(`${workspace.url}/jobs/${jobs[0]?.job_id}`);
    expect(cardText(card)).toContain('Run of nightly-train');
  }, 40_000);

  test('to something that is gone, or to another host, stays a link', async () => {
    expect(await unfurl(`${workspace.url}/ml/experiments/1/runs/${'0'.repeat(32)}`)).toEqual([]);
    expect(await unfurl(`${workspace.url}/sql/dashboards/7`)).toEqual([]);
    expect(await unfurl('https://example.com/ml/experiments/7')).toEqual([]);
    expect(await unfurl('not a link')).toEqual([]);
  });

  test('of somebody who has not added the app is not answered', async () => {
    expect((await invoke('anonymousQueryLink', { url: workspace.url })).status).toBe(501);
  });

  test('without a token is nobody’s', async () => {
    const answer = await fetch(`${app.url}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(composeExtension(cloud.connector.serviceUrl, 'queryLink', { url: workspace.url })),
    });
    expect(answer.status).toBe(401);
  });
});
