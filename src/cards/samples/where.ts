// Samples of where a commit stands.
import type { Deployment } from '../../domain/deployment.ts';
import { environmentsCard } from '../lists.ts';
import { whereCard } from '../where.ts';
import { COMMITS, HOSTILE, minutes, NOW, production, samples, staging } from './story.ts';

const deployment = (environment: string, ref: string, commit: string, op: string): Deployment => ({
  op,
  environment,
  ref,
  commit,
  previousCommit: null,
  by: 'Bob Brandt',
  at: NOW - minutes(200),
});
const onStaging = deployment('staging', 'feature-x', COMMITS.feature.id, '7K3F');
const onProduction = deployment('production', 'main', COMMITS.main.id, '5D2M');

export const whereSamples = samples({
  'happy: on staging, not yet in production': () =>
    whereCard({
      typed: 'feature-x',
      commit: COMMITS.feature,
      mark: undefined,
      places: [
        { environment: staging, presence: 'here', standing: onStaging, came: onStaging },
        { environment: production, presence: 'absent', standing: onProduction, ahead: 2, behind: 0 },
      ],
      now: NOW,
    }),
  'with pull requests, text from outside': () =>
    whereCard({
      typed: 'feature-x',
      commit: COMMITS.feature,
      mark: undefined,
      places: [{ environment: staging, presence: 'here', standing: onStaging, came: onStaging }],
      pulls: [
        {
          ...{
            id: 12,
            title: 'Tenure in months',
            source: 'feature-x',
            target: 'main',
            author: 'Alice Adler',
          },
          ...{ state: 'open', openedAt: NOW - minutes(90) },
          url: 'https://dev.azure.com/contoso/ml/_git/churn/pullrequest/12',
        },
        {
          ...{ id: 13, title: HOSTILE, source: 'feature-x', target: HOSTILE, author: HOSTILE },
          ...{ state: 'open', openedAt: NOW - minutes(90) },
        },
      ],
      now: NOW,
    }),
  'marked bad, part of something newer': () =>
    whereCard({
      typed: '51ab3e77',
      commit: COMMITS.older,
      mark: { commit: COMMITS.older.id, reason: 'reads tenure in months', byName: 'Bob Brandt', at: NOW },
      places: [
        { environment: staging, presence: 'inside', standing: onStaging, ahead: 0, behind: 1 },
        { environment: production, presence: 'unknown', standing: onProduction },
      ],
      now: NOW,
    }),
  'what stands where, with a lock, gates and a freeze': () =>
    environmentsCard({
      standing: [
        {
          environment: staging,
          deployment: onStaging,
          line: 3,
          lock: {
            environment: 'staging',
            holderId: 'a1',
            holderName: 'Alice Adler',
            reason: 'data backfill',
            takenAt: NOW - minutes(10),
            until: NOW + minutes(110),
          },
        },
        {
          environment: production,
          deployment: onProduction,
          line: 0,
          gates: {
            after: 'staging',
            suite: 'unit',
            freezes: [{ from: NOW - minutes(60), until: NOW + minutes(900), reason: 'end of the quarter' }],
          },
        },
      ],
      now: NOW,
    }),
  'nowhere; text from outside': () =>
    whereCard({
      typed: HOSTILE,
      commit: { ...COMMITS.feature, subject: HOSTILE },
      mark: undefined,
      places: [{ environment: { ...staging, name: HOSTILE }, presence: 'absent', standing: undefined }],
      now: NOW,
    }),
});
