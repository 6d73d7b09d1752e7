// Samples of the promotion card, in every state that people meet.
import { promotionCard } from '../promotion.ts';
import {
  approval,
  approve,
  carol,
  erin,
  evidence,
  firstEvidence,
  GATES,
  gate,
  PROMOTION_TITLES,
  promotion,
  view,
} from './promotion-story.ts';
import { bob, COMMITS, HOSTILE, LONG, mallory, minutes, NOW, RIGHT_TO_LEFT, samples } from './story.ts';

const red = GATES.map((each) =>
  each.name === 'relative'
    ? gate('relative', 'relative', 'failed', {
        title: 'auc not worse than the holder',
        limit: 'not worse',
        value: 'worse by 0.0041',
        sentence: 'auc: 0.8271 against 0.8312.',
      })
    : each.name === 'tests'
      ? gate('tests', 'tests', 'unknown', {
          title: 'Suite unit green on its commit',
          limit: 'passed',
          sentence: 'The last verdict could not be read.',
        })
      : each,
);

const worse = evidence({
  gates: red,
  metrics: evidence().metrics.map((each) =>
    each.counts ? { ...each, candidate: 0.8271, delta: -0.0041, comparison: 'worse' } : each,
  ),
});

export const result = {
  model: 'churn',
  version: '12',
  target: 'champion',
  previousVersion: '9',
  fingerprint: 'b1946ac92492d234',
  votes: [
    { person: 'Carol Chen', verdict: 'approve', at: NOW + minutes(12) },
    { person: 'Erin Eriksson', verdict: 'approve', at: NOW + minutes(21) },
  ],
};
export const votes = [approve(carol, 12), approve(erin, 21, { because: 'looked at the slices, fine' })];
export const approved = approval(evidence(), {
  votes,
  outcome: { state: 'approved', at: NOW + minutes(21), by: erin.name },
});

const many = evidence({
  commits: {
    ahead: Array.from({ length: 10 }, (_, index) => ({
      ...COMMITS.feature,
      id: `${index}${COMMITS.feature.id.slice(1)}`,
      subject: `Step ${index + 1} of the new feature store: columns, windows and their tests`,
      author:
        ['Alice Adler', 'Bob Brandt', 'Carol Chen', 'דנה לוי', 'Erin Eriksson'][index % 5] ?? 'Alice Adler',
    })),
    more: 37,
    behind: 2,
  },
});

