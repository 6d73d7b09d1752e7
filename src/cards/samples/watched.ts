// Samples of what is posted unasked about the CI system: stages that wait for people, pull requests.
import type { Build, PipelineApproval, PullRequest } from '../../domain/pipeline.ts';
import { pullRequestFace } from '../pull-request.ts';
import { type StagePromptView, stagePromptFace } from '../stage-prompt.ts';
import { evidence, approval as request } from './promotion-story.ts';
import { COMMITS, HOSTILE, LONG, minutes, NOW, RIGHT_TO_LEFT, samples } from './story.ts';

const build: Build = {
  id: 1234,
  number: '20260512.3',
  pipeline: { id: 7, name: 'churn' },
  state: 'running',
  ref: 'main',
  commit: COMMITS.feature.id,
  requester: 'Alice Novak',
  queuedAt: NOW - minutes(9),
  parameters: {},
  url: 'https://dev.azure.com/contoso/ml/_build/results?buildId=1234',
};
const wait = (more: Partial<PipelineApproval> = {}): PipelineApproval => ({
  ...{ id: 'a', build: 1234, pipeline: 'churn', state: 'pending', askedAt: NOW - minutes(2) },
  instructions: 'Look at the numbers first.',
  steps: [{ approver: 'Carol Jensen', state: 'pending', comment: '' }],
  ...more,
});
const shown = (more: Partial<StagePromptView> = {}) =>
  stagePromptFace({ build, approval: wait(), now: NOW, ...more });
const decided = (state: 'approved' | 'rejected', comment: string) =>
  wait({ state, steps: [{ approver: 'Approvers of churn', by: 'Carol Jensen', state, comment }] });

export const stagePromptSamples = samples({
  'happy: waits': () => shown(),
  'with the evidence of its model': () => shown({ promotion: request(evidence()) }),
  'a check of brickbot': () => shown({ stage: 'Release', approval: wait({ instructions: '', steps: [] }) }),
  approved: () => shown({ approval: decided('approved', 'good numbers'), promotion: request(evidence()) }),
  'rejected elsewhere': () => shown({ approval: decided('rejected', 'not on a Friday') }),
  over: () => shown({ approval: wait({ state: 'over', steps: [] }) }),
  'text from outside': () =>
    shown({
      build: { ...build, number: HOSTILE, ref: LONG, requester: HOSTILE, pipeline: { id: 7, name: HOSTILE } },
      approval: wait({
        instructions: HOSTILE,
        steps: [{ approver: LONG, state: 'pending', comment: HOSTILE }],
      }),
      stage: RIGHT_TO_LEFT,
    }),
  'decided, text from outside': () =>
    shown({
      approval: wait({ state: 'rejected', steps: [{ approver: HOSTILE, state: 'rejected', comment: LONG }] }),
    }),
});

const pull = (more: Partial<PullRequest> = {}) =>
  pullRequestFace({
    pull: {
      ...{ id: 12, title: 'Tenure in months', source: 'feature-x', target: 'main', author: 'Alice Novak' },
      ...{ state: 'open', openedAt: NOW - minutes(4) },
      url: 'https://dev.azure.com/contoso/ml/_git/churn/pullrequest/12',
      ...more,
    },
    now: NOW,
  });

export const pullRequestSamples = samples({
  'happy: open': () => pull(),
  merged: () => pull({ state: 'merged', closedAt: NOW }),
  closed: () => pull({ state: 'closed', closedAt: NOW }),
  'text from outside': () => pull({ title: HOSTILE, source: LONG, target: RIGHT_TO_LEFT, author: HOSTILE }),
});
