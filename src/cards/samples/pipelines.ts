// Samples of the cards of pipelines: runs in every state, builds, the list.
import type { Operation } from '../../domain/operation.ts';
import type { Build, PipelineInput, PipelineResult, Stage } from '../../domain/pipeline.ts';
import { buildCard, type PipelineView, pipelineCard, pipelinesCard } from '../pipeline.ts';
import { bob, HOSTILE, LONG, minutes, NOW, RIGHT_TO_LEFT, samples } from './story.ts';
import { operation, stepsOf } from './telling.ts';

const build = (state: Build['state'], extra: Partial<Build> = {}): Build => ({
  id: 1234,
  number: '20260512.3',
  pipeline: { id: 7, name: 'churn' },
  state,
  ref: 'feature-x',
  commit: '1f2e3d4c5b6a79880102030405060708090a0b0c',
  requester: 'Alice Novak',
  queuedAt: NOW - minutes(4),
  startedAt: NOW - minutes(4),
  parameters: {},
  url: 'https://dev.azure.com/contoso/ml/_build/results?buildId=1234',
  ...extra,
});
const stage = (name: string, state: Stage['state'], extra: Partial<Stage> = {}): Stage => ({
  ...{ name, title: name, state, attempt: 1 },
  ...(state !== 'pending' && state !== 'skipped' && { startedAt: NOW - minutes(3) }),
  ...(state === 'passed' || state === 'failed' ? { endedAt: NOW - minutes(1) } : {}),
  ...extra,
});
const told = (
  state: Operation['state'],
  extra: Partial<PipelineInput> = {},
  more: Partial<Operation> = {},
): PipelineView['operation'] =>
  operation<PipelineInput, PipelineResult>(
    'pipeline',
    {
      environment: 'staging',
      pipeline: { id: 7, name: 'churn' },
      refName: 'refs/heads/feature-x',
      ref: 'feature-x',
      commit: '1f2e3d4c5b6a79880102030405060708090a0b0c',
      parameters: { rows: '2000' },
      ...extra,
    },
    stepsOf(
      ['start', 'run'],
      ['build 1234'],
      state === 'queued' || state === 'refused' ? 0 : 1,
      state === 'queued' || state === 'refused' ? 'pending' : 'running',
      1,
      minutes(4),
    ),
    { state, elapsed: minutes(4), extra: more },
  );

export const pipelineSamples = samples({
  'happy: done': () =>
    pipelineCard({
      operation: told('done'),
      build: build('passed'),
      stages: [stage('Test', 'passed'), stage('Promote', 'passed')],
      now: NOW,
    }),
  running: () =>
    pipelineCard({
      operation: told('running'),
      build: build('running'),
      stages: [stage('Test', 'running'), stage('Promote', 'pending')],
      expectedMs: minutes(6),
      now: NOW,
    }),
  'waits for a decision': () =>
    pipelineCard({
      operation: told('running'),
      build: build('running'),
      stages: [stage('Test', 'passed'), stage('Promote', 'waiting')],
      now: NOW,
    }),
  failed: () =>
    pipelineCard({
      operation: told(
        'failed',
        {},
        {
          reason: {
            code: 'build-failed',
            facts: { build: '20260512.3', pipeline: 'churn', reason: 'Test: AUC 0.78 is below 0.80' },
          },
        },
      ),
      build: build('failed'),
      stages: [stage('Test', 'failed', { message: 'AUC 0.78 is below 0.80' }), stage('Promote', 'skipped')],
      now: NOW,
    }),
  queued: () => pipelineCard({ operation: told('queued'), stages: [], now: NOW }),
  denied: () =>
    pipelineCard({
      operation: told(
        'refused',
        {},
        {
          reason: {
            code: 'not-permitted',
            facts: {
              action: 'Running a pipeline',
              role: 'developer',
              person: 'Dan Ito',
              actual: 'viewer',
              whom: 'bob@example.com',
            },
            changed: 'no',
          },
        },
      ),
      stages: [],
      now: NOW,
    }),
  cancelled: () =>
    pipelineCard({
      operation: told('cancelled', {}, { cancelledBy: bob }),
      build: build('cancelled'),
      stages: [stage('Test', 'passed'), stage('Promote', 'skipped')],
      now: NOW,
    }),
  'unknown outcome': () => pipelineCard({ operation: told('unknown'), stages: [], now: NOW }),
  'right-to-left': () =>
    pipelineCard({
      operation: told('done', { pipeline: { id: 7, name: RIGHT_TO_LEFT }, ref: RIGHT_TO_LEFT }),
      build: build('passed'),
      stages: [stage(RIGHT_TO_LEFT, 'passed')],
      now: NOW,
    }),
  'hostile names': () =>
    pipelineCard({
      operation: told('running', { pipeline: { id: 7, name: HOSTILE }, ref: LONG }),
      build: build('running', { number: HOSTILE }),
      stages: [stage(HOSTILE, 'failed', { message: HOSTILE })],
      now: NOW,
    }),
});

export const buildSamples = samples({
  'happy: passed': () =>
    buildCard({
      build: build('passed'),
      stages: [stage('Test', 'passed'), stage('Promote', 'passed')],
      ...{ approvals: [], checks: [], gates: [], now: NOW },
    }),
  'waits for a promotion': () =>
    buildCard({
      build: build('running'),
      stages: [stage('Test', 'passed'), stage('Release', 'waiting')],
      ...{ approvals: [], checks: [], now: NOW },
      gates: [
        { stage: 'Release', model: 'churn', version: '12', op: '7K3F', askedAt: NOW - minutes(2) },
        { stage: 'Report', model: 'demand', askedAt: NOW - minutes(1) },
      ],
    }),
  'waits for a decision': () =>
    buildCard({
      build: build('running'),
      stages: [stage('Test', 'passed'), stage('Promote', 'waiting')],
      approvals: [
        {
          ...{ id: 'a', build: 1234, pipeline: 'churn', state: 'pending', askedAt: NOW - minutes(2) },
          instructions: 'Look at the numbers first.',
          steps: [{ approver: 'Carol Jensen', state: 'pending', comment: '' }],
        },
      ],
      checks: [{ stage: 'Promote', askedAt: NOW - minutes(2) }],
      gates: [],
      now: NOW,
    }),
  'text from outside': () =>
    buildCard({
      build: build('running', { number: HOSTILE, ref: LONG, requester: HOSTILE }),
      stages: [stage(HOSTILE, 'failed', { message: HOSTILE }), stage(RIGHT_TO_LEFT, 'waiting')],
      approvals: [
        {
          ...{ id: 'a', build: 1234, pipeline: 'churn', state: 'pending', askedAt: NOW - minutes(2) },
          instructions: HOSTILE,
          steps: [{ approver: LONG, state: 'pending', comment: HOSTILE }],
        },
      ],
      gates: [],
      checks: [{ stage: RIGHT_TO_LEFT, askedAt: NOW - minutes(2) }],
      now: NOW,
    }),
});

export const pipelinesSamples = samples({
  'text from outside': () =>
    pipelinesCard({
      rows: [
        { pipeline: { id: 7, name: HOSTILE }, latest: build('failed', { ref: HOSTILE, number: LONG }) },
        { pipeline: { id: 8, name: RIGHT_TO_LEFT } },
      ],
      now: NOW,
    }),
  happy: () =>
    pipelinesCard({
      rows: [
        { pipeline: { id: 7, name: 'churn' }, latest: build('failed') },
        { pipeline: { id: 8, name: LONG } },
      ],
      now: NOW,
    }),
  empty: () => pipelinesCard({ rows: [], now: NOW }),
});
