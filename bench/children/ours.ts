// Our side of the benchmark: the product as it is started, answering `help` through grammar, rights, dialog and card, with its
// store on a fresh folder and its workers running.

import { mkdtempSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { childSettings, reportListening } from './child-settings.ts';

enableCompileCache();
const [{ loadConfig }, { startApp }] = await Promise.all([
  import('../../src/base/config/load.ts'),
  import('../../src/app.ts'),
]);

const { appId, appPassword, tenantId, loginUrl, tokenIssuer, openIdMetadataUrl } = childSettings();
const config = loadConfig({
  environment: {
    MicrosoftAppId: appId,
    MicrosoftAppPassword: appPassword,
    MicrosoftAppType: 'SingleTenant',
    MicrosoftAppTenantId: tenantId,
    ToChannelFromBotLoginUrl: loginUrl,
    ToBotFromChannelTokenIssuer: tokenIssuer,
    ToBotFromChannelOpenIdMetadataUrl: openIdMetadataUrl,
    PORT: '0',
    BRICKBOT_HOST: '127.0.0.1',
    BRICKBOT_LOG_LEVEL: 'silent',
    BRICKBOT_DATA: mkdtempSync(join(tmpdir(), 'brickbot-bench-')),
    DATABRICKS_HOST: process.env['BENCH_DATABRICKS'] ?? 'http://127.0.0.1:9',
    DATABRICKS_TOKEN: 'unused',
  },
  yaml: [
    'git: {url: "http://127.0.0.1:9/churn.git"}',
    'environments: {staging: {checkout: /Workspace/Shared/churn}}',
    'experiments: {churn: {name: /Shared/churn}}',
  ].join('\n'),
  yamlName: 'bench',
  readSecret: () => '',
});
const app = await startApp({ config });
reportListening(Number(new URL(app.url).port));
