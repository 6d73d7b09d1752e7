// What is being worked on right now, for the log: the request that came in, the operation that is walked. Set where the work begins;
// every line that is logged within carries it.
import { AsyncLocalStorage } from 'node:async_hooks';

export interface Thread {
  /** Id of the HTTP request, as it stands in the answer's `x-request-id`. */
  readonly request?: string;
  /** Id of the operation. */
  readonly op?: string;
}

const storage = new AsyncLocalStorage<Thread>();

/** Everything that is logged within the work carries this, and what was in force before. */
export const inThread = <Result>(thread: Thread, work: () => Result): Result =>
  storage.run({ ...storage.getStore(), ...thread }, work);

export const threadNow = (): Thread => storage.getStore() ?? {};
