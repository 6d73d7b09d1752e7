// Samples of the receipts of decisions about gates.
import { freezeCard, markCard } from '../decision.ts';
import { COMMITS, HOSTILE, minutes, NOW, production, samples } from './story.ts';

export const markSamples = samples({
  'happy: bad': () =>
    markCard({ commit: COMMITS.feature, by: 'Bob Brandt', reason: 'reads tenure in months', now: NOW }),
  good: () => markCard({ commit: COMMITS.feature, by: 'Bob Brandt', now: NOW }),
  'text from outside': () =>
    markCard({ commit: { ...COMMITS.feature, subject: HOSTILE }, by: HOSTILE, reason: HOSTILE, now: NOW }),
});

const through = { environment: production, by: 'Carol Jensen', until: NOW + minutes(60), now: NOW };
export const freezeSamples = samples({
  'happy: for an hour': () => freezeCard({ ...through, reason: 'the API is down' }),
  'text from outside': () => freezeCard({ ...through, by: HOSTILE, reason: HOSTILE }),
});
