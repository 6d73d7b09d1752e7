import { describe, expect, test } from '@jest/globals';
import { ConfigurationRefused, loadConfig } from '../../../src/base/config/load.ts';

const load = (models: string) =>
  loadConfig({
    yaml: `git: {url: u}
environments: {staging: {checkout: /Workspace/Shared/churn}}
models:
${models}
`,
    yamlName: 'brickbot.yaml',
    environment: { DATABRICKS_HOST: 'https://adb-1.2.azuredatabricks.net' },
    readSecret: () => '',
  });
const faultsOf = (models: string): readonly string[] => {
  try {
    load(models);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationRefused)) throw error;
    return error.faults.map(({ name, problem }) => `${name}: ${problem}`);
  }
};

describe('the section models', () => {
  test('a name alone is enough: one approver, a day to decide, gates on', () => {
    const { churn } = load('  churn: {}').models;
    expect(churn).toMatchObject({
      direction: 'higher',
      owners: [],
      approvals: { quorum: 1, order: 'any', approvers: [], expiresHours: 24 },
    });
    // On without a word: not worse than the holder, and the default suite green on the commit.
    expect(churn?.gates).toMatchObject({ improvement: 0 });
    expect(churn?.gates.tests).toBeUndefined();
  });

  test.each([
    ['environment: moon', 'environment: “moon” is not declared'],
    ['gates: {tests: nightly}', 'gates.tests: “nightly” is not a declared suite'],
    ['approvals: {order: all}', 'approvals.approvers: the order “all” needs a list'],
    [
      'approvals: {quorum: 3, approvers: [a, b, A]}',
      'approvals.quorum: 3 approvals of 2 people can never be',
    ],
    [
      '{tracking: "https://mlflow.example.com", registry: catalog}',
      'tracking: an MLflow server has no registry of the kind catalog',
    ],
    [
      '{registry: catalog, targets: {production: {stage: Production}}}',
      'targets.production: a stage is nothing that the registry catalog knows',
    ],
    [
      '{name: main.ml.churn, targets: {production: {copy: prod.ml.churn, alias: champion}}}',
      'targets.production: a copy is nothing that the registry catalog knows',
    ],
    [
      '{registry: workspace, targets: {trial: {alias: challenger}}}',
      'targets.trial: an alias is nothing that the registry workspace knows',
    ],
  ])('%s is refused at the start', (line, fault) => {
    const value = line.startsWith('{') ? line : `{${line}}`;
    expect(faultsOf(`  churn: ${value}`)).toEqual([`models.churn.${fault}`]);
  });

  test.each([
    'approvals: {quorum: 3, approvers: [a, "group:g"]}',
    'gates: {tests: false}',
    'tracking: "https://mlflow.example.com", targets: {production: {copy: live, alias: champion}}',
    'registry: workspace, targets: {live: {stage: Production}}',
    'registry: catalog, targets: {production: {alias: live}}',
  ])('%s is taken', (line) => {
    expect(faultsOf(`  churn: {${line}}`)).toEqual([]);
  });

  test('two entries for one model of one registry are refused, and both are named', () => {
    const twice = (more: string): string => `  churn: {}\n  champion: {name: churn${more}}`;
    const fault = 'models.champion.name: “churn” is the model of models.churn already, in the same registry';
    expect(faultsOf(twice(''))).toEqual([fault]);
    expect(faultsOf(twice(', environment: staging'))).toEqual([fault]);
    expect(faultsOf(twice(', tracking: "https://mlflow.example.com"'))).toEqual([]);
    expect(faultsOf(twice(', registry: catalog'))).toEqual([]);
    const servers = ['https://mlflow.example.com', 'https://MLflow.example.com/']
      .map((address, at) => `  m${at}: {name: churn, tracking: "${address}"}`)
      .join('\n');
    expect(faultsOf(servers)).toEqual([
      'models.m1.name: “churn” is the model of models.m0 already, in the same registry',
    ]);
  });
});
