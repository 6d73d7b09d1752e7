import { expect, test } from '@jest/globals';
import { createFirstPosts } from '../../../src/workers/first-posts.ts';

/** Sends `count` posts at once, one turn of the event loop each; gives the most that were in flight. */
const densest = async (count: number): Promise<number> => {
  const lane = createFirstPosts();
  let inFlight = 0;
  let most = 0;
  await Promise.all(
    Array.from({ length: count }, () =>
      lane.inLane(async () => {
        inFlight += 1;
        most = Math.max(most, inFlight);
        await new Promise(setImmediate);
        inFlight -= 1;
      }),
    ),
  );
  return most;
};

test('few first posts leave one at a time, many side by side', async () => {
  expect(await densest(4)).toBe(1);
  expect(await densest(40)).toBeGreaterThan(3);
});

test('a post that throws makes room for the next', async () => {
  const lane = createFirstPosts();
  await expect(lane.inLane(() => Promise.reject(new RangeError('no')))).rejects.toMatchObject({
    name: 'RangeError',
  });
  expect(await lane.inLane(async () => 'next')).toBe('next');
});
