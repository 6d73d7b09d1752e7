// Samples of the line, and of what is said to one person about a lock.
import type { Lock } from '../../domain/lock.ts';
import { lockAskCard, lockWishCard } from '../lock-words.ts';
import { queueCard } from '../queue.ts';
import { alice, bob, HOSTILE, mallory, minutes, NOW, production, samples, staging } from './story.ts';

const lock: Lock = {
  environment: 'staging',
  holderId: 'b1',
  holderName: 'Bob Brandt',
  reason: 'data backfill',
  takenAt: NOW - minutes(105),
  until: NOW + minutes(15),
};
const waits = (op: string, position: number, words: string, requester = alice, waitMs?: number) => ({
  op,
  position,
  ...(waitMs !== undefined && { waitMs }),
  operation: { words, requester, startedAt: NOW - minutes(9 - position), state: 'queued' as const },
});

export const queueSamples = samples({
  'happy: two wait behind one': () =>
    queueCard({
      lines: [
        {
          environment: staging,
          lock,
          line: [
            waits('61QZ', 0, 'deploy main to staging', bob),
            waits('62XA', 1, 'deploy feature-x to staging', alice, minutes(3)),
            waits('63AB', 2, 'deploy fix-42 to staging', bob, minutes(6)),
          ],
        },
        { environment: production, lock: undefined, line: [] },
      ],
      now: NOW,
    }),
  'nobody waits': () => queueCard({ lines: [{ environment: staging, lock: undefined, line: [] }], now: NOW }),
  'text from outside': () =>
    queueCard({
      lines: [
        {
          environment: staging,
          lock: { ...lock, holderName: HOSTILE, reason: HOSTILE },
          line: [waits('61QZ', 0, HOSTILE, mallory)],
        },
      ],
      now: NOW,
    }),
});

export const askForSamples = samples({
  'happy: the holder is asked': () =>
    lockWishCard({ lock, by: alice, reason: 'the demo is at three', now: NOW }),
  'the holder is asked before the end': () => lockAskCard({ lock, now: NOW }),
  'text from outside': () => lockWishCard({ lock, by: mallory, reason: HOSTILE, now: NOW }),
});
