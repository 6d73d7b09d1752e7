import type { Beside, BesideSide } from '../../domain/beside.ts';
import { compareMetrics, compareParams, unfairness } from '../../domain/comparison.ts';
import type { ExperimentRun } from '../../domain/experiment.ts';
import { type BesideView, besideCard } from '../beside.ts';
import { COMMITS, HOSTILE, LONG, minutes, NOW, RIGHT_TO_LEFT, samples } from './story.ts';

const ran = (
  runId: string,
  metrics: Readonly<Record<string, number>>,
  params: Readonly<Record<string, string>>,
  more: Partial<ExperimentRun> = {},
): ExperimentRun => ({
  runId,
  name: 'mighty-fox-12',
  user: 'alice@example.com',
  status: 'finished',
  startedAt: NOW - minutes(90),
  metrics,
  params,
  tags: {},
  ...more,
});

const OURS = ran(
  '3f2a9c0d4b5e4f6a8b7c6d5e4f3a2b1c',
  { auc: 0.8431, accuracy: 0.79, log_loss: 0.412, recall: 0.61 },
  { rows: '2000', learning_rate: '0.05', depth: '6', seed: '7', features: 'tenure,plan,calls' },
);
const THEIRS = ran(
  '9b1c0a2f3d4e5f60718293a4b5c6d7e8',
  { auc: 0.8212, accuracy: 0.79, log_loss: 0.455 },
  { rows: '2000', learning_rate: '0.1', depth: '4', seed: '7', features: 'tenure,plan,calls' },
  { name: 'calm-owl-3', user: 'bob@example.com' },
);

const beside = (left: BesideSide, right: BesideSide, more: Partial<Beside> = {}): Beside => {
  const { differing, same } = compareParams(left.run, right.run);
  return {
    left,
    right,
    metric: 'auc',
    metrics: compareMetrics(left.run, right.run, { metric: 'auc', direction: 'higher' }),
    params: differing,
    sameParams: same,
    unfair: unfairness(left.run, right.run),
    curves: [],
    missing: [],
    ...more,
  };
};

const curve = (from: number, to: number): Beside['curves'][number]['points'] =>
  Array.from({ length: 12 }, (_, step) => ({ step, value: to - (to - from) * Math.exp(-step / 3) }));

const { feature: NEWEST, main: OLDER } = COMMITS;
const versions = beside(
  { label: 'churn v12', short: 'v12', run: OURS, commit: NEWEST.id },
  { label: 'churn v9', short: 'v9', run: THEIRS, commit: OLDER.id },
  {
    promotion: { model: 'churn', version: 'v12', target: 'champion' },
    commits: { ahead: [NEWEST, OLDER], more: 0, behind: 1 },
    curves: [
      { side: 'left', points: curve(0.6, 0.8431) },
      { side: 'right', points: curve(0.55, 0.8212) },
    ],
  },
);
const view: BesideView = {
  beside: versions,
  asked: { left: 'churn v12', right: 'champion' },
  all: false,
  chart: false,
  now: NOW,
};

export const besideSamples = samples({
  'happy: better, with a promotion to ask for': () => besideCard(view),
  'with the curves': () => besideCard({ ...view, chart: true }),
  'all values': () => besideCard({ ...view, all: true }),
  'unfair comes first': () =>
    besideCard({
      ...view,
      beside: beside(
        {
          label: 'run mighty-fox-12',
          short: '3f2a9c0d',
          run: { ...OURS, tags: { 'data.digest': 'a1b2c3', runtime: '15.4' } },
        },
        {
          label: 'run calm-owl-3',
          short: '9b1c0a2f',
          run: {
            ...THEIRS,
            metrics: { auc: 0.861, log_loss: 0.39 },
            tags: { 'data.digest': 'ffee01', runtime: '14.3' },
          },
        },
      ),
    }),
  'a branch that nobody trained': () =>
    besideCard({
      ...view,
      asked: { left: 'feature-x', right: 'main' },
      beside: beside(
        { label: 'feature-x', short: 'feature-x', commit: NEWEST.id, tests: 'passed' },
        { label: 'main', short: 'main', commit: OLDER.id, run: THEIRS, tests: 'none' },
        {
          commits: { ahead: Object.values(COMMITS), more: 12, behind: 0 },
          missing: ['No finished training run is known for feature-x at 4f2a91c0.'],
        },
      ),
    }),
  'nothing measured': () =>
    besideCard({
      ...view,
      beside: beside(
        { label: 'feature-x', short: 'feature-x', commit: NEWEST.id },
        { label: 'main', short: 'main', commit: NEWEST.id },
        { metric: undefined, metrics: [], missing: ['No finished training run is known for main.'] },
      ),
    }),
  'long, hostile, right-to-left': () =>
    besideCard({
      ...view,
      all: true,
      beside: beside(
        {
          label: HOSTILE,
          short: LONG,
          run: { ...OURS, params: { [LONG]: HOSTILE, [HOSTILE]: LONG }, user: RIGHT_TO_LEFT },
        },
        { label: RIGHT_TO_LEFT, short: RIGHT_TO_LEFT, run: THEIRS },
        { missing: [HOSTILE] },
      ),
    }),
});
