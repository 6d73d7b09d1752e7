// First posts leave one at a time while there are few: whatever was in flight when a process dies has to be posted again, and may
// then stand there twice. Edits are not concerned, they can be made again without harm. With many waiting the lane widens.

export interface FirstPosts {
  /** Runs `work` when there is room. */
  inLane<T>(work: () => Promise<T>): Promise<T>;
}

/** Waiting posts that widen the lane by one. */
const WAITING_PER_LANE = 4;

export const createFirstPosts = (): FirstPosts => {
  const waiting: (() => void)[] = [];
  let inHand = 0;
  const admit = (): void => {
    while (waiting.length > 0 && inHand < 1 + Math.floor(waiting.length / WAITING_PER_LANE)) {
      inHand += 1;
      waiting.shift()?.();
    }
  };
  return {
    inLane: async (work) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.push(resolve);
      admit();
      await promise;
      try {
        return await work();
      } finally {
        inHand -= 1;
        admit();
      }
    },
  };
};
