import { type DeployView, deployCard } from '../deploy.ts';
import { planCard } from '../plan.ts';
import {
  bob,
  COMMITS,
  dana,
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
import { DEPLOY_TITLES, deployment } from './telling.ts';

const card = (operation: DeployView['operation'], more: Partial<DeployView> = {}) =>
  deployCard({
    operation,
    environment: staging,
    titles: DEPLOY_TITLES,
    repositoryUrl: 'https://github.com/example/churn.git',
    folderUrl: 'https://adb-1234567890123456.7.azuredatabricks.net/#folder/42',
    now: NOW,
    ...more,
  });

const done = deployment({ state: 'done', done: 4, result: { brought: [COMMITS.feature, COMMITS.older] } });
const plan = {
  environment: staging,
  target: { kind: 'branch', name: 'feature-x', commit: COMMITS.feature },
  standing: {
    op: '5D2M',
    environment: 'staging',
    ref: 'main',
    commit: COMMITS.main.id,
    previousCommit: null,
    by: 'Bob Brandt',
    at: NOW - minutes(2_000),
  },
  brings: { ahead: [COMMITS.feature, COMMITS.older], behind: 0 },
  titles: DEPLOY_TITLES,
  now: NOW,
} as const;

export const deploySamples = samples({
  'happy: done': () => card(done),
  'production: waits for Start': () =>
    card(
      deployment({
        state: 'held',
        input: { environment: 'production', ref: 'v1.2', refKind: 'tag' },
        requester: bob,
        extra: { heldUntil: NOW + minutes(5) },
      }),
      {
        environment: production,
        lastTest: { verdict: 'passed', at: NOW - minutes(20) },
      },
    ),
  'queued behind two': () =>
    card(deployment({ state: 'queued' }), {
      behind: ['61QZ', '62XA'],
      waitMs: minutes(9),
      lastTest: { verdict: 'failed', at: NOW - minutes(12) },
    }),
  'queued, next': () => card(deployment({ state: 'queued' })),
  'running: step 3': () =>
    card(deployment({ state: 'running', done: 2, step: 'running' }), {
      expectedMs: 12_000,
      notice: 'Bob Brandt asked for the same and joined.',
    }),
  'resumed after a restart': () =>
    card(deployment({ state: 'running', done: 2, step: 'running', attempts: 2, elapsed: 61_000 }), {
      expectedMs: 12_000,
    }),
  stopping: () =>
    card(deployment({ state: 'cancelling', done: 2, step: 'running', extra: { cancelledBy: bob } })),
  'done: leaves commits behind, with a pull request': () =>
    card(deployment({ state: 'done', done: 4, result: { brought: [COMMITS.feature], leftBehind: 3 } }), {
      pulls: [
        {
          ...{
            id: 12,
            title: 'Tenure in months',
            source: 'feature-x',
            target: 'main',
            author: 'Alice Adler',
          },
          ...{ state: 'open', openedAt: NOW },
        },
      ],
    }),
  'unknown outcome': () => card(deployment({ state: 'unknown', done: 2, step: 'unknown' })),
  'first deployment': () => card(deployment({ state: 'done', done: 4, result: { previousCommit: null } })),
  'nothing new': () =>
    card(deployment({ state: 'done', done: 4, result: { previousCommit: COMMITS.feature.id } })),
  'back to an older commit': () =>
    card(
      deployment({
        state: 'done',
        done: 4,
        input: { ref: 'v1.1', refKind: 'tag', commit: COMMITS.older },
        result: { brought: [] },
      }),
    ),
  'failure: local changes': () =>
    card(
      deployment({
        state: 'failed',
        done: 2,
        step: 'failed',
        extra: { reason: { code: 'git-conflict', facts: { path: staging.checkout }, changed: 'no' } },
      }),
    ),
  'failure: other commit checked out': () =>
    card(
      deployment({
        state: 'failed',
        done: 3,
        step: 'failed',
        extra: {
          reason: {
            code: 'commit-mismatch',
            facts: { actual: '51ab3e77', expected: '4f2a91c0', path: staging.checkout },
            changed: 'yes',
          },
        },
      }),
    ),
  'denied: the branch moved': () =>
    card(
      deployment({
        state: 'refused',
        step: 'failed',
        extra: {
          reason: {
            code: 'commit-moved',
            facts: { ref: 'feature-x', expected: '4f2a91c0', actual: '9be01d22' },
            changed: 'no',
          },
        },
      }),
    ),
  cancelled: () => card(deployment({ state: 'cancelled', done: 1, extra: { cancelledBy: bob } })),
  'long names': () =>
    card(
      deployment({
        state: 'done',
        done: 4,
        input: { ref: LONG, commit: { ...COMMITS.feature, subject: LONG, author: `${LONG} and friends` } },
        requester: {
          id: 'x',
          name: 'Wilhelmina Alexandra Konstantinopolitanska-Featherstonehaugh of the Data Platform Guild',
        },
        result: { brought: Array.from({ length: 20 }, () => ({ ...COMMITS.older, subject: LONG })) },
      }),
      { environment: { ...staging, name: 'staging-for-the-retention-team-west-europe' } },
    ),
  'right-to-left': () =>
    card(
      deployment({
        state: 'running',
        done: 1,
        step: 'running',
        input: {
          ref: RIGHT_TO_LEFT,
          commit: { ...COMMITS.feature, subject: 'הוספת משקל לתלונות אחרונות (v2)', author: 'דנה לוי' },
        },
        requester: dana,
      }),
    ),
  'hostile text': () =>
    card(
      deployment({
        state: 'done',
        done: 4,
        input: { ref: HOSTILE, commit: { ...COMMITS.feature, subject: HOSTILE, author: HOSTILE } },
        requester: mallory,
        result: { brought: [{ ...COMMITS.feature, subject: HOSTILE, author: HOSTILE }] },
      }),
    ),
  'dry run': () => planCard(plan),
  'dry run: production, leaves commits behind': () =>
    planCard({ ...plan, environment: production, brings: { ahead: [COMMITS.feature], behind: 3 } }),
  'dry run: nothing to do': () =>
    planCard({ ...plan, standing: { ...plan.standing, commit: COMMITS.feature.id } }),
  'dry run: first': () => planCard({ ...plan, standing: undefined, brings: undefined }),
});
