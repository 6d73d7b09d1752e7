import { describe, expect, test } from '@jest/globals';
import { barChart } from '../../../src/cards/chart.ts';
import { type ExperimentView, experimentCard } from '../../../src/cards/experiment.ts';
import { plainText } from '../../../src/cards/plain.ts';
import { experimentRunCard } from '../../../src/cards/run.ts';
import { NOW } from '../../../src/cards/samples/story.ts';
import { experimentRun } from '../../../src/cards/samples/telling.ts';

const runs = [0.84, 0.86, 0.85].map((auc, index) => experimentRun(index, auc));
const view = (change: Partial<ExperimentView> = {}): ExperimentView => ({
  experiment: { id: '1', name: '/Shared/churn' },
  runs,
  hasOlder: false,
  metric: 'auc',
  metricNames: ['auc', 'f1'],
  direction: 'higher',
  best: runs[1],
  champion: { model: 'churn', version: '9', alias: 'champion', runId: runs[2]?.runId ?? '' },
  looked: 3,
  url: undefined,
  question: { experiment: 'churn', metric: 'auc', filter: {}, pageSize: 10, page: 0 },
  now: NOW,
  ...change,
});

describe('the card of an experiment', () => {
  test('tells the best, marks the champion, and says how far each run is from the best', () => {
    const text = plainText(experimentCard(view()).card);
    expect(text).toContain('Best auc 0.860');
    expect(text).toContain('champion is churn v9');
    expect(text).toMatch(/0\.840 +−0\.0200? worse/);
    expect(text).toMatch(/♛ champion/);
    expect(text).toContain('★ best');
  });

  test('where lower is better, more is worse', () => {
    const text = plainText(experimentCard(view({ direction: 'lower', best: runs[0] })).card);
    expect(text).toMatch(/0\.860 +\+0\.0200? worse/);
  });

  test('draws a bar a run from the oldest to the newest; best and champion have a sign and a colour of their own', () => {
    const chart = experimentCard(view()).card.body.find((element) => element.type === 'Chart.VerticalBar');
    expect(chart?.data).toEqual([
      { x: '♛', y: 0.85, color: 'categoricalPurple' },
      { x: '★', y: 0.86, color: 'good' },
      { x: '3', y: 0.84, color: 'categoricalBlue' },
    ]);
    expect(chart?.xAxisTitle).toBe('runs, older to newer; bars not from 0');
    expect(chart?.yMin).toBe(0.83);
  });

  test('the best run of another page stands beside the runs shown', () => {
    const chart = experimentCard(view({ best: experimentRun(9, 0.9) })).card.body.find(
      (element) => element.type === 'Chart.VerticalBar',
    );
    expect(chart?.data?.map(({ x }) => x)).toEqual(['♛', '2', '3', '★']);
  });

  test('bars begin at 0 unless that would make them all alike, and where they do not it is said', () => {
    const drawn = (...values: readonly number[]) =>
      barChart({ title: 't', xTitle: 'x', bars: values.map((value, at) => ({ label: `${at}`, value })) });
    expect(drawn(0.2, 0.9)).not.toHaveProperty('yMin');
    expect(drawn(-1, 3)).not.toHaveProperty('yMin');
    expect(drawn(5, 5)).not.toHaveProperty('yMin');
    expect(drawn(1000, 1010)).toMatchObject({ yMin: 990, xAxisTitle: 'x; bars not from 0' });
  });

  test('values that cannot be drawn stay in the table and out of the chart', () => {
    const odd = [
      experimentRun(0, Number.NaN),
      experimentRun(1, undefined),
      experimentRun(2, 0.8),
      experimentRun(3, 0.7),
    ];
    const { card } = experimentCard(view({ runs: odd, best: odd[2] }));
    const chart = card.body.find((element) => element.type === 'Chart.VerticalBar');
    expect(chart?.data).toHaveLength(2);
    expect(plainText(card)).toContain('NaN');
    expect(JSON.stringify(card)).not.toContain('"y":null');
  });

  test('paging keeps the metric and the filters', () => {
    const { card } = experimentCard(
      view({
        hasOlder: true,
        question: { experiment: 'churn', metric: 'auc', filter: { by: 'alice' }, pageSize: 3, page: 2 },
      }),
    );
    const data = { experiment: 'churn', metric: 'auc', by: 'alice', pageSize: 3 };
    expect(card.actions?.slice(0, 2)).toMatchObject([
      { title: 'Newer', verb: 'show-experiment.page', data: { ...data, page: 1 } },
      { title: 'Older', verb: 'show-experiment.page', data: { ...data, page: 3 } },
    ]);
    expect(plainText(card)).toContain('[Runs 7–9]');
  });

  test('the metric is chosen by an input whose name the dialog reads', () => {
    const { card } = experimentCard(view());
    expect(card.body.find((element) => element.type === 'Input.ChoiceSet')).toMatchObject({
      id: 'metric',
      value: 'auc',
    });
    expect(card.actions?.find((action) => action.title === 'Show metric')).toMatchObject({
      verb: 'show-experiment.metric',
      associatedInputs: 'auto',
    });
  });

  test('empty says which filter emptied it and offers to drop each', () => {
    const { card } = experimentCard(
      view({
        runs: [],
        best: undefined,
        looked: 42,
        question: {
          experiment: 'churn',
          metric: 'auc',
          filter: { by: 'zoe', branch: 'y' },
          pageSize: 10,
          page: 0,
        },
      }),
    );
    expect(plainText(card)).toContain('None of the 42 runs looked through matches by “zoe” and branch “y”.');
    const drop = card.actions?.find((action) => action.title === 'Drop “by zoe”');
    expect(drop).toMatchObject({ data: { experiment: 'churn', branch: 'y', page: 0 } });
    expect(JSON.stringify(drop)).not.toContain('"by"');
  });
});

describe('the card of an MLflow run', () => {
  const history = (steps: readonly number[]) =>
    steps.map((step, index) => ({ step, at: NOW, value: index / 10 }));

  test('draws the curve over its steps, or over the order of logging when all stand at one step', () => {
    const card = (steps: readonly number[]) =>
      experimentRunCard({
        run: experimentRun(0, 0.8),
        metric: 'auc',
        history: history(steps),
        url: undefined,
        now: NOW,
      }).card;
    const xs = (steps: readonly number[]) =>
      card(steps).body.flatMap((element) =>
        element.type === 'Chart.Line' ? (element.data?.[0]?.values ?? []).map(({ x }) => x) : [],
      );
    expect(xs([0, 10, 20])).toEqual([0, 10, 20]);
    expect(xs([0, 0, 0])).toEqual([1, 2, 3]);
  });

  test('hides the tags that MLflow writes for itself', () => {
    const text = plainText(
      experimentRunCard({ run: experimentRun(0, 0.8), metric: 'auc', history: [], url: undefined, now: NOW })
        .card,
    );
    expect(text).toContain('november');
    expect(text).not.toContain('mlflow.user');
  });
});
