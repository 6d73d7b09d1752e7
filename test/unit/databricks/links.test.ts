import { expect, test } from '@jest/globals';
import { links } from '../../../src/databricks/links.ts';

const shared = links('https://dbc.example.com', () => '42');
const own = links('https://adb-42.7.azuredatabricks.net', () => '42');

test('pages carry the workspace id before any fragment, unless the host holds it', () => {
  expect(shared.job('7')).toBe('https://dbc.example.com/jobs/7?o=42');
  expect(own.job('7')).toBe('https://adb-42.7.azuredatabricks.net/jobs/7');
  expect(shared.experimentRun('1', 'ab')).toBe('https://dbc.example.com/ml/experiments/1/runs/ab?o=42');
  expect(shared.modelVersion('a.b.c', '3')).toBe(
    'https://dbc.example.com/explore/data/models/a/b/c/version/3?o=42',
  );
  expect(shared.modelVersion('churn', '3')).toBe(
    'https://dbc.example.com/?o=42#mlflow/models/churn/versions/3',
  );
  expect(shared.folder('/Workspace/Users/a b')).toBe('https://dbc.example.com/?o=42#workspace/Users/a%20b');
});

test('a run’s page takes the form that opens for everybody, on our host', () => {
  expect(own.runPage('https://evil.example/?o=42#job/7/run/870000000000000000')).toBe(
    'https://adb-42.7.azuredatabricks.net/jobs/7/runs/870000000000000000',
  );
  expect(own.runPage('https://evil.example/?o=42#job/run/7')).toBe(
    'https://adb-42.7.azuredatabricks.net/?o=42#job/run/7',
  );
  for (const address of ['javascript:alert(1)', 'data:text/html,x', '', 'nonsense'])
    expect(own.runPage(address)).toBeUndefined();
});
