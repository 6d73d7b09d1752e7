// What a pasted address names: every form of page that Databricks and Azure DevOps have or had, and nothing of other hosts.
import { describe, expect, test } from '@jest/globals';
import { azureAddress } from '../../../../src/devops/azure/address.ts';
import type { Environment } from '../../../../src/domain/environment.ts';
import type { Thing } from '../../../../src/domain/finding.ts';
import { thingAt } from '../../../../src/services/search/links.ts';

const environment = (name: string, host: string, order: number): Environment => ({
  name,
  host,
  order,
  production: false,
  checkout: '/Workspace/Shared/x',
});
const ENVIRONMENTS = [
  environment('staging', 'https://adb-1.2.azuredatabricks.net', 0),
  // Written without its scheme, as Databricks' own tools take it.
  environment('production', 'adb-9.9.azuredatabricks.net', 1),
];
const REPOSITORY = 'https://dev.azure.com/org/My%20Project/_git/churn';
const RUN = '0123456789abcdef0123456789abcdef';
const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const named = (address: string): Thing | undefined =>
  thingAt(address, ENVIRONMENTS, azureAddress(REPOSITORY));

const STAGING = 'https://adb-1.2.azuredatabricks.net';
const PRODUCTION = 'https://adb-9.9.azuredatabricks.net';

describe('an address', () => {
  test.each<[string, Thing]>([
    [`${STAGING}/ml/experiments/7?o=1`, { kind: 'experiment', experiment: '7' }],
    [`${STAGING}/ml/experiments/7/runs/${RUN}`, { kind: 'experiment-run', run: RUN }],
    [`${STAGING}/ml/experiments/7/runs/${RUN}/artifacts`, { kind: 'experiment-run', run: RUN }],
    [`${STAGING}/?o=1#mlflow/experiments/7/runs/${RUN}`, { kind: 'experiment-run', run: RUN }],
    [`${STAGING}/#mlflow/experiments/7`, { kind: 'experiment', experiment: '7' }],
    [`${STAGING}/ml/models/churn/versions/3`, { kind: 'model', model: 'churn' }],
    [`${STAGING}/#mlflow/models/churn%20model`, { kind: 'model', model: 'churn model' }],
    [`${STAGING}/explore/data/models/main/ml/churn/version/3`, { kind: 'model', model: 'main.ml.churn' }],
    [`${PRODUCTION}/jobs/12`, { kind: 'job', job: '12', environment: 'production' }],
    [`${PRODUCTION}/jobs/12/runs/99?o=2`, { kind: 'job-run', run: '99', environment: 'production' }],
    [`${PRODUCTION}/?o=2#job/12/run/99`, { kind: 'job-run', run: '99', environment: 'production' }],
    [`${PRODUCTION}/#job/12`, { kind: 'job', job: '12', environment: 'production' }],
    [`${REPOSITORY}/commit/${COMMIT}`, { kind: 'commit', commit: COMMIT }],
    [`${REPOSITORY}?version=GBfeature%2Fx`, { kind: 'branch', branch: 'feature/x' }],
    [`${REPOSITORY}?path=/a.py&version=GBmain`, { kind: 'branch', branch: 'main' }],
    [`${REPOSITORY}?version=GBmain&_a=history`, { kind: 'branch', branch: 'main' }],
    [
      `https://org.visualstudio.com/My%20Project/_git/churn/commit/${COMMIT}`,
      { kind: 'commit', commit: COMMIT },
    ],
    [
      'https://dev.azure.com/org/My%20Project/_build/results?buildId=12&view=results',
      { kind: 'build', build: '12' },
    ],
    ['https://dev.azure.com/Org/my%20project/_build/results?buildId=12', { kind: 'build', build: '12' }],
  ])('%s', (address, thing) => {
    expect(named(address)).toEqual(thing);
  });

  test.each([
    'not a link',
    'javascript:alert(1)',
    `file:///ml/experiments/7`,
    'https://evil.example/ml/experiments/7',
    'https://adb-1.2.azuredatabricks.net.evil.example/ml/experiments/7',
    `https://adb-1.2.azuredatabricks.net@evil.example/ml/experiments/7`,
    `${STAGING}/sql/dashboards/7`,
    `${STAGING}/ml/models/%E0%A4%A`,
    `${STAGING}/ml/models/a%22%20in%20production`,
    `${STAGING}/ml/models/a%0Adeploy`,
    `https://dev.azure.com/org/My%20Project/_git/churn-two/commit/${COMMIT}`,
    `https://dev.azure.com/other/My%20Project/_git/churn/commit/${COMMIT}`,
    `${REPOSITORY}/commit/main`,
    'https://dev.azure.com/org/Other/_build/results?buildId=12',
    'https://dev.azure.com/org/_build/results?buildId=12',
    'https://dev.azure.com/org/My%20Project/_build/results?buildId=12%3B',
    'https://dev.azure.com/org/My%20Project/_git/churn?version=GBa%22b',
    'https://dev.azure.com/org/My%20Project/_git/churn/pullrequest/7',
  ])('%s names nothing here', (address) => {
    expect(named(address)).toBeUndefined();
  });

  test('is known by whichever clone address is configured', () => {
    const page = 'https://dev.azure.com/org/churn/_build/results?buildId=3';
    const build = { kind: 'build', build: '3' };
    for (const clone of [
      'git@ssh.dev.azure.com:v3/org/churn/churn',
      'https://org.visualstudio.com/DefaultCollection/churn/_git/churn',
      'https://dev.azure.com/org/_git/churn',
    ])
      expect(thingAt(page, ENVIRONMENTS, azureAddress(clone))).toEqual(build);
    expect(thingAt(page, ENVIRONMENTS, azureAddress('https://github.com/org/churn'))).toBeUndefined();
  });

  test('never throws, whatever is pasted', () => {
    for (const odd of ['', '%', 'https://', `${STAGING}/#`, `${STAGING}/${'%2F'.repeat(5_000)}`, '\u0000'])
      expect(() => named(odd)).not.toThrow();
  });
});
