// The records of the story: operations in any state, job runs with their tasks, MLflow runs.
import type { DeployInput, DeployResult } from '../../domain/deployment.ts';
import type { ExperimentRun } from '../../domain/experiment.ts';
import type { Operation, OperationState, Step, StepState } from '../../domain/operation.ts';
import type { Person } from '../../domain/person.ts';
import type { JobInput, JobResult, JobRun, RunState, RunTask } from '../../domain/run.ts';
import type { TestInput, TestReport } from '../../domain/test-report.ts';
import { alice, COMMITS, minutes, NOW } from './story.ts';

interface Telling {
  readonly op?: string;
  readonly state: OperationState;
  readonly requester?: Person;
  readonly elapsed?: number;
  readonly extra?: Partial<Operation>;
}

export const operation = <Input, Result>(
  kind: Operation['kind'],
  input: Input,
  steps: readonly Step[],
  { op = '7K3F', state, requester = alice, elapsed = 8_400, extra = {} }: Telling,
): Operation<Input, Result> => {
  const over = state === 'done' || state === 'failed' || state === 'refused' || state === 'cancelled';
  return {
    op,
    key: `0190a1b2-0000-4000-8000-${op.padStart(12, '0')}`,
    kind,
    state,
    input,
    requester,
    place: {
      scope: 'channel',
      conversationId: '19:churn',
      serviceUrl: 'https://example.invalid/',
      channelId: 'msteams',
      botId: '28:brickbot',
    },
    words: 'as asked',
    startedAt: NOW - elapsed,
    ...(over && { endedAt: NOW }),
    steps,
    revision: 1,
    ...(extra as Partial<Operation<Input, Result>>),
  };
};

/** Steps of which the first `done` are over and the next is in `state`. */
export const stepsOf = (
  names: readonly string[],
  details: readonly string[],
  done: number,
  state: StepState,
  attempts = 1,
  elapsed = 8_400,
): readonly Step[] =>
  names.map((name, index) => {
    const startedAt = NOW - elapsed + index * 1_500;
    if (index < done)
      return {
        name,
        state: 'done',
        startedAt,
        endedAt: startedAt + 400 + 700 * index,
        detail: details[index] ?? '',
        attempts: 1,
      };
    if (index === done && state !== 'pending')
      return { name, state, startedAt, attempts, ...(state === 'failed' && { endedAt: startedAt + 2_300 }) };
    return { name, state: 'pending', attempts: 0 };
  });

export const DEPLOY_TITLES = [
  'Check the commit and the rights',
  'Find or create the git folder',
  'Update the git folder',
  'Read the commit back',
];
const DEPLOY_STEPS = ['check', 'folder', 'update', 'verify'];
const DEPLOY_DETAILS = [
  'feature-x is 4f2a91c0',
  'found at /Workspace/brickbot/staging/churn',
  'branch feature-x',
  'head is 4f2a91c0',
];

export interface DeployTelling extends Telling {
  readonly input?: Partial<DeployInput>;
  readonly result?: Partial<DeployResult>;
  readonly done?: number;
  readonly step?: StepState;
  readonly attempts?: number;
}

export const deployment = ({
  input,
  result,
  done = 0,
  step = 'pending',
  attempts = 1,
  ...telling
}: DeployTelling): Operation<DeployInput, DeployResult> => {
  const asked: DeployInput = {
    environment: 'staging',
    ref: 'feature-x',
    refKind: 'branch',
    commit: COMMITS.feature,
    ...input,
  };
  return operation<DeployInput, DeployResult>(
    'deploy',
    asked,
    stepsOf(DEPLOY_STEPS, DEPLOY_DETAILS, done, step, attempts, telling.elapsed),
    {
      ...telling,
      extra: {
        ...telling.extra,
        ...(result && {
          result: {
            environment: asked.environment,
            ref: asked.ref,
            commit: asked.commit.id,
            previousCommit: COMMITS.main.id,
            ...result,
          },
        }),
      },
    },
  );
};

