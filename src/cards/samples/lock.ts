// Samples of the lock cards.
import type { Lock } from '../../domain/lock.ts';
import { lockCard, locksCard, releasedCard } from '../lock.ts';
import { NOW, samples } from './story.ts';

const MINUTE = 60_000;
const lock: Lock = {
  environment: 'staging',
  holderId: 'a1',
  holderName: 'Alice Novak',
  reason: 'data backfill',
  branch: 'feature-x',
  takenAt: NOW - 10 * MINUTE,
  until: NOW + 110 * MINUTE,
};

const hostile: Lock = {
  ...lock,
  environment: 'staging',
  holderName: 'مريم العلي **admin** <b>',
  reason: `[x](http://evil.example) **done** ${'very long '.repeat(60)}`,
};

export const lockSamples = samples({
  'happy: taken': () => lockCard({ lock, what: 'taken', now: NOW }),
  extended: () => lockCard({ lock, what: 'extended', now: NOW }),
  'text from outside': () => lockCard({ lock: hostile, what: 'taken', now: NOW }),
});

export const releasedSamples = samples({
  'happy: by the holder': () => releasedCard({ lock, by: 'Alice Novak', now: NOW }),
  'by another': () => releasedCard({ lock, by: 'Bob Okafor', reason: 'the backfill is over', now: NOW }),
  'text from outside': () =>
    releasedCard({ lock: hostile, by: hostile.holderName, reason: hostile.reason, now: NOW }),
});

export const locksSamples = samples({
  'happy: two': () =>
    locksCard({
      locks: [
        lock,
        { ...lock, environment: 'production', holderName: 'Bob Okafor', reason: 'end of the quarter' },
      ],
      now: NOW,
    }),
  'text from outside': () => locksCard({ locks: [hostile, hostile], now: NOW }),
  'no locks': () => locksCard({ locks: [], now: NOW }),
});
