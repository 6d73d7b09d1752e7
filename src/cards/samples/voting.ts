// Samples of the second look before a word counts: approve, reject, waive, ask, and the reason that was left out.
import { confirmCard, questionCard, reasonCard, rejectCard, waiveCard } from '../voting.ts';
import {
  approval,
  approve,
  carol,
  evidence,
  firstEvidence,
  GATES,
  gate,
  promotion,
} from './promotion-story.ts';
import { HOSTILE, LONG, NOW, samples } from './story.ts';

const asked = (more: Parameters<typeof approval>[1] = {}, shown = evidence()) => ({
  operation: promotion(),
  approval: approval(shown, more),
});
const sure = (view: ReturnType<typeof asked>) => confirmCard({ ...view, now: NOW });
const red = evidence({
  gates: [
    ...GATES.filter(({ name }) => name !== 'relative'),
    gate('relative', 'relative', 'failed', {
      title: 'auc not worse than the holder',
      limit: 'not worse',
      value: 'worse by 0.0041',
      sentence: 'auc: 0.8271 against 0.8312.',
    }),
  ],
});

export const votingSamples = samples({
  'approve: the first of two': () => sure(asked()),
  'approve: the last that is needed': () => sure(asked({ votes: [approve(carol, 12)] })),
  'approve: nothing holds it yet': () => sure(asked({}, firstEvidence())),
  'approve: while it is frozen': () =>
    sure(
      asked({
        votes: [approve(carol, 12)],
        policy: {
          ...approval(evidence()).policy,
          freezes: [{ from: 0, to: 4_102_444_800_000, why: 'the books are being closed' }],
        },
      }),
    ),
  reject: () => rejectCard(asked()),
  'waive a gate': () => waiveCard({ ...asked({}, red), gate: 'relative' }),
  'ask a question': () => questionCard(asked()),
  'without a reason': () =>
    reasonCard({ title: 'Promote churn v12 to champion', words: 'promote churn v12 to champion' }),
  'text from outside': () => rejectCard(asked({ because: HOSTILE.repeat(3) + LONG })),
});
