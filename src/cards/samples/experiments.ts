import { type ExperimentView, experimentCard } from '../experiment.ts';
import { HOSTILE, LONG, NOW, RIGHT_TO_LEFT, samples } from './story.ts';
import { experimentRun } from './telling.ts';

const AUC = [0.8434, 0.8391, 0.8512, 0.8307, 0.8355, 0.8288, 0.8301, 0.8214, 0.8246, 0.812];
const runs = AUC.map((auc, index) => experimentRun(index, auc));
const best = runs[2];
const base: ExperimentView = {
  experiment: { id: '123', name: '/Shared/churn' },
  runs,
  hasOlder: true,
  metric: 'auc',
  metricNames: ['auc', 'f1', 'log_loss'],
  direction: 'higher',
  best,
  champion: { model: 'churn', version: '9', alias: 'champion', runId: runs[3]?.runId ?? '' },
  looked: 42,
  url: 'https://adb-1234567890123456.7.azuredatabricks.net/ml/experiments/123',
  question: { experiment: 'churn', metric: 'auc', filter: {}, pageSize: 10, page: 0 },
  now: NOW,
};
const none = { runs: [], best: undefined, champion: undefined, hasOlder: false };

export const experimentSamples = samples({
  'happy: ten runs with the champion': () => experimentCard(base),
  'second page': () =>
    experimentCard({
      ...base,
      runs: runs.slice(5),
      hasOlder: false,
      question: { ...base.question, page: 1 },
    }),
  'lower is better': () =>
    experimentCard({
      ...base,
      metric: 'log_loss',
      direction: 'lower',
      champion: { model: 'churn', version: '9', alias: 'champion', runId: best?.runId ?? '' },
      question: { ...base.question, metric: 'log_loss' },
    }),
  'one run': () =>
    experimentCard({
      ...base,
      runs: runs.slice(0, 1),
      best: runs[0],
      champion: undefined,
      hasOlder: false,
      metricNames: ['auc'],
    }),
  'NaN, missing and running': () =>
    experimentCard({
      ...base,
      hasOlder: false,
      champion: undefined,
      best: runs[0],
      runs: [
        experimentRun(0, 0.8434),
        experimentRun(1, Number.NaN, { status: 'failed' }),
        experimentRun(2, undefined, { status: 'running' }),
        experimentRun(3, Number.POSITIVE_INFINITY),
        experimentRun(4, 0.8),
      ],
    }),
  'no metric logged': () =>
    experimentCard({
      ...base,
      metric: undefined,
      metricNames: [],
      best: undefined,
      champion: undefined,
      runs: [experimentRun(0, undefined), experimentRun(1, undefined)],
      hasOlder: false,
    }),
  'empty: nothing logged': () => experimentCard({ ...base, ...none, metricNames: [], looked: 0 }),
  'empty: filters': () =>
    experimentCard({
      ...base,
      ...none,
      question: { ...base.question, filter: { by: 'zoe', branch: 'feature-y' } },
    }),
  'empty: past the end': () => experimentCard({ ...base, ...none, question: { ...base.question, page: 7 } }),
  'long names': () =>
    experimentCard({
      ...base,
      experiment: { id: '1', name: `/Users/${LONG}/${LONG}` },
      metric: LONG,
      metricNames: [LONG, ...Array.from({ length: 60 }, (_, index) => `${index} ${LONG}`)],
      best: undefined,
      champion: { model: LONG, version: '123456', alias: LONG },
      runs: runs.map((run) => ({ ...run, user: LONG, branch: LONG, metrics: { [LONG]: 0.123_456_789 } })),
      question: { ...base.question, experiment: LONG, metric: LONG, filter: { by: LONG, branch: LONG } },
    }),
  'right-to-left': () =>
    experimentCard({
      ...base,
      experiment: { id: '1', name: '/Shared/נטישה' },
      runs: runs.slice(0, 4).map((run) => ({ ...run, user: 'דנה לוי', branch: RIGHT_TO_LEFT })),
      hasOlder: false,
    }),
  'hostile text': () =>
    experimentCard({
      ...base,
      experiment: { id: '1', name: `/Shared/${HOSTILE}` },
      metric: HOSTILE,
      metricNames: [HOSTILE, 'auc'],
      best: undefined,
      runs: runs
        .slice(0, 3)
        .map((run) => ({ ...run, user: HOSTILE, branch: HOSTILE, metrics: { [HOSTILE]: 0.5 } })),
      champion: { model: HOSTILE, version: '9', alias: HOSTILE },
      question: { ...base.question, experiment: HOSTILE, filter: { by: HOSTILE } },
    }),
});
