import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mlflowRoutes } from '../../src/local/mlflow/index.ts';
import { type RunningWorkspace, SERVICE_IDENTITY, startWorkspace } from '../../src/local/workspace.ts';
import { reasonNotToRun, runScript } from './python.ts';

const reason = await reasonNotToRun('pandas', 'mlflow');
if (reason !== undefined) process.stderr.write(`mlflow (Python) not tried: ${reason}\n`);

const start = (): Promise<RunningWorkspace> =>
  startWorkspace({
    token: 'dapi-contract',
    bigIds: true,
    rooms: [(context) => ({ routes: mlflowRoutes(context) })],
  });
/** The scripts import whole libraries on a machine that may be busy. */
const PATIENCE_MS = 120_000;

if (reason === undefined) {
  describe('the official MLflow client on the embedded workspace', () => {
    let workspace: RunningWorkspace;
    let seen: Record<string, unknown>;

    beforeAll(async () => {
      workspace = await start();
      seen = (await runScript('mlflow_client.py', {
        TRACKING_URL: workspace.url,
        MLFLOW_TRACKING_TOKEN: workspace.token,
      })) as Record<string, unknown>;
    }, PATIENCE_MS);
    afterAll(() => workspace.close());

    test('experiments: set, search, rename, delete, refusals', () => {
      expect(seen).toMatchObject({
        same_experiment: true,
        experiments: ['/Shared/contract', '/Shared/contract-other'],
        experiments_of_team: ['/Shared/contract-other'],
        deleted_experiments: ['/Shared/contract-gone'],
        renamed: '/Shared/contract-renamed',
        no_such_experiment: null,
        experiment_twice: 'RESOURCE_ALREADY_EXISTS',
        experiment_missing: 'RESOURCE_DOES_NOT_EXIST',
      });
    });

    test('a run: params that never change, metrics with steps, what is not a number, tags', () => {
      expect(seen).toMatchObject({
        status: 'FINISHED',
        params: { depth: '3', 'loss function': 'log', lr: '0.1' },
        param_changed: 'INVALID_PARAMETER_VALUE',
        metrics: { auc: '0.9', down: '-inf', nan: 'nan', tiny: '5e-324', up: 'inf' },
        history: [
          [0, 0.5],
          [1, 0.7],
          [2, 0.9],
        ],
        nan_history: [true],
        tags: { team: 'churn', stage: null, 'mlflow.runName': 'training', 'mlflow.source.git.commit': 'abc' },
        run_missing: 'RESOURCE_DOES_NOT_EXIST',
      });
    });

    test('artifacts go up, are listed and come down as they were', () => {
      expect(seen).toMatchObject({
        artifacts: ['model', 'notes', 'results'],
        inner_artifacts: [['model/model.bin', false, 256]],
        rows: [1, 2, { a: null }],
        notes: 'grün',
        bytes_equal: true,
      });
    });

    test('batches and a long history', () => {
      expect(seen).toMatchObject({
        long_history: 1000,
        params_of_long: 100,
        batch_param_changed: 'INVALID_PARAMETER_VALUE',
        failed: 'FAILED',
      });
    });

    test('runs are found by metric, param, tag, attribute and data set, in order and in pages', () => {
      expect(seen).toMatchObject({
        by_metric: ['4', '3'],
        by_param: ['0', '1', '2', '4', '5'],
        by_tag: ['0', '2', '4'],
        by_tag_case: [],
        by_status: ['g'],
        by_null: ['g'],
        by_ids: ['g'],
        missing_last: ['0', '1', '2', '3', '4', '5'],
        missing_last_down: ['4', '3', '2', '1', '0', '5'],
        pages: [
          ['5', '4', '3', '2'],
          ['1', '0'],
        ],
        last_token: null,
        frame: ['4'],
        bad_filters: Array.from({ length: 6 }, () => 'INVALID_PARAMETER_VALUE'),
        bad_order: 'INVALID_PARAMETER_VALUE',
        deleted_hidden: [],
        deleted_seen: ['g'],
        deleted_written: 'INVALID_PARAMETER_VALUE',
        inputs: [['customers', ['training']]],
        by_dataset: ['data'],
      });
    });

    test('a model of MLflow 3 is logged, registered, found and loaded', () => {
      expect(seen).toMatchObject({ loaded: [7], logged_models: [['echo', 'READY']] });
    });

    test('the registry: versions, aliases, tags, stages, searches, refusals', () => {
      expect(seen).toMatchObject({
        model_twice: 'RESOURCE_ALREADY_EXISTS',
        version: ['3', 'READY', 'None'],
        champion: '3',
        aliases: { challenger: '2', champion: '3' },
        alias_gone: 'INVALID_PARAMETER_VALUE',
        alias_reserved: 'INVALID_PARAMETER_VALUE',
        one: ['the first', { verdict: 'green' }, true],
        versions: [3, 2, 1],
        versions_of_run: 3,
        by_version_tag: [2],
        models: ['churn'],
        stages: ['Archived', 'Production', 'None'],
        in_production: [2],
        download: true,
        champion_gone: 'INVALID_PARAMETER_VALUE',
        version_missing: 'RESOURCE_DOES_NOT_EXIST',
        renamed_versions: 2,
        model_missing: 'RESOURCE_DOES_NOT_EXIST',
      });
    });
  });

  describe('the Databricks flavour and the SDK on the embedded workspace', () => {
    let workspace: RunningWorkspace;
    let seen: Record<string, unknown>;

    beforeAll(async () => {
      workspace = await start();
      seen = (await runScript('mlflow_databricks.py', {
        DATABRICKS_HOST: workspace.url,
        DATABRICKS_TOKEN: workspace.token,
      })) as Record<string, unknown>;
    }, PATIENCE_MS);
    afterAll(() => workspace.close());

    test('tracking', () => {
      expect(seen).toMatchObject({
        experiment: ['/Shared/flavour', true],
        found: ['first'],
        metrics: { auc: '0.5', nan: 'NaN' },
        history: [[3, 0.5]],
        searched: [true],
        missing_run: ['ResourceDoesNotExist', 'RESOURCE_DOES_NOT_EXIST'],
        bad_filter: ['InvalidParameterValue', 'INVALID_PARAMETER_VALUE'],
      });
    });

    test('stages and transition requests of the workspace registry', () => {
      expect(seen).toMatchObject({
        open_requests: [['ActivityType.REQUESTED_TRANSITION', 'Staging', 'please']],
        approved: ['APPROVED_REQUEST', 'None', 'Staging', 'fine'],
        left_open: 0,
        moved: ['1', 'Production'],
        model: ['churn', true, 'CAN_MANAGE', ['Production']],
        listed: ['churn'],
        missing_model: ['ResourceDoesNotExist', 'RESOURCE_DOES_NOT_EXIST'],
      });
    });

    test('Unity Catalog, through MLflow and through the platform', () => {
      expect(seen).toMatchObject({
        registry_uri: 'databricks-uc',
        champion: '2',
        catalog_model: ['main.ml.churn', 'in the catalog', [['champion', 2]]],
        tags: { approval: 'Approved' },
        catalog_version: [2, 'READY', true, 1],
        catalog_versions: [1, 2],
        found_versions: ['1', '2'],
        in_schema: ['main.ml.churn'],
        alias_gone: ['MlflowException', 'RESOURCE_DOES_NOT_EXIST'],
        no_stages: ['MlflowException', expect.any(String)],
        missing_catalog_model: ['ResourceDoesNotExist', 'RESOURCE_DOES_NOT_EXIST'],
        deleted: ['MlflowException', 'RESOURCE_DOES_NOT_EXIST'],
      });
    });

    test('every call was made as the owner of the token', () => {
      const callers = new Set(workspace.journal.entries().map(({ userName }) => userName));
      expect([...callers].filter((name) => name !== undefined && name !== 'anonymous')).toEqual([
        SERVICE_IDENTITY,
      ]);
    });
  });
} else {
  test(`could not run here: ${reason}`, () => {
    expect(reason).not.toBe('');
  });
}
