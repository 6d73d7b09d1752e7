// What a failure card is told of a run: what differs from the last good one, and how often the failing task was tried.
import { describe, expect, test } from '@jest/globals';
import { runShape } from '../../../../src/databricks/run-shape.ts';
import type { JobRun } from '../../../../src/domain/run.ts';
import { differencesOf, failureOf } from '../../../../src/services/notices/explain.ts';

const SHA = { good: `88d1f00d${'0'.repeat(32)}`, bad: `4f2a91c0${'0'.repeat(32)}` };

/** A run as the platform answers it. */
const run = (commit: string, spark: string, rows: string, more: object = {}): JobRun =>
  runShape.parse({
    run_id: 7,
    status: {
      state: 'TERMINATED',
      termination_details: { type: 'CLIENT_ERROR', code: 'RUN_EXECUTION_ERROR' },
    },
    start_time: 1,
    end_time: 2,
    job_clusters: [
      { job_cluster_key: 'main', new_cluster: { spark_version: spark, node_type_id: 'Standard_DS3_v2' } },
    ],
    job_parameters: [{ name: 'rows', value: rows }],
    git_source: { git_snapshot: { used_commit: commit } },
    ...more,
  }).run;

describe('what differs from the last good run', () => {
  test('commit, runtime, parameters; what is the same is left out', () => {
    const [good, bad] = [
      run(SHA.good, '15.4.x-scala2.12', '2000'),
      run(SHA.bad, '16.4.x-scala2.12', '20000'),
    ];
    expect(differencesOf(good, bad)).toEqual([
      { name: 'commit', before: '88d1f00d', after: '4f2a91c0' },
      {
        name: 'runtime',
        before: '15.4.x-scala2.12 on Standard_DS3_v2',
        after: '16.4.x-scala2.12 on Standard_DS3_v2',
      },
      { name: 'rows', before: '2000', after: '20000' },
    ]);
    expect(differencesOf(good, good)).toEqual([]);
    expect(differencesOf(undefined, bad)).toEqual([]);
  });

  test('a shared cluster and one that a task brought are named, each once', () => {
    const tasks = ['a', 'b', 'c'].map((key, index) => ({
      run_id: index + 1,
      task_key: key,
      ...(key === 'c'
        ? { new_cluster: { spark_version: '15.4.x-scala2.12' } }
        : { existing_cluster_id: '0712-ab' }),
    }));
    expect(run(SHA.good, '15.4.x-scala2.12', '1', { tasks, job_clusters: [] }).runtime).toBe(
      '15.4.x-scala2.12, cluster 0712-ab',
    );
  });

  test('where the platform says nothing of it, nothing is compared', () => {
    const silent = run(SHA.good, '15.4.x-scala2.12', '1', { job_clusters: [] });
    expect(silent.runtime).toBeUndefined();
    expect(differencesOf(silent, run(SHA.good, '16.4.x-scala2.12', '1'))).toEqual([]);
  });
});

describe('the failing task', () => {
  const output = async () => ({ error: 'AssertionError', trace: 'Traceback' });
  const failing = (attempt: number) =>
    run(SHA.bad, '15.4.x', '1', {
      tasks: [
        {
          run_id: 1,
          task_key: 'train',
          attempt_number: attempt,
          status: {
            state: 'TERMINATED',
            termination_details: { type: 'CLIENT_ERROR', code: 'RUN_EXECUTION_ERROR' },
          },
        },
      ],
    });

  test('its tries are counted where there was more than one', async () => {
    expect(await failureOf({ output }, failing(2))).toEqual({
      task: 'train',
      attempts: 3,
      trace: 'AssertionError\nTraceback',
    });
    expect(await failureOf({ output }, failing(0))).not.toHaveProperty('attempts');
  });

  test('a trace that cannot be read is left out, the task is named all the same', async () => {
    const refused = () => Promise.reject(new Error('not now'));
    expect(await failureOf({ output: refused }, failing(1))).toEqual({ task: 'train', attempts: 2 });
  });
});
