// One at a time per key; the next waits its turn for a limited time.

export interface Turnstile {
  /** Runs the work when nobody else works under this key. Gives 'too long' (and does not run it) when the wait takes over `waitMs`. */
  pass<T>(key: string, work: () => Promise<T>): Promise<T | 'too long'>;
}

export function turnstile(waitMs: number): Turnstile {
  const tails = new Map<string, Promise<void>>();
  return {
    async pass(key, work) {
      const before = tails.get(key);
      let leave: () => void = () => undefined;
      const mine = new Promise<void>((resolve) => {
        leave = resolve;
      });
      const tail = (before ?? Promise.resolve()).then(() => mine);
      tails.set(key, tail);
      void tail.then(() => {
        if (tails.get(key) === tail) tails.delete(key);
      });
      try {
        if (before !== undefined && !(await within(before, waitMs))) return 'too long';
        return await work();
      } finally {
        leave();
      }
    },
  };
}

/** True when the promise ends within the time. */
function within(promise: Promise<void>, ms: number): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), ms);
    void promise.then(() => {
      clearTimeout(timer);
      resolve(true);
    });
  });
}
