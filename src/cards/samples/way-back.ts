// Samples of ways back.
import type { Plan } from '../../domain/plan.ts';
import { wayBackCard } from '../way-back.ts';
import { bob, HOSTILE, minutes, NOW, samples } from './story.ts';

const plan: Plan = {
  id: 'K7Q2M',
  kind: 'deploy',
  environment: 'staging',
  input: {},
  parts: {},
  way: {
    from: 'feature-x at 4f2a91c0, by Alice Adler (op 7K3F)',
    to: 'main at 88d1f00d, by Bob Brandt (op 5D2M)',
    stays: [
      'Job nightly-train, run 881 (op 6T4H): what it wrote stays as it is',
      'Rows that were written, models that were logged and messages that were sent stay.',
    ],
    secondPerson: false,
  },
  requester: bob,
  words: 'rollback staging',
  madeAt: NOW,
  expiresAt: NOW + minutes(24 * 60),
};
const production: Plan = {
  ...plan,
  environment: 'production',
  words: 'rollback production',
  way: {
    from: 'feature-x at 4f2a91c0, by Alice Adler (op 7K3F)',
    to: 'main at 88d1f00d, by Bob Brandt (op 5D2M)',
    stays: [
      'Rows that were written, models that were logged and messages that were sent stay.',
      'No branch stands at 88d1f00d: git gets the tag brickbot-88d1f00d first.',
    ],
    secondPerson: true,
  },
};

export const rollbackSamples = samples({
  'happy: staging': () => wayBackCard({ plan, production: false, now: NOW }),
  'production: a second person': () => wayBackCard({ plan: production, production: true, now: NOW }),
  'to a commit that is marked bad': () =>
    wayBackCard({
      plan: { ...plan, parts: { 'The gate “marked”': 'fail (bad)' } },
      production: false,
      now: NOW,
    }),
  'text from outside': () =>
    wayBackCard({
      plan: {
        ...production,
        environment: HOSTILE,
        requester: { id: 'x', name: HOSTILE },
        way: { from: HOSTILE, to: HOSTILE, stays: [HOSTILE], secondPerson: true },
      },
      production: true,
      now: NOW,
    }),
});
export const undoSamples = samples({
  'happy: a deploy': () =>
    wayBackCard({
      plan: {
        ...plan,
        words: 'undo 7K3F',
        way: { from: '', to: '', stays: [], secondPerson: false, ...plan.way, of: '7K3F' },
      },
      production: false,
      now: NOW,
    }),
});
