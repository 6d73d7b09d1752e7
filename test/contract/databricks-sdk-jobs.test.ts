import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startJobs } from '../../src/local/jobs/index.ts';
import { seedSample } from '../../src/local/sample/index.ts';
import { type RunningWorkspace, startWorkspace } from '../../src/local/workspace.ts';
import { reasonNotToRun, runScript } from './python.ts';

const reason = await reasonNotToRun('databricks.sdk');
if (reason !== undefined) process.stderr.write(`databricks-sdk (Python) not tried: ${reason}\n`);

const OTHER = { token: 'dapi-other', userName: 'other@example.com' };

if (reason === undefined) {
  describe.each([{ bigIds: false }, { bigIds: true }])('the official SDK runs jobs, %p', ({ bigIds }) => {
    let workspace: RunningWorkspace;
    let seen: Record<string, unknown>;

    beforeAll(async () => {
      workspace = await startWorkspace({
        token: 'dapi-contract',
        bigIds,
        principals: [OTHER],
        rooms: [
          (context, files) =>
            startJobs(context, {
              files,
              startDelayMs: 10,
              isReadOnly: (principal) => principal.userName === OTHER.userName,
            }),
        ],
      });
      await workspace.createRepository('churn', seedSample);
      seen = (await runScript('jobs.py', {
        DATABRICKS_HOST: workspace.url,
        DATABRICKS_TOKEN: workspace.token,
        GIT_URL: workspace.gitUrl('churn'),
        OTHER_TOKEN: OTHER.token,
      })) as Record<string, unknown>;
    }, 120_000);
    afterAll(() => workspace.close());

    test('submits with its waiter and reads the output of the task', () => {
      expect(seen['submitted']).toEqual({
        result: 'SUCCESS',
        code: 'SUCCESS',
        commit: expect.stringMatching(/^[0-9a-f]{40}$/),
        type: 'SUBMIT_RUN',
      });
      expect(seen['cases']).toBe(9);
      expect(seen['output_of_job_run']).toEqual({
        class: 'InvalidParameterValue',
        code: 'INVALID_PARAMETER_VALUE',
      });
      expect(seen['exported']).toBe('NOTEBOOK');
    });

    test('creates, finds and runs a job once per token', () => {
      expect([seen['got'], seen['by_name'], seen['same_token']]).toEqual(['sdk job', [true], true]);
      expect(seen['waited']).toEqual({ result: 'SUCCESS', value: '0' });
    });

    test('cancels with its waiter', () => {
      expect(seen['cancelled']).toBe('CANCELED');
    });

    test('sees a failure as one, with the task that failed, and repairs', () => {
      expect(seen['failed']).toContain('INTERNAL_ERROR');
      expect(seen['task_states']).toEqual({ export: 'FAILED', after: 'UPSTREAM_FAILED' });
      expect(seen['error']).toBe('FileNotFoundError: the share /mnt/call-centre is not mounted');
      expect(seen['history']).toEqual(['ORIGINAL', 'REPAIR']);
    });

    test('walks over pages of runs', () => {
      expect([seen['paged'], seen['submits']]).toEqual([32, true]);
    });

    test('raises its own error classes', () => {
      expect(seen['missing_run']).toEqual({ class: 'ResourceDoesNotExist', code: 'INVALID_PARAMETER_VALUE' });
      expect(seen['missing_job']).toEqual({ class: 'ResourceDoesNotExist', code: 'INVALID_PARAMETER_VALUE' });
      expect(seen['deleted']).toEqual({ class: 'ResourceDoesNotExist', code: 'INVALID_PARAMETER_VALUE' });
      expect(seen['read_only']).toEqual({ class: 'PermissionDenied', code: 'PERMISSION_DENIED' });
    });
  });
} else {
  test(`could not run here: ${reason}`, () => {
    expect(reason).toBeDefined();
  });
}
