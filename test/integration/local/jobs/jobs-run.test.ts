import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type JobsGuest, noPython, openJobsGuest, tasksIn } from './jobs-guest.ts';

let guest: JobsGuest;
beforeAll(async () => {
  guest = await openJobsGuest();
});
afterAll(() => guest.close());

if (noPython !== undefined) test(`could not run here: ${noPython}`, () => undefined);
else {
  const unitTestsOn = (git_branch: string) => ({
    git_source: { git_url: guest.gitUrl('sample'), git_provider: 'gitHub', git_branch },
    tasks: [{ task_key: 'unit', notebook_task: { notebook_path: 'notebooks/unit_tests' } }],
  });

  test.each([
    ['main', [], 9],
    ['feature-x', [], 10],
    ['feature-broken', ['auc counts ties as half'], 9],
  ])('the unit tests of %s really run', async (branch, red, count) => {
    const run = await guest.ended(await guest.submit('', unitTestsOn(branch)));
    expect(run['state']).toMatchObject({ life_cycle_state: 'TERMINATED', result_state: 'SUCCESS' });
    expect(run['status']).toMatchObject({ state: 'TERMINATED', termination_details: { code: 'SUCCESS' } });
    expect(run['git_source']).toMatchObject({
      git_snapshot: { used_commit: expect.stringMatching(/^[0-9a-f]{40}$/) },
    });
    const output = await guest.output(tasksIn(run)[0]?.['run_id']);
    const results = JSON.parse((output['notebook_output'] as { result: string }).result) as {
      format: string;
      cases: { name: string; verdict: string; message?: string }[];
      metrics: { name: string; value: number; limit: number }[];
    };
    expect(results.format).toBe('brickbot.tests/1');
    expect(results.cases).toHaveLength(count);
    const failing = results.cases.filter((each) => each.verdict !== 'passed');
    expect(failing.map((each) => each.name)).toEqual(red);
    if (red.length > 0) expect(failing[0]?.message).toBe('auc of two equal scores should be 0.5, was 1.0');
    expect(results.metrics[0]).toMatchObject({ name: 'auc', limit: 0.8 });
  });

  test('widgets, references, prints, magic and the exit value of a notebook', async () => {
    await guest.notebook('part', 'shared = 41\n');
    const path = await guest.notebook(
      'all',
      [
        '# MAGIC %run ./part',
        '',
        '# COMMAND ----------',
        '# MAGIC %pip install nothing',
        '',
        '# COMMAND ----------',
        'dbutils.widgets.text("who", "nobody")',
        'dbutils.widgets.text("spare", "default")',
        'print("héllo", dbutils.widgets.get("who"))',
        "dbutils.notebook.exit(f\"{shared + 1} {dbutils.widgets.get('run')} {dbutils.widgets.get('spare')}\")",
      ].join('\n'),
    );
    const base_parameters = { who: 'ada', run: '{{job.run_id}}' };
    const id = await guest.submit(path, {
      tasks: [{ task_key: 'main', notebook_task: { notebook_path: path, base_parameters } }],
    });
    const run = await guest.ended(id);
    const taskId = tasksIn(run)[0]?.['run_id'];
    expect((await guest.output(taskId))['notebook_output']).toEqual({
      result: `42 ${id} default`,
      truncated: false,
    });
    const { views } = await guest.ok('GET', `/api/2.2/jobs/runs/export?run_id=${String(taskId)}`);
    expect((views as { content: string }[])[0]?.content).toContain('héllo ada');
  });

  test('an error has the notebook’s own line numbers and no folder of the machine', async () => {
    const path = await guest.notebook(
      'bad',
      'x = 1\n\n# COMMAND ----------\n\ndef f():\n    return 1 / 0\n\nf()\n',
    );
    const run = await guest.ended(await guest.submit(path));
    expect(run['state']).toMatchObject({ life_cycle_state: 'INTERNAL_ERROR', result_state: 'FAILED' });
    expect(run['status']).toMatchObject({
      termination_details: { code: 'RUN_EXECUTION_ERROR', type: 'CLIENT_ERROR' },
    });
    expect(tasksIn(run)[0]?.['state']).toMatchObject({
      life_cycle_state: 'TERMINATED',
      result_state: 'FAILED',
    });
    const output = await guest.output(tasksIn(run)[0]?.['run_id']);
    expect(output['error']).toBe('ZeroDivisionError: division by zero');
    expect(output['error_trace']).toContain('File "/Workspace/Shared/bad.py", line 7, in f');
    expect(output['error_trace']).not.toContain(guest.dataDir);
    expect(output['error_trace']).not.toContain('driver.py');
  });

  test('a syntax error fails the run with its place', async () => {
    const path = await guest.notebook('syntax', 'def broken(:\n    pass\n');
    const run = await guest.ended(await guest.submit(path));
    expect(run['state']).toMatchObject({ result_state: 'FAILED' });
    const output = await guest.output(tasksIn(run)[0]?.['run_id']);
    expect(output['error']).toMatch(/^SyntaxError/);
    expect(output['error_trace']).toContain('line 2');
  });

  test('a process of its own: nothing of ours in its environment, and it calls the workspace as the principal', async () => {
    const path = await guest.notebook(
      'env',
      [
        'import json, os, urllib.request',
        'asked = urllib.request.Request(os.environ["DATABRICKS_HOST"] + "/api/2.0/preview/scim/v2/Me",',
        '    headers={"Authorization": "Bearer " + os.environ["DATABRICKS_TOKEN"]})',
        'me = json.load(urllib.request.urlopen(asked))["userName"]',
        'dbutils.notebook.exit(json.dumps({"me": me, "names": sorted(os.environ)}))',
      ].join('\n'),
    );
    process.env['JOBS_TEST_SECRET'] = 'secret';
    const run = await guest.ended(await guest.submit(path));
    delete process.env['JOBS_TEST_SECRET'];
    const output = await guest.output(tasksIn(run)[0]?.['run_id']);
    const seen = JSON.parse((output['notebook_output'] as { result: string }).result) as {
      me: string;
      names: string[];
    };
    expect(seen.me).toBe(run['creator_user_name']);
    expect(seen.names).toContain('MLFLOW_TRACKING_URI');
    expect(seen.names).not.toContain('JOBS_TEST_SECRET');
  });

  test('missing code, missing branch and a bad provider', async () => {
    const missing = await guest.ended(await guest.submit('/Shared/none'));
    expect(missing['status']).toMatchObject({ termination_details: { code: 'RESOURCE_NOT_FOUND' } });
    const gone = await guest.ended(await guest.submit('', unitTestsOn('gone')));
    expect(gone['status']).toMatchObject({ termination_details: { code: 'REPOSITORY_CHECKOUT_FAILED' } });
    expect((gone['state'] as { state_message: string }).state_message).toContain('GIT_UNKNOWN_REF');
    const bad = await guest.call('POST', '/api/2.2/jobs/runs/submit', {
      ...unitTestsOn('main'),
      git_source: { git_url: 'https://x.example/y', git_provider: 'cvs', git_branch: 'main' },
    });
    expect(bad.status).toBe(400);
    expect(bad.body['message']).toMatch(/^git_source\.git_provider must be one of: github,gitlab/);
  });

  test('a Python file gets its arguments, and its output is the log', async () => {
    const id = await guest.submit('', {
      git_source: { git_url: guest.gitUrl('churn'), git_provider: 'gitHub', git_branch: 'main' },
      tasks: [{ task_key: 's', spark_python_task: { python_file: 'train.py', parameters: ['a'] } }],
    });
    const run = await guest.ended(id);
    expect(await guest.output(tasksIn(run)[0]?.['run_id'])).toMatchObject({
      logs: 'train\n',
      logs_truncated: false,
    });
  });
}
