// Who in this process waits for an operation hears of its changes at once; changes of other replicas are found by looking.
export interface Changes {
  /** Says that an operation has changed; called after the commit. */
  tell(op: string): void;
  /** Resolves at the next change of the operation. */
  next(op: string): { readonly changed: Promise<void>; forget(): void };
}

export const createChanges = (): Changes => {
  const waiting = new Map<string, Set<() => void>>();
  return {
    tell: (op) => {
      const listeners = waiting.get(op);
      waiting.delete(op);
      for (const listener of listeners ?? []) listener();
    },
    next: (op) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      const listeners = waiting.get(op) ?? new Set();
      waiting.set(op, listeners.add(resolve));
      return {
        changed: promise,
        forget: () => {
          listeners.delete(resolve);
          if (listeners.size === 0 && waiting.get(op) === listeners) waiting.delete(op);
        },
      };
    },
  };
};
