// `azureDevOps.identity: user`: what Alice runs and decides at Azure DevOps is done as Alice, by the stand-in that knows people by their
// tokens. brickbot has a token of its own there, too; it may not be taken in place of hers.
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { type AzureDevOps, startAzureDevOps } from '../../../../src/local/azure-devops/index.ts';
import { SAMPLE } from '../../../../src/local/furnished.ts';
import { ALICE } from '../../../protocol-cloud/activities.ts';
import { everythingBelow, openTown, type Town } from './town.ts';

jest.setTimeout(120_000);
jest.retryTimes(0);

const AZURE_DEVOPS_APP = '499b84ac-1321-427f-aa17-267ca6975798';
const ALICE_TOKEN = 'eyJ.alice-at-azure-is-secret';
const ALICE_THERE = { id: 'alice', displayName: 'Alice of Azure', uniqueName: 'alice@example.com' };
const BOT_THERE = { id: 'bot', displayName: 'brickbot', uniqueName: 'brickbot@example.com' };
const PIPELINE = `
trigger: none
stages:
  - stage: ship
    displayName: Ship
    jobs:
      - deployment: ship
        environment: live
        strategy: { runOnce: { deploy: { steps: [{ bash: echo shipped }] } } }
`;

let azure: AzureDevOps;
let town: Town;
let consented = true;

beforeAll(async () => {
  town = await openTown({
    tokenFor: (person, resource) =>
      consented && person === ALICE.aadObjectId && resource === AZURE_DEVOPS_APP ? ALICE_TOKEN : undefined,
    environment: { AZURE_DEVOPS_EXT_PAT: 'pat-of-brickbot' },
    more: async (world) => {
      await world.push('main', { 'ci.yml': PIPELINE });
      azure = await startAzureDevOps({
        repositories: { [SAMPLE]: join(world.dataDir, 'git', `${SAMPLE}.git`) },
        pipelines: [{ name: 'churn', repository: SAMPLE, path: 'ci.yml' }],
        environments: [{ name: 'live', approval: { approvers: [ALICE_THERE], instructions: 'Look first' } }],
        people: { 'pat-of-brickbot': BOT_THERE, [ALICE_TOKEN]: ALICE_THERE },
      });
      return `azureDevOps:
  url: ${azure.url}
  project: ml
  repository: ${SAMPLE}
  identity: user
`;
    },
  });
});
afterAll(async () => {
  await town.close();
  await azure.close();
});
beforeEach(() => {
  town.forget();
  consented = true;
});

test('without a sign-in nothing is asked there, not even by brickbot', async () => {
  azure.journal.splice(0);
  await town.says('run pipeline churn on main');
  expect(await town.posted('Sign in to go on')).toContain('Azure DevOps is to see Alice and not brickbot');
  await town.posted('application/vnd.microsoft.card.oauth');
  expect(azure.journal.filter(({ path }) => path.includes('_apis/pipelines'))).toEqual([]);
});

test('a consent for Databricks alone is not enough, and is said when she signs in', async () => {
  consented = false;
  expect((await town.exchange('half')).status).toBe(412);
  expect(await town.posted('the consent is missing or was withdrawn')).toContain('at Azure DevOps');
});

test('the run is hers, and she approves as herself what only she may approve', async () => {
  expect((await town.exchange('whole')).status).toBe(200);
  await town.posted('You are signed in');
  await town.says('run pipeline churn on main');
  await town.posted('churn', 'waits for a decision');
  const build = azure.state.builds.at(-1);
  expect(build?.requestedFor).toMatchObject({ displayName: 'Alice of Azure' });
  await town.says(`approve stage ${build?.id} because it is fine`);
  await town.posted('Run pipeline churn on main: passed');
  expect(azure.state.approvals.at(-1)?.steps).toMatchObject([
    { actualApprover: { displayName: 'Alice of Azure' }, status: 'approved' },
  ]);
});

test('consent withdrawn meanwhile: refused with a card, nothing started as brickbot', async () => {
  consented = false;
  const before = azure.state.builds.length;
  // The kept token is refused there from now on, and Entra gives no other.
  azure.state.tokens.delete(ALICE_TOKEN);
  await town.says('run pipeline churn on main');
  await town.posted('Consent is missing');
  await town.posted('application/vnd.microsoft.card.oauth');
  expect(azure.state.builds).toHaveLength(before);
});

test('no token is written down anywhere', async () => {
  const kept = await everythingBelow(town.folder);
  for (const secret of [ALICE_TOKEN, 'pat-of-brickbot']) {
    expect(kept).not.toContain(secret);
    expect(town.all()).not.toContain(secret);
  }
});
