// Samples of the cards about models that only show: a model, its history, the alarm of a drift, what waits for a decision.
import type { RegisteredModel } from '../../domain/model.ts';
import type { LedgerEntry } from '../../domain/promotion.ts';
import { approvalsCard } from '../approvals.ts';
import { driftCard } from '../drift.ts';
import { ledgerCard } from '../ledger.ts';
import { type ModelView, modelCard } from '../model.ts';
import { approval, approve, carol, champion, erin, evidence, GATES } from './promotion-story.ts';
import { alice, bob, HOSTILE, LONG, mallory, minutes, NOW, RIGHT_TO_LEFT, samples } from './story.ts';

const DAY = 24 * 60 * minutes(1);
const PAGE = 'https://adb-1234567890123456.7.azuredatabricks.net/ml/models/churn';

const versions: RegisteredModel['versions'] = Array.from({ length: 12 }, (_, index) => ({
  model: 'churn',
  version: String(12 - index),
  status: 'ready',
  aliases: [],
  runId: `run${12 - index}`,
  createdAt: NOW - minutes(30) - index * 2.3 * DAY,
  createdBy: index % 3 === 1 ? 'bob@example.com' : 'alice@example.com',
  tags: {},
}));

const churn: RegisteredModel = {
  name: 'churn',
  registry: 'mlflow',
  holders: { champion: '9', challenger: '12' },
  versions,
};

const view: ModelView = {
  asked: 'churn',
  model: churn,
  champion: 'champion',
  metric: 'auc',
  direction: 'higher',
  figures: Object.fromEntries(versions.map(({ version }, index) => [version, 0.8431 - index * 0.0037])),
  origins: {
    '12': { commit: '4f2a91c07b3d', branch: 'feature-x' },
    '9': { commit: '88d1f00dc0de', branch: 'main' },
  },
  waiting: [],
  missing: [],
  url: PAGE,
  now: NOW,
};

export const modelSamples = samples({
  'happy: a newer version than the champion': () => modelCard(view),
  'a request waits': () =>
    modelCard({ ...view, waiting: [{ op: '7K3F', version: '12', target: 'champion' }] }),
  'in Unity Catalog, no champion yet': () =>
    modelCard({
      ...view,
      model: {
        ...churn,
        name: 'prod.ml.churn',
        registry: 'catalog',
        holders: {},
        versions: versions
          .slice(0, 2)
          .map((each, index) => ({ ...each, status: index === 0 ? 'pending' : 'ready' })),
        deploymentJobId: '91827364',
      },
      missing: ['The run of v11 could not be read: not found.'],
    }),
  'no version': () => modelCard({ ...view, model: { ...churn, holders: {}, versions: [] }, figures: {} }),
  'text from outside': () =>
    modelCard({
      ...view,
      asked: LONG,
      metric: HOSTILE,
      waiting: Array.from({ length: 5 }, () => ({ op: '7K3F', version: LONG, target: HOSTILE })),
      model: {
        ...churn,
        name: HOSTILE,
        description: HOSTILE.repeat(3),
        holders: { [HOSTILE]: '12', [RIGHT_TO_LEFT]: '9', [LONG]: '9' },
        versions: versions.map((each) => ({ ...each, createdBy: HOSTILE })),
      },
    }),
});

const moves: readonly LedgerEntry[] = [
  {
    model: 'churn',
    target: 'champion',
    from: '8',
    to: '9',
    at: NOW - 8 * DAY,
    how: 'promotion',
    op: '5D2M',
    by: bob.name,
    because: 'weekly retrain, better on every slice',
  },
  {
    model: 'churn',
    target: 'champion',
    from: '10',
    to: '8',
    at: NOW - 9 * DAY,
    how: 'rollback',
    op: '4C9B',
    by: bob.name,
    because: 'it scores twice as slowly',
  },
  { model: 'churn', target: 'champion', from: '8', to: '10', at: NOW - 9.2 * DAY, how: 'outside' },
  {
    model: 'churn',
    target: 'champion',
    from: null,
    to: '8',
    at: NOW - 30 * DAY,
    how: 'promotion',
    op: '2A7F',
    by: carol.name,
    because: 'the first',
  },
];

export const ledgerSamples = samples({
  'happy: some moves': () => ledgerCard({ model: 'churn', moves, url: PAGE, now: NOW }),
  'the newest was made elsewhere': () =>
    ledgerCard({ model: 'churn', moves: moves.slice(2), alarm: 'champion', now: NOW }),
  'no moves': () => ledgerCard({ model: 'churn', moves: [], now: NOW }),
  'text from outside': () =>
    ledgerCard({
      model: LONG,
      moves: Array.from({ length: 100 }, (_, index) => ({
        model: LONG,
        target: index % 2 === 0 ? LONG : RIGHT_TO_LEFT,
        from: LONG,
        to: HOSTILE,
        at: NOW - index * DAY,
        how: 'promotion' as const,
        op: '7K3F',
        by: mallory.name,
        because: HOSTILE,
      })),
      now: NOW,
    }),
});

const [lastMove] = moves;
const drift = {
  alarm: 'd1',
  model: 'churn',
  target: 'champion',
  from: '9',
  to: '11',
  at: NOW,
  ...(lastMove && { before: lastMove }),
  url: PAGE,
  now: NOW,
};

export const driftSamples = samples({
  'happy: needs a word': () => driftCard(drift),
  accepted: () =>
    driftCard({ ...drift, answered: { how: 'accepted', by: carol.name, at: NOW + minutes(4) } }),
  reverting: () =>
    driftCard({ ...drift, answered: { how: 'reverted', by: carol.name, at: NOW + minutes(4), op: '9P2Q' } }),
  'taken away': () => driftCard({ ...drift, to: null }),
  'text from outside': () =>
    driftCard({ ...drift, model: LONG, target: HOSTILE, from: LONG, to: RIGHT_TO_LEFT }),
});

const red = GATES.map((each) => (each.name === 'relative' ? { ...each, state: 'failed' as const } : each));

export const approvalsSamples = samples({
  'happy: three wait': () =>
    approvalsCard({
      approvals: [
        approval(evidence(), {
          op: '5D2M',
          askedAt: NOW - minutes(700),
          requester: bob,
          votes: [approve(carol, -20)],
        }),
        approval(evidence(), { op: '7K3F', askedAt: NOW - minutes(90), requester: alice }),
        approval(evidence({ gates: red }), { op: '9P2Q', askedAt: NOW - minutes(4), requester: erin }),
      ],
      now: NOW,
    }),
  'nothing waits': () => approvalsCard({ approvals: [], now: NOW }),
  'text from outside': () =>
    approvalsCard({
      approvals: Array.from({ length: 40 }, () =>
        approval(
          evidence({
            candidate: { ...evidence().candidate, model: LONG },
            target: { ...champion, model: LONG },
          }),
          {
            requester: mallory,
            because: HOSTILE,
          },
        ),
      ),
      now: NOW,
    }),
});
