import type { NoticeEntry } from '../../domain/notice.ts';
import type { Subscription } from '../../domain/subscription.ts';
import { jobCard } from '../job.ts';
import { noticeFace } from '../notice.ts';
import { blindFace, brokenFace } from '../silence.ts';
import { subscribedCard, subscriptionsCard } from '../subscription.ts';
import {
  alice,
  bob,
  COMMITS,
  HOSTILE,
  LONG,
  mallory,
  minutes,
  NOW,
  RIGHT_TO_LEFT,
  samples,
} from './story.ts';
import { jobOperation, jobRun, task } from './telling.ts';

const TRACE = `KeyError: 'tenure_months'
Traceback (most recent call last):
  File "/Workspace/jobs/features.py", line 41, in build
    frame["tenure"] = frame["tenure_months"] / 12
  File "/lib/pandas/core/frame.py", line 3807, in __getitem__
    indexer = self.columns.get_loc(key)
KeyError: 'tenure_months'`;

const failed = (extra: Partial<NoticeEntry> = {}): NoticeEntry => {
  const { tasks: _tasks, ...run } = jobRun('failed', [], {
    code: 'RUN_EXECUTION_ERROR',
    message: 'Task features failed with message: Workload failed, see run output for details.',
    commit: COMMITS.feature.id,
  });
  return {
    kind: 'job',
    workspace: 'staging',
    target: '9007199254740993',
    name: 'nightly-train',
    change: 'first-failure',
    state: 'failed',
    at: NOW,
    health: { last: 'bad', streak: 1, failingSince: NOW },
    endings: 1,
    late: false,
    subscription: '4KX2',
    run,
    failure: { task: 'features', trace: TRACE, attempts: 3 },
    differences: [
      { name: 'commit', before: '88d1f00d', after: '4f2a91c0' },
      {
        name: 'runtime',
        before: '15.4.x-scala2.12 on Standard_DS3_v2',
        after: '16.4.x-scala2.12 on Standard_DS3_v2',
      },
      { name: 'rows', before: '2000', after: '20000' },
    ],
    usualMs: minutes(6),
    owner: 'alice.novak@example.com',
    ...extra,
  };
};
const face = (entries: readonly NoticeEntry[]) => noticeFace({ entries, now: NOW });

const built = (extra: Partial<NoticeEntry> = {}): NoticeEntry => {
  const { failure: _failure, ...rest } = failed();
  return {
    ...rest,
    ...{ kind: 'pipeline', workspace: '', target: '7', name: 'churn' },
    run: {
      ...{ runId: '1234', name: 'churn', state: 'failed', ref: 'feature-x', creator: alice.name },
      message: 'Test: AUC 0.78 is below 0.80',
      commit: COMMITS.feature.id,
      url: 'https://dev.azure.com/contoso/ml/_build/results?buildId=1234',
      startedAt: NOW - minutes(7),
      endedAt: NOW,
    },
    differences: [{ name: 'commit', before: '88d1f00d', after: '4f2a91c0' }],
    ...extra,
  };
};

export const noticeSamples = samples({
  'failure that explains': () => face([failed()]),
  'still failing': () =>
    face([
      failed({
        change: 'still-failing',
        endings: 4,
        health: { last: 'bad', streak: 4, failingSince: NOW - minutes(4_300) },
      }),
    ]),
  fixed: () =>
    face([failed({ change: 'fixed', state: 'passed', endings: 5, health: { last: 'good', streak: 0 } })]),
  'told late': () => {
    const entry = failed();
    const run = entry.run && { ...entry.run, startedAt: NOW - minutes(67), endedAt: NOW - minutes(63) };
    return face([failed({ late: true, at: NOW - minutes(63), ...(run && { run }) })]);
  },
  'passed, for who wants all': () => face([failed({ change: 'passed', state: 'passed', differences: [] })]),
  'an operation on a branch': () => {
    const { run: _run, failure: _failure, differences: _differences, ...rest } = failed();
    return face([
      {
        ...rest,
        kind: 'branch',
        workspace: '',
        target: 'feature-x',
        name: 'feature-x',
        operation: { op: '7K3F', words: 'run tests on feature-x', by: alice.name },
      },
    ]);
  },
  'a build that failed': () => face([built()]),
  'a build that works again': () =>
    face([
      built({
        change: 'fixed',
        state: 'passed',
        endings: 3,
        health: { last: 'good', streak: 0 },
        differences: [],
      }),
    ]),
  'a build, text from outside': () =>
    face([
      built({
        name: HOSTILE,
        run: { runId: '1234', name: HOSTILE, state: 'failed', startedAt: NOW, ref: LONG, message: HOSTILE },
      }),
    ]),
  'twenty of one cause': () =>
    face(
      Array.from({ length: 20 }, (_, index) =>
        failed({
          name: `export-region-${index + 1}`,
          target: String(index),
          ...(index < 3 && { change: 'fixed', state: 'passed' }),
        }),
      ),
    ),
  'hostile and long': () =>
    face([
      failed({
        name: LONG,
        workspace: HOSTILE,
        failure: { task: HOSTILE, trace: Array.from({ length: 400 }, () => HOSTILE).join('\n') },
        differences: Array.from({ length: 60 }, (_, index) => ({
          name: `p${index}`,
          before: LONG,
          after: HOSTILE,
        })),
      }),
    ]),
  'right-to-left': () => face([failed({ name: RIGHT_TO_LEFT })]),
  blind: () => blindFace({ workspace: 'staging', since: NOW - minutes(9), now: NOW }),
  'blind: Azure DevOps': () => blindFace({ since: NOW - minutes(9), now: NOW }),
  'seeing again': () => blindFace({ workspace: 'staging', since: NOW - minutes(9), until: NOW, now: NOW }),
  broken: () =>
    brokenFace({
      subscription: {
        ...subscription(),
        broken: { why: 'the bot is not part of the conversation', since: NOW },
      },
      now: NOW,
    }),
});