export const promotionSamples = samples({
  'happy: needs you': () => promotionCard(view()),
  'one vote of two': () =>
    promotionCard(
      view({ approval: approval(evidence(), { votes: [approve(carol, 12)] }), beholder: 'approver' }),
    ),
  'for the requester': () => promotionCard(view({ beholder: 'requester' })),
  'gathering the evidence': () => {
    const { approval: _none, ...rest } = view({ operation: promotion({}, 0) });
    return promotionCard(rest);
  },
  'the first: nothing to compare with': () => promotionCard(view({ approval: approval(firstEvidence()) })),
  'blocked: failed gates': () => promotionCard(view({ approval: approval(worse), beholder: 'owner' })),
  'a gate waived': () =>
    promotionCard(
      view({
        approval: approval(
          { ...worse, gates: red.filter(({ state }) => state !== 'unknown') },
          {
            waivers: [
              {
                gate: 'relative',
                person: bob,
                because: 'the holdout of May has label noise',
                at: NOW + minutes(9),
              },
            ],
            handOvers: [{ from: carol, to: 'erin@example.com', at: NOW + minutes(14) }],
          },
        ),
      }),
    ),
  'unfair, and gaps': () =>
    promotionCard(
      view({
        approval: approval(
          evidence({
            unfair: [
              { name: 'rows', candidate: '2400', champion: '2000' },
              { name: 'data.digest', candidate: '5f1c9a', champion: 'e02b77' },
            ],
            missing: ['The commits between the two could not be read: no such branch or tag.'],
          }),
        ),
      }),
    ),
  'many commits': () => promotionCard(view({ approval: approval(many), detail: 'all' })),
  promoting: () =>
    promotionCard(view({ operation: promotion({}, 3), approval: approved, now: NOW + minutes(22) })),
  'receipt with undo': () =>
    promotionCard(
      view({
        operation: promotion({ state: 'done', result, endedAt: NOW + minutes(22) }, PROMOTION_TITLES.length),
        approval: approved,
        now: NOW + minutes(22),
      }),
    ),
  'decided in Databricks': () =>
    promotionCard(
      view({
        operation: promotion(
          { state: 'done', result: { ...result, elsewhere: 'Databricks' }, endedAt: NOW + minutes(22) },
          PROMOTION_TITLES.length,
        ),
        approval: approval(evidence(), {
          outcome: { state: 'approved', at: NOW + minutes(21), by: 'erin@example.com', place: 'Databricks' },
        }),
        now: NOW + minutes(22),
      }),
    ),
  'void: something moved': () =>
    promotionCard(
      view({
        operation: promotion({ state: 'refused', endedAt: NOW + minutes(22) }, 2),
        approval: approval(evidence(), {
          votes,
          outcome: {
            state: 'moved',
            at: NOW + minutes(22),
            moved: ['The holder is v11 now, it was v9 when this was asked.'],
          },
        }),
      }),
    ),
  rejected: () =>
    promotionCard(
      view({
        operation: promotion({ state: 'refused', endedAt: NOW + minutes(15) }, 1),
        approval: approval(evidence(), {
          votes: [
            approve(carol, 12),
            {
              person: erin,
              verdict: 'reject',
              because: 'the slice of small shops got worse',
              at: NOW + minutes(15),
            },
          ],
          outcome: {
            state: 'rejected',
            at: NOW + minutes(15),
            by: erin.name,
            because: 'the slice of small shops got worse',
          },
        }),
      }),
    ),
  expired: () =>
    promotionCard(
      view({
        operation: promotion({ state: 'refused', endedAt: NOW + minutes(1_440) }, 1),
        approval: approval(evidence(), { outcome: { state: 'expired', at: NOW + minutes(1_440) } }),
        now: NOW + minutes(1_440),
      }),
    ),
  withdrawn: () =>
    promotionCard(
      view({
        operation: promotion({ state: 'cancelled', endedAt: NOW + minutes(4) }, 1),
        approval: approval(evidence(), {
          outcome: { state: 'withdrawn', at: NOW + minutes(4), by: 'Alice Adler' },
        }),
      }),
    ),
  'unknown: an answer was lost': () =>
    promotionCard(view({ operation: promotion({ state: 'unknown' }, 3), approval: approved })),
  'failed: somebody else moved it': () =>
    promotionCard(
      view({
        operation: promotion(
          {
            state: 'failed',
            endedAt: NOW + minutes(22),
            reason: {
              code: 'holder-differs',
              facts: { target: 'champion', model: 'churn', actual: 'v11', version: '12' },
              changed: 'unknown',
            },
          },
          4,
        ),
        approval: approved,
      }),
    ),
  'text from outside': () =>
    promotionCard(
      view({
        operation: promotion({
          requester: mallory,
          input: {
            ...promotion().input,
            model: `${RIGHT_TO_LEFT}-${LONG.slice(0, 60)}`,
            because: HOSTILE.repeat(4),
          },
        }),
        approval: approval(
          evidence({
            candidate: { ...evidence().candidate, version: '123456789012345' },
            unfair: [{ name: HOSTILE, candidate: LONG, champion: RIGHT_TO_LEFT }],
            metrics: evidence().metrics.map((each) => ({ ...each, name: `${each.name} ${LONG}` })),
            params: Array.from({ length: 40 }, (_, index) => ({
              name: `${LONG.slice(0, 50)}_${index}`,
              candidate: LONG,
              champion: HOSTILE,
            })),
            gates: Array.from({ length: 12 }, (_, index) =>
              gate(`absolute:${index}`, 'absolute', index % 2 === 0 ? 'failed' : 'passed', {
                title: LONG,
                value: LONG,
                sentence: HOSTILE,
              }),
            ),
            missing: [HOSTILE, LONG],
          }),
          { requester: mallory, because: HOSTILE, votes: [approve(mallory, 1, { because: LONG })] },
        ),
        whoMay: LONG,
      }),
    ),
});
