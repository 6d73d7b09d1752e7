// More samples of the promotion card: whoever has approved, a freeze, words from other places, a smoke job that failed.
import { promotionCard } from '../promotion.ts';
import { approved, result, votes } from './promotion.ts';
import { approval, approve, carol, evidence, promotion, view } from './promotion-story.ts';
import { minutes, NOW, samples } from './story.ts';

/** What the step that waits has found at other places. */
const saidThere = promotion().steps.map((step, index) =>
  index === 1
    ? {
        ...step,
        name: 'decision',
        data: {
          there: [
            {
              place: 'Databricks',
              what: 'transition-request',
              state: 'waiting',
              by: 'tom@example.com',
              comment: 'ready for the winter campaign',
            },
            { place: 'Databricks', what: 'deployment-job', state: 'approved', comment: 'Approval_Check' },
          ],
        },
      }
    : step,
);

export const promotionMoreSamples = samples({
  'for whoever has approved': () =>
    promotionCard(
      view({ approval: approval(evidence(), { votes: [approve(carol, 12)] }), beholder: 'voted' }),
    ),
  'frozen, approved': () =>
    promotionCard(
      view({
        approval: approval(evidence(), {
          votes,
          policy: {
            ...approval(evidence()).policy,
            freezes: [{ from: NOW - minutes(60), to: NOW + minutes(600), why: 'the books are being closed' }],
          },
        }),
        now: NOW + minutes(22),
      }),
    ),
  'asked for in Databricks, too': () => promotionCard(view({ operation: promotion({ steps: saidThere }) })),
  'failed: the smoke job': () =>
    promotionCard(
      view({
        operation: promotion(
          {
            state: 'failed',
            endedAt: NOW + minutes(26),
            result,
            reason: {
              code: 'smoke-failed',
              facts: { job: 'score-once', state: 'failed' },
              changed: 'yes',
            },
          },
          5,
        ),
        approval: approved,
        now: NOW + minutes(26),
      }),
    ),
  'outcome unknown: the registry does not show it': () =>
    promotionCard(
      view({
        operation: promotion(
          {
            state: 'failed',
            endedAt: NOW + minutes(36),
            reason: {
              code: 'outcome-unseen',
              facts: {
                ...{ system: 'Databricks', look: 'champion of churn' },
                ...{ attempted: 'set champion of churn to version 12', minutes: 10 },
              },
              changed: 'unknown',
            },
          },
          3,
        ),
        approval: approved,
        now: NOW + minutes(36),
      }),
    ),
});