const subscription = (extra: Partial<Subscription> = {}): Subscription => ({
  id: '4KX2',
  kind: 'job',
  workspace: 'staging',
  target: '9007199254740993',
  name: 'nightly-train',
  filter: 'changes',
  owner: alice,
  place: {
    scope: 'channel',
    conversationId: '19:churn',
    serviceUrl: 'https://example.invalid/',
    channelId: 'msteams',
    botId: '28:brickbot',
  },
  personal: false,
  createdAt: NOW - minutes(600),
  ...extra,
});

export const subscriptionSamples = samples({
  subscribed: () =>
    subscribedCard({
      subscription: subscription(),
      added: true,
      lastWeek: 3,
      standing: 'Its newest run passed.',
      now: NOW,
    }),
  'changed, to me': () =>
    subscribedCard({
      subscription: subscription({ filter: 'failures', personal: true, name: HOSTILE }),
      added: false,
      now: NOW,
    }),
  'to a pipeline': () =>
    subscribedCard({
      subscription: subscription({ kind: 'pipeline', workspace: '', target: '7', name: 'churn' }),
      added: true,
      now: NOW,
    }),
  'to pull requests': () =>
    subscribedCard({
      subscription: subscription({
        ...{ kind: 'pull-request', workspace: '', target: 'main', name: 'main', filter: 'all' },
      }),
      added: true,
      now: NOW,
    }),
  'to pull requests of any branch, the closed ones': () =>
    subscribedCard({
      subscription: subscription({
        ...{ kind: 'pull-request', workspace: '', target: '*', name: 'any branch', filter: 'failures' },
      }),
      added: true,
      now: NOW,
    }),
  'list: happy': () =>
    subscriptionsCard({
      subscriptions: [
        subscription({ lastPostAt: NOW - minutes(70) }),
        subscription({
          id: '9QTE',
          kind: 'branch',
          workspace: '',
          name: 'feature-x',
          mutedUntil: NOW + minutes(20),
        }),
        subscription({
          id: 'B2V7',
          owner: bob,
          filter: 'all',
          broken: { why: 'the conversation is gone', since: NOW - minutes(2_000) },
        }),
      ],
      notice: 'nightly-train: changes from now on.',
      now: NOW,
    }),
  'list: empty': () => subscriptionsCard({ subscriptions: [], now: NOW }),
  'list: long and hostile': () =>
    subscriptionsCard({
      subscriptions: Array.from({ length: 60 }, (_, index) =>
        subscription({
          id: `X${index}AB`,
          name: index % 2 ? LONG : HOSTILE,
          owner: mallory,
          workspace: LONG,
        }),
      ),
      now: NOW,
    }),
});

export const repairSamples = samples({
  running: () =>
    jobCard({
      operation: { ...jobOperation({ state: 'running', done: 1, step: 'running' }), kind: 'repair' },
      run: jobRun('running', [task('features', 'running', 60)]),
      now: NOW,
    }),
  'failed again': () =>
    jobCard({
      operation: {
        ...jobOperation({
          state: 'failed',
          done: 1,
          step: 'failed',
          extra: {
            reason: { code: 'run-failed', facts: { state: 'FAILED', reason: 'Task features failed' } },
          },
        }),
        kind: 'repair',
      },
      run: jobRun('failed', [task('features', 'failed', 60, 80, { attempt: 1 })]),
      now: NOW,
    }),
});
