// A past for the demo: trainings of the sample project that really ran, at several commits and with several settings, and the best of
// them registered as the champion.
import timers from 'node:timers/promises';
import { isRecord } from '../kernel/json.ts';
import { callWorkspace } from './door.ts';
import type { SampleDoor } from './jobs.ts';

interface PastTraining {
  readonly branch: 'main' | 'feature-x';
  readonly user: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Oldest first. */
const PAST: readonly PastTraining[] = [
  { branch: 'main', user: 'alice@example.com', parameters: { learning_rate: '0.05', epochs: '20' } },
  { branch: 'main', user: 'alice@example.com', parameters: { learning_rate: '0.2', epochs: '20' } },
  { branch: 'main', user: 'bob@example.com', parameters: { learning_rate: '0.8', epochs: '15', l2: '0.2' } },
  {
    branch: 'main',
    user: 'alice@example.com',
    parameters: { learning_rate: '0.8', epochs: '60', register: 'true' },
  },
  { branch: 'feature-x', user: 'carol@example.com', parameters: { learning_rate: '0.2', epochs: '30' } },
  { branch: 'feature-x', user: 'carol@example.com', parameters: { learning_rate: '0.8', epochs: '90' } },
];
const MODEL = 'churn';
const LOOK_EVERY_MS = 150;
const LONGEST_MS = 120_000;

/**
 * Runs the past trainings one after the other and points the alias `champion` at the version that `main` registered. Does nothing when
 * the model exists already. Takes some seconds: meant to go on in the background.
 * @throws Error when a call is refused; runs that fail are passed over
 */
export async function seedHistory(door: SampleDoor): Promise<void> {
  if (await hasModel(door)) return;
  for (const [place, training] of PAST.entries()) {
    const started = await callWorkspace(door, 'POST', '/api/2.2/jobs/runs/submit', {
      run_name: `training ${place + 1} on ${training.branch}`,
      idempotency_token: `sample-history-${place}-${Date.now()}`,
      git_source: { git_url: door.gitUrl, git_provider: 'gitHub', git_branch: training.branch },
      timeout_seconds: LONGEST_MS / 1000,
      tasks: [
        {
          task_key: 'train',
          notebook_task: {
            notebook_path: 'notebooks/train',
            source: 'GIT',
            base_parameters: { ...training.parameters, branch: training.branch, user: training.user },
          },
        },
      ],
    });
    await ended(door, String(started['run_id']));
  }
  if (!(await hasModel(door))) return;
  await callWorkspace(door, 'POST', '/api/2.0/mlflow/registered-models/alias', {
    name: MODEL,
    alias: 'champion',
    version: '1',
  });
}

async function hasModel(door: SampleDoor): Promise<boolean> {
  const found = await callWorkspace(door, 'GET', '/api/2.0/mlflow/registered-models/search?max_results=1000');
  const models = found['registered_models'];
  return Array.isArray(models) && models.some((each) => isRecord(each) && each['name'] === MODEL);
}

async function ended(door: SampleDoor, runId: string): Promise<void> {
  const until = Date.now() + LONGEST_MS;
  while (Date.now() < until) {
    const run = await callWorkspace(door, 'GET', `/api/2.2/jobs/runs/get?run_id=${runId}`);
    if (isRecord(run['status']) && run['status']['state'] === 'TERMINATED') return;
    await timers.setTimeout(LOOK_EVERY_MS, undefined, door.signal && { signal: door.signal });
  }
}