const TEST_STEPS = ['checkout', 'submit', 'run', 'results'];
const TEST_DETAILS = ['/Workspace/brickbot/tests/7K3F', 'run 1042', 'passed', '14 passed'];

export interface TestTelling extends Telling {
  readonly input?: Partial<TestInput>;
  readonly report?: TestReport;
  readonly done?: number;
  readonly step?: StepState;
  readonly attempts?: number;
}

export const testRun = ({
  input,
  report,
  done = 0,
  step = 'pending',
  attempts = 1,
  elapsed = minutes(6) + 10_000,
  ...telling
}: TestTelling): Operation<TestInput, TestReport> => {
  const asked: TestInput = {
    environment: 'staging',
    ref: 'feature-x',
    refKind: 'branch',
    commit: COMMITS.feature,
    suite: 'smoke',
    ...input,
  };
  return operation<TestInput, TestReport>(
    'tests',
    asked,
    stepsOf(TEST_STEPS, TEST_DETAILS, done, step, attempts, elapsed),
    { ...telling, elapsed, extra: { ...telling.extra, ...(report && { result: report }) } },
  );
};

export interface JobTelling extends Telling {
  readonly input?: Partial<JobInput>;
  readonly result?: JobResult;
  readonly done?: number;
  readonly step?: StepState;
}

export const jobOperation = ({
  input,
  result,
  done = 0,
  step = 'pending',
  elapsed = minutes(4),
  ...telling
}: JobTelling): Operation<JobInput, JobResult> => {
  const asked: JobInput = {
    environment: 'staging',
    jobId: '9007199254740993',
    jobName: 'nightly-train',
    parameters: { rows: '2000', region: 'north' },
    ...input,
  };
  return operation<JobInput, JobResult>(
    'job',
    asked,
    stepsOf(['submit', 'run'], ['run 1042'], done, step, 1, elapsed),
    { ...telling, elapsed, extra: { ...telling.extra, ...(result && { result }) } },
  );
};

/** A task that began and ended so many seconds after the run began, four minutes ago. */
export const task = (
  key: string,
  state: RunState,
  from?: number,
  to?: number,
  extra: Partial<RunTask> = {},
): RunTask => ({
  key,
  runId: '2042',
  state,
  attempt: 0,
  ...(from !== undefined && { startedAt: NOW - minutes(4) + from * 1_000 }),
  ...(to !== undefined && { endedAt: NOW - minutes(4) + to * 1_000 }),
  ...extra,
});

export const jobRun = (state: RunState, tasks: readonly RunTask[], extra: Partial<JobRun> = {}): JobRun => ({
  runId: '1042',
  jobId: '9007199254740993',
  name: 'nightly-train',
  state,
  startedAt: NOW - minutes(4),
  creator: 'alice@example.com',
  url: 'https://adb-1234567890123456.7.azuredatabricks.net/jobs/1042',
  tasks,
  ...(state !== 'running' && state !== 'queued' && { endedAt: NOW }),
  ...extra,
});

/** A run of the churn experiment; `index` 0 is the newest. */
export const experimentRun = (
  index: number,
  auc: number | undefined,
  extra: Partial<ExperimentRun> = {},
): ExperimentRun => ({
  runId: `3f2a9c0d4b5e4f6a8b7c6d5e4f3a2b${String(10 + index)}`,
  name: `clever-auk-${90 - index}`,
  user: index % 3 === 1 ? 'bob@example.com' : 'alice@example.com',
  status: 'finished',
  startedAt: NOW - minutes(50 + index * 400),
  endedAt: NOW - minutes(44 + index * 400),
  commit: Object.values(COMMITS)[index % 3]?.id ?? COMMITS.main.id,
  branch: index % 3 === 0 ? 'feature-x' : 'main',
  metrics: auc === undefined ? {} : { auc, log_loss: 0.9 - auc / 2, f1: auc - 0.12 },
  params: { max_depth: String(4 + (index % 3)), learning_rate: '0.05', rows: '20000' },
  tags: { 'mlflow.user': 'alice', data: 'november' },
  ...extra,
});
