// Samples of the card that tells of a failure, one for each kind of next step.
import { Fault } from '../../base/errors.ts';
import { failureCard } from '../failure.ts';
import { HOSTILE, samples } from './story.ts';

export const failureSamples = samples({
  'workspace not reachable': () =>
    failureCard(
      new Fault('upstream-unreachable', {
        changed: 'no',
        system: 'Databricks',
        facts: { system: 'Databricks' },
      }),
      { reference: 'K2M9QX', attempted: 'list the jobs of staging' },
    ),
  'wrong token': () =>
    failureCard(
      new Fault('upstream-unauthenticated', {
        changed: 'no',
        system: 'Databricks',
        facts: { system: 'Databricks' },
      }),
      { reference: 'K2M9QX' },
    ),
  'denied: no permission': () =>
    failureCard(
      new Fault('not-permitted', {
        changed: 'no',
        facts: {
          action: 'Deploying to production',
          role: 'releaser',
          person: 'Alice Adler',
          actual: 'developer',
          whom: 'bob@example.com',
        },
      }),
      { reference: 'K2M9QX', attempted: 'Deploying to production' },
    ),
  throttled: () =>
    failureCard(
      new Fault('upstream-throttled', {
        changed: 'no',
        system: 'Databricks',
        retryAfterSeconds: 42,
        facts: { system: 'Databricks', attempts: 6 },
      }),
      { reference: 'K2M9QX' },
    ),
  'outcome unknown': () =>
    failureCard(
      new Fault('outcome-unknown', {
        changed: 'unknown',
        system: 'Databricks',
        facts: { system: 'Databricks' },
      }),
      { reference: 'K2M9QX', attempted: 'cancel run 1042', op: '7K3F' },
    ),
  'experiment not found': () =>
    failureCard(
      new Fault('experiment-not-found', { changed: 'no', facts: { experiment: 'chrun', near: 'churn' } }),
      { reference: 'K2M9QX' },
    ),
  'something broke': () =>
    failureCard(new Fault('internal', { changed: 'unknown' }), { reference: 'K2M9QX' }),
  'hostile text': () =>
    failureCard(
      new Fault('upstream-rejected', {
        changed: 'no',
        system: HOSTILE,
        facts: { system: HOSTILE, reason: HOSTILE.repeat(9) },
      }),
      { reference: HOSTILE, attempted: HOSTILE },
    ),
});
