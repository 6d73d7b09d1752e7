// Saved jobs of the sample project, made through the public API.
import { isRecord } from '../kernel/json.ts';
import { callWorkspace, type WorkspaceDoor } from './door.ts';

export interface SampleDoor extends WorkspaceDoor {
  /** Clone URL of the sample project. */
  readonly gitUrl: string;
}

/** Makes the four jobs of the sample project; those that exist by name are left alone. */
export async function seedJobs(door: SampleDoor): Promise<void> {
  for (const job of sampleJobs(door.gitUrl)) {
    const found = await callWorkspace(door, 'GET', `/api/2.2/jobs/list?name=${encodeURIComponent(job.name)}`);
    if (Array.isArray(found['jobs']) && found['jobs'].some(isRecord)) continue;
    await callWorkspace(door, 'POST', '/api/2.2/jobs/create', job);
  }
}

function sampleJobs(gitUrl: string) {
  const git_source = { git_url: gitUrl, git_provider: 'gitHub', git_branch: 'main' };
  const job = (
    name: string,
    task_key: string,
    notebook_path: string,
    parameters: Readonly<Record<string, string>>,
    more: Readonly<Record<string, unknown>> = {},
  ) => ({
    name,
    git_source,
    tags: { project: 'churn' },
    max_concurrent_runs: 1,
    parameters: Object.entries(parameters).map(([key, value]) => ({ name: key, default: value })),
    tasks: [
      {
        task_key,
        // MLflow writes the run of a job on what is logged; without its package the notebook does, and has to be told.
        notebook_task: { notebook_path, source: 'GIT', base_parameters: { job_run_id: '{{job.run_id}}' } },
      },
    ],
    ...more,
  });
  return [
    job(
      'nightly-train',
      'train',
      'notebooks/train',
      { learning_rate: '0.8', epochs: '60', branch: 'main', register: 'false' },
      {
        description: 'Trains the churn model on main and logs it to MLflow.',
        schedule: { quartz_cron_expression: '0 0 2 * * ?', timezone_id: 'UTC', pause_status: 'PAUSED' },
      },
    ),
    job('integration-test', 'integration', 'jobs/integration_test', { brickbot_branch: 'main' }),
    job('slow-job', 'wait', 'jobs/wait', { seconds: '60' }, { max_concurrent_runs: 3 }),
    job('flaky-export', 'export', 'jobs/export_scores', { target: '/mnt/call-centre/scores.csv' }),
  ];
}
