// Without any git token, a service principal of Entra reads Azure DevOps by itself: setup stores a credential that holds no secret, once.
// The true client over HTTP against the embedded workspace; only the token is already there, as if Entra had given it.
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { systemClock } from '../../../../src/base/clock.ts';
import { silentLog } from '../../../../src/base/log.ts';
import { type Databricks, databricksClient } from '../../../../src/databricks/client.ts';
import type { Credentials } from '../../../../src/databricks/credentials.ts';
import { type FurnishedWorkspace, startFurnishedWorkspace } from '../../../../src/local/furnished.ts';
import { type StepReport, walkSteps } from '../../../../src/services/setup/step.ts';
import { credentialStep, workspaceStep } from '../../../../src/services/setup/workspace.ts';

const TOKEN = 'dapi-federated';
const REPOSITORY = 'https://dev.azure.com/contoso/ml/_git/churn';
let workspace: FurnishedWorkspace;
const open: Databricks[] = [];

beforeAll(async () => {
  workspace = await startFurnishedWorkspace({ token: TOKEN });
}, 60_000);
afterAll(async () => {
  await Promise.all(open.map((client) => client.close()));
  await workspace?.close();
});
beforeEach(async () => {
  const client = by('entra');
  for (const { id } of await client.gitCredentials.list())
    await fetch(`${workspace.url}/api/2.0/git-credentials/${id}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${TOKEN}` },
    });
});

const by = (kind: Credentials['kind']): Databricks => {
  const client = databricksClient({
    host: workspace.url,
    settings: {},
    credentials: { kind, token: async () => TOKEN },
    clock: systemClock,
    log: silentLog,
    userAgent: 'brickbot-test/0',
  });
  open.push(client);
  return client;
};

const walk = async (
  kind: Credentials['kind'],
  { apply = true, provider = 'azureDevOpsServices' }: { apply?: boolean; provider?: string } = {},
): Promise<StepReport | undefined> => {
  const here = { host: workspace.url, databricks: by(kind), environments: [] };
  const wanted = { url: REPOSITORY, provider, token: undefined, renew: false };
  const steps = [workspaceStep(here), credentialStep(here, wanted, () => false)];
  return (await walkSteps(steps, { apply, now: () => systemClock.now() })).at(-1);
};
const held = () => by('entra').gitCredentials.list();

test('planned first, then stored with the words for Entra, and the second time it is there', async () => {
  expect(await walk('entra', { apply: false })).toMatchObject({
    state: 'planned',
    action: expect.stringContaining('azureDevOpsServicesAad'),
  });
  expect(await held()).toEqual([]);

  const done = await walk('entra');
  expect(done?.state).toBe('done');
  const { userName } = await by('entra').me();
  expect(done?.action).toContain(
    `issuer ${workspace.url}/oidc, subject ${userName}, audience api://AzureADTokenExchange`,
  );
  expect(await held()).toMatchObject([{ provider: 'azureDevOpsServicesAad' }]);

  expect(await walk('entra')).toMatchObject({
    state: 'there',
    found: expect.stringContaining('azureDevOpsServicesAad'),
  });
  expect(await held()).toHaveLength(1);
});

test.each([
  ['a token that Entra knows nothing of', 'pat', 'azureDevOpsServices'],
  ['a repository that is not of Azure DevOps', 'entra', 'gitHub'],
] as const)('%s: a hand is asked for, and nothing is stored', async (_title, kind, provider) => {
  const report = await walk(kind, { provider });
  expect(report?.state).toBe('by-hand');
  expect(report?.todo.join(' ')).toContain('BRICKBOT_GIT_TOKEN');
  expect(await held()).toEqual([]);
});
