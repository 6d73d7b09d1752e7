import { type JobView, jobCard } from '../job.ts';
import { jobsCard } from '../lists.ts';
import { experimentRunCard, jobRunCard } from '../run.ts';
import {
  bob,
  HOSTILE,
  LONG,
  mallory,
  minutes,
  NOW,
  production,
  RIGHT_TO_LEFT,
  samples,
  staging,
} from './story.ts';
import { experimentRun, jobOperation, jobRun, task } from './telling.ts';

const DONE = [
  task('extract', 'passed', 4, 60),
  task('features', 'passed', 60, 130),
  task('train_north', 'passed', 130, 232),
  task('train_south', 'passed', 130, 205),
  task('report', 'passed', 232, 240),
];
const BAD = [
  task('extract', 'passed', 4, 60),
  task('features', 'failed', 60, 131, {
    attempt: 1,
    message: 'KeyError: ‘tenure_months’ is not a column of the snapshot',
  }),
  task('train_north', 'skipped'),
  task('report', 'skipped'),
];
const LIVE = [
  task('extract', 'passed', 4, 60),
  task('features', 'running', 60),
  task('train_north', 'queued'),
  task('report', 'queued'),
];
/** In the middle of its run. */
const GOING = { state: 'running', done: 1, step: 'running' } as const;
const card = (operation: JobView['operation'], more: Partial<JobView> = {}) =>
  jobCard({ operation, now: NOW, ...more });

export const jobSamples = samples({
  'happy: done': () =>
    card(jobOperation({ state: 'done', done: 2, result: { runId: '1042', state: 'passed', tasks: [] } }), {
      run: jobRun('passed', DONE),
    }),
  running: () =>
    card(jobOperation(GOING), {
      run: jobRun('running', LIVE),
      expectedMs: minutes(5),
    }),
  queued: () => card(jobOperation({ state: 'queued', elapsed: 700, input: { parameters: {} } })),
  stopping: () =>
    card(jobOperation({ state: 'cancelling', done: 1, step: 'running', extra: { cancelledBy: bob } }), {
      run: jobRun('running', LIVE),
    }),
  'unknown outcome': () => card(jobOperation({ state: 'unknown', step: 'unknown' })),
  cancelled: () =>
    card(jobOperation({ state: 'cancelled', done: 1, extra: { cancelledBy: bob } }), {
      run: jobRun('cancelled', [task('extract', 'passed', 4, 60), task('features', 'cancelled', 60, 70)]),
    }),
  'again with other parameters': () =>
    card(
      jobOperation({
        ...GOING,
        input: {
          parameters: { epochs: '60', learning_rate: '0.6', rows: '5000' },
          before: { learning_rate: '0.8', rows: null },
        },
        extra: { rerunOf: '5D2M' },
      }),
      { run: jobRun('running', LIVE) },
    ),
  'failure: a task failed': () =>
    card(
      jobOperation({
        state: 'failed',
        done: 1,
        step: 'failed',
        extra: {
          rerunOf: '5D2M',
          reason: {
            code: 'run-failed',
            facts: { state: 'RUN_EXECUTION_ERROR', reason: 'Task features failed' },
            changed: 'unknown',
          },
        },
      }),
      { run: jobRun('failed', BAD) },
    ),
  denied: () =>
    card(
      jobOperation({
        state: 'refused',
        input: { environment: 'production' },
        extra: {
          reason: {
            code: 'not-permitted',
            facts: {
              action: 'Running a job in production',
              role: 'releaser',
              person: 'Alice Adler',
              actual: 'developer',
              whom: 'bob@example.com',
            },
            changed: 'no',
          },
        },
      }),
    ),
  'long names': () =>
    card(
      jobOperation({
        ...GOING,
        input: {
          jobName: LONG,
          parameters: Object.fromEntries(
            Array.from({ length: 30 }, (_, index) => [`${index}-${LONG}`, LONG]),
          ),
        },
      }),
      {
        run: jobRun(
          'running',
          Array.from({ length: 40 }, (_, index) => task(`${index}-${LONG}`, 'running', 5)),
        ),
      },
    ),
  'hostile text': () =>
    card(
      jobOperation({
        state: 'failed',
        requester: mallory,
        done: 1,
        step: 'failed',
        input: { jobName: HOSTILE, parameters: { [HOSTILE]: HOSTILE } },
        extra: {
          reason: { code: 'run-failed', facts: { state: HOSTILE, reason: HOSTILE }, changed: 'unknown' },
        },
      }),
      { run: jobRun('failed', [task(HOSTILE, 'failed', 1, 9, { message: HOSTILE })]) },
    ),
});

