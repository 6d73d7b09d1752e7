// The town in which every dialog is talked through: the whole bot behind its true door, the cloud's tokens and connector, the embedded
// workspace, Azure DevOps, and people with every role.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, startApp } from '../../../../src/app.ts';
import { loadConfig } from '../../../../src/base/config/load.ts';
import { silentLog } from '../../../../src/base/log.ts';
import { type AzureDevOps, startAzureDevOps } from '../../../../src/local/azure-devops/index.ts';
import { SAMPLE } from '../../../../src/local/furnished.ts';
import { APP_ID, APP_PASSWORD, startCloud, TENANT } from '../../../protocol-cloud/cloud.ts';
import { putReadyStore } from '../../../ready-store/index.ts';
import { openWorld, type World } from '../world.ts';
import { openChats, PEOPLE, RELEASES, type Talk } from './chat.ts';

export interface Town {
  readonly world: World;
  readonly azure: AzureDevOps;
  /** A conversation of its own for a dialog. */
  talk(dialog: string): Talk;
  close(): Promise<void>;
}

const PIPELINE = `
trigger: none
stages:
  - stage: test
    displayName: Test
    jobs:
      - job: test
        steps:
          - bash: test ! -e fail
  - stage: ship
    displayName: Ship
    jobs:
      - deployment: ship
        environment: gate
        strategy: { runOnce: { deploy: { steps: [{ bash: echo shipped }] } } }
`;
const BOT = { id: 'bot', displayName: 'brickbot', uniqueName: 'brickbot@example.com' };
const DAY = 86_400_000;
const at = (ms: number): string => new Date(Date.now() + ms).toISOString();

const yamlFor = (world: World, azure: AzureDevOps): string => `git:
  url: ${world.repository}
azureDevOps:
  url: ${azure.url}
  project: ml
  repository: ${SAMPLE}
environments:
  staging:
    checkout: /Workspace/Shared/brickbot/staging/churn
  production:
    checkout: /Workspace/Shared/brickbot/production/churn
    production: true
    releaseChannel: '${RELEASES}'
  lab:
    checkout: /Workspace/Shared/brickbot/lab/churn
  frozen:
    checkout: /Workspace/Shared/brickbot/frozen/churn
    freeze: [{ from: '${at(-DAY)}', until: '${at(DAY)}', reason: end of the quarter }]
defaults:
  environment: staging
tests:
  unit:
    notebook: notebooks/unit_tests
experiments:
  churn:
    name: /Shared/churn
    metric: auc
    model: churn
models:
  churn:
    registry: mlflow
    metric: auc
    gates: { minimum: { auc: 0.7 }, tests: false }
    approvals: { quorum: 2 }
  strict:
    registry: mlflow
    metric: auc
    gates: { minimum: { auc: 0.9999 }, tests: false }
    owners: [${PEOPLE.erin.aadObjectId}]
roles:
  developer: [${PEOPLE.alice.aadObjectId}]
  releaser: [${PEOPLE.bob.aadObjectId}]
  approver: [${PEOPLE.carol.aadObjectId}, ${PEOPLE.erin.aadObjectId}]
  admin: [${PEOPLE.ann.aadObjectId}]
`;

export const openTown = async (): Promise<Town> => {
  const data = mkdtempSync(join(tmpdir(), 'every-dialog-'));
  putReadyStore(data);
  const [cloud, world] = await Promise.all([startCloud(), openWorld()]);
  await world.push('main', { 'ci.yml': PIPELINE });
  await world.push('broken', { fail: 'x' }, { from: 'origin/main' });
  const azure = await startAzureDevOps({
    repositories: { [SAMPLE]: join(world.dataDir, 'git', `${SAMPLE}.git`) },
    pipelines: [{ name: 'churn', repository: SAMPLE, path: 'ci.yml' }],
    environments: [{ name: 'gate', approval: { approvers: [BOT], instructions: 'Look at the numbers' } }],
    people: { pat: BOT },
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
      DATABRICKS_HOST: world.url,
      DATABRICKS_TOKEN: world.token,
      AZURE_DEVOPS_EXT_PAT: 'pat',
    },
    yaml: yamlFor(world, azure),
    yamlName: 'brickbot.yaml',
    readSecret: () => '',
  });
  const app: App = await startApp({ config, log: silentLog });
  await app.ready;
  const chats = openChats(cloud, app.url);
  const early = chats.talk('the beginning');
  // Two versions of a model to talk about.
  for (const rate of ['0.2', '0.8']) {
    await early.bob.says(`run job nightly-train with learning_rate=${rate} register=true`);
    await early.sees('Run job nightly-train in staging', 'Passed');
  }
  return {
    world,
    azure,
    talk: (dialog) => chats.talk(dialog),
    close: async () => {
      await app.close();
      await azure.close();
      await world.close();
      await cloud.close();
      rmSync(data, { recursive: true, force: true, maxRetries: 5 });
    },
  };
};
