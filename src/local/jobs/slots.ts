// So many processes at once, the others wait in line.

export interface Slots {
  /** Gives a function that frees the place again; undefined when the signal came first. */
  take(signal: AbortSignal): Promise<(() => void) | undefined>;
}

export function openSlots(count: number): Slots {
  let free = count;
  const waiting: (() => void)[] = [];
  const release = () => {
    const next = waiting.shift();
    if (next === undefined) free += 1;
    else next();
  };
  const once = () => {
    let held = true;
    return () => {
      if (held) release();
      held = false;
    };
  };
  return {
    take(signal) {
      if (signal.aborted) return Promise.resolve(undefined);
      if (free > 0) {
        free -= 1;
        return Promise.resolve(once());
      }
      return new Promise((resolve) => {
        const mine = () => {
          signal.removeEventListener('abort', leave);
          resolve(once());
        };
        const leave = () => {
          waiting.splice(waiting.indexOf(mine), 1);
          resolve(undefined);
        };
        waiting.push(mine);
        signal.addEventListener('abort', leave, { once: true });
      });
    },
  };
}
