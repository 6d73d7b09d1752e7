// One piece of work at a time, shared by everybody who asks before it starts. Who asks while it runs waits for the next one, so
// that the answer is never older than the question.

/** Resolves when a round that began after this call has ended. @throws what the round threw, or the signal's reason */
export type Round = (signal?: AbortSignal) => Promise<void>;

interface Shared {
  readonly done: Promise<void>;
  readonly stop: AbortController;
  waiting: number;
}

/** Runs `work` in rounds. A round's signal aborts when the last of those who wait for it has left. */
export const sharedRounds = (work: (signal: AbortSignal) => Promise<void>): Round => {
  let running: Promise<void> = Promise.resolve();
  let next: Shared | undefined;

  const begin = (): Shared => {
    const stop = new AbortController();
    const done = running.then(async () => {
      if (next === round) next = undefined;
      stop.signal.throwIfAborted();
      await work(stop.signal);
    });
    const round: Shared = { stop, waiting: 0, done };
    running = done.catch(() => {});
    return round;
  };

  return async (signal) => {
    signal?.throwIfAborted();
    next ??= begin();
    const round = next;
    round.waiting += 1;
    const { promise: gone, reject } = Promise.withResolvers<never>();
    const leave = (): void => {
      round.waiting -= 1;
      if (round.waiting === 0) {
        // Whoever comes now must not be handed this one.
        if (next === round) next = undefined;
        round.stop.abort(signal?.reason);
      }
      reject(signal?.reason);
    };
    signal?.addEventListener('abort', leave, { once: true });
    try {
      await Promise.race([round.done, gone]);
    } finally {
      signal?.removeEventListener('abort', leave);
    }
  };
};
