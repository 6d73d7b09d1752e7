// Samples of what a pasted link becomes.
import { commitCard } from '../found.ts';
import { COMMITS, HOSTILE, minutes, NOW, samples } from './story.ts';

const stands = (environment: string) => ({
  op: '7K3F',
  environment,
  ref: 'feature-x',
  commit: COMMITS.feature.id,
  previousCommit: null,
  by: 'Alice Adler',
  at: NOW - minutes(95),
});

export const linkSamples = samples({
  'happy: a branch that stands somewhere': () =>
    commitCard({ commit: COMMITS.feature, branch: 'feature-x', standing: [stands('staging')], now: NOW }),
  'a commit that stands nowhere': () => commitCard({ commit: COMMITS.main, standing: [], now: NOW }),
  'text from outside': () =>
    commitCard({
      commit: { ...COMMITS.feature, subject: HOSTILE, author: HOSTILE },
      branch: HOSTILE,
      standing: [stands(HOSTILE), stands(HOSTILE)],
      now: NOW,
    }),
});