const SCHEDULED = {
  jobId: '9007199254740993',
  name: 'nightly-train',
  creator: 'alice@example.com',
  schedule: { cron: '0 0 2 * * ?', zone: 'Europe/Berlin', paused: false },
};
export const jobsSamples = samples({
  'happy: four jobs': () =>
    jobsCard({
      environment: staging,
      rows: [
        { job: SCHEDULED, lastRun: jobRun('passed', []) },
        {
          job: { jobId: '77', name: 'integration-tests' },
          lastRun: jobRun('failed', [], { startedAt: NOW - minutes(300), endedAt: NOW - minutes(290) }),
        },
        {
          job: {
            ...{ jobId: '78', name: 'backfill' },
            schedule: { cron: '0 30 6 ? * MON-FRI', zone: 'UTC', paused: true },
          },
          lastRun: jobRun('running', []),
        },
        { job: { jobId: '79', name: 'cleanup' } },
      ],
      more: false,
      now: NOW,
    }),
  empty: () => jobsCard({ environment: production, rows: [], more: false, now: NOW }),
  'long names, more to come': () =>
    jobsCard({
      environment: { ...staging, name: LONG },
      rows: Array.from({ length: 10 }, (_, index) => ({
        job: { ...SCHEDULED, name: `${index} ${LONG}` },
        lastRun: jobRun('timed-out', []),
      })),
      more: true,
      now: NOW,
    }),
  'hostile and right-to-left': () =>
    jobsCard({
      environment: staging,
      rows: [
        { job: { ...SCHEDULED, name: HOSTILE, schedule: { cron: HOSTILE, zone: HOSTILE, paused: true } } },
        { job: { ...SCHEDULED, name: RIGHT_TO_LEFT }, lastRun: jobRun('skipped', []) },
      ],
      more: false,
      now: NOW,
    }),
});

const HISTORY = Array.from({ length: 120 }, (_, step) => ({
  step,
  at: NOW - minutes(50) + step * 1_000,
  value: 0.843 - 0.35 * Math.exp(-step / 22) + 0.006 * Math.sin(step),
}));
export const runSamples = samples({
  'happy: an MLflow run with its curve': () =>
    experimentRunCard({
      run: experimentRun(0, 0.8434),
      metric: 'auc',
      history: HISTORY,
      url: 'https://adb-1234567890123456.7.azuredatabricks.net/ml/experiments/1/runs/3f2a',
      now: NOW,
    }),
  'MLflow run: NaN and one point': () =>
    experimentRunCard({
      run: experimentRun(2, Number.NaN, { status: 'failed', tags: {} }),
      metric: 'auc',
      history: [{ step: 0, at: NOW, value: Number.NaN }],
      url: undefined,
      now: NOW,
    }),
  'empty: an MLflow run that logged nothing': () =>
    experimentRunCard({
      run: experimentRun(1, undefined, { params: {}, tags: {}, status: 'running', metrics: {} }),
      metric: undefined,
      history: [],
      url: undefined,
      now: NOW,
    }),
  'long and hostile MLflow run': () =>
    experimentRunCard({
      run: experimentRun(0, 0.8, {
        name: HOSTILE,
        user: LONG,
        branch: LONG,
        metrics: Object.fromEntries(
          Array.from({ length: 60 }, (_, index) => [`${LONG}${index}`, index / 60]),
        ),
        params: {
          [HOSTILE]: HOSTILE,
          ...Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`p${index}`, LONG])),
        },
        tags: { owner: HOSTILE },
      }),
      metric: `${LONG}0`,
      history: HISTORY,
      url: undefined,
      now: NOW,
    }),
  'job run: passed': () =>
    jobRunCard({
      environment: staging,
      run: jobRun('passed', DONE, { parameters: { rows: '2000' } }),
      now: NOW,
    }),
  'job run: running': () => jobRunCard({ environment: staging, run: jobRun('running', LIVE), now: NOW }),
  'job run: failed': () =>
    jobRunCard({
      environment: staging,
      run: jobRun('failed', BAD, {
        code: 'RUN_EXECUTION_ERROR',
        message: 'Task features failed with message: KeyError: ‘tenure_months’.',
      }),
      now: NOW,
    }),
  'job run: right-to-left': () =>
    jobRunCard({
      environment: staging,
      run: jobRun('passed', [task('חילוץ', 'passed', 0, 30), task('אימון', 'passed', 30, 200)], {
        name: RIGHT_TO_LEFT,
        creator: 'דנה לוי',
      }),
      now: NOW,
    }),
});
